import unicodedata
from email.message import EmailMessage

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from memorials.models import User
from memorials.names import LONGEST, shown_name
from tests.people import make_photo


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("бабушка.jpg", "бабушка.jpg"),
        ("й.jpg", "й.jpg"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("a\x00b\r\nc\x1b.jpg", "abc.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\anna\\photo.jpg", "photo.jpg"),
        ("..", "photograph"),
        ("....", "photograph"),
        (". .", "photograph"),
        ("CON", "_CON"),
        ("nul.jpg", "_nul.jpg"),
        ("COM1.tar.gz", "_COM1.tar.gz"),
        ("console.jpg", "console.jpg"),
        ("a\u2028b\u2029c.jpg", "abc.jpg"),
        ("z\u0300\u0301\u0302\u0303\u0304\u0305\u0306.jpg", "z\u0300\u0301\u0302.jpg"),
        ("photo.jpg\u202e\u2066", "photo.jpg"),
        ("a\u200d\u200bb\ufeff.jpg", "ab.jpg"),
        ("\ue000private.jpg", "private.jpg"),
        ("....//....//x.jpg", "x.jpg"),
        ("%2e%2e%2fpasswd", "%2e%2e%2fpasswd"),
        ("a;b=c\"d'.jpg", "a;b=c\"d'.jpg"),
        ("{{ 7*7 }}.jpg", "{{ 7*7 }}.jpg"),
        ("$(reboot).jpg", "$(reboot).jpg"),
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
    assert len(shown) == LONGEST
    assert shown.endswith(".jpg") == sent.endswith(".jpg")


def test_no_name_keeps_a_sign_that_controls(db):
    for place in [*range(0x20), 0x7F, *range(0x80, 0xA0), 0x200E, 0x200F, *range(0x202A, 0x202F), 0xFEFF]:
        assert shown_name(f"a{chr(place)}b") == "ab", hex(place)


def test_names_are_composed():
    assert unicodedata.is_normalized("NFC", shown_name(unicodedata.normalize("NFD", "Йй ё.jpg")))
    assert shown_name("и\u200b\u0306.jpg") == "й.jpg"


def test_a_person_is_never_shown_by_their_address(db):
    nameless = User.objects.create_user("secret@family.example")
    assert "secret" not in nameless.shown_name
    assert User.objects.create_user("b@family.example", name="Анна").shown_name == "Анна"


def test_django_itself_hands_over_the_bare_name():
    assert SimpleUploadedFile("../x.jpg", b"").name == "x.jpg"


EVIL = (
    "a\r\nSet-Cookie: x=1.jpg", 'a"; filename="b.html', "a\\b.jpg", "каналья\u202egpj.exe", "\ud83d.jpg",
    "😀" * 300, "a\x00.php", "<img src=x onerror=alert(1)>.jpg", "x" * 5000,
    "é" * 121, "a\tb.jpg", "%0d%0ax: y.jpg",
)  # fmt: skip


@pytest.mark.parametrize("name", EVIL)
def test_the_header_of_a_fetched_file_is_one_well_formed_line(name, memorial, keeper, browser):
    """Written by Django, read by Python's own reader of such headers."""
    photo = make_photo(memorial, keeper, name=shown_name(name))
    answer = browser(keeper).get(f"/files/media/{photo.code}/original")
    said = answer["Content-Disposition"]
    assert said.isascii() and "\r" not in said and "\n" not in said
    read = EmailMessage()
    read["Content-Disposition"] = said
    assert read["Content-Disposition"].content_disposition == "attachment"
    assert read.get_filename() == photo.original_name == shown_name(name)
    b"".join(answer.streaming_content)
