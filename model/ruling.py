"""Ruled and squared lines of a page: found, and taken out of a contrast from under the writing.

A line is taken for what it adds, not for what it covers: its own contrast, measured along it, is
subtracted, so that strokes that cross it or run along it stay whole.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from model.light import Contrast

_LEAST_LINED_PX: Final = 60
"""A smaller picture is one digit, and the narrowest line that shows in it is as wide as its pen."""

_WIDTH: Final = 0.02
"""Share of the picture's shorter side; a stroke of a digit in a tight crop is at least 0.05."""

_TILT: Final = 0.14
"""Rise over run; people hold their cameras within 8° of the page."""

_COLUMNS: Final = 256
"""Width at which lines are looked for: a power of two, and enough of an average along them."""

_MOST_ROWS: Final = 1024

_SHOWS: Final = 0.5
"""Contrast of a pixel that may be of a line, as a share of the least that counts as ink."""

_COVER: Final = 0.6
"""Share of the columns, where no writing hides it, in which a line must show."""

_BLOCKS: Final = 12
_SPAN: Final = 10
"""Blocks, of twelve along it, in which a line must show; one that ends on the page is writing."""

_SAMPLES: Final = 32
"""Columns of each block that are looked at."""

_DARKEST: Final = 1.5
"""Most that a line's contrast may exceed its median: a bar written along it is darker."""

_BESIDE: Final = 2
"""Rows on either side of a line that tell whether ink goes on across it."""

_CUTS: Final = 0.15
"""Share of a line's strongest contrast at which its edge is taken to lie."""

_UNLIKE: Final = 0.5
"""Share by which the contrast of a block that shows the line's course may differ from others."""

Mask = NDArray[np.uint8]
_Course = np.polynomial.Polynomial
_Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class _Line:
    """A nearly level line: the rows of its middle at the left and at the right edge."""

    start: float
    end: float


def subtract_ruling(contrast: Contrast, floor: float) -> None:
    """Take the lines that cross the whole page, level and upright ones, out of a contrast.

    Args:
        contrast: Shape (height, width), float32; changed in place.
        floor: The least contrast that counts as ink.
    """
    if min(contrast.shape) < _LEAST_LINED_PX:
        return
    for line in _level_lines(contrast, floor):
        _subtract(contrast, line)
    upright = np.ascontiguousarray(contrast.T)
    lines = _level_lines(upright, floor)
    for line in lines:
        _subtract(upright, line)
    if lines:
        contrast[:] = upright.T


