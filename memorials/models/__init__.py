from memorials.models.api_token import ApiToken
from memorials.models.consent import Consent, Feature, Objection
from memorials.models.invitation import AccessRequest, Invitation, LinkToken
from memorials.models.kept_answer import KeptAnswer
from memorials.models.media import Album, Media, Rendition
from memorials.models.membership import Membership, Role
from memorials.models.memorial import Memorial, MemorialRecord, Visibility
from memorials.models.memory import Memory
from memorials.models.milestone import Milestone
from memorials.models.moderation import ITEMS, BlockedWord, Decision, Item, Report
from memorials.models.notice import Notice
from memorials.models.preparation import Preparation
from memorials.models.status import Status
from memorials.models.story import Chapter, LifeEvent
from memorials.models.tribute import Tribute
from memorials.models.upload import Upload
from memorials.models.user import Letters, User

__all__ = [
    "ITEMS",
    "AccessRequest",
    "Album",
    "ApiToken",
    "BlockedWord",
    "Chapter",
    "Consent",
    "Decision",
    "Feature",
    "Invitation",
    "Item",
    "KeptAnswer",
    "Letters",
    "LifeEvent",
    "LinkToken",
    "Media",
    "Membership",
    "Memorial",
    "MemorialRecord",
    "Memory",
    "Milestone",
    "Notice",
    "Objection",
    "Preparation",
    "Rendition",
    "Report",
    "Role",
    "Status",
    "Tribute",
    "Upload",
    "User",
    "Visibility",
]
