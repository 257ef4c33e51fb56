"""Scattered values spread smoothly over a plane by radial basis functions (Duchon 1977)."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]
Kernel = Callable[[Floats], Floats]
BLOCK = 8192  # points evaluated at once: keeps the distance table under 20 MB


def linear(squared: Floats) -> Floats:
    """-r: a surface as taut as a drum, which keeps depths between their neighbours."""
    return -np.sqrt(squared)


def thin_plate(squared: Floats) -> Floats:
    """r² log r: a thin sheet of metal, bent as little as possible."""
    return 0.5 * squared * np.log(np.maximum(squared, 1e-12))


class Surface:
    """Interpolates `values` (n, k) given at `points` (n, 2); call it with points (m, 2) to get (m, k)."""

    def __init__(self, points: Floats, values: Floats, kernel: Kernel, smoothing: float) -> None:
        self._points, self._kernel = points.astype(np.float64), kernel
        self._plane = kernel is thin_plate  # r² log r needs a free plane under it, -r only a constant
        n, extra = len(points), self._under(self._points)
        system = np.zeros((n + extra.shape[1],) * 2)
        system[:n, :n] = kernel(_squared_distances(self._points, self._points))
        system[:n, :n] += smoothing * np.eye(n)
        system[:n, n:], system[n:, :n] = extra, extra.T
        right = np.zeros((len(system), values.shape[1]))
        right[:n] = values
        self._weights = np.linalg.solve(system, right).astype(np.float32)
        self._points = self._points.astype(np.float32)

    def __call__(self, at: Floats) -> Floats:
        at = at.astype(np.float32)
        blocks = [self._evaluate(at[i : i + BLOCK]) for i in range(0, len(at), BLOCK)]
        return np.concatenate(blocks) if blocks else np.zeros((0, self._weights.shape[1]), np.float32)

    def _evaluate(self, at: Floats) -> Floats:
        n = len(self._points)
        bent = self._kernel(_squared_distances(at, self._points)) @ self._weights[:n]
        surface: Floats = bent + self._under(at) @ self._weights[n:]
        return surface

    def _under(self, at: Floats) -> Floats:
        ones = np.ones((len(at), 1), at.dtype)
        under: Floats = np.hstack([ones, at]) if self._plane else ones
        return under


def _squared_distances(a: Floats, b: Floats) -> Floats:
    """By |a|² + |b|² - 2ab, one matrix product; rounding may fall below zero, hence the clip."""
    table = np.asarray((a**2).sum(1)[:, None] + (b**2).sum(1) - 2 * a @ b.T)
    clipped: Floats = np.maximum(table, 0)
    return clipped
