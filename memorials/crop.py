"""Cutting a square out of a portrait so that its focal point stays in sight."""


def square(width: int, height: int, x: int, y: int) -> tuple[int, int, int]:
    """Left, top and side in pixels of the largest square; (x, y) is the focal point in per cent.

    The square has the point in its middle, as far as the edges of the picture allow.
    """
    side = min(width, height)
    left = round(width * x / 100 - side / 2)
    top = round(height * y / 100 - side / 2)
    return min(max(0, left), width - side), min(max(0, top), height - side), side
