"""A decision is known outside by a random code, and a report knows the decision that answered it."""

import django.db.models.deletion
from django.db import migrations, models

import memorials.codes


def give_codes(apps, schema_editor):
    for decision in apps.get_model("memorials", "Decision").objects.iterator(chunk_size=200):
        decision.code = memorials.codes.new_code()
        decision.save(update_fields=["code"])


def code(**options):
    options = {"default": memorials.codes.new_code, "editable": False, "max_length": 16, **options}
    return models.CharField(**options)


class Migration(migrations.Migration):
    dependencies = [("memorials", "0003_derive")]
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
    ]
