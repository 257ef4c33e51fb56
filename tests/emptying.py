"""How the database is emptied after a test that commits.

Django's own `flush` has PostgreSQL make a new file for each table and each index, and then writes all
permissions anew: an eighth of a second of a processor, where next to nothing is to be deleted.
"""

from contextlib import closing
from functools import cache

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connections, transaction
from django.test import TransactionTestCase

#: What migrations write for all models, and no test changes.
KEPT = {Permission._meta.db_table, ContentType._meta.db_table}


def delete_rows(case: TransactionTestCase) -> None:
    """Takes the place of `TransactionTestCase._fixture_teardown`."""
    for alias in case._databases_names(include_mirrors=False):  # type: ignore[attr-defined]
        with transaction.atomic(using=alias), closing(connections[alias].cursor()) as cursor:
            for table in _tables(alias):
                cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608 (a name of our own)


@cache
def _tables(alias: str) -> set[str]:
    """In no order: rows that point to each other are looked at when all have gone."""
    names = connections[alias].introspection.django_table_names(only_existing=True, include_views=False)
    return set(names) - KEPT
