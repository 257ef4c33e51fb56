"""A decision is known outside by a random code, and a report knows the decision that answered it."""

import django.db.models.deletion
from django.db import migrations, models

import memorials.codes


def give_codes(apps, schema_editor):
    rows = apps.get_model("memorials", "Decision").objects.using(schema_editor.connection.alias)
    for decision in rows.iterator(chunk_size=200):
        decision.code = memorials.codes.new_code()
        decision.save(update_fields=["code"])


def code(**options):
    options = {"default": memorials.codes.new_code, "editable": False, "max_length": 16, **options}
    return models.CharField(**options)


STATUSES = [
    ("pending", "waits for approval"),
    ("approved", "approved"),
    ("declined", "declined"),
    ("hidden", "hidden"),
]


def labels():
    """Names of columns for the admin; nothing changes in the database."""
    for name, label in (("was", "what it was"), ("became", "what it became")):
        field = models.CharField(choices=STATUSES, max_length=8, verbose_name=label)
        yield migrations.AlterField("decision", name, field)
    name = models.CharField(max_length=200, verbose_name="who decided")
    yield migrations.AlterField("decision", "made_by_name", name)
    for model, column, label in (("decision", "made_at", "decided on"), ("report", "created", "reported on")):
        field = models.DateTimeField(auto_now_add=True, verbose_name=label)
        yield migrations.AlterField(model, column, field)
    closed = models.DateTimeField(blank=True, null=True, verbose_name="closed on")
    yield migrations.AlterField("report", "closed_at", closed)
    user = models.ForeignKey(
        blank=True,
        null=True,
        on_delete=django.db.models.deletion.SET_NULL,
        related_name="+",
        to="memorials.user",
        verbose_name="closed by",
    )
    yield migrations.AlterField("report", "closed_by", user)


class Migration(migrations.Migration):
    dependencies = [("memorials", "0005_letters")]
    operations = [
        migrations.AddField("decision", "code", code()),
        migrations.RunPython(give_codes, migrations.RunPython.noop),
        migrations.AlterField("decision", "code", code(unique=True)),
        migrations.AddField(
            "report",
            "closed_with",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="closed_reports",
                to="memorials.decision",
            ),
        ),
        *labels(),
    ]
