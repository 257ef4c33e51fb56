from animation.models import Animation
from memorials.files import StoredFile
from memorials.jobs.model import State
from memorials.viewer import Viewer


def find_clip(viewer: Viewer, code: str, name: str) -> StoredFile | None:
    """A clip or its poster."""
    animation = Animation.objects.visible_to(viewer).filter(code=code, status=State.READY).first()
    if animation and name == "clip":
        return StoredFile(animation.clip, "video/mp4", f"{code}.mp4")
    if animation and name == "poster":
        return StoredFile(animation.poster, "image/webp", f"{code}.webp")
    return None
