from config.doctor.check import Check, ill, well
from memorials.models import Notice


def letters() -> Check:
    """What could not be sent for days; what merely waits is well."""
    given_up = Notice.objects.given_up().count()
    if given_up:
        detail = f"{given_up} notices could not be sent by mail and were given up"
        return ill("letters", detail, "python manage.py letters --again, once the mail server answers")
    return well("letters", f"{Notice.objects.unsent().count()} notices wait to be sent")
