"""The inked area of a stroke whose width follows the pressure."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PySide6.QtCore import QByteArray, QDataStream, QPointF, Qt
from PySide6.QtGui import QPainterPath

from gui.canvas.curve import MOST_PIECES, Curve, flatten
from gui.canvas.view import View
from model.ink import Stroke

CURVE_STEP_PX = 2.5
"""Straight pieces of a painted curve; at this length the corners cannot be seen."""

WIDEST = 1.6
"""Width under full pressure, in pen widths."""

LONGEST_SPAN = 4000
"""Straight pieces in one path, which takes some 20 ms: a minute of scribbling has more."""

_SHARPEST_TURN = np.cos(np.deg2rad(40.0))


def pen_radii(pressure: ArrayLike, pen_width_px: float) -> NDArray[np.float64]:
    """Return half the width of the line; pressure 0.5 gives the pen's own width."""
    share = np.clip(np.asarray(pressure, np.float64), 0.0, 1.0)
    return pen_width_px / 2 * (0.4 + (WIDEST - 0.4) * share)


def stroke_areas(stroke: Stroke, view: View, pen_width_px: float) -> Iterator[QPainterPath]:
    """Yield the area that a stroke covers, in pixels of the view.

    It is one path, unless making that would take long: then it is several, end to end.
    """
    xy = view.shown(stroke.xy)
    pressure = np.array([point.pressure for point in stroke.points])
    for first, last in _spans(xy):
        # The neighbours of a segment bend it, so the curve begins and ends one sample beyond.
        start, stop = max(first - 1, 0), last + 2
        curve = flatten(xy[start:stop], CURVE_STEP_PX)
        radii = pen_radii(curve.values(pressure[start:stop]), pen_width_px)
        part = (curve.at >= first - start) & (curve.at <= last - start)
        yield curve_area(curve.part(part), radii[part])


def _spans(xy: NDArray[np.float64]) -> Iterator[tuple[int, int]]:
    """Return the first and last sample of each piece of a way of shape (n, 2), n ≥ 1."""
    lengths = np.hypot(*np.diff(xy, axis=0).T)
    reached = np.cumsum(np.clip(lengths / CURVE_STEP_PX, 1, MOST_PIECES))
    ends = np.flatnonzero(np.diff(reached // LONGEST_SPAN)) + 1
    return pairwise([0, *ends.tolist(), len(xy) - 1])


def curve_area(curve: Curve, radii: NDArray[np.float64]) -> QPainterPath:
    """Return the area that a round pen covers on its way along a curve.

    The area is one path for one fill: pieces painted one over another would darken the smooth
    edge wherever they overlap.

    Args:
        curve: The way of the pen, at least one point.
        radii: Half the width at each point, shape (m,).

    Returns:
        A path with winding fill. All its parts turn the same way, so overlaps stay filled.
    """
    moved = np.append(True, np.any(np.diff(curve.xy, axis=0) != 0, axis=1))
    xy, radii = curve.xy[moved], radii[moved]
    corners = [0]
    area = QPainterPath()
    if len(xy) > 1:
        ways = np.diff(xy, axis=0)
        ways /= np.hypot(ways[:, 0], ways[:, 1])[:, None]
        turns = _turns(xy, ways, radii)
        area = _path(_ribbons(xy, ways, radii, turns))
        corners += [*turns, len(xy) - 1]
    for corner in corners:
        radius = float(radii[corner])
        area.addEllipse(QPointF(xy[corner, 0], xy[corner, 1]), radius, radius)
    area.setFillRule(Qt.FillRule.WindingFill)
    return area


def _turns(
    xy: NDArray[np.float64], ways: NDArray[np.float64], radii: NDArray[np.float64]
) -> list[int]:
    """Return the points where the inner edge would fold over: sharp corners and tight bends."""
    straight = np.einsum("ij,ij->i", ways[:-1], ways[1:])
    bend = np.abs(ways[:-1, 0] * ways[1:, 1] - ways[:-1, 1] * ways[1:, 0])
    lengths = np.hypot(*np.diff(xy, axis=0).T)
    shorter = np.minimum(lengths[:-1], lengths[1:])
    folded = (straight < _SHARPEST_TURN) | (bend * radii[1:-1] > 0.8 * shorter)
    return [int(point) + 1 for point in np.flatnonzero(folded)]


def _ribbons(
    xy: NDArray[np.float64],
    ways: NDArray[np.float64],
    radii: NDArray[np.float64],
    turns: list[int],
) -> list[NDArray[np.float64]]:
    """Return the line between its turns as closed polygons, without the round ends.

    Args:
        xy: Points, shape (m, 2), no two neighbours equal.
        ways: Direction from each point to the next, shape (m - 1, 2), length 1.
        radii: Half the width at each point, shape (m,).
        turns: Where one ribbon ends and the next begins, rising.

    Returns:
        Polygons of shape (k, 2). They turn the way in which Qt adds an ellipse.
    """
    between = ways[:-1] + ways[1:]
    between /= np.maximum(np.hypot(between[:, 0], between[:, 1]), 1e-12)[:, None]
    arriving = np.concatenate([ways[:1], between, ways[-1:]])
    leaving = arriving.copy()
    arriving[turns] = ways[np.array(turns, np.intp) - 1]
    leaving[turns] = ways[turns]
    aside = radii[:, None] * (1.0, -1.0)
    arriving, leaving = arriving[:, ::-1] * aside, leaving[:, ::-1] * aside
    ribbons = []
    for first, last in zip([0, *turns], [*turns, len(xy) - 1], strict=True):
        side = np.concatenate([leaving[first : first + 1], arriving[first + 1 : last + 1]])
        middle = xy[first : last + 1]
        left = middle + side
        ribbons.append(np.concatenate([left, (middle - side)[::-1], left[:1]]))
    return ribbons


_ELEMENT = np.dtype([("type", ">i4"), ("x", ">f8"), ("y", ">f8")])


def _path(polygons: list[NDArray[np.float64]]) -> QPainterPath:
    """Return closed polygons as one path.

    The path is read from the stream form that ``QDataStream`` writes: element count, elements,
    start of the last part, fill rule. A ``QPointF`` per corner would take twenty times as long.
    """
    corners = np.concatenate(polygons)
    starts = np.cumsum([0, *map(len, polygons[:-1])])
    elements = np.empty(len(corners), _ELEMENT)
    elements["type"] = QPainterPath.ElementType.LineToElement.value
    elements["type"][starts] = QPainterPath.ElementType.MoveToElement.value
    elements["x"], elements["y"] = corners[:, 0], corners[:, 1]
    count = len(corners).to_bytes(4, "big")
    tail = int(starts[-1]).to_bytes(4, "big") + Qt.FillRule.WindingFill.value.to_bytes(4, "big")
    path = QPainterPath()
    stream = QDataStream(QByteArray(count + elements.tobytes() + tail))
    stream >> path
    return path
