"""Digits that touch: strokes as the pen made them, cut where the most probable digits lie.

Digits are written one after the other, so each is a stretch of the pen's way, whatever lies over
what. The stretches may begin and end where a stroke does and where it may be cut; the most
probable sequence of them is found by dynamic programming, as for whole strokes in ``partition``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from model.geometry import Box
from model.ink import Stroke
from model.segmentation.cutting import cut_places, part_of
from model.segmentation.rows import Span, cheapest_row

_MOST_PLACES: Final = 60
"""Places where stretches may begin or end; what has more is no row of digits."""

_LOWEST: Final = 0.5
"""Height of the lowest digit, as a share of what it is part of."""

_WIDEST: Final = 1.3
"""Width over the height of all, of the widest digit."""

_CUT: Final = 1.0
"""What a cut costs: people lift the pen between digits more often than not."""

_CUT_WITHOUT_LEAD: Final = 0.5
"""… and how much more where no line leads from one digit to the next."""

_FREE_OVERLAP: Final = 0.3
_OVERLAP: Final = 2.0
"""What it costs that digits lie over each other sideways by more than the free share of a width."""

_LEAST_WIDTH: Final = 0.15
"""Width that a digit has at least for this, as a share of the height: ones are lines."""

_FREE_RISE: Final = 0.12
_RISE: Final = 6.0
"""What it costs that one stands higher than the other by more than the free share of the height."""

Strokes = tuple[Stroke, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """A place along the pen's way: in a stroke, counted in its points."""

    stroke: int
    at: float


@dataclass(frozen=True, slots=True)
class Row:
    """Digits side by side.

    Attributes:
        digits: The strokes of each, from left to right; a stroke that was cut gives way to parts.
        numbers: For each digit which of the divided strokes it has or has parts of.
        cost: Negative logarithm of how probable they are.
        lead: Length of the pen's way between them that is no part of any, over the height of all.
    """

    digits: tuple[Strokes, ...]
    numbers: tuple[tuple[int, ...], ...]
    cost: float
    lead: float

    @property
    def depth(self) -> float:
        """How far below its top the deepest of the later digits begins, over its height."""
        depths = []
        for strokes in self.digits[1:]:
            box = Box.around(stroke.bounds for stroke in strokes)
            depths.append((strokes[0].points[0].y - box.y) / max(box.height, 1e-9))
        return max(depths, default=0.0)


def divide(strokes: Sequence[Stroke], cost: Callable[[Strokes], float]) -> Row | None:
    """Return the most probable row of two or more digits, or None where none is probable.

    Args:
        strokes: In the order in which they were drawn.
        cost: Negative logarithm of the probability that some strokes are one digit.
    """
    if len(strokes) > _MOST_PLACES:
        return None
    way = _Way(strokes)
    if not 2 < len(way.places) <= _MOST_PLACES:
        return None
    found = cheapest_row(way, lambda start, end: cost(way.strokes_between(start, end)))
    if found is None:
        return None
    digits = tuple(way.strokes_between(*span) for span in found[0])
    return Row(digits, tuple(way.numbers(*span) for span in found[0]), found[1], way.lead(found[0]))


class _Way:
    """The pen's way through some strokes, and the places where it may be cut."""

    def __init__(self, strokes: Sequence[Stroke]) -> None:
        self._strokes = strokes
        self.places = [_Place(0, 0.0)]
        self._gaps: set[int] = set()
        self._atoms: list[Stroke] = []
        for number, stroke in enumerate(strokes):
            before = 0.0
            for at in cut_places(stroke):
                if before > 0:
                    self._gaps.add(len(self.places) - 1)
                self._atoms.append(part_of(stroke, before, at))
                self.places.append(_Place(number, at))
                before = at
            last = float(len(stroke.points) - 1)
            self._atoms.append(part_of(stroke, before, last) if before > 0 else stroke)
            self.places.append(_Place(number + 1, 0.0))
        self._boxes = [atom.bounds for atom in self._atoms]
        self._all = Box.around(self._boxes)
        self._rest = [Box.around(self._boxes[index:]) for index in range(len(self._boxes))]

    @property
    def end(self) -> int:
        """Number of the last place."""
        return len(self.places) - 1

    def next_after(self, before: Span | None) -> list[Span]:
        """Return where digits may begin and end that follow on another; at first on none."""
        starts = [0]
        if before is not None:
            starts = [before[1]]
            if before[1] in self._gaps:
                starts.append(before[1] + 1)
        found = []
        for start in starts:
            for end in range(start + 1, self.end + (start > 0)):
                box = self.box(start, end)
                if box.width > _WIDEST * self._all.height:
                    break
                is_high = box.height >= _LOWEST * self._all.height
                if before is not None and self.box(*before).center[0] >= box.center[0]:
                    continue
                if is_high and (end == self.end or self._may_follow(box, end)):
                    found.append((start, end))
        return found

    def _may_follow(self, box: Box, end: int) -> bool:
        """Tell whether what comes after a place is high enough, and farther right."""
        rest = self._rest[end]
        return rest.height >= _LOWEST * self._all.height and rest.right > box.center[0]

    def box(self, start: int, end: int) -> Box:
        """Return the box around what was drawn from one place to another."""
        return Box.around(self._boxes[start:end])

    def numbers(self, start: int, end: int) -> tuple[int, ...]:
        """Return which strokes were drawn, wholly or partly, from one place to another."""
        first, last = self.places[start], self.places[end]
        return tuple(range(first.stroke, last.stroke + (last.at > 0)))

    def strokes_between(self, start: int, end: int) -> Strokes:
        """Return what was drawn from one place to another."""
        first, last = self.places[start], self.places[end]
        own = []
        for number in self.numbers(start, end):
            stroke = self._strokes[number]
            whole = float(len(stroke.points) - 1)
            begin = first.at if number == first.stroke else 0.0
            stop = last.at if number == last.stroke else whole
            is_cut = begin > 0 or stop < whole
            own.append(part_of(stroke, begin, stop) if is_cut else stroke)
        return tuple(own)

    def lead(self, row: Sequence[Span]) -> float:
        """Return the length of the lines between the digits of a row, over the height of all."""
        gaps = [number for before, here in pairwise(row) for number in range(before[1], here[0])]
        return sum(self._atoms[number].length for number in gaps) / max(self._all.height, 1e-9)

    def cost_between(self, before: Span, here: Span) -> float:
        """Return what it costs that one digit follows on another."""
        a, b = self.box(*before), self.box(*here)
        height = max(self._all.height, 1e-9)
        over = (a.right - b.x) / max(min(a.width, b.width), _LEAST_WIDTH * height)
        rise = abs(a.bottom - b.bottom) / height
        cost = _OVERLAP * max(over - _FREE_OVERLAP, 0.0) + _RISE * max(rise - _FREE_RISE, 0.0)
        if before[1] != here[0]:
            return cost + _CUT
        is_cut = self.places[here[0]].at > 0
        return cost + (_CUT + _CUT_WITHOUT_LEAD if is_cut else 0.0)
