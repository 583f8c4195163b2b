"""Which neighbouring pieces of a line make one digit: the cheapest partition into runs.

Each run costs what the recogniser thinks of it and how loosely its pieces hang together, each two
neighbouring runs what speaks against a boundary between them, all as negative logarithms, so the
cheapest partition is the most probable one (dynamic programming over cuts, as in Fujisawa, Nakano
and Kurino 1992, "Segmentation methods for character recognition: from segmentation to document
structure analysis"; the weights are those of a semi-Markov conditional random field, Sarawagi and
Cohen 2004).
"""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from model.segmentation.linking import boundary_cost, looseness
from model.segmentation.pieces import Piece

LONGEST_DIGIT: Final = 4
"""Most pieces of one digit; people write digits in at most three strokes, pictures break more."""

LONGEST_RUN: Final = 8
"""Most pieces of what is no digit; more of them are several things that are no digits."""

_MOST_CROWDED: Final = 60
"""Most pieces of a line, in rows of three and more without a clear gap, that are asked about;
where there are more each row is one scribble."""

_FEW: Final = 12
"""In longer stretches all runs are asked about at once."""

# Fitted to 8,700 drawings, together with the weights of ``linking.boundary_cost``: numbers composed
# of one writer's pen digits, as they are and varied, apart or touching, some with letters and
# scribbles among them, and single digits and letters; all by people that the model trains on, too.
_DIGIT: Final = -1.9
_UNLIKELY: Final = 1.5
_LOOSE: Final = 0.75
_FURTHER_PIECE: Final = -0.95
_STRANGER: Final = 3.15
_LIKE_DIGIT: Final = 0.75

_ALONE: Final = -1.9
"""What one digit costs that is the only one: the fitted 1.1, and 3 less, for it is what people
draw most."""

_FLOOR: Final = 1e-3
"""Least probability of a run: one strange digit must not decide how others are cut."""

_IMPOSSIBLE: Final = 1e3

Run = tuple[int, ...]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Likeness:
    """What the pieces of a run are, taken by themselves.

    Attributes:
        digit: Probability, 0–1, that they are one digit, and the one that it seems to be.
        stranger: Probability, 0–1, that they are no digit.
        rarity: What it costs that this digit is written like this, before looking closer: negative
            logarithm of how usual so many pieces are for it, at least 0.
    """

    digit: float
    stranger: float
    rarity: float = 0.0


def best_partition(
    line: Sequence[int],
    pieces: Sequence[Piece],
    score: Callable[[Run], Likeness],
    height: float,
    likely: Collection[int] = (),
) -> list[Run]:
    """Return the most probable digits of a line, from left to right.

    Args:
        line: Indices into ``pieces``, from left to right.
        pieces: All pieces.
        score: What the pieces of a run are; asked once a run, and never where geometry leaves no
            choice.
        height: Of the digits of the line.
        likely: Pieces of the whole drawing that are digits by themselves. Where no others than
            these pieces are, they may well be the single digit that was drawn.
    """
    if not line:
        return []
    loose = looseness([pieces[index] for index in line], LONGEST_RUN, height)
    within = {cut for start, end in loose for cut in range(start + 1, end)}
    stretches = list(pairwise(cut for cut in range(len(line) + 1) if cut not in within))
    is_crowded = sum(end - start for start, end in stretches if end - start > 2) > _MOST_CROWDED
    digits: list[Run] = []
    for start, end in stretches:
        if end - start == 1 or (is_crowded and end - start > 2):
            digits.append(tuple(sorted(line[start:end])))
        else:
            own = {
                (first - start, last - start): cost
                for (first, last), cost in loose.items()
                if start <= first and last <= end
            }
            alone = _ALONE if set(likely).issubset(line[start:end]) else 0.0
            digits.extend(_Stretch(line[start:end], pieces, height, own, alone).cheapest(score))
    return digits


class _Stretch:
    """Pieces side by side without an obvious gap, while they are parted."""

    def __init__(
        self,
        line: Sequence[int],
        pieces: Sequence[Piece],
        height: float,
        loose: Mapping[Span, float],
        alone: float,
    ) -> None:
        """Prepare to part the pieces of ``line``.

        Args:
            line: Indices into ``pieces``, from left to right.
            pieces: All pieces.
            height: Of the digits of the line.
            loose: How loosely each run hangs together; others are not possible.
            alone: What one digit of all pieces costs beside all else.
        """
        self._line = line
        self._pieces = [pieces[index] for index in line]
        self._height = height
        self._before: dict[int, list[Span]] = {end: [] for end in range(1, len(line) + 1)}
        self._as_digit: dict[Span, float] = {}
        for span in sorted(loose):
            self._before[span[1]].append(span)
            count = span[1] - span[0]
            cost = _DIGIT + _LOOSE * loose[span] + _FURTHER_PIECE * (count - 1)
            cost += alone if count == len(line) else 0.0
            self._as_digit[span] = cost if count <= LONGEST_DIGIT else _IMPOSSIBLE
        self._boundaries: dict[tuple[Span, Span], float] = {}

    def cheapest(self, score: Callable[[Run], Likeness]) -> list[Run]:
        """Return the cheapest partition."""
        # What was not asked about costs as little as it can, so the cheapest partition of which all
        # was asked about is the cheapest of all; asking takes longer than looking for it again.
        costs = {span: min(cost, _STRANGER) for span, cost in self._as_digit.items()}
        asked: set[Span] = set()
        while True:
            spans = self._cheapest_spans(costs)
            unknown = [span for span in spans if span not in asked]
            if not unknown:
                return [self._run(span) for span in spans]
            for span in unknown if len(self._line) <= _FEW else costs:
                costs[span] = self._cost(span, score(self._run(span)))
                asked.add(span)

    def _run(self, span: Span) -> Run:
        return tuple(sorted(self._line[slice(*span)]))

    def _cost(self, span: Span, likeness: Likeness) -> float:
        """Return the cost of a run: as a digit or as none, whichever is less."""
        unlikely = -math.log(max(likeness.digit, _FLOOR))
        like_digit = -math.log(max(likeness.stranger, _FLOOR))
        as_digit = self._as_digit[span] + likeness.rarity + _UNLIKELY * unlikely
        return min(as_digit, _STRANGER + _LIKE_DIGIT * like_digit)

    def _cheapest_spans(self, costs: Mapping[Span, float]) -> list[Span]:
        """Return the cheapest way through the stretch."""
        # best[span]: the least cost of the pieces up to its end if it is the last, and what is
        # before it then.
        best: dict[Span, tuple[float, Span | None]] = {}
        for spans in self._before.values():
            for span in spans:
                ways = [
                    (best[before][0] + self._boundary(before, span), before)
                    for before in self._before.get(span[0], ())
                ]
                cost, before = min(ways) if ways else (0.0, None)
                best[span] = (cost + costs[span], before)
        here: Span | None = min(self._before[len(self._line)], key=lambda span: best[span][0])
        found = []
        while here is not None:
            found.append(here)
            here = best[here][1]
        return found[::-1]

    def _boundary(self, left: Span, right: Span) -> float:
        """Return what the boundary between two runs costs."""
        if (left, right) not in self._boundaries:
            first, second = (self._pieces[slice(*span)] for span in (left, right))
            self._boundaries[left, right] = boundary_cost(first, second, self._height)
        return self._boundaries[left, right]
