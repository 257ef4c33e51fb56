"""One operation that gives many columns their names for the admin."""

from collections.abc import Mapping
from typing import Any

from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class Labels(Operation):
    """Nothing changes in the database. As so many AlterFields it would make a new database take half as long
    again, since each of them renders the models anew.
    """

    reversible = True

    def __init__(self, labels: Mapping[str, Mapping[str, str]]) -> None:
        self.labels = labels

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        for model, names in self.labels.items():
            fields = state.models[app_label, model].fields
            for name, label in names.items():
                _, _, positional, options = fields[name].deconstruct()
                fields[name] = type(fields[name])(*positional, **{**options, "verbose_name": label})

    def database_forwards(self, app_label: str, *_: Any) -> None:
        pass

    def database_backwards(self, app_label: str, *_: Any) -> None:
        pass

    def describe(self) -> str:
        return "Name columns for the admin"
