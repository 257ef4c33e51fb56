"""Looks at the finished film, not at the frames that went into it, and says what is wrong with it."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from animation.engine.encode import ffmpeg
from animation.engine.faces import FoundFace, follow
from animation.engine.models import Models
from animation.engine.photo import Pixels
from animation.engine.refusals import TemporaryEngineError

LOOKS = 12  # frames
SLOWEST = 60.0  # s to decode a clip of seconds
MOST_TURN = 12.0  # degrees from the photograph's own pose: the bar is 10, the geometry here is good to 2
MOST_DRIFT = 0.35  # face heights between the face's middle and its place at rest
MOST_AT_ENDS = 6.0  # of 255, mean difference of the last frame from the first
MOST_BEHIND = 2.5  # of 255, mean difference of the background from the first frame
MOST_BLACK = 0.02  # share of pixels that turned black: a hole


@dataclass(frozen=True)
class Verdict:
    faults: tuple[str, ...]

    @property
    def good(self) -> bool:
        return not self.faults


def judge(seen: list[Pixels], faces: tuple[FoundFace, ...], models: Models) -> Verdict:
    """`seen` are frames of the finished film, the first and the last among them."""
    faults = [*_of_frames(seen, faces)]
    for face in faces:
        faults += _of_face(seen, face, models)
    return Verdict(tuple(dict.fromkeys(faults)))


def decode(clip: Path, width: int, height: int, frames: int, looks: int = LOOKS) -> list[Pixels]:
    """The first frame, the last, and those evenly between."""
    wanted = sorted({round(each) for each in np.linspace(0, frames - 1, looks)})
    chosen = "+".join(f"eq(n,{each})" for each in wanted)
    command = [
        ffmpeg(), "-nostdin", "-hide_banner", "-loglevel", "error",
        "-protocol_whitelist", "file,pipe", "-format_whitelist", "mov", "-i", f"file:{clip}",
        "-vf", f"select='{chosen}'", "-fps_mode", "passthrough",
        "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1",
    ]  # fmt: skip
    try:
        run = subprocess.run(command, capture_output=True, timeout=SLOWEST, check=True)  # noqa: S603
    except (subprocess.SubprocessError, OSError) as error:
        raise TemporaryEngineError("clip_unreadable", str(error)) from error
    raw = np.frombuffer(run.stdout, np.uint8)
    if raw.size != len(wanted) * width * height * 3:
        raise TemporaryEngineError("clip_unreadable", f"{raw.size} bytes for {len(wanted)} frames")
    return list(raw.reshape(-1, height, width, 3))


def _of_frames(seen: list[Pixels], faces: tuple[FoundFace, ...]) -> list[str]:
    first, last = seen[0].astype(np.int16), seen[-1].astype(np.int16)
    faults = []
    if np.abs(last - first).mean() > MOST_AT_ENDS:
        faults.append("ends_differ")
    black = [float((frame.max(-1) < 4).mean()) for frame in seen]
    if max(black) - black[0] > MOST_BLACK:
        faults.append("black_holes")
    if _change_behind(seen, faces) > MOST_BEHIND:
        faults.append("background_moves")
    return faults


def _change_behind(seen: list[Pixels], faces: tuple[FoundFace, ...]) -> float:
    behind = _background(seen[0].shape[:2], faces)
    if not behind.any():
        return 0.0
    first = seen[0][behind].astype(np.int16)
    return max(float(np.abs(frame[behind] - first).mean()) for frame in seen)


def _background(shape: tuple[int, ...], faces: tuple[FoundFace, ...]) -> np.ndarray:
    """Far from every head and from the shoulders under it."""
    y, x = np.mgrid[: shape[0], : shape[1]]
    background = np.ones(shape, bool)
    for face in faces:
        width, beside = face.box[2], np.abs(x - face.centre[0])
        background &= ~((beside < 1.6 * width) & (y > face.centre[1] - 1.4 * face.height))
        background &= ~((beside < 3.0 * width) & (y > face.centre[1] + 0.4 * face.height))
    return background


def _of_face(seen: list[Pixels], face: FoundFace, models: Models) -> list[str]:
    found = [follow(frame, face, models) for frame in seen]
    faces = [each for each in found if each is not None]
    if len(faces) < len(seen):
        return ["face_lost"]
    rest = faces[0]
    turned = max(abs(each.pose.yaw - rest.pose.yaw) for each in faces)
    moved = max(float(np.linalg.norm(each.centre - rest.centre)) for each in faces)
    checks = {"turned_too_far": turned > MOST_TURN, "face_ran_away": moved > MOST_DRIFT * rest.height}
    return [fault for fault, is_so in checks.items() if is_so]
