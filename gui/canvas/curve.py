"""The smooth curve through a stroke, as many short straight pieces."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from model.ink import bezier_controls

MOST_PIECES = 256
"""Straight pieces between two samples, at most."""


@dataclass(frozen=True, eq=False)
class Curve:
    """Points along the curve that the recogniser sees.

    Attributes:
        xy: Positions, shape (m, 2).
        at: Shape (m,), rising: which sample each point belongs to. 2.25 lies a quarter of the
            way from sample 2 to sample 3; whole numbers are the samples themselves.
    """

    xy: NDArray[np.float64]
    at: NDArray[np.float64]

    def values(self, samples: ArrayLike) -> NDArray[np.float64]:
        """Return a value per point, shape (m,), between those given per sample."""
        values = np.asarray(samples, np.float64)
        return np.interp(self.at, np.arange(len(values)), values)

    def part(self, chosen: NDArray[np.bool_]) -> "Curve":
        """Return the points chosen by an array of shape (m,)."""
        return Curve(self.xy[chosen], self.at[chosen])


def flatten(xy: NDArray[np.float64], step: float) -> Curve:
    """Return points at most about ``step`` apart on the curve through the samples.

    Args:
        xy: Samples, shape (n, 2), n ≥ 1.
        step: Wanted distance between points, in the units of ``xy``, above 0.

    Returns:
        The curve; it goes through every sample.
    """
    if len(xy) == 1:
        return Curve(xy, np.zeros(1))
    first, second = bezier_controls(xy)
    chords = np.hypot(*np.diff(xy, axis=0).T)
    pieces = np.clip(np.ceil(chords / step), 1, MOST_PIECES).astype(np.intp)
    segment = np.repeat(np.arange(len(pieces)), pieces)
    t = (np.arange(pieces.sum()) - np.repeat(np.cumsum(pieces) - pieces, pieces)) / pieces[segment]
    s = t[:, None]
    curve = (
        (1 - s) ** 3 * xy[segment]
        + 3 * (1 - s) ** 2 * s * first[segment]
        + 3 * (1 - s) * s**2 * second[segment]
        + s**3 * xy[segment + 1]
    )
    return Curve(np.concatenate([curve, xy[-1:]]), np.append(segment + t, len(xy) - 1.0))
