"""What an eraser takes away: the touched part of each stroke, or every touched stroke."""

import numpy as np
from numpy.typing import NDArray

from gui.canvas.curve import Curve, flatten
from model.geometry import Box
from model.ink import Stroke, StrokePoint

_STEPS_PER_RADIUS = 8
_SHORTEST_LEFTOVER = 0.2
"""Shorter crumbs, in eraser radii, go with the rest: nobody can aim at them."""


def erase(
    strokes: tuple[Stroke, ...],
    start: tuple[float, float],
    end: tuple[float, float],
    radius: float,
    *,
    whole: bool = False,
) -> tuple[Stroke, ...]:
    """Return the strokes that are left when a round eraser moves from ``start`` to ``end``.

    A touched stroke is cut where the eraser's edge crosses it; its pieces keep its samples, and
    pressure and time at the cuts lie between those of the neighbouring samples.

    Args:
        strokes: The drawing.
        start: Centre of the eraser at first, in canvas units.
        end: Centre of the eraser at last.
        radius: Of the eraser, in canvas units, above 0.
        whole: True takes touched strokes away as a whole.

    Returns:
        The strokes in the same order; ``strokes`` itself where nothing was touched.
    """
    reach = Box.around([Box(*start, 0, 0), Box(*end, 0, 0)]).grown(radius)
    left: list[Stroke] = []
    touched = False
    for stroke in strokes:
        pieces = _cut(stroke, start, end, radius) if _overlap(stroke.bounds, reach) else None
        touched |= pieces is not None
        if pieces is None:
            left.append(stroke)
        elif not whole:
            left.extend(pieces)
    return tuple(left) if touched else strokes


def touches(stroke: Stroke, position: tuple[float, float], radius: float) -> bool:
    """Tell whether the middle line of a stroke comes within ``radius`` of a position."""
    reach = Box(*position, 0, 0).grown(radius)
    return _overlap(stroke.bounds, reach) and _cut(stroke, position, position, radius) is not None


def _overlap(a: Box, b: Box) -> bool:
    """Tell whether two boxes share a point."""
    return a.x <= b.right and b.x <= a.right and a.y <= b.bottom and b.y <= a.bottom


def _cut(
    stroke: Stroke, start: tuple[float, float], end: tuple[float, float], radius: float
) -> list[Stroke] | None:
    """Return the pieces outside the eraser's way, or None where it misses the stroke."""
    way = np.array(start), np.array(end)
    # The curve leaves the samples by less than the distance between them.
    chords = np.hypot(*np.diff(stroke.xy, axis=0).T)
    if _distances(stroke.xy, *way).min() > radius + chords.max(initial=0.0):
        return None
    curve = flatten(stroke.xy, radius / _STEPS_PER_RADIUS)
    erased = _distances(curve.xy, *way) <= radius
    if not erased.any():
        return None
    # A segment that lost a point is kept as the curve it was; all others keep only their samples.
    segment = np.minimum(curve.at.astype(np.intp), max(len(stroke.points) - 2, 0))
    cut_segments = np.unique(np.concatenate([segment[erased], (np.ceil(curve.at[erased]) - 1)]))
    kept = ~erased & ((curve.at % 1 == 0) | np.isin(segment, cut_segments))
    runs = np.split(np.arange(len(erased)), np.flatnonzero(np.diff(erased.astype(np.int8))) + 1)
    pieces = [_piece(stroke, curve, run[kept[run]]) for run in runs if not erased[run[0]]]
    return [piece for piece in pieces if piece.length >= _SHORTEST_LEFTOVER * radius]


def _piece(stroke: Stroke, curve: Curve, points: NDArray[np.intp]) -> Stroke:
    """Return the stroke through some points of a curve; samples among them stay as they were."""
    pressures = curve.values([point.pressure for point in stroke.points])
    times = curve.values([point.time_ms for point in stroke.points])
    return Stroke(
        tuple(
            StrokePoint(
                float(curve.xy[i, 0]), float(curve.xy[i, 1]), float(pressures[i]), float(times[i])
            )
            for i in points
        )
    )


def _distances(
    xy: NDArray[np.float64], start: NDArray[np.float64], end: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return how far positions of shape (n, 2) lie from the line between two points, (n,)."""
    way = end - start
    along = np.clip((xy - start) @ way / max(float(way @ way), 1e-12), 0.0, 1.0)
    offset = xy - (start + along[:, None] * way)
    return np.asarray(np.hypot(offset[:, 0], offset[:, 1]))
