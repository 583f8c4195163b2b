"""Digits that touch: strokes as the pen made them, cut where the most probable digits lie.

Digits are written one after the other, so each is a stretch of the pen's way, whatever lies over
what. The stretches may begin and end where a stroke does and where it may be cut; the most
probable sequence of them is found by dynamic programming, as for whole strokes in ``partition``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from model.geometry import Box
from model.ink import Stroke
from model.segmentation.cutting import cut_places, is_straight, part_of

_MOST_PLACES: Final = 24
"""Places where stretches may begin or end; what has more is no row of digits."""

_LOWEST: Final = 0.5
"""Height of the lowest digit, as a share of what it is part of."""

_WIDEST: Final = 1.3
"""Width over the height of all, of the widest digit."""

_CUT: Final = 1.0
_SKIPPED: Final = 0.5
_OVERLAP: Final = 6.0
_FREE_OVERLAP: Final = 0.15
_LEAST_WIDTH: Final = 0.15

Strokes = tuple[Stroke, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """A place along the pen's way: in a stroke, counted in its points."""

    stroke: int
    at: float


@dataclass(frozen=True, slots=True)
class _Stretch:
    """What the pen drew between two places, numbered in order, and its cost."""

    start: int
    end: int
    strokes: Strokes
    box: Box
    cost: float


def divide(
    strokes: Sequence[Stroke], cost: Callable[[Strokes], float]
) -> tuple[float, list[Strokes]] | None:
    """Return the most probable row of two or more digits, and its cost.

    Args:
        strokes: In the order in which they were drawn.
        cost: Negative logarithm of the probability that some strokes are one digit.

    Returns:
        The cost and the strokes of each digit, cut ones as parts; None where there is no way to
        divide these strokes.
    """
    places, gaps = _places(strokes)
    if not 2 < len(places) <= _MOST_PLACES:
        return None
    whole = Box.around(stroke.bounds for stroke in strokes)
    stretches = _stretches(strokes, places, whole, cost)
    best: dict[tuple[int, int], tuple[float, _Stretch | None]] = {}
    for here in stretches:
        if here.start == 0:
            best[here.start, here.end] = (here.cost, None)
            continue
        options = [
            (best[before.start, before.end][0] + here.cost + extra, before)
            for before in stretches
            if (before.start, before.end) in best
            and (extra := _between(before, here, places, gaps, whole.height)) is not None
        ]
        if options:
            best[here.start, here.end] = min(options, key=lambda option: option[0])
    ends = [
        here
        for here in stretches
        if here.end == len(places) - 1 and here.start and (here.start, here.end) in best
    ]
    if not ends:
        return None
    last: _Stretch | None = min(ends, key=lambda here: best[here.start, here.end][0])
    assert last is not None
    total = best[last.start, last.end][0]
    found = []
    while last is not None:
        found.append(last.strokes)
        last = best[last.start, last.end][1]
    return total, found[::-1]


def _places(strokes: Sequence[Stroke]) -> tuple[list[_Place], set[int]]:
    """Return where stretches may begin or end, and after which places a straight line follows."""
    places = [_Place(0, 0.0)]
    gaps = set()
    for number, stroke in enumerate(strokes):
        for at in cut_places(stroke):
            before = places[-1]
            if before.stroke == number and before.at and is_straight(stroke, before.at, at):
                gaps.add(len(places) - 1)
            places.append(_Place(number, at))
        places.append(_Place(number + 1, 0.0))
    return places, gaps


def _stretches(
    strokes: Sequence[Stroke],
    places: Sequence[_Place],
    whole: Box,
    cost: Callable[[Strokes], float],
) -> list[_Stretch]:
    """Return the stretches that have the size of a digit, by where they begin."""
    found = []
    for start in range(len(places) - 1):
        for end in range(start + 1, len(places)):
            if start == 0 and end == len(places) - 1:
                continue
            own = _between_places(strokes, places[start], places[end])
            box = Box.around(stroke.bounds for stroke in own)
            if box.width > _WIDEST * whole.height:
                break
            if box.height >= _LOWEST * whole.height:
                found.append(_Stretch(start, end, own, box, cost(own)))
    return found


def _between_places(strokes: Sequence[Stroke], start: _Place, end: _Place) -> Strokes:
    """Return what the pen drew from one place to another."""
    own = []
    for number in range(start.stroke, min(end.stroke + 1, len(strokes))):
        stroke = strokes[number]
        first = start.at if number == start.stroke else 0.0
        last = end.at if number == end.stroke else float(len(stroke.points) - 1)
        if number == end.stroke and end.at == 0:
            continue
        is_cut = first > 0 or last < len(stroke.points) - 1
        own.append(part_of(stroke, first, last) if is_cut else stroke)
    return tuple(own)


def _between(
    before: _Stretch, here: _Stretch, places: Sequence[_Place], gaps: set[int], height: float
) -> float | None:
    """Return what it costs that one digit follows on another; None where it does not."""
    is_next = before.end == here.start
    if not is_next and not (before.end == here.start - 1 and before.end in gaps):
        return None
    a, b = before.box, here.box
    if a.center[0] >= b.center[0]:
        return None
    over = (a.right - b.x) / max(min(a.width, b.width), _LEAST_WIDTH * height)
    cost = _OVERLAP * max(over - _FREE_OVERLAP, 0.0)
    if not is_next:
        return cost + _CUT + _SKIPPED
    return cost + (_CUT if places[here.start].at else 0.0)
