from django.db import migrations, models
from django.db.models import F


def were_told_at_once(apps, schema_editor):
    """Until now the letter was written with the answer, or never: then the answer may wait still."""
    questions = apps.get_model("chat", "OpenQuestion").objects.using(schema_editor.connection.alias)
    answered = questions.exclude(answer=None).exclude(asker=None)
    answered.exclude(answer__status="pending").update(told_at=F("closed_at"))


class Migration(migrations.Migration):
    dependencies = [("chat", "0001_initial"), ("memorials", "0012_labels")]

    operations = [
        migrations.AddField(
            model_name="openquestion",
            name="told_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.RunPython(were_told_at_once, migrations.RunPython.noop),
    ]
