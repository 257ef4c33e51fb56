import unicodedata

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from memorials.models import User
from memorials.services.media import LONGEST_NAME, shown_name


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("бабушка.jpg", "бабушка.jpg"),
        ("й.jpg", "й.jpg"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("a\x00b\r\nc\x1b.jpg", "abc.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\anna\\photo.jpg", "photo.jpg"),
        ("..", ".."),
        ("   ", "photograph"),
        ("", "photograph"),
        ("/", "photograph"),
        ("\u200b\u2066", "photograph"),
        ("\ud800.jpg", ".jpg"),
        ("😀.jpg", "😀.jpg"),
        ('"><script>.jpg', '"><script>.jpg'),
    ],
)
def test_a_file_is_shown_under_a_harmless_name(sent, shown):
    assert shown_name(sent) == shown


@pytest.mark.parametrize("sent", ["ы" * 300, "ы" * 300 + ".jpg", "a." + "j" * 300, "x" * 120 + ".jpg"])
def test_a_long_name_is_cut_and_keeps_a_short_ending(sent):
    shown = shown_name(sent)
    assert len(shown) == LONGEST_NAME
    assert shown.endswith(".jpg") == sent.endswith(".jpg")


def test_no_name_keeps_a_sign_that_controls(db):
    for place in [*range(0x20), 0x7F, *range(0x80, 0xA0), 0x200E, 0x200F, *range(0x202A, 0x202F), 0xFEFF]:
        assert shown_name(f"a{chr(place)}b") == "ab", hex(place)


def test_names_are_composed():
    assert unicodedata.is_normalized("NFC", shown_name(unicodedata.normalize("NFD", "Йй ё.jpg")))


def test_a_person_is_never_shown_by_their_address(db):
    nameless = User.objects.create_user("secret@family.example")
    assert "secret" not in nameless.shown_name
    assert User.objects.create_user("b@family.example", name="Анна").shown_name == "Анна"


def test_django_itself_hands_over_the_bare_name():
    assert SimpleUploadedFile("../x.jpg", b"").name == "x.jpg"
