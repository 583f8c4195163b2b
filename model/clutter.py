"""What a mask of a photographed page shows beside the writing: tables, ruled lines, dust."""

import cv2
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.uint8]

_SUBSTANCE = 0.06
"""Share of the picture's longer side; a part inside the page this long may be writing."""

_HUGS_BORDER = 0.2
"""Share of one side; a part that touches more of it is the table or a dark corner."""

_LINE_SPAN = 0.8
"""Share of the picture that a ruled line crosses."""

_LINE_WIDTH = 0.02
"""Share of the picture's shorter side; a stroke of a digit in a tight crop is at least 0.05."""

PAPER_SPECK_AREA = 0.01
"""Parts of a photograph smaller than this share of the largest part are dust."""

DRAWN_SPECK_AREA = 0.004
"""The same for drawn pictures; the smallest loose bit of the MNIST test digits has 0.0047."""

_SPECK_SIDE = 0.01
"""Share of the picture's longer side; if nothing is longer than this, nothing is written."""


def page_clutter(mask: Mask) -> Mask:
    """Return what of a mask is not writing: table edges, dark corners, ruled and squared lines.

    Args:
        mask: Shape (height, width), uint8; 1 where the picture is darker than its paper.

    Returns:
        Same shape, uint8, 0 or 1, a little wider than the clutter itself.
    """
    clutter = _border_parts(mask)
    inside = mask & (1 - clutter)
    lines = _long_lines(inside) | np.ascontiguousarray(_long_lines(inside.T).T)
    if lines.any():
        # The pale edge of a line goes with it, but not the stroke that crosses it.
        clutter |= cv2.dilate(lines, np.ones((3, 3), np.uint8)) & (1 - (inside & (1 - lines)))
    return clutter


def drop_specks(mask: Mask, least_area: float) -> Mask:
    """Return a mask without the parts whose area is under a share of the largest part's."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    if count == 1:
        return mask
    areas = stats[1:, cv2.CC_STAT_AREA]
    sides = stats[1:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1)
    keep = (areas >= least_area * areas.max()) & (sides >= _SPECK_SIDE * max(mask.shape))
    return np.concatenate([[0], keep]).astype(np.uint8)[labels]


def _border_parts(mask: Mask) -> Mask:
    """Return the parts along the picture's edge, if there is writing that keeps clear of it.

    In a tight crop the digit itself touches the edge, so where nothing of substance lies inside,
    nothing is dropped.
    """
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    touches = np.zeros(count, np.float64)
    for side in (labels[0], labels[-1], labels[:, 0], labels[:, -1]):
        touches = np.maximum(touches, np.bincount(side, minlength=count) / len(side))
    lengths = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1)
    written = (touches == 0) & (lengths >= _SUBSTANCE * max(mask.shape))
    written[0] = False
    hugging = touches > _HUGS_BORDER
    hugging[0] = False
    if not written.any() or not hugging.any():
        return np.zeros_like(mask)
    margin = 2 * round(0.01 * max(mask.shape)) + 1
    return cv2.dilate(hugging.astype(np.uint8)[labels], np.ones((margin, margin), np.uint8))


def _long_lines(mask: Mask) -> Mask:
    """Return the pixels of thin, nearly level lines across the picture, less what crosses them."""
    height, width = mask.shape
    lines = np.zeros_like(mask)
    run = max(8, width // 50)
    level = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((1, run), np.uint8))
    # Gaps where the line was too pale, and its steps where it is tilted, are bridged.
    joined = cv2.morphologyEx(level, cv2.MORPH_CLOSE, np.ones((3, 2 * run + 1), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    for part in np.flatnonzero(stats[:, cv2.CC_STAT_WIDTH] >= _LINE_SPAN * width):
        left, top, wide, high, _ = stats[part]
        if part == 0 or high > 0.25 * width:
            continue
        box = np.s_[top : top + high, left : left + wide]
        band = _band((labels[box] == part) & (level[box] > 0), _LINE_WIDTH * min(height, width))
        if band is not None:
            lines[box] |= band
    if not lines.any():
        return lines
    thickness = int((lines & mask).sum(axis=0).max())
    upright = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((2 * thickness + 2, 1), np.uint8))
    return lines & mask & (1 - upright)


def _band(pixels: NDArray[np.bool_], widest: float) -> Mask | None:
    """Return the band of one slightly bent line through most of the pixels, or None.

    Args:
        pixels: Shape (height, width) of a box around the candidate.
        widest: Largest thickness of a line.
    """
    y, x = np.nonzero(pixels)
    for _ in range(3):
        bend = np.polynomial.Polynomial.fit(x, y, 2)
        off = np.abs(y - bend(x))
        near = off <= max(1.5, 2 * float(np.median(off)))
        y, x = y[near], x[near]
    columns = len(np.unique(x))
    thickness = len(x) / columns
    if columns < 0.6 * pixels.shape[1] or thickness > widest + 1:
        return None
    rows = np.arange(pixels.shape[0])[:, None]
    centre = bend(np.arange(pixels.shape[1]))[None]
    return (np.abs(rows - centre) <= thickness / 2 + 1).astype(np.uint8)


def stroke_width(mask: Mask) -> float:
    """Return the mean width of the strokes in a mask, in pixels; 1 for an empty one.

    A ribbon of width w and length l ≫ w has area w·l and outline 2·l.
    """
    area = int(mask.sum())
    inner = int(cv2.erode(mask, np.ones((3, 3), np.uint8), borderValue=0).sum())
    return max(1.0, 2.0 * area / max(area - inner, 1))
