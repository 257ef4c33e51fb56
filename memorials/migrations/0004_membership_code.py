"""A member is known outside by a random code, like everything else that stands in an address."""

from django.db import migrations, models

import memorials.codes


def give_codes(apps, schema_editor):
    rows = apps.get_model("memorials", "Membership").objects.using(schema_editor.connection.alias)
    for membership in rows.iterator(chunk_size=200):
        membership.code = memorials.codes.new_code()
        membership.save(update_fields=["code"])


def code(**options):
    options = {"default": memorials.codes.new_code, "editable": False, "max_length": 16, **options}
    return models.CharField(**options)


class Migration(migrations.Migration):
    dependencies = [("memorials", "0003_derive")]
    operations = [
        migrations.AddField("membership", "code", code()),
        migrations.RunPython(give_codes, migrations.RunPython.noop),
        migrations.AlterField("membership", "code", code(unique=True)),
    ]
