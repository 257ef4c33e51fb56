from django.utils.translation import gettext_lazy as _

from memorials.errors import Refusal


class AnsweredAlready(Refusal):
    """Another keeper was quicker."""

    code = "answered_already"
    status = 409
    sentence = _("This was answered already, and the answer stays as it is.")
