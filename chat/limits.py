"""How often one person, or one address, may do something in an archive: the same for the site and the API."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from memorials.models import Memorial


@dataclass(frozen=True)
class Limit:
    name: str
    rate: str
    said: str | Promise

    def of(self, memorial: Memorial) -> str:
        """What is counted."""
        return f"{self.name}-{memorial.code}"


#: Questions to one memorial.
ASKING = Limit("ask", "60/h", _("So many questions at once are too much. Please ask a little later."))
#: What is sent to one family: questions, and answers that are wrong.
TELLING = Limit(
    "family", "20/d", _("That is a great deal for one family on one day. Please send it tomorrow.")
)
