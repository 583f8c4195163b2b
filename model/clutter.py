"""What a mask of a photographed page shows beside the writing: tables, ruled lines, dust."""

import cv2
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.uint8]

_SUBSTANCE = 0.06
"""Share of the picture's longer side; a part inside the page this long may be writing."""

_HUGS_BORDER = 0.2
"""Share of one side; a part that touches more of it is the table or a dark corner."""

_FILLS_SIDE = 0.9
"""Share of one side. No digit fills two sides of its box like this: a 7 fills one, a 0 none."""

_BORDER_SCRAP = 0.1
"""Share of the largest part inside; what touches the border and is smaller is a dark corner."""

_LINE_SPAN = 0.8
"""Share of the picture that a ruled line crosses."""

_LINE_GAP = 0.35
"""Share of the picture; a line may be hidden by the boldest digit."""

_LINE_TILT = 0.12
"""Rise over run; people hold their cameras within 7° of the page."""

_LINE_COVER = 0.6
"""Share of the columns, where no writing hides it, in which a line must show."""

_LINE_SEARCH_PX = 500
"""Lines are searched for at this width."""

_LINE_WIDTH = 0.02
"""Share of the picture's shorter side; a stroke of a digit in a tight crop is at least 0.05."""

_LEAST_LINED_PX = 60
"""A smaller picture is one digit, and the narrowest line that shows in it is as wide as its pen."""

PAPER_SPECK_AREA = 0.01
"""Parts of a photograph smaller than this share of the largest part are dust."""

DRAWN_SPECK_AREA = 0.004
"""The same for drawn pictures; the smallest loose bit of the MNIST training digits has 0.0043."""


def page_clutter(mask: Mask, pale: Mask) -> Mask:
    """Return what of a mask is not writing: table edges, dark corners, ruled and squared lines.

    Args:
        mask: Shape (height, width), uint8; 1 where the picture is as dark as ink.
        pale: The same for half that contrast: ruled lines are often paler than the ink.

    Returns:
        Same shape, uint8, 0 or 1, a little wider than the clutter itself.
    """
    clutter = side_strips(mask)
    clutter |= _border_parts(mask & (1 - clutter))
    pale = pale & (1 - clutter)
    lines = _long_lines(pale) | np.ascontiguousarray(_long_lines(pale.T.copy()).T)
    if (lines & mask).any():
        # The pale edge of a line goes with it, but not the stroke that crosses it.
        clutter |= _mask(cv2.dilate(lines, np.ones((3, 3), np.uint8))) & (1 - (mask & (1 - lines)))
    return clutter


def drop_specks(mask: Mask, least_area: float, least_side: float = 0.0) -> Mask:
    """Return a mask without its specks.

    Args:
        mask: Shape (height, width), uint8, 0 or 1.
        least_area: Smallest area that stays, as a share of the largest part's.
        least_side: Smallest longer side that stays, in pixels.
    """
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    if count == 1:
        return mask
    areas = stats[1:, cv2.CC_STAT_AREA]
    sides = stats[1:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1)
    keep = (areas >= least_area * areas.max()) & (sides >= least_side)
    return _chosen(np.concatenate([[False], keep]), labels)


def side_strips(mask: Mask) -> Mask:
    """Return the strips along the picture's sides, a table or a frame, if they fill two or more.

    Each strip is cut off along a straight line, so that a digit that runs into it is kept.
    """
    strips = np.zeros_like(mask)
    filled = [n for n in range(4) if np.rot90(mask, n)[0].mean() > _FILLS_SIDE]
    if len(filled) >= 2:
        for turn in filled:
            np.rot90(strips, turn)[:] |= _top_strip(np.rot90(mask, turn))
    return strips


def _top_strip(mask: Mask) -> Mask:
    """Return what hangs from the top of a mask, as far down as a straight line allows."""
    height, width = mask.shape
    depth = np.where(mask.all(axis=0), height, (mask == 0).argmax(axis=0))
    x = np.arange(width)
    usual = depth <= 1.5 * np.median(depth)
    if usual.sum() < 2:  # No line through a single column.
        return np.zeros_like(mask)
    edge = np.polynomial.Polynomial.fit(x[usual], depth[usual], 1)
    cut = edge(x) + 0.02 * max(mask.shape)
    return _mask(np.arange(height)[:, None] < np.minimum(depth + 1, cut))


