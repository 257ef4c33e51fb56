"""What holds for any motion of any face: at the border nothing moves, nothing is sampled from outside, the
way back leads back, and the film begins and ends with the photograph itself."""

import hashlib
from dataclasses import dataclass

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from animation.engine.ability import chest_only
from animation.engine.backdrop import split
from animation.engine.faces import find
from animation.engine.field import Floats, build, inverted
from animation.engine.freedom import Freedom
from animation.engine.gesture import SCRIPTS, Moment, Reach
from animation.engine.grid import Grid
from animation.engine.head import Head
from animation.engine.photo import Pixels
from animation.engine.render import Renderer
from tests.animation.engine.goldens.views import views

SIDE = 256  # px: fields are smooth, and a small picture shows what a large one would
FRAMES = range(10, 125, 22)  # none at rest


def moments() -> list[Moment]:
    """Of every gesture at full strength, some takes, some frames."""
    motions = [script(125, seed, Reach()) for script in SCRIPTS.values() for seed in range(4)]
    return [motion.at(number) for motion in motions for number in FRAMES]


@pytest.fixture(scope="module")
def heads(models):
    """One face in many places and sizes: in the middle, close, tilted, and cut off by the border."""
    made: dict[str, tuple[Pixels, Head]] = {}
    for name in ("upright", "close", "tilted", "mirrored"):
        pixels = views()[name]
        scale = SIDE / max(pixels.shape)
        small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        face = find(pixels, models)[0].moved(0, 0, scale)
        made[name] = np.asarray(small, np.uint8), Head(face, Grid(small.shape[1], small.shape[0]))
    pixels, head = made["upright"]
    x, y, width, height = (int(each) for each in head.face.box)
    cut = np.ascontiguousarray(pixels[y : y + height, x : x + width])
    made["filling the picture"] = cut, Head(head.face.moved(-x, -y), Grid(width, height))
    return made


@dataclass(frozen=True)
class Bent:
    """One field of one head, at one moment."""

    grid: Grid
    forward: Floats
    backward: Floats
    person: NDArray[np.bool_]  # where more than the still background is seen

    def way_from(self, places: Floats) -> Floats:
        """Where the field takes these places of the picture; exact to a thousandth of a pixel."""
        column = (places[..., 0] + 0.5) * self.grid.columns / self.grid.width - 0.5
        row = (places[..., 1] + 0.5) * self.grid.rows / self.grid.height - 0.5
        return between_nodes(self.forward, np.clip(column, 0, None), np.clip(row, 0, None))


def between_nodes(values: Floats, column: Floats, row: Floats) -> Floats:
    """Linear, as cv2.remap does it in steps of 1/32."""
    left = np.minimum(column.astype(int), values.shape[1] - 2)
    top = np.minimum(row.astype(int), values.shape[0] - 2)
    across = np.clip(column - left, 0, 1)[..., None]
    down = np.clip(row - top, 0, 1)[..., None]
    above = values[top, left] * (1 - across) + values[top, left + 1] * across
    below = values[top + 1, left] * (1 - across) + values[top + 1, left + 1] * across
    return np.asarray(above * (1 - down) + below * down, np.float32)


HEADS = ("upright", "close", "tilted", "mirrored", "filling the picture")


@pytest.fixture(scope="module", params=HEADS)
def bent(request, heads, models) -> list[Bent]:
    """In layers, where there are any, and in one."""
    pixels, head = heads[request.param]
    made, cut = [], split(pixels, [head], [], models)
    for layers in [cut, None] if cut else [None]:
        person = np.ones(head.grid.shape, bool) if layers is None else layers.occupied > 0
        table = build(head.grid, [head], [], layers, [Freedom()])
        for moment in moments():
            forward = table.displacement([moment])
            made.append(Bent(head.grid, forward, inverted(forward, head.grid), person))
    return made


def test_at_the_border_nothing_moves(bent):
    for each in bent:
        assert not each.forward[[0, -1]].any()
        assert not each.forward[:, [0, -1]].any()
        assert each.forward.any()


def test_nothing_is_sampled_from_outside_the_photograph(bent):
    for each in bent:
        width, height = each.grid.width, each.grid.height
        ways = cv2.resize(each.backward, (width, height), interpolation=cv2.INTER_LINEAR)
        y, x = np.mgrid[:height, :width]
        from_x, from_y = x + ways[..., 0], y + ways[..., 1]
        outside = np.maximum.reduce([-from_x, -from_y, from_x - (width - 1), from_y - (height - 1)])
        assert outside.max() < 1e-3


def test_the_way_back_leads_back_within_a_tenth_of_a_pixel(bent):
    for each in bent:
        places = each.grid.nodes + each.backward
        apart = np.abs(each.backward + each.way_from(places)).max(-1)
        assert apart[each.person].max() < 0.1


def test_nothing_folds_over(bent):
    """Two places of the photograph never change sides: a fold would be seen as a tear."""
    for each in bent:
        gone = each.grid.nodes + each.forward
        person = each.person[1:, 1:] & each.person[:-1, :-1]
        assert np.diff(gone[..., 0], axis=1)[1:][person].min() > 0
        assert np.diff(gone[..., 1], axis=0)[:, 1:][person].min() > 0


@pytest.fixture(scope="module")
def renderer(scene):
    return Renderer(scene)


@pytest.mark.parametrize("gesture", SCRIPTS)
@pytest.mark.parametrize("strength", [0.4, 1.0])
def test_first_and_last_frame_are_the_photograph_byte_for_byte(renderer, gesture, strength):
    for seconds in (2, 5):
        motion = SCRIPTS[gesture](seconds * 25, 11, Reach().scaled(strength))
        for number in (0, seconds * 25 - 1):
            assert np.array_equal(renderer.frame([motion.at(number)]), renderer.scene.picture)
        assert not np.array_equal(renderer.frame([motion.at(seconds * 12)]), renderer.scene.picture)


def test_a_gentle_motion_begins_and_ends_with_it_too(renderer):
    motion = SCRIPTS["smile"](50, 11, chest_only(()))
    for number in (0, 49):
        assert np.array_equal(renderer.frame([motion.at(number)]), renderer.scene.picture)


def digest(scene, seed):
    """Of some frames before they are encoded, drawn by a renderer of its own."""
    renderer, motion = Renderer(scene), SCRIPTS["smile"](125, seed, Reach())
    frames = [renderer.frame([motion.at(number)]).tobytes() for number in FRAMES]
    return hashlib.sha256(b"".join(frames)).hexdigest()


def test_same_seed_gives_the_same_frames_and_another_seed_others(scene):
    assert digest(scene, 5) == digest(scene, 5) != digest(scene, 6)


def test_frames_do_not_depend_on_those_drawn_before(scene, renderer):
    motion = SCRIPTS["smile"](125, 5, Reach())
    backwards = [renderer.frame([motion.at(number)]) for number in reversed(FRAMES)]
    other = Renderer(scene)
    forwards = [other.frame([motion.at(number)]) for number in FRAMES]
    assert all(np.array_equal(a, b) for a, b in zip(forwards, reversed(backwards), strict=True))


def test_no_motion_is_no_displacement(scene):
    assert not inverted(scene.field.displacement([Moment()]), scene.grid).any()
