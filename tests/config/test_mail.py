from django.core.mail import EmailMessage, get_connection


def test_letters_are_files_that_only_their_owner_reads(tmp_path):
    folder = tmp_path / "mail"
    door = get_connection("config.mail.PrivateFileBackend", file_path=str(folder))
    EmailMessage("Приглашение", "Текст", "a@example.org", ["b@example.org"], connection=door).send()
    (letter,) = folder.iterdir()
    assert oct(folder.stat().st_mode & 0o777) == "0o700"
    assert oct(letter.stat().st_mode & 0o777) == "0o600"
    assert b"b@example.org" in letter.read_bytes()
