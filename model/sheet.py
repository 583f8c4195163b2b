"""The sheet of paper in a photograph that also shows the table it lies on."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from model.polarity import shrunk

Gray = NDArray[np.uint8]
Mask = NDArray[np.uint8]

_SIDE_PX: Final = 256
"""The edges of a sheet show at this size, where its grain has been averaged away."""

_PEN_PX: Final = 7
"""Ink up to this wide is filled from its surroundings first, so that it does not cut the sheet."""

_DARK: Final = 16.0
"""Grey levels added before the logarithm: the noise of a black table makes no edges."""

_STEP: Final = 0.035
"""Least change of the logarithm of brightness from one pixel to the next at an edge."""

_NOISE: Final = 4.0
"""… and at least this many times what is usual in the picture."""

_LEAST_AREA: Final = 0.15
"""Share of the picture."""

_SOLID: Final = 0.9
"""Least share of its convex hull that a sheet fills; a finger may hide some of it."""

_SQUARE: Final = 0.86
"""Least share of the rectangle around it that a sheet seen askew fills; an ellipse fills 0.79."""

_BEND: Final = 0.012
"""Share of the outline's length by which its sides may bend."""

_MOST_CORNERS: Final = 6
"""Of a sheet that the picture cuts at two corners; the inside of a nought has more such sides."""

_FILLED: Final = 0.6
"""Least share of it that is bare paper; bold strokes are holes."""

_REACHED: Final = 0.3
"""Share of a side of the picture; a sheet that comes to more of it goes on beyond the picture."""

_OPEN_SIDES: Final = 2
"""Fewest sides on which the table shows; a shadow across the page has one straight edge, too."""


def find_sheet(gray: Gray) -> Mask | None:
    """Return where a sheet lies, or None where no table shows on two sides of it or more.

    A sheet is a large even area with straight edges. Its light may fall off, for only sudden
    changes are edges, and it may be hardly brighter than the table.

    Args:
        gray: Shape (height, width), uint8.

    Returns:
        Same shape, uint8; 1 on the sheet, a little within its edges.
    """
    small = cv2.medianBlur(shrunk(gray, _SIDE_PX), 3)
    if min(small.shape) < _SIDE_PX // 4:
        return None
    paper = _without_ink(np.asarray(small, np.uint8))
    even = (_steps(paper) == 0).astype(np.uint8)
    count, labels, facts, _ = cv2.connectedComponentsWithStats(even, connectivity=4)
    for number in sorted(range(1, count), key=lambda n: -int(facts[n, cv2.CC_STAT_AREA])):
        if facts[number, cv2.CC_STAT_AREA] < _LEAST_AREA * even.size:
            return None
        hull = _sheet_like(np.asarray(labels == number, np.uint8))
        if hull is not None and _is_brighter_inside(paper, hull):
            height, width = gray.shape
            inner = cv2.erode(hull, np.ones((3, 3), np.uint8)).astype(np.float32)
            return (cv2.resize(inner, (width, height)) > 0.5).astype(np.uint8)
    return None


def fill_around(gray: Gray, sheet: Mask) -> Gray:
    """Return a picture in which the paper goes on where the table was, without grain."""
    tiny = shrunk(gray, _SIDE_PX // 4)
    height, width = tiny.shape
    inside = cv2.resize(sheet, (width, height), interpolation=cv2.INTER_NEAREST)
    inside = cv2.erode(inside, np.ones((3, 3), np.uint8), borderValue=1)
    weight = inside.astype(np.float32)
    paper = cv2.morphologyEx(tiny, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)) * weight
    filled = np.zeros_like(weight)
    known = np.zeros_like(weight)
    for reach in (2.0, 8.0, 32.0):  # from near, where anything is near
        sums, shares = (cv2.GaussianBlur(item, (0, 0), reach) for item in (paper, weight))
        new = (known == 0) & (shares > 0.01)
        filled[new] = (sums[new] / shares[new]).astype(np.float32)
        known[new] = 1
    size = (gray.shape[1], gray.shape[0])
    around = cv2.resize(filled, size, interpolation=cv2.INTER_LINEAR)
    return np.where(sheet > 0, gray, np.clip(np.rint(around), 0, 255)).astype(np.uint8)


def _without_ink(small: Gray) -> Gray:
    """Return a small picture in which narrow dark things are filled, but no edge of the table."""
    padded = cv2.copyMakeBorder(small, _PEN_PX, _PEN_PX, _PEN_PX, _PEN_PX, cv2.BORDER_REPLICATE)
    closed = cv2.morphologyEx(padded, cv2.MORPH_CLOSE, np.ones((_PEN_PX, _PEN_PX), np.uint8))
    return np.asarray(closed[_PEN_PX:-_PEN_PX, _PEN_PX:-_PEN_PX], np.uint8)


def _steps(paper: Gray) -> Mask:
    """Return where brightness changes suddenly, 0 or 1."""
    light = np.log(paper.astype(np.float32) + _DARK)
    across, down = (cv2.Scharr(light, cv2.CV_32F, *way, scale=1 / 32) for way in ((1, 0), (0, 1)))
    steps = cv2.magnitude(across, down)
    least = max(_STEP, _NOISE * float(np.median(steps)))
    # An edge has no gaps through which the sheet would run out onto the table.
    return _mask(cv2.dilate((steps > least).astype(np.uint8), np.ones((3, 3), np.uint8)))


def _sheet_like(area: Mask) -> Mask | None:
    """Return the convex hull of an area that has a sheet's shape and has table around it."""
    contours, _ = cv2.findContours(area, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    outline = max(contours, key=cv2.contourArea)
    corners = cv2.convexHull(outline)
    size = cv2.contourArea(corners)
    (_, sides, _) = cv2.minAreaRect(corners)
    if size < _SQUARE * sides[0] * sides[1] or cv2.contourArea(outline) < _SOLID * size:
        return None
    straight = cv2.approxPolyDP(corners, _BEND * cv2.arcLength(corners, closed=True), closed=True)
    if len(straight) > _MOST_CORNERS or area.sum() < _FILLED * size:
        return None
    hull = np.asarray(cv2.fillConvexPoly(np.zeros_like(area), corners, 1), np.uint8)
    near = 3  # the edges of the picture themselves count as steps
    edges = (hull[:near], hull[-near:], hull[:, :near].T, hull[:, -near:].T)
    reached = [float(edge.any(axis=0).mean()) for edge in edges]
    return hull if sum(share < _REACHED for share in reached) >= _OPEN_SIDES else None


def _is_brighter_inside(paper: Gray, hull: Mask) -> bool:
    """Tell whether an area is brighter than what is around it; the shadow of a phone is not."""
    near, far = (cv2.dilate(hull, np.ones((side, side), np.uint8)) for side in (9, 25))
    around, inside = paper[(far > 0) & (near == 0)], paper[hull > 0]
    return len(around) == 0 or float(np.median(inside)) > float(np.median(around))


def _mask(array: object) -> Mask:
    """Return OpenCV's answer, whose annotation allows any number, as the uint8 that it is."""
    return np.asarray(array, dtype=np.uint8)