def _level_lines(contrast: Contrast, floor: float) -> list[_Line]:
    """Return the thin, nearly level lines from side to side."""
    height, width = contrast.shape
    rows = min(height, _MOST_ROWS)
    small = cv2.resize(contrast, (_COLUMNS, rows), interpolation=cv2.INTER_AREA)
    # What is taller than a line is writing, or an upright line; a line goes on behind it.
    tallest = 2 + round(_WIDTH * min(height, width) * rows / height)
    tall = cv2.morphologyEx(small, cv2.MORPH_OPEN, np.ones((tallest, 1), np.uint8))
    shows = (small - tall > _SHOWS * floor).astype(np.uint8)
    hidden = (tall > _SHOWS * floor).astype(np.uint8)
    most = min(_COLUMNS - 1, round(_TILT * width * rows / height))
    found: list[tuple[int, int, int]] = []
    for turn in (1, -1):
        # Some lines come in from above the picture.
        counts = _counts_along_lines(np.pad(shows[:, ::turn], ((most, 0), (0, 0))), most)
        best = counts.argmax(axis=0)
        cover = np.take_along_axis(counts, best[None], axis=0)[0]
        for row in np.flatnonzero(cover >= _COVER * _COLUMNS / 2):
            first, last = int(row) - most, int(row) - most + int(best[row])
            start, end = (first, last) if turn == 1 else (last, first)
            found.append((int(cover[row]), start, end))
    lines: list[_Line] = []
    scale = height / rows
    taken = np.zeros(rows, np.bool_)
    for _, start, end in sorted(found, reverse=True):
        middle = min(max((start + end) // 2, 0), rows - 1)
        if taken[middle] or not _is_line(shows, hidden, start, end):
            continue
        taken[max(0, middle - tallest) : middle + tallest + 1] = True
        lines.append(_Line((start + 0.5) * scale - 0.5, (end + 0.5) * scale - 0.5))
    return lines


def _counts_along_lines(mask: Mask, most: int) -> NDArray[np.uint16]:
    """Return how many pixels of a mask lie on each line that falls from left to right.

    The approximate discrete Radon transform (Brady 1998, "A fast discrete approximation algorithm
    for the Radon transform"): sums over two neighbouring strips of columns give those over both.

    Args:
        mask: Shape (height, width), 0 or 1; the width is a power of two.
        most: The largest fall, in rows; less than the width.

    Returns:
        Shape (most + 1, height): at [fall, row] the line that begins in that row.
    """
    height, width = mask.shape
    # sums[fall, row, strip]; below the picture there is nothing.
    sums = np.zeros((1, height + most + 1, width), np.uint16)
    sums[0, :height] = mask
    strip = 1
    while strip < width:
        strip *= 2
        falls = min(most + 1, max(1, -(-most * strip // width)) + 1, strip)
        left, right = sums[:, :, 0::2], sums[:, :, 1::2]
        sums = np.zeros((falls, height + most + 1, width // strip), np.uint16)
        for fall in range(falls):
            half = min(fall // 2, len(left) - 1)
            shift = fall - half
            sums[fall] = left[half]
            sums[fall, : height + most + 1 - shift] += right[half, shift:]
    return sums[: most + 1, :height, 0]


def _is_line(shows: Mask, hidden: Mask, start: int, end: int) -> bool:
    """Tell whether a line shows from side to side, wherever no writing hides it."""
    rows, columns = shows.shape
    x = np.arange(columns)
    y = np.rint(start + (end - start) * (x / (columns - 1))).astype(np.intp)
    inside = (y >= 1) & (y < rows - 1)
    y = np.clip(y, 1, rows - 2)
    near = (shows[y, x] | shows[y - 1, x] | shows[y + 1, x]).astype(np.bool_) & inside
    open_to_see = inside & (near | (hidden[y, x] == 0))
    if near.sum() < _COVER * max(1, int(open_to_see.sum())):
        return False
    blocks = [block.mean() > _COVER / 2 for block in np.array_split(near | ~open_to_see, _BLOCKS)]
    return bool(np.sum(blocks) >= _SPAN)


def _subtract(contrast: Contrast, line: _Line) -> None:
    """Take one line out of a contrast; paper bends, and its lines with it."""
    height, width = contrast.shape
    reach = max(3, round(_WIDTH * min(height, width)))
    x = np.linspace(0, width - 1, _BLOCKS * _SAMPLES).astype(np.intp)
    course = np.polynomial.Polynomial([line.start, (line.end - line.start) / max(1, width - 1)])
    course = _followed(contrast, course, x, reach)
    profiles = _profiles(contrast, course, x, reach)
    usual = np.median(profiles, axis=1)
    middle = int(np.argmax(usual[1:-1])) + 1
    edge = np.flatnonzero(usual <= _CUTS * usual[middle])
    above = int(edge[edge < middle].max(initial=0))
    below = int(edge[edge > middle].min(initial=2 * reach))
    offsets = np.arange(above, below + 1)
    own = np.minimum(profiles[offsets], _DARKEST * usual[offsets, None]).clip(0, 0.9)
    own = cv2.dilate(own.astype(np.float32), np.ones((3, 1), np.uint8))
    beyond = ((_BESIDE, _BESIDE), (0, 0))
    added = np.pad(cv2.resize(np.asarray(own, np.float32), (width, len(offsets))), beyond)
    columns = np.arange(width)
    first = above - reach - _BESIDE
    rows = np.rint(course(columns)).astype(np.intp) + np.arange(first, first + len(added))[:, None]
    seen = contrast[rows.clip(0, height - 1), columns]
    # Ink on a line takes its share of the light that the line leaves.
    left = np.asarray((seen - added) / (1 - added), np.float32)
    # What is above and below a line goes on across it.
    bridge = np.ones((len(offsets) + 1, 1), np.uint8)
    left = np.minimum(seen, np.maximum(cv2.morphologyEx(left, cv2.MORPH_CLOSE, bridge), 0))
    inside = (rows >= 0) & (rows < height) & (added > 0)
    contrast[rows[inside], np.broadcast_to(columns, rows.shape)[inside]] = left[inside]


def _followed(contrast: Contrast, course: _Course, x: _Places, reach: int) -> _Course:
    """Return the course of a line, straight until now, with the bend of its paper."""
    profiles = _profiles(contrast, course, x, reach)
    peaks = profiles.max(axis=0)
    clear = np.abs(peaks / max(float(np.median(peaks)), 1e-6) - 1) < _UNLIKE
    offsets = profiles.argmax(axis=0) - reach
    near = clear & (np.abs(offsets - np.median(offsets)) <= max(1.5, reach / 2))
    if near.sum() < _SPAN // 2:  # too few to tell a bend from chance
        return course
    centres = x.reshape(_BLOCKS, -1).mean(axis=1)
    bend = np.polynomial.Polynomial.fit(centres[near], offsets[near], 2)
    return course + bend.convert()


def _profiles(contrast: Contrast, course: _Course, x: _Places, reach: int) -> NDArray[np.float32]:
    """Return the median contrast across a line, shape (2 * reach + 1, blocks)."""
    rows = np.rint(course(x)).astype(np.intp) + np.arange(-reach, reach + 1)[:, None]
    band = contrast[rows.clip(0, len(contrast) - 1), x]
    return np.asarray(np.median(band.reshape(len(band), _BLOCKS, -1), axis=2), np.float32)
