"""What somebody says is not right."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from memorials.api import strict
from memorials.api.serializers.words import Words
from memorials.models import Report
from memorials.services.reports import LONGEST_WORDS


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Русский",
            value={
                "about": "memory:k3x9w2m7p4q8",
                "reason": "untrue",
                "words": "Дом стоял на другом берегу.",
            },
        ),
        OpenApiExample(
            "English",
            value={"about": "", "reason": "rights", "words": "This portrait is by my father, Thomas Lowe."},
        ),
    ]
)
class ReportSerializer(serializers.Serializer[Any]):
    about = strict.CharField(
        max_length=40,
        allow_blank=True,
        default="",
        help_text="memory:<code>, tribute:<code> or media:<code>; empty for the memorial itself.",
    )
    reason = strict.ChoiceField(choices=Report.Reason.choices)
    words = Words(max_length=LONGEST_WORDS, allow_blank=True, default="")
    email = strict.EmailField(
        max_length=Report._meta.get_field("email").max_length,
        allow_blank=True,
        default="",
        write_only=True,
        help_text="Where the family can answer whoever has no account; nobody else sees it.",
    )
