"""What an archive answers, and to whom."""

import pytest

from chat.models import Archive
from chat.services.asking import ask, index_for
from memorials.models import Chapter, Memory, Status, Tribute, Visibility
from memorials.services.moderation import decide
from memorials.services.story import add_chapter
from memorials.services.tributes import leave_tribute
from memorials.viewer import Viewer, viewer_of
from tests.chat.conftest import SmallEmbedder
from tests.people import make_memory

pytestmark = pytest.mark.django_db(transaction=True)
BREAD = "Бабушка пекла хлеб по субботам. Тесто она ставила ещё в пятницу."
SEA = "Летом мы ездили к морю в Геленджик. Она боялась глубокой воды."
VISITOR = Viewer()


def words(found):
    return " ".join(quoted.words for quoted in found.quotes)


@pytest.fixture
def told(archive, cast, small):
    return [make_memory(archive, cast.editor, text=text) for text in (BREAD, SEA)]


def known(viewer, memorial):
    """All texts that a question of this viewer could be answered from."""
    return {source.text for source in index_for(viewer, memorial).sources}


def test_a_quotation_is_cut_word_for_word_out_of_an_approved_memory(archive, told):
    found = ask(VISITOR, archive, "Когда бабушка пекла хлеб и ставила тесто?")
    assert found.told
    for quoted in found.quotes:
        assert quoted.words and quoted.text.text[quoted.start : quoted.end] == quoted.words
    assert found.quotes[0].text == told[0]


def test_what_nobody_told_is_not_answered(archive, told):
    found = ask(VISITOR, archive, "В каком полку служил её двоюродный дядя?")
    assert not found.told and found.quotes == []


def test_an_archive_without_texts_refuses(archive, small):
    assert not ask(VISITOR, archive, "Где она родилась?").told


def test_what_waits_is_known_to_nobody_and_not_even_to_its_author(archive, cast, told):
    make_memory(archive, cast.contributor, text="Тайное слово канарейка.")
    for viewer in (VISITOR, viewer_of(cast.contributor), viewer_of(cast.keeper)):
        assert known(viewer, archive) == {BREAD, SEA}


def test_removal_is_effective_in_the_very_next_question(archive, cast, told):
    assert known(VISITOR, archive) == {BREAD, SEA}
    decide(item=told[0], status=Status.HIDDEN, by=cast.keeper)
    assert known(VISITOR, archive) == {SEA}
    Memory.objects.filter(pk=told[1].pk).delete()
    assert known(VISITOR, archive) == set()


def test_an_edit_behind_every_service_is_not_quoted_in_its_old_words(archive, told):
    assert known(VISITOR, archive) == {BREAD, SEA}
    memory = told[0]
    memory.text = "Дедушка пек пироги."
    memory.save()
    assert known(VISITOR, archive) == {"Дедушка пек пироги.", SEA}


def test_an_edit_between_index_and_answer_drops_the_quotation(archive, told, monkeypatch):
    from chat.services import asking

    find = asking.finding.find

    def slow(*given):
        answer = find(*given)
        Memory.objects.filter(pk=told[0].pk).update(text="Совсем другое.")
        return answer

    monkeypatch.setattr(asking.finding, "find", slow)
    assert BREAD.split(".")[0] not in words(ask(VISITOR, archive, "Когда бабушка пекла хлеб?"))


def test_a_memorial_that_closed_answers_nobody_from_outside(archive, cast, told):
    assert known(VISITOR, archive)
    archive.visibility = Visibility.PRIVATE
    archive.save()
    assert known(VISITOR, archive) == set()
    assert known(viewer_of(cast.stranger), archive) == set()
    assert known(viewer_of(cast.reader), archive) == {BREAD, SEA}


def test_the_story_is_quoted_unless_the_keeper_forbids_it(archive, small):
    chapter = add_chapter(memorial=archive, title="Детство", text="Она выросла в деревне Ручьи.")
    assert known(VISITOR, archive) == {chapter.text}
    Archive.objects.create(memorial=archive, story_too=False)
    assert known(VISITOR, archive) == set()
    assert Chapter.objects.exists()


def test_tributes_are_quoted_only_where_the_keeper_allows_it(archive, cast, small):
    kind = Tribute.Kind.WORD
    leave_tribute(memorial=archive, author=cast.keeper, kind=kind, name="Нина", text="Она учила меня шить.")
    assert known(VISITOR, archive) == set()
    Archive.objects.create(memorial=archive, tributes_too=True)
    assert known(VISITOR, archive) == {"Она учила меня шить."}
    archive.tributes_on = False
    archive.save()
    assert known(VISITOR, archive) == set()


def test_a_text_that_is_not_read_yet_makes_all_go_by_words(archive, cast, small):
    make_memory(archive, cast.editor, text=BREAD)
    assert index_for(VISITOR, archive).vectors is not None
    small.away = True
    make_memory(archive, cast.editor, text=SEA)
    index = index_for(VISITOR, archive)
    assert index.vectors is None and {source.text for source in index.sources} == {BREAD, SEA}


def test_readings_of_another_embedder_are_not_mixed_with_this_ones(archive, cast, small, use):
    make_memory(archive, cast.editor, text=BREAD)
    use(SmallEmbedder("other"))
    assert index_for(VISITOR, archive).vectors is None


def test_the_index_is_laid_out_once_for_the_same_state(archive, told):
    assert index_for(VISITOR, archive) is index_for(VISITOR, archive)


def test_an_answer_costs_the_same_queries_for_one_and_for_thirty_memories(
    archive, cast, small, django_assert_num_queries
):
    for number in range(30):
        make_memory(archive, cast.editor, text=f"Рассказ номер {number} о саде.")
    assert ask(VISITOR, archive, "О чём рассказ номер 7?").told
    with django_assert_num_queries(5):
        ask(VISITOR, archive, "О чём рассказ номер 7?")
