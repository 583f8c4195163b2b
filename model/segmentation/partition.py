"""Which neighbouring pieces of a line make one digit: the cheapest partition into runs.

Each run costs what the recogniser thinks of it, each boundary what its geometry makes of it,
both as negative logarithms of probabilities, so the cheapest partition is the most probable one
(dynamic programming over cuts, as in Fujisawa, Nakano and Kurino 1992, "Segmentation methods
for character recognition: from segmentation to document structure analysis").
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from model.geometry import Box
from model.segmentation.pieces import Piece, digit_height, distance, shared_height

LONGEST_DIGIT: Final = 4
"""Most pieces of one digit; people write digits in at most three strokes, pictures break more."""

_MOST_CROWDED: Final = 60
"""Most pieces of a line, in rows of three and more without a clear gap, that are asked about;
where there are more each row is one scribble."""

LONGEST_RUN: Final = 8
"""Most pieces of what is no digit; more of them are several things that are no digits."""

_STRANGER: Final = 0.01
"""How usual it is that something among digits is none."""

_WINDOW: Final = 3
"""Pieces on either side of a boundary that are looked at."""

_NEVER: Final = 0.001
"""Boundaries less likely than this to lie within a digit are not asked about."""

_ALWAYS: Final = 0.9999
"""Boundaries more likely than this to lie within a digit are not asked about either."""

_FLOOR: Final = 1e-3
"""Least probability a run can have: one strange digit must not decide how others are cut."""

_ALONE: Final = 2.5
"""Log odds in favour of a single digit: that is what people draw most."""

# Weights of a logistic regression that tells pieces of one digit from pieces of neighbours, fitted
# on 8,000 numbers composed of one writer's pen digits (writers that the model trains on, too),
# slanted at random, their boxes 0–0.4 or their ink 0.04–0.3 of a digit's height apart.
# The bias is the fitted 0.6 and 1.9 more, which on numbers of seven other writers was best: what
# the recogniser and the habit of lifting the pen add speaks against joining more often than for.
_BIAS: Final = 2.5
_CONTAINED: Final = 4.2
_LOW: Final = 2.6
_CONTAINED_LOW: Final = 3.6
_STACKED: Final = 4.5
_ASPECT: Final = -4.2
_DISTANCE: Final = -22.6

_FEW: Final = 12
"""In longer stretches all runs are asked about at once."""

Run = tuple[int, ...]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Likeness:
    """What the pieces of a run are, taken by themselves.

    Attributes:
        digit: Probability, 0–1, that they are one digit, and the one that it seems to be.
        stranger: Probability, 0–1, that they are no digit.
    """

    digit: float
    stranger: float


def best_partition(
    line: Sequence[int],
    pieces: Sequence[Piece],
    score: Callable[[Run], Likeness],
    *,
    is_alone: bool = False,
) -> list[Run]:
    """Return the most probable digits of a line, from left to right.

    Args:
        line: Indices into ``pieces``, from left to right.
        pieces: All pieces.
        score: What the pieces of a run are; asked once a run, and never where geometry leaves no
            choice.
        is_alone: True where the line is all there is, so that it may well be a single digit.
    """
    if not line:
        return []
    joins = _join_probabilities(line, pieces)
    ends = [position + 1 for position, join in enumerate([*joins, 0.0]) if join < _NEVER]
    stretches = list(pairwise([0, *ends]))
    is_crowded = sum(end - start for start, end in stretches if end - start > 2) > _MOST_CROWDED
    digits: list[Run] = []
    for start, end in stretches:
        if is_crowded and end - start > 2:
            digits.append(tuple(sorted(line[start:end])))
        else:
            bonus = _ALONE if is_alone and end - start == len(line) else 0.0
            digits.extend(_cheapest(line[start:end], joins[start : end - 1], score, bonus))
    return digits


def _cheapest(
    line: Sequence[int], joins: Sequence[float], score: Callable[[Run], Likeness], bonus: float
) -> list[Run]:
    """Return the cheapest partition of a stretch of a line without obvious gaps.

    ``bonus`` is what the partition into one single digit costs less.
    """
    if len(line) == 1 or min(joins) >= _ALWAYS:
        return [tuple(sorted(line))]
    spans = _spans(joins, bonus)
    asked: dict[Span, float] = {}
    while True:
        # What was not asked about costs nothing yet, so the cheapest partition of which all was
        # asked about is the cheapest of all; asking takes far longer than looking for it again.
        cheapest = _cheapest_spans(len(line), spans, asked)
        unknown = [span for span in cheapest if span not in asked]
        if not unknown:
            return [tuple(sorted(line[start:end])) for start, end in cheapest]
        for start, end in unknown if len(line) <= _FEW else spans:
            asked[start, end] = _cost(tuple(sorted(line[start:end])), score)


def _spans(joins: Sequence[float], bonus: float) -> dict[Span, float]:
    """Return what each run of a stretch costs by its geometry alone."""
    count = len(joins) + 1
    spans = {}
    for end in range(1, count + 1):
        for start in range(max(0, end - LONGEST_RUN), end):
            cost = -sum(math.log(join) for join in joins[start : end - 1])
            if start:
                cost -= math.log(max(1 - joins[start - 1], _FLOOR))
            elif end == count:
                cost -= bonus
            spans[start, end] = cost
    return spans


def _cheapest_spans(
    count: int, spans: Mapping[Span, float], asked: Mapping[Span, float]
) -> list[Span]:
    """Return the cheapest way through a stretch of ``count`` pieces."""
    # best[n]: the least cost of parting the first n pieces, and where the last run begins then.
    best = [(0.0, 0)]
    for end in range(1, count + 1):
        starts = range(max(0, end - LONGEST_RUN), end)
        best.append(min((best[s][0] + spans[s, end] + asked.get((s, end), 0.0), s) for s in starts))
    found = []
    end = count
    while end:
        found.append((best[end][1], end))
        end = best[end][1]
    return found[::-1]


def _cost(run: Run, score: Callable[[Run], Likeness]) -> float:
    """Return the cost of a run: as a digit or as none, whichever is less.

    A digit costs as much as each of its pieces would, a stranger is paid for once: letters and
    scribbles have any number of strokes.
    """
    likeness = score(run)
    stranger = -math.log(max(_STRANGER * likeness.stranger, _FLOOR))
    if len(run) > LONGEST_DIGIT:
        return stranger
    return min(-len(run) * math.log(max(likeness.digit, _FLOOR)), stranger)


def _join_probabilities(line: Sequence[int], pieces: Sequence[Piece]) -> list[float]:
    """Return for each boundary of a line how likely it is to lie within one digit, by geometry."""
    height = digit_height([pieces[index].box for index in line])
    return [
        _join_probability(
            [pieces[index] for index in line[max(0, cut - _WINDOW) : cut]],
            [pieces[index] for index in line[cut : cut + _WINDOW]],
            height,
        )
        for cut in range(1, len(line))
    ]


def _join_probability(left: Sequence[Piece], right: Sequence[Piece], height: float) -> float:
    """Return how likely a boundary lies within a digit: what its likeliest pair of pieces says."""
    logit = max(_join_logit(first, second, height) for first in left for second in right)
    return 1 / (1 + math.exp(-min(max(logit, -30.0), 30.0)))


@lru_cache(maxsize=1 << 14)
def _join_logit(first: Piece, second: Piece, height: float) -> float:
    """Return the log odds, by geometry alone, that two pieces belong to one digit.

    They do where their ink comes near, where one lies over the other sideways, where they do
    not stand side by side, where one is too low to be a digit, and where both are narrow.
    """
    a, b = first.box, second.box
    if max(a.x, b.x) - min(a.right, b.right) > height:
        return -30.0
    overlap = max(min(a.right, b.right) - max(a.x, b.x), 0.0)
    contained = min(overlap / max(min(a.width, b.width), 0.05 * height), 1.0)
    both = Box.around((a, b))
    aspect = min(both.width / max(both.height, 1e-9), 2.0)
    low = 1 - min(a.height / height, b.height / height, 1.0)
    return (
        _BIAS
        + _CONTAINED * contained
        + _LOW * low
        + _CONTAINED_LOW * contained * low
        + _STACKED * (1 - shared_height(a, b))
        + _ASPECT * aspect
        + _DISTANCE * distance(first, second) / height
    )
