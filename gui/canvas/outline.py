"""The inked area of a stroke whose width follows the pressure."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainterPath, QPolygonF

from gui.canvas.curve import Curve, flatten
from gui.canvas.view import View
from model.ink import Stroke

CURVE_STEP_PX = 2.5
"""Straight pieces of a painted curve; at this length the corners cannot be seen."""

WIDEST = 1.6
"""Width under full pressure, in pen widths."""

_SHARPEST_TURN = np.cos(np.deg2rad(40.0))


def pen_radii(pressure: ArrayLike, pen_width_px: float) -> NDArray[np.float64]:
    """Return half the width of the line; pressure 0.5 gives the pen's own width."""
    share = np.clip(np.asarray(pressure, np.float64), 0.0, 1.0)
    return pen_width_px / 2 * (0.4 + (WIDEST - 0.4) * share)


def stroke_area(stroke: Stroke, view: View, pen_width_px: float) -> QPainterPath:
    """Return the area that a whole stroke covers, in pixels of the view."""
    curve = flatten(view.shown(stroke.xy), CURVE_STEP_PX)
    return curve_area(
        curve, pen_radii(curve.values([point.pressure for point in stroke.points]), pen_width_px)
    )


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
    area = QPainterPath()
    area.setFillRule(Qt.FillRule.WindingFill)
    moved = np.append(True, np.any(np.diff(curve.xy, axis=0) != 0, axis=1))
    xy, radii = curve.xy[moved], radii[moved]
    _add_disc(area, xy[0], radii[0])
    if len(xy) == 1:
        return area
    ways = np.diff(xy, axis=0)
    ways /= np.hypot(ways[:, 0], ways[:, 1])[:, None]
    first = 0
    for turn in [*_turns(xy, ways, radii), len(xy) - 1]:
        _add_ribbon(area, xy[first : turn + 1], ways[first:turn], radii[first : turn + 1])
        _add_disc(area, xy[turn], radii[turn])
        first = turn
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


def _add_disc(area: QPainterPath, center: NDArray[np.float64], radius: float) -> None:
    """Add the round end, or corner, of a line."""
    area.addEllipse(QPointF(center[0], center[1]), radius, radius)


def _add_ribbon(
    area: QPainterPath,
    xy: NDArray[np.float64],
    ways: NDArray[np.float64],
    radii: NDArray[np.float64],
) -> None:
    """Add the line between two ends, without its round ends; it turns like a Qt ellipse."""
    along = np.concatenate([ways[:1], ways[:-1] + ways[1:], ways[-1:]])
    along /= np.hypot(along[:, 0], along[:, 1])[:, None]
    side = np.stack([along[:, 1], -along[:, 0]], axis=1) * radii[:, None]
    edge = np.concatenate([xy + side, (xy - side)[::-1]])
    area.addPolygon(QPolygonF([QPointF(x, y) for x, y in edge.tolist()]))
    area.closeSubpath()
