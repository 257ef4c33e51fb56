"""Names of columns for the admin, which is read in Russian too."""

from django.db import migrations

from memorials.migrations._labels import Labels

LABELS = {
    "animation": {
        "attempt": "attempt",
        "code": "code",
        "failure": "failure",
        "finished": "finished",
        "gesture": "movement",
        "photo": "photograph",
        "progress": "done, per cent",
        "requested_by": "who asked",
        "stage": "stage",
        "started": "started",
        "status": "status",
        "strength": "strength",
        "take": "take",
    },
}


class Migration(migrations.Migration):
    dependencies = [("animation", "0001_initial")]
    operations = [Labels(LABELS)]
