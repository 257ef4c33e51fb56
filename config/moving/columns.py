"""One column of a table: how it is read, how it is written, and how its values are compared."""

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, TextField, Value
from django.db.models.functions import Cast

from config.moving.proof import canonical

NUL = "\0"


@dataclass(frozen=True)
class Column:
    field: "models.Field[Any, Any]"

    @property
    def name(self) -> str:
        return str(self.field.attname)

    @property
    def is_json(self) -> bool:
        return isinstance(self.field, models.JSONField)

    @property
    def identifies(self) -> bool:
        """Rows are found or told apart by it, so that its values are never mended."""
        return self.field.primary_key or self.field.unique or self.field.is_relation

    @property
    def wanted(self) -> Any:
        """JSON as its text: decoded, a JSON null and the absence of a value would be the same."""
        return Cast(F(self.name), TextField()) if self.is_json else self.name

    def stored(self, value: Any) -> Any:
        if self.is_json and value is not None:
            return Cast(Value(value, TextField()), self.field)
        return value

    def canonical(self, value: Any) -> bytes:
        if self.is_json and value is not None:
            # 1e2, 100 and 100.0 are one number; in brackets, because a JSON null is not nothing
            return canonical([json.loads(value, parse_float=Decimal, parse_int=Decimal)])
        return canonical(value)

    def has_nul(self, value: Any) -> bool:
        return isinstance(value, str) and NUL in value

    def overlong(self, value: Any) -> bool:
        """SQLite takes texts of any length in any column; PostgreSQL does not."""
        longest = self.field.max_length
        return isinstance(value, str) and longest is not None and len(value) > longest and self._is_bounded

    @property
    def _is_bounded(self) -> bool:
        return isinstance(self.field, models.CharField | models.FileField)