def _border_parts(mask: Mask) -> Mask:
    """Return the parts along the picture's edge, if there is writing that keeps clear of it.

    In a tight crop the digit itself touches the edge, so where nothing of substance lies inside,
    nothing is dropped.
    """
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    sides = (labels[0], labels[-1], labels[:, 0], labels[:, -1])
    shares = np.stack([np.bincount(side, minlength=count) / len(side) for side in sides])
    touches = shares.max(axis=0)
    lengths = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1)
    written = (touches == 0) & (lengths >= _SUBSTANCE * max(mask.shape))
    written[0] = False
    if not written.any():
        return np.zeros_like(mask)
    areas = stats[:, cv2.CC_STAT_AREA]
    scrap = (touches > 0) & (areas < _BORDER_SCRAP * areas[written].max())
    hugging = scrap | (touches > _HUGS_BORDER)
    hugging[0] = False
    if not hugging.any():
        return np.zeros_like(mask)
    margin = 2 * round(0.01 * max(mask.shape)) + 1
    return _mask(cv2.dilate(_chosen(hugging, labels), np.ones((margin, margin), np.uint8)))


def _long_lines(pale: Mask) -> Mask:
    """Return the pixels of thin, nearly level lines across the picture, less what crosses them."""
    height, width = pale.shape
    if min(height, width) < _LEAST_LINED_PX:
        return np.zeros_like(pale)
    widest = max(2, round(_LINE_WIDTH * min(height, width)))
    # What is taller than a line is writing; a line goes on behind it.
    tall = _taller_than(pale, widest + 1)
    flat = pale & (1 - tall)
    scale = min(1.0, _LINE_SEARCH_PX / width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    sketch = cv2.resize(flat * 255, size, interpolation=cv2.INTER_AREA)
    found = cv2.HoughLinesP(
        # A pixel more above and below: paper bends, and its lines with it.
        cv2.dilate((sketch > 60).astype(np.uint8), np.ones((3, 1), np.uint8)),
        rho=1,
        theta=np.pi / 720,
        threshold=round(0.2 * size[0]),
        minLineLength=_LINE_SPAN * size[0],
        maxLineGap=_LINE_GAP * size[0],
    )
    lines = np.zeros_like(pale)
    for x0, y0, x1, y1 in [] if found is None else found.reshape(-1, 4) / scale:
        if abs(y1 - y0) < _LINE_TILT * abs(x1 - x0):
            start, tilt = y0 - x0 * (y1 - y0) / (x1 - x0), (y1 - y0) / (x1 - x0)
            _mark_line(lines, flat, tall, (float(start), float(tilt)))
    if not lines.any():
        return lines
    thickness = int((lines & flat).sum(axis=0).max())
    return lines & pale & (1 - _taller_than(pale, thickness + 2))


def _taller_than(mask: Mask, height_px: int) -> Mask:
    """Return the pixels that lie in upright runs of more than ``height_px``."""
    return _mask(cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((height_px + 1, 1), np.uint8)))


def _mark_line(lines: Mask, flat: Mask, tall: Mask, straight: tuple[float, float]) -> None:
    """Mark the band of one line if flat pixels lie along most of it, allowing it a slight bend."""
    height, width = flat.shape
    columns = np.arange(width)
    reach = max(3, round(0.01 * height))
    offsets = np.arange(-reach, reach + 1)[:, None]
    rows = np.rint(straight[0] + straight[1] * columns).astype(np.intp) + offsets
    inside = (rows >= 0) & (rows < height)
    rows = np.clip(rows, 0, height - 1)
    near = (flat[rows, columns] > 0) & inside
    hidden = (tall[rows, columns] > 0).any(axis=0) & ~near.any(axis=0)
    if near.any(axis=0).sum() < _LINE_COVER * max(1, width - int(hidden.sum())):
        return
    y, x = np.nonzero(near)
    if len(np.unique(x)) < 3:
        return
    bend = np.polynomial.Polynomial.fit(x, y, 2)
    for _ in range(2):  # without what happens to lie beside the line
        off = np.abs(y - bend(x))
        close = off <= max(1.5, 2 * float(np.median(off)))
        y, x = y[close], x[close]
        if len(np.unique(x)) < 3:  # No curve through two columns.
            return
        bend = np.polynomial.Polynomial.fit(x, y, 2)
    thickness = len(x) / max(1, len(np.unique(x)))
    band = (np.abs(np.arange(2 * reach + 1)[:, None] - bend(columns)) <= thickness / 2 + 1) & inside
    lines[rows[band], np.broadcast_to(columns, band.shape)[band]] = 1


def _chosen(parts: NDArray[np.bool_], labels: object) -> Mask:
    """Return the mask of the labelled parts for which ``parts`` is true."""
    return parts.astype(np.uint8)[np.asarray(labels, np.intp)]


def _mask(array: object) -> Mask:
    """Return OpenCV's answer, whose annotation allows any number, as the uint8 that it is."""
    return np.asarray(array, dtype=np.uint8)


def stroke_width(mask: Mask) -> float:
    """Return the mean width of the strokes in a mask, in pixels; 1 for an empty one.

    A ribbon of width w and length l ≫ w has area w·l and outline 2·l.
    """
    area = int(mask.sum())
    inner = int(cv2.erode(mask, np.ones((3, 3), np.uint8), borderValue=0).sum())
    return max(1.0, 2.0 * area / max(area - inner, 1))
