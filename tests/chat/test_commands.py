"""What scripts do with an archive: bring memories in, and ask."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from chat.models import Reading
from memorials.models import Memory, Status
from tests.people import make_memorial, make_memory

pytestmark = pytest.mark.django_db(transaction=True)
BREAD = "Бабушка пекла хлеб по субботам. Тесто она ставила ещё в пятницу."
SEA = "Летом ездили к морю в Геленджик."


@pytest.fixture
def file(tmp_path):
    def write(*lines):
        path = tmp_path / "memories.jsonl"
        rows = (line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
        path.write_text("\n".join(rows), "utf-8")
        return str(path)

    return write


def run(*words, **options):
    said = io.StringIO()
    call_command(*words, stdout=said, **options)
    return said.getvalue()


def test_memories_come_in_approved_and_read_and_twice_changes_nothing(archive, file, small):
    lines = [
        {
            "ref": "1",
            "text": BREAD,
            "title": "Хлеб",
            "author": "Вера",
            "relation": "внучка",
            "happened": "1951",
        },
        {"ref": "2", "text": SEA, "language": "ru"},
    ]
    assert run("import_memories", archive.code, file(*lines)).startswith("2 imported, 0 changed")
    memory = Memory.objects.get(ref="1")
    assert (memory.teller, memory.relation, memory.happened, memory.status) == (
        "Вера", "внучка", "1951", Status.APPROVED,
    )  # fmt: skip
    assert Reading.objects.count() == 2
    assert run("import_memories", archive.code, file(*lines)).startswith("0 imported, 0 changed, 2 as")
    lines[1]["text"] = "Летом ездили в горы."
    assert run("import_memories", archive.code, file(*lines)).startswith("0 imported, 1 changed, 1 as")
    assert Memory.objects.count() == 2


@pytest.mark.parametrize(
    "bad",
    [
        "{", "[]", '"words"', '{"ref": "3"}', '{"text": "x"}', '{"ref": "3", "text": 5}',
        '{"ref": "", "text": "x"}', '{"ref": "3", "text": "x", "colour": "red"}',
        '{"ref": "1", "text": "twice"}', '{"ref": "3", "text": " "}',
        '{"ref": "3", "text": "x", "happened": "sometime"}', '{"ref": "3", "text": "x", "language": "<b>"}',
        json.dumps({"ref": "3", "text": "x" * 20_001}),
    ],
)  # fmt: skip
def test_a_bad_line_is_named_and_nothing_is_imported(archive, file, bad):
    with pytest.raises(CommandError, match="Nothing was imported: line 2"):
        run("import_memories", archive.code, file({"ref": "1", "text": BREAD}, bad))
    assert not Memory.objects.exists()


def test_a_missing_memorial_or_file_is_said(archive, file, tmp_path):
    with pytest.raises(CommandError, match="nothinghere"):
        run("import_memories", "nothinghere", file({"ref": "1", "text": BREAD}))
    with pytest.raises(CommandError, match="cannot be read"):
        run("import_memories", archive.code, str(tmp_path / "missing"))


def ask(*words):
    return [json.loads(line) for line in run("ask", *words, "--json").splitlines()]


def test_an_answer_has_the_words_their_place_and_the_ref(archive, file, small):
    run("import_memories", archive.code, file({"ref": "b1", "text": BREAD}, {"ref": "s1", "text": SEA}))
    [answer] = ask(archive.code, "Когда бабушка пекла хлеб и ставила тесто?", "--retrieve", "2")
    assert answer["answered"] is True and 0 <= answer["confidence"] <= 1
    assert answer["ranking"] == ["b1", "s1"]
    for quote in answer["quotes"]:
        assert (quote["source"], quote["ref"]) == ("memory", "b1")
        assert quote["memory"] == Memory.objects.get(ref="b1").code
        assert BREAD[quote["start"] : quote["end"]] == quote["text"]
    assert set(answer) == {"question", "answered", "confidence", "quotes", "milliseconds", "ranking"}


def test_questions_come_one_a_line(archive, cast, small, monkeypatch):
    make_memory(archive, cast.editor, text=BREAD)
    monkeypatch.setattr("sys.stdin", io.StringIO("Когда пекла хлеб?\n\nВ каком полку служил дядя?\n"))
    told, untold = ask(archive.code)
    assert (told["question"], untold["question"]) == ("Когда пекла хлеб?", "В каком полку служил дядя?")
    assert untold["answered"] is False and untold["quotes"] == []


def refused(*words):
    said = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("ask", *words, "--json", stdout=said)
    return ended.value.code, json.loads(said.getvalue())["code"]


def test_whoever_may_not_see_the_memorial_is_told_of_none(cast, small):
    private = make_memorial(cast)
    assert refused(private.code, "Что?") == (4, "no_such_memorial")
    assert refused("nothinghere", "Что?") == (4, "no_such_memorial")
    assert refused(private.code, "Что?", "--as", cast.stranger.email) == (4, "no_such_memorial")
    assert refused(private.code, "Что?", "--as", "nobody@example.org") == (4, "no_such_memorial")
    assert refused(private.code, "Что?", "--as", cast.reader.email) == (4, "archive_closed")


def test_a_member_asks_a_private_archive(archive, cast, small):
    make_memory(archive, cast.editor, text=BREAD)
    archive.visibility = "private"
    archive.save()
    [answer] = ask(archive.code, "Когда пекла хлеб?", "--as", cast.reader.email.upper())
    assert answer["question"] == "Когда пекла хлеб?"


def test_a_person_at_the_terminal_reads_plain_words(archive, cast, small):
    make_memory(archive, cast.editor, text=BREAD)
    assert "«" in run("ask", archive.code, "Когда бабушка пекла хлеб и ставила тесто?")
    assert "—" in run("ask", archive.code, "В каком полку служил дядя?")


def test_reading_ends_when_its_time_is_over_and_goes_on_with_the_next(archive, cast, small):
    for number in range(3):
        make_memory(archive, cast.editor, text=f"{BREAD} {number}")
    Reading.objects.all().delete()
    assert run("reindex", "--waiting", "--seconds", "0").startswith("0 of 0")
    assert not Reading.objects.exists()
    assert run("reindex", archive.code, "--waiting", "--seconds", "60").startswith("3 of 3")
    assert run("reindex", "--waiting").startswith("0 of 0")
    assert run("reindex", archive.code).startswith("3 of 3"), "without --waiting all are read anew"
