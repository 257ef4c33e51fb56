"""What changes memories."""

from memorials.models import Memorial, Memory, Status, User
from memorials.permissions import Word, may
from memorials.viewer import viewer_of


def status_of_new(memorial: Memorial, author: User) -> Status:
    """What an editor or keeper adds stands at once; what a contributor adds waits for approval."""
    return Status.APPROVED if may(viewer_of(author), Word.MODERATE, memorial) else Status.PENDING


def add_memory(*, memorial: Memorial, author: User, **fields: object) -> Memory:
    return Memory.objects.create(
        memorial=memorial, author=author, status=status_of_new(memorial, author), **fields
    )
