"""Fills the derived columns of rows that were there before them."""

from django.db import migrations

DERIVED = {
    "Memorial": ["born_earliest", "born_latest", "died_earliest", "died_latest", "sort_key", "search_text"],
    "Memory": ["happened_key", "search_text"],
    "Media": ["taken_key", "search_text"],
}


def derive(apps, schema_editor):
    for name, columns in DERIVED.items():
        rows = apps.get_model("memorials", name).objects.using(schema_editor.connection.alias)
        for row in rows.iterator(chunk_size=200):
            row.save(update_fields=columns)


class Migration(migrations.Migration):
    dependencies = [("memorials", "0002_whole_memorial")]
    operations = [migrations.RunPython(derive, migrations.RunPython.noop)]
