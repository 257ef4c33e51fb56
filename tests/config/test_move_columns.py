"""Kinds of columns that no model of today has, so that a model of tomorrow moves by itself."""

import uuid
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.db import connections, models
from django.test.utils import isolate_apps

from config.moving import CannotMove
from config.moving.carrying import carry
from config.moving.ends import SOURCE, TARGET, opened, target_settings
from config.moving.proof import canonical
from config.moving.report import Report
from config.moving.tables import Table

pytestmark = pytest.mark.usefixtures("own_databases")
ROWS = [
    {},
    {
        "bare": b"\0\xff\x00", "whole": -(2**63), "real": 0.1 + 0.2, "price": Decimal("-12345678.90"),
        "span": timedelta(days=-3, microseconds=7), "day": date(1, 1, 1), "hour": time(23, 59, 59, 999999),
        "moment": datetime(1906, 12, 9, 1, 2, 3, 4, UTC), "mark": uuid.UUID(int=1), "address": "2001:db8::1",
        "flag": False, "word": "", "kept": {"ё": [1, 1.0, 1e22, None, True, "\\u0000?"], "а": {}},
    },
    {"kept": models.Value(None, models.JSONField()), "flag": True, "real": -0.0, "price": Decimal(0)},
    {"kept": [], "real": 5e-324, "bare": b"", "word": "\u0438\u0306", "day": date(9999, 12, 31)},
    {"kept": "null", "whole": 2**63 - 1, "real": 1.7976931348623157e308},
]  # fmt: skip


class Kinds(models.Model):
    bare = models.BinaryField(null=True)
    whole = models.BigIntegerField(null=True)
    real = models.FloatField(null=True)
    price = models.DecimalField(null=True, max_digits=10, decimal_places=2)
    span = models.DurationField(null=True)
    day = models.DateField(null=True)
    hour = models.TimeField(null=True)
    moment = models.DateTimeField(null=True)
    touched = models.DateTimeField(auto_now=True)
    mark = models.UUIDField(null=True)
    address = models.GenericIPAddressField(null=True)
    flag = models.BooleanField(null=True)
    word = models.TextField(null=True)  # noqa: DJ001  (NULL and "" must stay two things)
    kept = models.JSONField(null=True)

    class Meta:
        abstract = True

    def __str__(self):
        return str(self.pk)


def make_models():
    class Everything(Kinds):
        class Meta:
            app_label = "config"

    class Grown(Everything):
        name = models.CharField(max_length=20)
        known = models.JSONField()

        class Meta:
            app_label = "config"

    class Keyed(models.Model):  # noqa: DJ008
        key = models.UUIDField(primary_key=True)
        before = models.ForeignKey("self", null=True, on_delete=models.CASCADE)

        class Meta:
            app_label = "config"

    return Everything, Grown, Keyed


@pytest.fixture
def kinds(tmp_path, new_database):
    """The three models, with their tables at both ends."""
    sqlite = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(tmp_path / "odd.sqlite3")}
    with isolate_apps("config"), opened(SOURCE, sqlite), opened(TARGET, target_settings(new_database)):
        made = make_models()
        for alias in (SOURCE, TARGET):
            with connections[alias].schema_editor() as editor:
                for model in made:
                    editor.create_model(model)
        yield made


def moved(model):
    table = Table(model)
    report = Report("old", "new")
    read, written = carry(table, report), table.proof(TARGET)
    assert (read.rows, read.differing(written), read.filled) == (written.rows, [], table.filled(SOURCE))
    return report


def values(model, alias):
    rows = model._base_manager.using(alias).order_by("pk").values()
    return [{name: _plain(value) for name, value in row.items()} for row in rows]


def _plain(value):
    return bytes(value) if isinstance(value, memoryview) else value


def test_every_kind_of_value_arrives(kinds):
    everything, grown, _ = kinds
    for row in ROWS:
        everything.objects.using(SOURCE).create(**row)
    for known in ({"a": 1}, models.Value(None, models.JSONField())):
        grown.objects.using(SOURCE).create(name="выросла", known=known, word="и у неё")
    there = [values(model, SOURCE) for model in (everything, grown)]
    moved(everything)
    moved(grown)
    assert [values(model, TARGET) for model in (everything, grown)] == there
    for alias in (SOURCE, TARGET):
        nothing = everything.objects.using(alias)
        assert nothing.filter(kept__isnull=True).count() == 3  # the empty row, and those of the two grown
        assert [row.pk for row in nothing.filter(kept=models.Value(None, models.JSONField()))] == [3]


def test_keys_that_are_no_numbers_and_rows_that_point_to_later_ones(kinds):
    keyed = kinds[2]
    keys = [uuid.UUID(int=number << 100) for number in range(1, 4)]
    keyed.objects.using(SOURCE).bulk_create(keyed(key=key) for key in keys)
    keyed.objects.using(SOURCE).filter(key=keys[0]).update(before=keys[2])
    there = values(keyed, SOURCE)
    connections[TARGET].set_autocommit(False)  # a check that waits, waits for the end of the transaction
    moved(keyed)
    connections[TARGET].commit()
    connections[TARGET].set_autocommit(True)
    assert values(keyed, TARGET) == there


def test_json_that_postgres_cannot_hold_names_its_row_and_no_secret_key(kinds):
    everything, _, keyed = kinds
    everything.objects.using(SOURCE).create(kept=["a"])
    everything.objects.using(SOURCE).create(kept=["\0"])
    with pytest.raises(CannotMove, match=r"does not take config.Everything 2: unsupported Unicode"):
        carry(Table(everything), Report("old", "new"))
    table = Table(keyed)
    assert table.named((uuid.UUID(int=0xABCDEF << 104), None)) == "config.Keyed abcd…"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (None, ""), (None, "none"), (0, False), (1, True), (0, 0.0), ("1", 1), (b"a", "a"), ("и\u0306", "й"),
        (datetime(2020, 1, 1, tzinfo=UTC), date(2020, 1, 1)), ([], {}), (["a", "b"], ["ab"]), ([[]], []),
        (Decimal("1.5"), "1.5"), (0.1 + 0.2, 0.3), ({"a": None}, {}),
    ],
)  # fmt: skip
def test_values_that_differ_are_told_apart(one, other):
    assert canonical(one) != canonical(other)


def test_one_value_in_two_forms_is_one():
    moscow = datetime.fromisoformat("2020-01-01T03:00:00+03:00")
    assert canonical(moscow) == canonical(datetime(2020, 1, 1, tzinfo=UTC))
    assert canonical(Decimal("1.50")) == canonical(Decimal("1.5"))
    assert canonical(memoryview(b"a")) == canonical(b"a")
    assert canonical({"a": 1, "b": 2}) == canonical({"b": 2, "a": 1})
