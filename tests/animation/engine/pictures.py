"""Pictures that several tests look at."""

import cv2
import numpy as np


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
