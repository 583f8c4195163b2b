"""What a mask of a photographed page shows beside the writing: table edges, dark corners, dust."""

import cv2
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.uint8]

_SUBSTANCE = 0.06
"""Share of the picture's longer side; a part inside the page this long may be writing."""

_HUGS_BORDER = 0.2
"""Share of one side; a part that touches more of it is the table or a dark corner."""

_CORNER = 0.25
"""Share of both sides; what touches two sides of the picture and is smaller is a dark corner."""

_FILLS_SIDE = 0.9
"""Share of one side. No digit fills two sides of its box like this: a 7 fills one, a 0 none."""

_BORDER_SCRAP = 0.1
"""Share of the largest part inside; what touches the border and is smaller is a dark corner."""

PAPER_SPECK_AREA = 0.01
"""Parts of a photograph smaller than this share of the largest part are dust."""

DRAWN_SPECK_AREA = 0.004
"""The same for drawn pictures; the smallest loose bit of the MNIST training digits has 0.0043."""


def page_clutter(mask: Mask) -> Mask:
    """Return what of a mask is not writing: table edges and dark corners.

    Args:
        mask: Shape (height, width), uint8; 1 where the picture is as dark as ink.

    Returns:
        Same shape, uint8, 0 or 1, a little wider than the clutter itself.
    """
    clutter = side_strips(mask)
    return clutter | _border_parts(mask & (1 - clutter))


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


def inner_parts(mask: Mask) -> Mask:
    """Return the parts of a mask that keep clear of the picture's edge."""
    count, labels = cv2.connectedComponents(mask, connectivity=8)
    keep = np.ones(count, np.bool_)
    keep[0] = False
    for side in (labels[0], labels[-1], labels[:, 0], labels[:, -1]):
        keep[side] = False
    return _chosen(keep, labels)


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
    nothing is dropped but dark corners.
    """
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    sides = (labels[0], labels[-1], labels[:, 0], labels[:, -1])
    shares = np.stack([np.bincount(side, minlength=count) / len(side) for side in sides])
    touches = shares.max(axis=0)
    boxes = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]]
    written = (touches == 0) & (boxes.max(axis=1) >= _SUBSTANCE * max(mask.shape))
    hugging = (boxes < _CORNER * np.array(mask.shape[::-1])).all(axis=1)
    hugging &= (shares > 0).sum(axis=0) >= 2
    written[0] = hugging[0] = False
    if written.any():
        areas = stats[:, cv2.CC_STAT_AREA]
        hugging |= (touches > 0) & (areas < _BORDER_SCRAP * areas[written].max())
        hugging |= touches > _HUGS_BORDER
        hugging[0] = False
    if not hugging.any():
        return np.zeros_like(mask)
    margin = 2 * round(0.01 * max(mask.shape)) + 1
    return _mask(cv2.dilate(_chosen(hugging, labels), np.ones((margin, margin), np.uint8)))


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
