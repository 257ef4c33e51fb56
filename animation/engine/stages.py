"""python -m animation.engine.stages PHOTO FOLDER: one picture of each stage on the way of a photograph.

The pictures of docs/engine.md are made by it; on another photograph they show where a stage goes astray.
"""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from animation.engine import landmarks as lm
from animation.engine.captions import HEIGHT, PAPER, Captioned, grid, save, table
from animation.engine.contract import alike, decoded
from animation.engine.faces import FoundFace, follow
from animation.engine.framing import cut_round
from animation.engine.gesture import Moment
from animation.engine.photo import Pixels
from animation.engine.protocol import AnimationSpec, ClipReport
from animation.engine.warp import WarpEngine
from animation.engine.way import SEED, Way

MESH, BOX, NET = (120, 220, 235), (250, 200, 80), (20, 60, 110)  # RGB
FULL = {"yaw": 9.0, "pitch": -5.0, "roll": 4.0}  # degrees: enough to see, no more than a head does
CURVES = {
    "yaw": ((38, 70, 120), 10.0),
    "pitch": ((120, 150, 190), 10.0),
    "roll": ((150, 110, 160), 10.0),
    "smile": ((190, 90, 70), 1.2),
    "blink": ((70, 120, 90), 1.2),
    "gaze": ((200, 150, 60), 0.2),
}  # fmt: skip  each with its colour and what the whole height stands for

Floats = NDArray[np.floating]


def faces(way: Way) -> list[Captioned]:
    """Read, find, frame."""
    pixels, face, pose = way.photo.pixels, way.found[0], way.found[0].pose
    boxed = pixels.copy()
    for each in way.found:
        x, y, width, height = (round(value) for value in each.box)
        thick = max(2, round(each.height / 60))
        cv2.rectangle(boxed, (x, y), (x + width, y + height), BOX, thick, cv2.LINE_AA)
    cut = cut_round([face], pixels.shape[1], pixels.shape[0], way.size)
    return [
        Captioned(pixels, f"read: {way.photo.width} x {way.photo.height} px"),
        Captioned(boxed, f"faces: {len(way.found)}"),
        Captioned(_with_points(pixels, face), f"478 points: yaw {pose.yaw:+.0f}°, pitch {pose.pitch:+.0f}°"),
        Captioned(way.scene.picture, f"frame: {cut.out_width} x {cut.out_height} px"),
    ]


