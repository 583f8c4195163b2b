"""Where a stroke that holds several digits may be cut, and its parts."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.ink import Stroke, StrokePoint

_STEP: Final = 1 / 96
"""Points are put into a stroke this share of its length apart, where its samples are farther."""

_TOLERANCE: Final = 0.03
"""How far the pen may leave a straight line on the way between two places, as a share of height."""

_FLATTEST: Final = 0.25
"""A stroke counts as at least this high for that, as a share of its width."""


def cut_places(stroke: Stroke) -> list[float]:
    """Return where a stroke may be cut, ascending; from each to the next it is about straight.

    Places are counted in points along the stroke: 2.25 is a quarter of the way from its third
    point to its fourth. They are the corners of the simplest line that follows the stroke
    (Ramer 1972, "An iterative procedure for the polygonal approximation of plane curves";
    Douglas and Peucker 1973): digits that are written without lifting the pen meet where the pen
    turns, and so does each with a line that leads from one to the next.
    """
    if len(stroke.points) < 2:
        return []
    xy, places = _dense(stroke)
    box = stroke.bounds
    tolerance = _TOLERANCE * max(box.height, _FLATTEST * box.width)
    return [float(places[index]) for index in _corners(xy, tolerance)[1:-1]]


def part_of(stroke: Stroke, start: float, end: float) -> Stroke:
    """Return a stroke from one place along it to another, as ``cut_places`` counts them."""
    first, last = int(np.floor(start)) + 1, int(np.ceil(end))
    inner = stroke.points[first:last]
    return Stroke((_point_at(stroke, start), *inner, _point_at(stroke, end)))


def _dense(stroke: Stroke) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the samples of a stroke and points between them, and where along it each is."""
    steps = np.diff(stroke.xy, axis=0)
    sizes = np.hypot(*steps.T)
    counts = np.ceil(sizes / max(_STEP * float(sizes.sum()), 1e-12)).astype(int).clip(1)
    index = np.repeat(np.arange(len(steps)), counts)
    shares = (np.arange(len(index)) - np.repeat(np.cumsum(counts) - counts, counts)) / counts[index]
    xy = stroke.xy[index] + shares[:, None] * steps[index]
    last = float(len(steps))
    return np.concatenate([xy, stroke.xy[-1:]]), np.concatenate([index + shares, [last]])


def _corners(xy: NDArray[np.float64], tolerance: float) -> list[int]:
    """Return the points, ascending, whose straight connection leaves no point farther away."""
    found = [0, len(xy) - 1]
    open_ends = [(0, len(xy) - 1)]
    while open_ends:
        start, end = open_ends.pop()
        if end - start < 2:
            continue
        chord, way = xy[end] - xy[start], xy[start + 1 : end] - xy[start]
        along = np.clip(way @ chord / max(float(chord @ chord), 1e-12), 0.0, 1.0)
        apart = np.hypot(*(way - along[:, None] * chord).T)
        farthest = int(apart.argmax())
        if apart[farthest] > tolerance:
            middle = start + 1 + farthest
            found.append(middle)
            open_ends += [(start, middle), (middle, end)]
    return sorted(found)


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
