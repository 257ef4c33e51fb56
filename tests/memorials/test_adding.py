"""Adding without a script: many files in one form, each kept or named, and then the words for them."""

from html import unescape

import pytest
from django.utils.translation import override

from memorials.models import Album, Media, Membership
from tests.people import in_status, make_memorial, make_photo, make_public
from tests.photos import HTML, encoded, jpeg, picture, upload

pytestmark = pytest.mark.django_db


def page(memorial, name="new"):
    return f"/m/{memorial.code}/media/{name}/"


def words_of(*photos):
    return f"{page(photos[0].memorial, 'words')}?of={'.'.join(photo.code for photo in photos)}"


def read(answer):
    return " ".join(unescape(answer.content.decode()).split())


def test_several_files_are_kept_at_once(memorial, cast, browser):
    files = [upload(jpeg(60 + n, 40), f"{n}.jpg") for n in range(3)]
    answer = browser(cast.contributor).post(page(memorial), {"files": files})
    kept = list(Media.objects.order_by("pk"))
    assert [each.original_name for each in kept] == ["0.jpg", "1.jpg", "2.jpg"]
    assert {(each.added_by, each.status) for each in kept} == {(cast.contributor, "pending")}
    assert (answer.status_code, answer["Location"]) == (302, words_of(*kept))


def test_what_cannot_be_kept_is_named_and_the_rest_is_kept(memorial, keeper, browser):
    files = [upload(HTML, "letter.jpg"), upload(jpeg(), "сад.jpg"), upload(b"", "none.jpg")]
    client = browser(keeper)
    answer = client.post(page(memorial), {"files": files}, headers={"Accept-Language": "en"})
    assert answer.status_code == 302
    assert Media.objects.get().original_name == "сад.jpg"
    told = read(client.get(answer["Location"], headers={"Accept-Language": "en"}))
    assert "letter.jpg: This file is" in told
    assert "none.jpg: This file is empty" in told


def test_where_none_can_be_kept_the_form_comes_back(memorial, keeper, browser, stored):
    answer = browser(keeper).post(page(memorial), {"files": [upload(HTML, "a.jpg"), upload(HTML, "b.jpg")]})
    assert answer.status_code == 422
    told = read(answer)
    assert "a.jpg: " in told and "b.jpg: " in told
    assert (stored(), Media.objects.count()) == (set(), 0)


@pytest.mark.parametrize("given", [{}, {"files": "a.jpg"}, {"photo": "originals/other"}])
def test_no_file_is_said_to_be_missing(memorial, keeper, browser, given):
    answer = browser(keeper).post(page(memorial), given, headers={"Accept-Language": "en"})
    assert (answer.status_code, "Choose at least one file." in read(answer)) == (422, True)


def test_wrong_words_keep_nothing(memorial, keeper, browser, stored):
    answer = browser(keeper).post(page(memorial), {"files": [upload()], "taken": "когда-нибудь"})
    assert (answer.status_code, stored()) == (422, set())


def test_one_photograph_under_its_old_name_leads_to_it(memorial, keeper, browser):
    answer = browser(keeper).post(page(memorial), {"photo": upload(), "caption": "Сад", "people": "Вера"})
    kept = Media.objects.get()
    assert (answer["Location"], kept.caption, kept.people) == (kept.get_absolute_url(), "Сад", "Вера")


def test_so_many_forms_an_hour(memorial, keeper, browser, monkeypatch):
    monkeypatch.setattr("memorials.views.adding.SENT", "1/h")
    client = browser(keeper)
    assert client.post(page(memorial), {"files": [upload()]}).status_code == 302
    assert client.post(page(memorial), {"files": [upload()]}).status_code == 429
    assert (client.get(page(memorial)).status_code, Media.objects.count()) == (200, 1)


def test_keeper_alone_reads_that_room_gets_scarce(memorial, cast, browser, settings):
    said = "There is room for"
    for quota, expected in ((0, set()), (100 * 2**20, {"keeper"}), (2**40, set())):
        settings.MEMORIAL_QUOTA_BYTES = quota
        told = {
            who: said
            in read(browser(getattr(cast, who)).get(page(memorial), headers={"Accept-Language": "en"}))
            for who in ("keeper", "editor", "contributor")
        }
        assert {who for who, is_told in told.items() if is_told} == expected


# --- The words --------------------------------------------------------------------------------------
@pytest.fixture
def own(memorial, cast):
    return [make_photo(memorial, cast.contributor, jpeg(60 + n, 40), name=f"{n}.jpg") for n in range(2)]


