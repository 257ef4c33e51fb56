"""An invitation by mail. It is sent while the keeper waits, because its address is known only then."""

import logging

from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.utils.translation import override

from memorials.models import Invitation

logger = logging.getLogger(__name__)
#: Seconds for each step of the conversation with the mail server.
PATIENCE = 5


def send_invitation(invitation: Invitation, address: str) -> bool:
    """False where no letter leaves this server: the mail server is away, or there is none."""
    connection = get_connection(timeout=PATIENCE)
    letter = _letter(invitation, address)
    letter.connection = connection
    try:
        letter.send()
    except OSError as error:  # smtplib's errors are among them
        logger.warning("the letter of invitation %s was not sent: %s", invitation.code, type(error).__name__)
        return False
    return bool(getattr(connection, "delivers", True))


def _letter(invitation: Invitation, address: str) -> EmailMultiAlternatives:
    """In the language of the memorial: who reads it is not known here."""
    about = {"invitation": invitation, "memorial": invitation.memorial, "address": address}
    with override(invitation.memorial.language):
        subject, text, html = (
            render_to_string(f"memorials/letters/invitation_{part}", about)
            for part in ("subject.txt", "message.txt", "message.html")
        )
    letter = EmailMultiAlternatives(" ".join(subject.split()), text.strip() + "\n", to=[invitation.email])
    letter.attach_alternative(html, "text/html")
    return letter
