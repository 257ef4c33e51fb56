"""Whether an archive may be asked: the memorial's switch, the family's consent, no open objection."""

from django.utils.translation import gettext_lazy as _

from chat.models import Archive
from memorials.errors import Refusal
from memorials.models import Consent, Memorial
from memorials.services.consent import has_consent


class ArchiveClosed(Refusal):
    code = "archive_closed"
    sentence = _("The family has not opened this archive for questions.")


def is_open(memorial: Memorial) -> bool:
    return memorial.chat_on and has_consent(memorial, Consent.Kind.CHAT)


def demand_open(memorial: Memorial) -> None:
    """Raises ArchiveClosed."""
    if not is_open(memorial):
        raise ArchiveClosed


def choose_sources(*, memorial: Memorial, **allowed: bool) -> None:
    """What the archive may quote beside the memories. Twice at the same moment is as once."""
    Archive.objects.update_or_create(memorial=memorial, defaults=allowed)
