"""Smooth curves: steps, monotone interpolation, splines. In numpy alone: importing scipy costs 60 MB."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.floating]


def smoothstep(start: ArrayLike, end: ArrayLike, x: ArrayLike) -> Floats:
    """0 before `start`, 1 after `end`, with zero slope at both."""
    start = np.asarray(start)
    t = np.clip((np.asarray(x) - start) / (np.asarray(end) - start), 0, 1)
    smooth: Floats = t * t * (3 - 2 * t)
    return smooth


def hermite(xs: Floats, ys: Floats, slopes: Floats, at: Floats) -> Floats:
    """The piecewise cubic through (xs, ys) with these slopes; held constant outside."""
    at = np.clip(at, xs[0], xs[-1])
    i = np.clip(np.searchsorted(xs, at, side="right") - 1, 0, len(xs) - 2)
    h = xs[i + 1] - xs[i]
    t = (at - xs[i]) / h
    rise = ys[i + 1] - ys[i]
    curve: Floats = (
        ys[i]
        + (3 * rise - h * (2 * slopes[i] + slopes[i + 1])) * t**2
        + h * slopes[i] * t
        + (h * (slopes[i] + slopes[i + 1]) - 2 * rise) * t**3
    )
    return curve


def monotone(xs: ArrayLike, ys: ArrayLike, at: Floats, *, flat_ends: bool = True) -> Floats:
    """A cubic that never overshoots its points (Fritsch and Butland 1984)."""
    xs, ys = np.asarray(xs, float), np.asarray(ys, float)
    h, secant = np.diff(xs), np.diff(ys) / np.diff(xs)
    slopes = np.zeros_like(ys)
    left, right = secant[:-1], secant[1:]
    same = left * right > 0
    w1, w2 = 2 * h[1:] + h[:-1], h[1:] + 2 * h[:-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = (w1 + w2) / (w1 / left + w2 / right)
    slopes[1:-1] = np.where(same, mean, 0)
    if not flat_ends:
        slopes[0], slopes[-1] = secant[0], secant[-1]
    return hermite(xs, ys, slopes, at)


def spline(xs: ArrayLike, ys: ArrayLike, at: Floats) -> Floats:
    """The cubic spline with zero slope at both ends (de Boor 1978, the complete spline)."""
    xs, ys = np.asarray(xs, float), np.asarray(ys, float)
    h, secant = np.diff(xs), np.diff(ys) / np.diff(xs)
    n = len(xs)
    system, right = np.eye(n), np.zeros(n)
    for i in range(1, n - 1):
        system[i, i - 1 : i + 2] = h[i], 2 * (h[i - 1] + h[i]), h[i - 1]
        right[i] = 3 * (h[i] * secant[i - 1] + h[i - 1] * secant[i])
    return hermite(xs, ys, np.linalg.solve(system, right), at)


def grow(xs: ArrayLike) -> Floats:
    """The same abscissae made strictly increasing, as the curves above need them."""
    xs = np.asarray(xs, float)
    steps: Floats = np.maximum.accumulate(xs) + np.arange(len(xs)) * 1e-2  # px: a hundredth is nothing to see
    return steps
