"""Questions of which few people need some: those are folded away until one of them is answered."""

from typing import ClassVar

from django import forms


class Folding(forms.BaseForm):
    """A form that asks less at first sight. Nothing is hidden that was told already, or is wrong."""

    FOLDED: ClassVar[tuple[str, ...]]

    def asked_first(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name not in self.FOLDED]

    def asked_further(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name in self.FOLDED]

    @property
    def is_unfolded(self) -> bool:
        return any(field.value() or field.errors for field in self.asked_further())
