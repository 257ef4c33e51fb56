"""The square of a portrait: cut around its focal point, and shown only to whoever sees the photograph."""

import pytest

from memorials.crop import square
from memorials.models import Memorial, Status
from tests.people import in_status


@pytest.mark.parametrize(
    ("size", "point", "box"),
    [
        ((300, 400), (50, 30), (0, 0, 300)),
        ((300, 400), (50, 50), (0, 50, 300)),
        ((300, 400), (0, 100), (0, 100, 300)),
        ((400, 300), (100, 0), (100, 0, 300)),
        ((400, 300), (50, 50), (50, 0, 300)),
        ((1, 1), (50, 50), (0, 0, 1)),
    ],
)
def test_square_holds_the_point_in_its_middle_as_far_as_the_edges_allow(size, point, box):
    assert square(*size, *point) == box


def test_editor_moves_the_point_and_the_list_follows(browser, memorial, photo, cast):
    Memorial.objects.filter(pk=memorial.pk).update(cover=photo)
    page = f"{memorial.get_absolute_url()}portrait/"
    assert browser(cast.editor).post(page, {"cover_x": "10", "cover_y": "90"}).status_code == 302
    kept = Memorial.objects.get()
    assert (kept.cover_x, kept.cover_y) == (10, 90)
    shown = kept.cover.rendition("thumb")
    left, top, side = square(shown.width, shown.height, 10, 90)
    assert f'viewBox="{left} {top} {side} {side}"' in browser(cast.editor).get("/mine/").content.decode()


@pytest.mark.parametrize("point", [("101", "0"), ("-1", "0"), ("", "0"), ("x", "0")])
def test_point_outside_the_picture_is_refused(browser, memorial, keeper, point):
    page = f"{memorial.get_absolute_url()}portrait/"
    answer = browser(keeper).post(page, dict(zip(("cover_x", "cover_y"), point, strict=True)))
    assert answer.status_code == 422
    assert Memorial.objects.get().cover_x == 50


def test_portrait_that_is_hidden_is_in_no_list(browser, memorial, photo, cast):
    Memorial.objects.filter(pk=memorial.pk).update(cover=photo)
    in_status(photo, Status.HIDDEN)
    for person in (None, cast.reader):
        assert photo.code not in browser(person).get("/search/", {"q": "анна"}).content.decode()
