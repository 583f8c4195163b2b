"""Which of the digits found in a line may hold several digits that touch."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from model.geometry import Box
from model.segmentation.partition import Likeness
from model.segmentation.pieces import Piece, distance

_DOUBTFUL: Final = 0.9
"""What is less probably one digit than this may be several."""

_BIG_DOUBTFUL: Final = 0.999
"""… and so may what is big, unless it is very surely one: an eight of two rings has much ink."""

_WIDE: Final = 1.15
"""What is wider than this share of its height is big: hardly one digit in a hundred is."""

_MUCH_INK: Final = 2.0
"""… and so is what has more ink than this: two standard deviations above what is usual."""

_NARROWEST: Final = 0.45
"""Width over height from which on there is room for two digits (1st percentile of pairs)."""

_SHORTEST: Final = 2.6
"""Length of the pen's way over the height from which on there is ink for two digits."""

_LONGEST: Final = 40.0
"""… and above which it is a scribble."""

_LONG: Final = 3.3
_LENGTH_SAYS: Final = 4.0
"""Log odds against a single digit for each height that the way is longer than ``_LONG``."""

_LENGTH_SAYS_MOST: Final = 6.0

_TOUCHING: Final = 0.06
"""Distance between strokes that touch, as a share of the height: pens are wide."""

_STRANGER: Final = 0.03
"""How usual it is that what looks like no digit is none, and not several that touch."""

_MARGIN: Final = 0.1
"""How much less a division has to cost than what is found without one."""

_LEAST: Final = 1e-3


@dataclass(frozen=True, slots=True)
class Candidate:
    """One digit, or none, that was found in a line.

    Attributes:
        pieces: Of which it consists.
        likeness: What they are, taken by themselves.
        excess: How much more ink there is than in the digit that they seem to be.
        is_settled: True where it is known to be one digit, or far too small for one.
    """

    pieces: tuple[Piece, ...]
    likeness: Likeness
    excess: float
    is_settled: bool

    @property
    def box(self) -> Box:
        """The box around it."""
        return Box.around(piece.box for piece in self.pieces)

    @property
    def length(self) -> float:
        """Length of the pen's way."""
        return sum(piece.length for piece in self.pieces)

    @property
    def is_doubtful(self) -> bool:
        """True where it may well be no single digit."""
        if self.is_settled:
            return False
        box = self.box
        is_big = box.width > _WIDE * box.height or self.excess > _MUCH_INK
        return self.likeness.digit < (_BIG_DOUBTFUL if is_big else _DOUBTFUL)


def touching_stretches(line: Sequence[Candidate]) -> list[range]:
    """Return the stretches of a line, from left to right, in which each touches the next."""
    starts = [n for n in range(len(line)) if n == 0 or not _touch(line[n - 1], line[n])]
    return [range(start, end) for start, end in pairwise([*starts, len(line)])]


def may_hold_more(stretch: Sequence[Candidate]) -> bool:
    """Tell whether there may be more digits in a stretch than were found."""
    return any(candidate.is_doubtful for candidate in stretch) and _has_room(stretch)


def keeping_cost(stretch: Sequence[Candidate]) -> float:
    """Return the least cost that dividing parts of a bitmap must stay below."""
    total = 0.0
    for candidate in stretch:
        likeness = candidate.likeness
        excess = candidate.length / max(candidate.box.height, 1e-9) - _LONG
        single = min(max(_LENGTH_SAYS * excess, 0.0), _LENGTH_SAYS_MOST)
        single -= math.log(max(likeness.digit, _LEAST))
        total += min(single, -math.log(max(_STRANGER * likeness.stranger, _LEAST)))
    return total - _MARGIN


def _touch(first: Candidate, second: Candidate) -> bool:
    if first.is_settled or second.is_settled:
        return False
    limit = _TOUCHING * max(first.box.height, second.box.height)
    return any(distance(one, other) <= limit for one in first.pieces for other in second.pieces)


def _has_room(stretch: Sequence[Candidate]) -> bool:
    """Tell whether there is room and ink for two digits."""
    box = Box.around(candidate.box for candidate in stretch)
    length = sum(candidate.length for candidate in stretch)
    is_wide = box.width >= _NARROWEST * box.height
    return is_wide and _SHORTEST * box.height <= length <= _LONGEST * box.height
