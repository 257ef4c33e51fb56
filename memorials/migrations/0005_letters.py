"""What the sending of letters keeps on a notice, and what a keeper answers to an objection.

Consents were kept under the e-mail of people without a name; the page that everybody reads shows none.
"""

from django.db import migrations, models

KINDS = [
    ("tribute", "a new tribute"),
    ("waiting", "something waits for approval"),
    ("request", "a request for access"),
    ("objection", "an objection"),
    ("decision", "a decision on what you added"),
    ("clip", "a living photograph is ready"),
    ("answer", "you are let in"),
]


def forget_addresses(apps, schema_editor):
    consents = apps.get_model("memorials", "Consent").objects.using(schema_editor.connection.alias)
    for column in ("given_name", "withdrawn_name"):
        consents.filter(**{f"{column}__contains": "@"}).update(**{column: ""})


class Migration(migrations.Migration):
    dependencies = [("memorials", "0004_membership_code")]
    operations = [
        migrations.AlterField(
            "notice", "kind", models.CharField(max_length=12, choices=KINDS)
        ),
        migrations.AddField("notice", "not_before", models.DateTimeField(null=True)),
        migrations.AddField("notice", "claim", models.CharField(blank=True, db_index=True, default="", max_length=32)),
        migrations.AddField(
            "objection",
            "answer_note",
            models.TextField(blank=True, default="", max_length=1000, verbose_name="what was agreed"),
        ),
        migrations.AddConstraint(
            "objection",
            models.UniqueConstraint(
                fields=["memorial", "kind"],
                condition=models.Q(answered_at=None),
                name="one_open_objection",
            ),
        ),
        migrations.RunPython(forget_addresses, migrations.RunPython.noop),
    ]
