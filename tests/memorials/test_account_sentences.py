"""What somebody reads when an account cannot do as asked: the site's own voice, in both languages."""

import pytest
from allauth.account.adapter import DefaultAccountAdapter
from django.utils.translation import override

from memorials.accounts import REPEATED, SENTENCES

#: Sentences of sign-in by name, telephone or several choices, which this site does not offer.
NEVER_SAID = {
    "phone_password_mismatch",
    "phone_taken",
    "unknown_phone",
    "username_blacklisted",
    "username_password_mismatch",
    "username_taken",
}


def test_each_sentence_that_can_be_said_is_our_own():
    assert set(DefaultAccountAdapter.error_messages) - NEVER_SAID == set(SENTENCES)


@pytest.mark.parametrize("sentence", [*SENTENCES.values(), *REPEATED], ids=str)
def test_sentence_is_russian_and_polite(sentence):
    with override("en"):
        english = str(sentence)
    with override("ru"):
        russian = str(sentence)
    assert russian != english
    assert "!" not in russian + english
    assert not {"вы", "вас", "вам", "ваш", "ваши", "ты", "твой"} & set(russian.split())


@pytest.mark.django_db
def test_wrong_password_is_told_in_our_words(client):
    answer = client.post(
        "/accounts/login/",
        {"login": "nobody@family.example", "password": "wrong"},
        headers={"Accept-Language": "ru"},
    )
    assert "Адрес и пароль не подходят друг к другу." in answer.content.decode()
