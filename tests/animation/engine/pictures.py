"""Pictures that several tests look at."""

from pathlib import Path

import cv2
import numpy as np


def decoded(clip: Path) -> list[np.ndarray]:
    """All frames, by another way than the engine's own judge."""
    reader = cv2.VideoCapture(str(clip))
    frames = []
    while (read := reader.read())[0]:
        frames.append(cv2.cvtColor(read[1], cv2.COLOR_BGR2RGB))
    reader.release()
    return frames


def group(pixels, columns, rows, side):
    """The portrait pasted `columns` by `rows` times, `side` pixels wide, on a wall."""
    small = cv2.resize(
        pixels, (side, side * pixels.shape[0] // pixels.shape[1]), interpolation=cv2.INTER_AREA
    )
    wall = np.full((rows * 280, columns * 300, 3), (150, 160, 170), np.uint8)
    for row in range(rows):
        for column in range(columns):
            y, x = row * 280 + 20, column * 300 + 50
            wall[y : y + small.shape[0], x : x + side] = small
    return wall
