"""What changes memorials."""

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from memorials.models import Consent, Membership, Memorial, Role, Upload, User
from memorials.models.memorial import GRACE
from memorials.services.consent import give_consent
from memorials.services.media import remove_media
from memorials.services.uploads import discard_uploads


def create_memorial(*, keeper: User, **fields: object) -> Memorial:
    """A memorial is never without a keeper: both come, or neither."""
    with transaction.atomic():
        memorial = Memorial.objects.create(**fields)
        Membership.objects.create(memorial=memorial, user=keeper, role=Role.KEEPER)
    return memorial


def create_open_memorial(*, keeper: User, **fields: object) -> Memorial:
    """As `create_memorial`, with chat and animation switched on and the family's consent recorded."""
    with transaction.atomic():
        memorial = create_memorial(keeper=keeper, chat_on=True, animation_on=True, **fields)
        for kind in Consent.Kind:
            give_consent(memorial=memorial, kind=kind, by=keeper)
    return memorial


def remove_memorial(*, memorial: Memorial) -> None:
    """The memorial with everything in it; files go once the rows are gone."""
    with transaction.atomic():
        discard_uploads(Upload.objects.filter(memorial=memorial))
        for photo in memorial.media.all():
            remove_media(photo=photo)
        memorial.delete()


def link_twins(one: Memorial, other: Memorial) -> None:
    """Two memorials of one person in two languages, each leading to the other."""
    with transaction.atomic():
        Memorial.objects.filter(pk=one.pk).update(twin=other)
        Memorial.objects.filter(pk=other.pk).update(twin=one)


def delete_memorial(*, memorial: Memorial, by: User) -> None:
    """Gone for everybody at once, and for good after the days of grace; till then a keeper can restore it."""
    Memorial.objects.standing().filter(pk=memorial.pk).update(deleted_at=timezone.now(), deleted_by=by)


def restore_memorial(*, memorial: Memorial) -> bool:
    """False when the days of grace are over, or its last keeper has gone meanwhile."""
    keepers = Membership.objects.filter(memorial=OuterRef("pk"), role=Role.KEEPER)
    still = Memorial.objects.filter(Exists(keepers), pk=memorial.pk, deleted_at__gt=timezone.now() - GRACE)
    return bool(still.update(deleted_at=None, deleted_by=None))


def remove_past_grace() -> int:
    """Removes for good, files included, what was deleted long enough ago. A periodic task calls it."""
    gone = list(Memorial.objects.past_grace())
    for memorial in gone:
        remove_memorial(memorial=memorial)
    return len(gone)


def publish_memorial(*, memorial: Memorial) -> None:
    """From a draft, which only members see, to what its visibility says."""
    Memorial.objects.standing().filter(pk=memorial.pk).update(published=True)
