"""The examples of what people leave and of decisions have the fields of the real answers."""

import pytest

from memorials.api.serializers import care_examples
from memorials.api.serializers.moderation import DecisionSerializer, VerdictSerializer, WaitingSerializer
from memorials.api.serializers.reports import ReportSerializer
from memorials.api.serializers.tributes import (
    LeftTributeSerializer,
    NewTributeSerializer,
    OneOwnTributeSerializer,
    OwnTributeSerializer,
    TributeSerializer,
)

ANSWERS = {
    TributeSerializer: care_examples.TRIBUTE,
    LeftTributeSerializer: care_examples.LEFT_TRIBUTE,
    OwnTributeSerializer: care_examples.OWN_TRIBUTE,
    OneOwnTributeSerializer: care_examples.ONE_OWN_TRIBUTE,
    WaitingSerializer: care_examples.WAITING,
    DecisionSerializer: care_examples.DECISION,
}


@pytest.mark.parametrize("serializer", ANSWERS, ids=lambda each: each.__name__)
def test_an_answer_has_its_fields(serializer):
    for example in ANSWERS[serializer]:
        assert set(example.value) == set(serializer().fields), example.name


@pytest.mark.parametrize("serializer", [NewTributeSerializer, ReportSerializer, VerdictSerializer])
def test_a_request_is_taken_as_it_stands(serializer):
    examples = serializer._spectacular_annotation["examples"]
    assert [example.name for example in examples] == ["Русский", "English"]
    for example in examples:
        assert serializer(data=example.value).is_valid()
