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


def behind_dark_glasses(pixels, face, eyes):
    """The portrait, dark lenses laid over the eyes of these landmarks (pairs of corners)."""
    covered = pixels.copy()
    for one, other in eyes:
        corners = face.points[[one, other], :2]
        width = float(np.linalg.norm(corners[1] - corners[0]))
        middle, lens = corners.mean(0).astype(int), (int(0.95 * width), int(0.75 * width))
        cv2.ellipse(covered, middle.tolist(), lens, face.pose.roll, 0, 360, (14, 12, 12), -1, cv2.LINE_AA)
    return covered