def _with_points(pixels: Pixels, face: FoundFace) -> Pixels:
    """The face alone, enlarged, as broad as the photograph is."""
    x, y, width, height = face.box
    middle, half = (x + width / 2, y + height / 2), 0.62 * height
    across = half * pixels.shape[1] / pixels.shape[0]
    scale = HEIGHT / half
    move = np.array([[scale, 0, scale * (across - middle[0])], [0, scale, scale * (half - middle[1])]])
    size = (round(2 * across * scale), 2 * HEIGHT)
    large = cv2.warpAffine(pixels, move, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    for point in face.points[:, :2] @ move[:, :2].T + move[:, 2]:
        cv2.circle(large, (round(float(point[0])), round(float(point[1]))), 3, MESH, -1, cv2.LINE_AA)
    return np.asarray(large, np.uint8)


def layers(way: Way) -> list[Captioned]:
    picture, backdrop = way.scene.picture, way.scene.backdrop
    if backdrop is None:
        return [Captioned(picture, "no matte to be trusted: the picture moves in one layer")]
    matte = backdrop.matte.astype(np.float32)[..., None] / 255
    cut_out = picture * matte + np.array(PAPER, np.float32) * (1 - matte)
    return [
        Captioned(_grey(backdrop.matte / 255), "matte: where the person is"),
        Captioned(cut_out.astype(np.uint8), "the person"),
        Captioned(backdrop.plate, "plate: what lies behind"),
        Captioned(way.at(Moment(**FULL, sway=0.02, breath=1)), "both, in full motion"),
    ]


def head(way: Way) -> list[Captioned]:
    depth = -way.head.depth
    smile = _lengths(way, Moment(smile=1))
    return [
        Captioned(_over(way, depth, cv2.COLORMAP_VIRIDIS), "depth: light is near"),
        Captioned(_over(way, way.head.belongs, cv2.COLORMAP_BONE), "what goes with the head"),
        Captioned(_over(way, smile, cv2.COLORMAP_MAGMA), "how far a smile moves"),
        Captioned(_over(way, _lengths(way, Moment(breath=1)), cv2.COLORMAP_MAGMA), "how far a breath moves"),
    ]


def fields_of_motion(way: Way) -> list[Captioned]:
    """A net laid over the photograph, bent as the photograph is."""
    asked = {
        "turn": Moment(yaw=FULL["yaw"]),
        "nod": Moment(pitch=FULL["pitch"]),
        "tilt": Moment(roll=FULL["roll"]),
        "smile": Moment(smile=1),
    }
    return [Captioned(_net(way, moment), words) for words, moment in asked.items()]


def eyes(way: Way) -> list[Captioned]:
    around = _round_the_eyes(way)
    asked = {
        "open": Moment(),
        "the lid slides, the eyeball stays": Moment(blink=0.5),
        "shut, behind the rims": Moment(blink=1),
        "looks aside": Moment(gaze=0.09),
    }
    return [Captioned(way.at(moment)[around], words) for words, moment in asked.items()]


def gesture(way: Way) -> list[Captioned]:
    width, height = 900, HEIGHT
    sheet = np.full((height, width, 3), PAPER, np.uint8)
    cv2.line(sheet, (0, height // 2), (width, height // 2), (214, 208, 198), 1)
    for name, (colour, whole) in CURVES.items():
        curve = getattr(way.motion, name)
        x = np.linspace(0, width - 1, len(curve))
        y = height / 2 * (1 - curve / whole)
        line = np.stack([x, y], -1).round().astype(np.int32)
        cv2.polylines(sheet, [line], False, colour, 2, cv2.LINE_AA)
    names = [(name, f"± {whole:g}") for name, (_, whole) in CURVES.items()]
    inks = [colour for colour, _ in CURVES.values()]
    return [
        Captioned(sheet, "a smile of five seconds, at rest at both ends"),
        Captioned(table(names, (150, HEIGHT), inks), "the whole height"),
    ]


def frames(way: Way) -> list[Captioned]:
    numbers = np.linspace(0, len(way.motion) - 1, 12).round().astype(int)
    drawn = [way.renderer.frame([way.motion.at(int(number))]) for number in numbers]
    return [Captioned(grid(drawn, 6), "twelve of 125 frames: the first and the last are the photograph")]


def film(way: Way) -> list[Captioned]:
    with tempfile.TemporaryDirectory(prefix="rodnik-stages-") as folder:
        spec = AnimationSpec(size=way.size, seed=SEED)
        made = WarpEngine().animate(way.path, spec, Path(folder), lambda stage, share: None)
        seen = decoded(made.clip)
    middle = seen[len(seen) // 2]
    apart = np.abs(middle.astype(np.int16) - seen[0]).max(-1)
    return [
        Captioned(middle, "a frame of the film, with its mark"),
        Captioned(_coloured(apart.clip(0, 80) / 80, cv2.COLORMAP_MAGMA), "its difference from the first"),
        Captioned(table(_figures(way, made, seen), (330, HEIGHT)), "what the finished file measures"),
    ]


def _figures(way: Way, made: ClipReport, seen: list[Pixels]) -> list[tuple[str, str]]:
    looked = [follow(each, way.scene.faces[0], way.nets) for each in seen[::10]]
    yaws = [each.pose.yaw for each in looked if each]
    unmarked = np.s_[: int(0.88 * made.height)]
    first = alike(seen[0][unmarked], way.scene.picture[unmarked])
    return [
        ("mode", made.mode),
        ("face found", f"in {len(yaws)} of {len(looked)} frames"),
        ("yaw", f"{min(yaws):+.1f}° to {max(yaws):+.1f}°"),
        ("first frame against the photograph", f"{first:.1f} dB"),
        ("last frame against the first", f"{alike(seen[-1], seen[0]):.1f} dB"),
        ("size", f"{made.clip_bytes / 1000:.0f} kB"),
        ("what the judge disliked", ", ".join(made.problems) or "nothing"),
    ]


STAGES: dict[str, Callable[[Way], list[Captioned]]] = {
    "1-faces": faces,
    "2-layers": layers,
    "3-head": head,
    "4-field": fields_of_motion,
    "5-eyes": eyes,
    "6-gesture": gesture,
    "7-frames": frames,
    "8-film": film,
}

HEIGHTS = {"5-eyes": 128, "7-frames": 420}  # px of those that are a strip or a sheet


def draw(path: Path, folder: Path) -> list[Path]:
    """One picture a stage, in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    way = Way(path)
    return [
        save(stage(way), folder / f"{name}.webp", HEIGHTS.get(name, HEIGHT)) for name, stage in STAGES.items()
    ]


def _grey(share: Floats) -> Pixels:
    return np.repeat((share * 255).astype(np.uint8)[..., None], 3, axis=-1)


def _coloured(share: Floats, colours: int) -> Pixels:
    drawn = cv2.applyColorMap((share * 255).astype(np.uint8), colours)
    return np.asarray(cv2.cvtColor(drawn, cv2.COLOR_BGR2RGB), np.uint8)


def _over(way: Way, on_grid: Floats, colours: int) -> Pixels:
    """A field of the grid in colours, with the photograph shining through."""
    picture = way.scene.picture
    size = (picture.shape[1], picture.shape[0])
    share = cv2.resize((on_grid / max(float(on_grid.max()), 1e-6)).astype(np.float32), size)
    grey = cv2.cvtColor(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    mixed = cv2.addWeighted(grey, 0.35, _coloured(share.clip(0, 1), colours), 0.65, 0)
    return np.asarray(mixed, np.uint8)


def _lengths(way: Way, moment: Moment) -> Floats:
    lengths: Floats = np.linalg.norm(way.scene.field.displacement([moment]), axis=-1)
    return lengths


def _net(way: Way, moment: Moment) -> Pixels:
    drawn = (way.scene.picture * np.float32(0.75) + 60).clip(0, 255).astype(np.uint8)
    gone = way.scene.grid.nodes + way.scene.field.displacement([moment])
    every = max(1, way.scene.grid.columns // 30)
    lines = [*gone[::every], *gone[:, ::every].swapaxes(0, 1)]
    cv2.polylines(
        drawn, [line.round().astype(np.int32) for line in lines], False, (20, 60, 110), 1, cv2.LINE_AA
    )
    return drawn


def _round_the_eyes(way: Way) -> tuple[slice, slice]:
    points = way.scene.faces[0].points[[*lm.ACROSS_EYES, *lm.LEFT_BROW_UPPER, *lm.RIGHT_BROW_UPPER], :2]
    (left, top), (right, bottom) = points.min(0), points.max(0)
    room = 0.14 * (right - left)
    low = max(0, int(top - room / 2)), max(0, int(left - room))
    return slice(low[0], int(bottom + 2.2 * room)), slice(low[1], int(right + room))


if __name__ == "__main__":
    for written in draw(Path(sys.argv[1]), Path(sys.argv[2])):
        sys.stdout.write(f"{written}\n")
