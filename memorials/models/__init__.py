from memorials.models.consent import Consent
from memorials.models.media import Media, Rendition
from memorials.models.memorial import Membership, Memorial, MemorialRecord, Role, Visibility
from memorials.models.memory import Memory
from memorials.models.milestone import Milestone
from memorials.models.status import Status
from memorials.models.user import User

__all__ = [
    "Consent",
    "Media",
    "Membership",
    "Memorial",
    "MemorialRecord",
    "Memory",
    "Milestone",
    "Rendition",
    "Role",
    "Status",
    "User",
    "Visibility",
]
