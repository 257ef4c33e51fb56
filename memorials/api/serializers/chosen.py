"""Things of the same memorial, named by their codes."""

import re
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from memorials.models import Media

_CODE = re.compile(r"[-\w]{1,40}", re.ASCII)


class Chosen(serializers.SlugRelatedField[Any]):
    """The view's context says under `among` what may be chosen: what is not in there is not there at all."""

    def __init__(self, among: str, **options: Any) -> None:
        self.among = among
        sentence = _("There is nothing here, or not for you.")
        options["error_messages"] = {"does_not_exist": sentence, "invalid": sentence}
        super().__init__(slug_field="code", queryset=Media.objects.none(), **options)

    def get_queryset(self) -> Any:
        return self.context.get(self.among, Media.objects.none())

    def to_internal_value(self, data: Any) -> Model:
        if not (isinstance(data, str) and _CODE.fullmatch(data)):
            self.fail("invalid")
        chosen: Model = super().to_internal_value(data)
        return chosen