def told_of(*photos, **words):
    """A form as a browser sends it: every field of every one."""
    fields = {
        f"{each.code}-{name}": "" for each in photos for name in ("caption", "people", "taken", "place")
    }
    fields |= {f"{each.code}-credit": "" for each in photos} | {
        "all-taken": "",
        "all-place": "",
        "all-credit": "",
    }
    return fields | words


def unfolded(answer):
    """Which of the folds of the sheet are open: of all, of the first, of the second."""
    return [fold.startswith(" open") for fold in read(answer).split('<details class="further"')[1:]]


def test_what_few_need_is_folded_until_it_is_told_or_wrong(own, cast, browser):
    client = browser(cast.contributor)
    assert unfolded(client.get(words_of(*own))) == [False, False, False]
    assert unfolded(client.post(words_of(*own), told_of(*own, **{"all-taken": "когда-то"}))) == [
        True,
        False,
        False,
    ]
    client.post(words_of(*own), told_of(*own, **{f"{own[1].code}-place": "Тверь"}))
    assert unfolded(client.get(words_of(*own))) == [False, False, True]


def columns(photo, *names):
    return Media.objects.values_list(*names).get(pk=photo.pk)


def test_each_gets_its_words_and_the_rest_what_is_the_same_for_all(own, cast, browser):
    one, other = own
    given = {f"{one.code}-caption": "Крыльцо", f"{one.code}-taken": "1961", f"{other.code}-people": "Вера"}
    same = {"all-taken": "около 1950", "all-place": "Тверь"}
    answer = browser(cast.contributor).post(words_of(*own), told_of(*own, **given, **same))
    assert (answer.status_code, answer["Location"]) == (302, f"/m/{one.memorial.code}/#gallery")
    names = ("caption", "people", "taken", "place", "status")
    assert columns(one, *names) == ("Крыльцо", "", "1961", "Тверь", "pending")
    assert columns(other, *names) == ("", "Вера", "1950~", "Тверь", "pending")
    assert Media.objects.get(pk=other.pk).search_text == "вера тверь"


def test_an_album_of_this_memorial_and_of_no_other(own, cast, browser):
    mine = Album.objects.create(memorial=own[0].memorial, title="До войны")
    foreign = Album.objects.create(memorial=make_memorial(cast), title="Чужой")
    client = browser(cast.contributor)
    assert client.post(words_of(*own), told_of(*own, **{"all-album": foreign.code})).status_code == 422
    assert client.post(words_of(*own), told_of(*own, **{"all-album": mine.code})).status_code == 302
    assert [columns(each, "album") for each in own] == [(mine.pk,), (mine.pk,)]


def test_one_wrong_date_changes_nothing(own, cast, browser):
    given = {f"{own[0].code}-caption": "Крыльцо", f"{own[1].code}-taken": "когда-нибудь"}
    answer = browser(cast.contributor).post(words_of(*own), told_of(*own, **given))
    assert (answer.status_code, "Крыльцо" in read(answer)) == (422, True)
    assert columns(own[0], "caption") == ("",)


def test_date_of_the_camera_is_offered_and_taken_over(own, cast, browser):
    Media.objects.filter(pk=own[0].pk).update(shot="2004-07-12T10:20:30")
    client = browser(cast.contributor)
    offered = "The camera says 12 July 2004: use it"
    assert read(client.get(words_of(*own), headers={"Accept-Language": "en"})).count(offered) == 1
    client.post(words_of(*own), told_of(*own, **{f"{own[0].code}-use_shot": "on"}))
    assert [columns(each, "taken") for each in own] == [("2004-07-12",), ("",)]
    assert offered not in read(client.get(words_of(*own), headers={"Accept-Language": "en"}))


def test_what_is_typed_counts_more_than_the_camera(own, cast, browser):
    Media.objects.filter(pk=own[0].pk).update(shot="2004-07-12T10:20:30")
    given = {"all-use_shot": "on", f"{own[0].code}-taken": "1961", "all-taken": "1950"}
    browser(cast.contributor).post(words_of(*own), told_of(*own, **given))
    assert [columns(each, "taken") for each in own] == [("1961",), ("1950",)]


