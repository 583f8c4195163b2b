"""What becomes of a digit when a person drags an edge of its frame: it takes ink, or gives some."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.geometry import Box
from model.ink import Stroke
from model.segmentation.cutting import part_of

Strokes = tuple[Stroke, ...]

_LEAST_SHARE: Final = 0.1
"""An edge that comes in by less than this share of a digit's width gives nothing away."""

_CRUMB_SHARE: Final = 0.03
"""Shorter pieces of a stroke, as a share of its length, stay with what comes before them."""


class Side(Enum):
    """Which edge of a frame."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class EdgeMove:
    """An edge of a digit's frame that was put elsewhere.

    Attributes:
        index: Of the digit, in reading order.
        side: Which edge.
        x: Where it is now, in canvas units.
    """

    index: int
    side: Side
    x: float


@dataclass(frozen=True, slots=True)
class Reshaped:
    """What a moved edge makes of a digit: either it takes digits, or it gives strokes away.

    Attributes:
        taken: Indices of the digits that become part of it, in reading order.
        kept: Its own strokes that stay; pieces where it was cut.
        given: Those that leave it; empty where it takes digits.
        given_to: Index of the digit that they join; None where they are one of their own.
    """

    taken: tuple[int, ...]
    kept: Strokes
    given: Strokes = ()
    given_to: int | None = None


def reshaped(digits: Sequence[Strokes], line: range, move: EdgeMove) -> Reshaped | None:
    """Return what an edge that was moved changes, or None where it changes nothing.

    Outwards, it takes every digit whose middle it passes. Inwards, strokes whose middle is then
    outside leave; a digit of a single stroke is cut where the edge crosses it. What leaves joins
    the digit beside it where its middle lies within that one, else it is a digit of its own.

    Args:
        digits: The strokes of each digit, in reading order; every digit has some.
        line: Indices of the digits in the line of the one whose edge was moved.
        move: Which edge, and where it is now.
    """
    beside = _beside(line, move)
    passed = [at for at in beside if not _is_outside(_box(digits[at]).center[0], move)]
    if passed:
        reach = beside[: beside.index(passed[-1]) + 1]
        return Reshaped(tuple(sorted(reach)), digits[move.index])
    own = digits[move.index]
    box = _box(own)
    depth = box.right - move.x if move.side is Side.RIGHT else move.x - box.x
    if depth <= _LEAST_SHARE * box.width:
        return None
    pieces = own if len(own) > 1 else _cut(own[0], move.x)
    given = tuple(piece for piece in pieces if _is_outside(piece.bounds.center[0], move))
    kept = tuple(piece for piece in pieces if not _is_outside(piece.bounds.center[0], move))
    if not given or not kept:
        return None
    middle = _box(given).center[0]
    near = [at for at in beside[:1] if _spans(_box(digits[at]), middle)]
    return Reshaped((), kept, given, next(iter(near), None))


def _beside(line: range, move: EdgeMove) -> list[int]:
    """Return the digits on the side of the edge, the nearest first."""
    if move.side is Side.RIGHT:
        return [at for at in line if at > move.index]
    return [at for at in reversed(line) if at < move.index]


def _is_outside(x: float, move: EdgeMove) -> bool:
    """Tell whether a place lies on the far side of the edge."""
    return x > move.x if move.side is Side.RIGHT else x < move.x


def _spans(box: Box, x: float) -> bool:
    return box.x <= x <= box.right


def _box(strokes: Strokes) -> Box:
    return Box.around(stroke.bounds for stroke in strokes)


def _cut(stroke: Stroke, x: float) -> Strokes:
    """Return the pieces of a stroke on both sides of an upright line, in their order."""
    away = stroke.xy[:, 0] - x
    before = np.flatnonzero((away[:-1] > 0) != (away[1:] > 0))
    places = before + away[before] / (away[before] - away[before + 1])
    if not len(places):
        return (stroke,)
    runs = _without_crumbs(stroke, [0.0, *map(float, places), float(len(away) - 1)])
    return tuple(part_of(stroke, start, end) for start, end in runs)


def _without_crumbs(stroke: Stroke, places: Sequence[float]) -> list[tuple[float, float]]:
    """Return the runs between places, in pairs of places; a crumb goes with what is before it.

    What comes after a crumb is on the same side as what is before it, and goes with it too.
    """
    way = _way(stroke, places)
    crumb = _CRUMB_SHARE * stroke.length
    runs: list[tuple[float, float, int]] = []
    for side, ((start, end), long) in enumerate(zip(pairwise(places), np.diff(way), strict=True)):
        if runs and (long < crumb or runs[-1][2] == side % 2):
            runs[-1] = runs[-1][0], end, runs[-1][2]
        elif long >= crumb or end == places[-1]:
            runs.append((places[0] if not runs else start, end, side % 2))
    return [(start, end) for start, end, _ in runs]


def _way(stroke: Stroke, places: Sequence[float]) -> NDArray[np.float64]:
    """Return how far along its way a stroke has come at places counted in points."""
    steps = np.hypot(*np.diff(stroke.xy, axis=0).T)
    reached = np.concatenate([[0.0], np.cumsum(steps)])
    return np.asarray(np.interp(places, np.arange(len(reached)), reached))
