"""What somebody has of their own at a memorial, named as addresses name it."""

from chat.services.conversing import put_question
from memorials.models import Invitation, LinkToken, Memorial, Status, Tribute, User
from memorials.models.token import hashed, new_token
from memorials.viewer import viewer_of
from tests.people import in_status, make_memory


def belongings(names: dict[str, str], person: User) -> dict[str, str]:
    """Beside `names`, which tests.access.contents has made: the tribute, and a conversation with the archive,
    are the person's own; `token` is the secret of the tribute, of the invitation and of the link; `item` is a
    memory that waits."""
    memorial, token = Memorial.objects.get(code=names["code"]), new_token()
    for model, name in ((Tribute, "tribute"), (Invitation, "invitation"), (LinkToken, "link")):
        model._default_manager.filter(code=names[name]).update(token_hash=hashed(token))
    Tribute.objects.filter(code=names["tribute"]).update(author=person)
    turn = put_question(viewer=viewer_of(person), memorial=memorial, question="Где они жили?")
    return {
        "token": token,
        "conversation": turn.conversation.code,
        "turn": turn.code,
        "item": in_status(make_memory(memorial, person), Status.PENDING).code,
    }
