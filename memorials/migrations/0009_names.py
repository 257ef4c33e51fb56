"""Consents, decisions and answers to objections keep the name of whoever made them, and "" for none.

Until now they kept "somebody of the family" instead, in the language that this person happened to read.
"""

from django.db import migrations, models

PLACEHOLDERS = ("somebody of the family", "кто-то из семьи")
NAMES = {
    "Consent": ("given_name", "withdrawn_name"),
    "Decision": ("made_by_name",),
    "Objection": ("answered_by_name",),
}


def forget_placeholders(apps, schema_editor):
    for model, columns in NAMES.items():
        rows = apps.get_model("memorials", model).objects.using(schema_editor.connection.alias)
        for column in columns:
            rows.filter(**{f"{column}__in": PLACEHOLDERS}).update(**{column: ""})


class Migration(migrations.Migration):
    dependencies = [("memorials", "0008_preparation")]
    operations = [
        migrations.AlterField("consent", "given_name", models.CharField(blank=True, max_length=200)),
        migrations.AlterField(
            "decision",
            "made_by_name",
            models.CharField(blank=True, max_length=200, verbose_name="who decided"),
        ),
        migrations.RunPython(forget_placeholders, migrations.RunPython.noop),
    ]
