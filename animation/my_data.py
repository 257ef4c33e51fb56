"""What the archive of somebody's own data tells of living photographs."""

from typing import Any

from animation.models import Animation
from memorials.models import User


def asked_by(user: User) -> list[dict[str, Any]]:
    asked = Animation.objects.filter(requested_by=user).order_by("pk")
    return [{**row} for row in asked.values("code", "gesture", "strength", "status", "created")]
