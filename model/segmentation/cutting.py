"""Where a stroke that holds several digits may be cut, and its parts."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.ink import Stroke, StrokePoint

_SAMPLES: Final = 96
"""Points that a stroke is looked at through, evenly along the pen's way."""

_REACH: Final = 3
"""Samples on either side of a point between which the pen's turn is measured."""

_SHARP: Final = 0.5
"""Cosine of the turn (60°) from which on a turn is sharp."""

_TREMBLING: Final = 0.98
"""Cosine of a turn (11°) that a trembling hand makes on a straight line."""

_STRAIGHT: Final = 0.9
"""Distance between the ends of a line that is about straight, as a share of its length."""

_NEAREST: Final = 4
"""Samples that two candidates for a cut lie apart, and from the stroke's ends, at least."""


def cut_places(stroke: Stroke) -> list[float]:
    """Return where a stroke may be cut, ascending: where the pen turned.

    Places are counted in points along the stroke: 2.25 is a quarter of the way from its third
    point to its fourth. Digits that are written without lifting the pen meet where the pen turns
    back up, down, left or right, or makes a corner.
    """
    xy = stroke.xy
    if len(xy) < 2:
        return []
    way = np.concatenate([[0.0], np.hypot(*np.diff(xy, axis=0).T).cumsum()])
    if way[-1] <= 0:
        return []
    at = np.linspace(0.0, way[-1], _SAMPLES)
    even = np.column_stack([np.interp(at, way, xy[:, axis]) for axis in (0, 1)])
    moving = np.concatenate([[True], np.diff(way) > 0])
    places = np.interp(at, way[moving], np.flatnonzero(moving))
    return [float(places[index]) for index in _turns(even)]


def part_of(stroke: Stroke, start: float, end: float) -> Stroke:
    """Return a stroke from one place along it to another, as ``cut_places`` counts them."""
    first, last = int(np.floor(start)) + 1, int(np.ceil(end))
    inner = stroke.points[first:last]
    return Stroke((_point_at(stroke, start), *inner, _point_at(stroke, end)))


def is_straight(stroke: Stroke, start: float, end: float) -> bool:
    """Tell whether a stroke runs about straight from one place along it to another."""
    part = part_of(stroke, start, end)
    return float(np.hypot(*(part.xy[-1] - part.xy[0]))) >= _STRAIGHT * part.length > 0


def _turns(xy: NDArray[np.float64]) -> list[int]:
    """Return the samples where the pen turned, in order; of near ones the sharpest."""
    before = xy[_REACH:-_REACH] - xy[: -2 * _REACH]
    after = xy[2 * _REACH :] - xy[_REACH:-_REACH]
    sizes = np.hypot(*before.T) * np.hypot(*after.T)
    cosine = np.einsum("ij,ij->i", before, after) / np.maximum(sizes, 1e-12)
    turns_back = (before * after < 0).any(axis=1) & (cosine < _TREMBLING)
    wanted = turns_back | (cosine < _SHARP)
    chosen: list[int] = []
    for index in np.argsort(cosine, kind="stable"):
        sample = int(index) + _REACH
        near = any(abs(sample - other) < _NEAREST for other in chosen)
        if wanted[index] and not near and _NEAREST <= sample < len(xy) - _NEAREST:
            chosen.append(sample)
    return sorted(chosen)


def _point_at(stroke: Stroke, place: float) -> StrokePoint:
    """Return the point of a stroke at a place between two of its points."""
    index = min(int(place), len(stroke.points) - 1)
    one, other = stroke.points[index], stroke.points[min(index + 1, len(stroke.points) - 1)]
    share = place - index
    return StrokePoint(
        one.x + share * (other.x - one.x),
        one.y + share * (other.y - one.y),
        one.pressure + share * (other.pressure - one.pressure),
        one.time_ms + share * (other.time_ms - one.time_ms),
    )
