"""Digits that touch in a bitmap: cut along slanted lines that cross little ink."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from model.segmentation.rows import Span, cheapest_row

_SLANTS: Final = (-0.5, -0.25, 0.0, 0.25, 0.5)
"""Shift to the right over the height, of the lines that are tried."""

_MARGIN: Final = 0.12
"""Least distance of a line from either end, as a share of the height."""

_APART: Final = 0.05
"""Least distance between two lines of the same slant, as a share of the height."""

_MOST_LINES: Final = 8
"""Of each of two kinds: those that cross little ink, and those where the ink is low."""

_MOST_NEAR: Final = 3
"""Most lines that cut about the same place with different slants."""

_INK: Final = 0.6
"""Most ink that a line crosses, as a share of the height."""

_CUT: Final = 0.5
_CROSSED: Final = 1.0
"""What a cut costs, and how much more for each height of ink that it crosses."""

_LOWEST: Final = 0.5
_WIDEST: Final = 1.3
"""Sides of a digit, as shares of the height of all."""

_CRUMB: Final = 0.12
"""What is left of a neighbour has less than this share of a digit's ink."""

_SOLID: Final = 64

Gray = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line from top to bottom.

    Attributes:
        x: Where it is at half the height.
        slant: How far it goes to the right over the height, from bottom to top.
        ink: How much ink it crosses, as a share of the height.
    """

    x: float
    slant: float
    ink: float


def divide_bitmap(ink: Gray, cost: Callable[[Gray], float]) -> tuple[list[Gray], float] | None:
    """Return the most probable row of two or more digits, and its cost.

    Args:
        ink: Shape (height, width), uint8, tight around the ink; 0 is background, 255 full ink.
        cost: Negative logarithm of the probability that a bitmap is one digit.

    Returns:
        A bitmap of the same shape for each digit, from left to right; None where none is probable.
    """
    cuts = _Lines(ink)
    if not cuts.lines:
        return None
    found = cheapest_row(cuts, lambda start, end: cost(cuts.part(start, end)))
    if found is None:
        return None
    return [cuts.part(*span) for span in found[0]], found[1]


class _Lines:
    """A bitmap and the lines that it may be cut along, from left to right."""

    def __init__(self, ink: Gray) -> None:
        self._ink = ink
        self.lines = _lines(ink)
        self._parts: dict[Span, Gray] = {}
        height, width = ink.shape
        rows = 0.5 - (np.arange(height) + 0.5) / height
        columns = np.arange(width) + 0.5
        self._right_of = [
            columns[None, :] >= line.x + line.slant * height * rows[:, None] for line in self.lines
        ]

    @property
    def end(self) -> int:
        """Number of the right edge."""
        return len(self.lines) + 1

    def part(self, start: int, end: int) -> Gray:
        """Return the ink between two lines; 0 and ``end`` are the edges."""
        if (start, end) not in self._parts:
            keep = np.ones(self._ink.shape, np.bool_)
            if start > 0:
                keep &= self._right_of[start - 1]
            if end < self.end:
                keep &= ~self._right_of[end - 1]
            part = np.where(keep, self._ink, 0).astype(np.uint8)
            self._parts[start, end] = _without_crumbs(part)
        return self._parts[start, end]

    def next_after(self, before: Span | None) -> list[Span]:
        """Return between which lines digits may lie that follow on another."""
        start = 0 if before is None else before[1]
        last = self.end if start else self.end - 1
        return [(start, end) for end in range(start + 1, last + 1) if self._may_be(start, end)]

    def cost_between(self, before: Span, here: Span) -> float:
        """Return what the line between two digits costs."""
        del before
        return _CUT + _CROSSED * self.lines[here[0] - 1].ink

    def _may_be(self, start: int, end: int) -> bool:
        part = self.part(start, end) >= _SOLID
        rows, columns = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
        if not len(rows):
            return False
        height = self._ink.shape[0]
        is_high = rows[-1] + 1 - rows[0] >= _LOWEST * height
        return bool(is_high and columns[-1] + 1 - columns[0] <= _WIDEST * height)


def _without_crumbs(part: Gray) -> Gray:
    """Return a part without the specks of its neighbours that a line leaves in it."""
    solid = (part >= _SOLID).astype(np.uint8)
    count, labels, facts, _ = cv2.connectedComponentsWithStats(solid, connectivity=8)
    if count < 3:
        return part
    areas = facts[1:, cv2.CC_STAT_AREA]
    crumbs = 1 + np.flatnonzero(areas < _CRUMB * areas.sum())
    return np.where(np.isin(labels, crumbs), 0, part).astype(np.uint8)


def _lines(ink: Gray) -> list[_Line]:
    """Return the lines that cross least ink, from left to right."""
    height, width = ink.shape
    solid = (ink >= _SOLID).astype(np.uint8)
    thin: list[_Line] = []
    low: list[_Line] = []
    for slant in _SLANTS:
        # Move each row so that the slanted lines stand upright.
        shift = np.array([[1.0, slant, -slant * height / 2], [0.0, 1.0, 0.0]])
        upright = cv2.warpAffine(solid, shift, (width, height), flags=cv2.INTER_NEAREST)
        crossed = upright.sum(axis=0) / height
        # From the highest ink to the lowest: bowls that touch side by side share a wall, where
        # there is much ink, but little height.
        extent = (height - upright.argmax(axis=0) - upright[::-1].argmax(axis=0)) / height
        extent[crossed == 0] = 0.0
        for kind, profile in ((thin, crossed), (low, extent)):
            columns = (x for x in _minima(profile, height) if crossed[x] <= _INK)
            kind.extend(_Line(x + 0.5, slant, float(crossed[x])) for x in columns)
    chosen = {*_best(thin, height), *_best(low, height)}
    return sorted(chosen, key=lambda line: (line.x, line.slant))


def _best(lines: list[_Line], height: int) -> list[_Line]:
    """Return the lines that cross least ink, not too many in one place."""
    chosen: list[_Line] = []
    for line in sorted(lines, key=lambda line: (line.ink, abs(line.slant))):
        apart = [abs(line.x - other.x) for other in chosen if other.slant == line.slant]
        near = [other for other in chosen if abs(line.x - other.x) < 2 * _APART * height]
        if min(apart, default=height) >= _APART * height and len(near) < _MOST_NEAR:
            chosen.append(line)
    return chosen[:_MOST_LINES]


def _minima(profile: NDArray[np.float64], height: int) -> list[int]:
    """Return the columns where a profile is as low as it is anywhere near."""
    margin = max(round(_MARGIN * height), 1)
    reach = max(round(_APART * height), 1)
    return [
        x
        for x in range(margin, len(profile) - margin)
        if profile[x] <= profile[max(x - reach, 0) : x + reach + 1].min()
    ]