def test_the_same_file_is_said_to_be_here_already_and_goes_with_one_press(
    memorial, cast, browser, stored, django_capture_on_commit_callbacks
):
    first = in_status(make_photo(memorial, cast.keeper, jpeg(), caption="Первая"), "approved")
    before = stored()
    new = make_photo(memorial, cast.contributor, jpeg())
    client = browser(cast.contributor)
    told = read(client.get(words_of(new), headers={"Accept-Language": "en"}))
    assert "This is here already" in told and first.get_absolute_url() in told
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(words_of(new), told_of(new, remove=new.code))
    assert answer.status_code == 302
    assert (list(Media.objects.all()), stored()) == ([first], before)


def test_what_this_viewer_does_not_see_is_not_told_of(memorial, cast, browser):
    make_photo(memorial, cast.editor, jpeg())
    hidden = in_status(make_photo(memorial, cast.keeper, jpeg()), "pending")
    Media.objects.exclude(pk=hidden.pk).delete()
    make_photo(make_public(cast), cast.keeper, jpeg())  # in another memorial
    new = make_photo(memorial, cast.contributor, jpeg())
    client = browser(cast.contributor)
    assert "here already" not in read(client.get(words_of(new), headers={"Accept-Language": "en"}))
    assert client.post(words_of(new), told_of(new, remove=new.code)).status_code == 404
    assert Media.objects.filter(pk=new.pk).exists()


def test_only_ones_own_are_on_the_page_of_a_contributor(memorial, own, cast, browser):
    standing = in_status(make_photo(memorial, cast.keeper, jpeg(90, 90)), "approved")
    foreign = make_photo(make_memorial(cast), cast.contributor, jpeg(91, 90))
    asked = words_of(own[0], standing, foreign)
    told = read(browser(cast.contributor).get(asked))
    assert [f"i-{each.code}" in told for each in (own[0], standing, foreign)] == [True, False, False]
    given = {f"{standing.code}-caption": "Чужое", f"{foreign.code}-caption": "Чужое"}
    browser(cast.contributor).post(asked, told_of(own[0], **given))
    assert not Media.objects.filter(caption="Чужое").exists()
    told = read(browser(cast.editor).get(asked))
    assert [f"i-{each.code}" in told for each in (own[0], standing, foreign)] == [False, True, False]


def test_without_names_it_is_what_one_added_lately(memorial, own, cast, browser):
    told = read(browser(cast.contributor).get(page(memorial, "words")))
    assert all(f"i-{each.code}" in told for each in own)
    assert not any(
        f"i-{each.code}" in read(browser(cast.keeper).get(page(memorial, "words"))) for each in own
    )


def test_many_are_told_of_sheet_by_sheet(memorial, own, cast, browser, monkeypatch):
    monkeypatch.setattr("memorials.views.adding.PAGE", 1)
    client = browser(cast.contributor)
    answer = client.post(words_of(*own), told_of(own[0], **{f"{own[0].code}-caption": "Сад"}))
    assert "page=2" in answer["Location"]
    told = read(client.get(answer["Location"]))
    assert [each.original_name in told for each in own] == [False, True]


def test_words_of_what_stands_wait_to_be_read_again(memorial, own, cast, browser):
    in_status(own[0], "approved")
    browser(cast.contributor).post(words_of(own[0]), told_of(own[0], **{f"{own[0].code}-caption": "Иначе"}))
    assert columns(own[0], "caption", "status") == ("Иначе", "pending")


def test_who_may_not_add_has_no_words_to_tell(memorial, own, cast, browser):
    Membership.objects.filter(user=cast.contributor).update(role="reader")
    assert browser(cast.contributor).get(words_of(*own)).status_code == 403
    assert browser(cast.stranger).get(words_of(*own)).status_code == 403
    assert browser().get(words_of(*own)).status_code == 302


def test_sheet_costs_the_same_for_one_and_for_many(memorial, cast, browser, django_assert_max_num_queries):
    client = browser(cast.keeper)
    photos = [make_photo(memorial, cast.keeper, name=f"{n}.jpg") for n in range(9)]
    with django_assert_max_num_queries(25):
        client.get(words_of(*photos))


def test_camera_date_is_worded_in_the_language_of_the_page(own, cast, browser):
    Media.objects.filter(pk=own[0].pk).update(shot="2004-07-12T10:20:30")
    with override("ru"):
        told = read(browser(cast.contributor).get(words_of(own[0]), headers={"Accept-Language": "ru"}))
    assert "12 июля 2004" in told


def test_png_goes_as_well(memorial, keeper, browser):
    browser(keeper).post(page(memorial), {"files": [upload(encoded(picture(), "PNG"), "a.png")]})
    assert Media.objects.get().content_type == "image/png"
