import pytest
from django.core.management import call_command

from animation.models import Animation
from config.embedded.words import PREPARED
from memorials.models import Memorial, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def prepare(capsys, settings, tmp_path, monkeypatch):
    monkeypatch.setattr("config.static_files.collect", lambda: None)
    settings.LOAD_DEMO = True

    def run():
        call_command("prepare")
        return capsys.readouterr().out.splitlines()

    return run


def test_first_time_makes_an_administrator_and_tells_the_password_once(prepare):
    told, word = prepare()
    email = User.objects.get(is_superuser=True).email
    assert told.startswith(f"The first administrator is {email} with the one-time password ")
    password = told.rsplit(" ", 1)[1]
    assert User.objects.get(is_superuser=True).check_password(password)
    assert word == PREPARED
    assert prepare() == [PREPARED]


def test_deleted_example_stays_deleted(prepare):
    prepare()
    assert Memorial.objects.count() == 2
    Animation.objects.all().delete()
    Memorial.objects.all().delete()
    prepare()
    assert Memorial.objects.count() == 0


def test_static_files_of_an_image_are_left_as_they_are(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "packed"
    settings.LOAD_DEMO = False
    call_command("prepare", "--without-static")
    assert not settings.STATIC_ROOT.exists()
