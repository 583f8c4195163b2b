"""Whether digits side by side that touch are digits at all, or one letter or scribble.

Almost any letter can be cut into strokes that look like ones and sevens, so digits that were found
within one piece of ink are believed only where there is more to them than that.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from model.geometry import Box
from model.segmentation.partition import Likeness

# Weights of a logistic regression that tells pairs of touching digits, overlapping or written
# without lifting the pen, from letters, scribbles and single digits that can be cut into such
# pairs: 1,400 pairs and 4,900 others, all by people that the model trains on, too. The weights of
# a line that leads from digit to digit, of uneven feet and of further digits are held smaller than
# they would be: the pairs are composed, and in these they are more regular than people are.
_BIAS: Final = -2.0
_SIMPLE: Final = -1.75
"""For each one or seven: they are what arbitrary strokes look like."""

_SURE: Final = 0.65
_SUREST: Final = 7.0
_LIKE_DIGITS: Final = 0.8
_MOST_LIKE_DIGITS: Final = 3.0
_UNLIKELY: Final = -1.5
_MOST_UNLIKELY: Final = 1.5
_MUCH_INK: Final = 0.5
_UNEVEN: Final = -12.0
_EVEN: Final = 0.08
_FURTHER: Final = -1.0
_CUT: Final = -4.2
_CUT_BESIDE_WHOLE: Final = 2.7
_LEAD: Final = 2.5
_NO_LEAD: Final = -1.6
_SHORTEST_LEAD: Final = 0.03
_LONGEST_LEAD: Final = 0.5
"""Most that counts of a line from one digit to the next: a longer one is of something else."""

_DEEP: Final = -2.0
_USUAL_DEPTH: Final = 0.4
"""Nine in ten of 219 pairs written without lifting begin the second digit no deeper than this
share of its height, half of 79 letters at its very foot; the weight fits these, all of people that
the model trains on."""

_SIMPLE_DIGITS: Final = (1, 7)
_LEAST: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Seen:
    """What some ink seems to be, taken by itself.

    Attributes:
        digit: The most probable digit, 0–9.
        confidence: How probable it is if it is a digit at all, 0–1.
        likeness: How probable it is that it is this digit, and that it is none.
        box: The box around it.
    """

    digit: int
    confidence: float
    likeness: Likeness
    box: Box


@dataclass(frozen=True, slots=True)
class Cutting:
    """How digits were got out of strokes.

    Attributes:
        is_cut: True where strokes were cut.
        several: True where there was more than one stroke.
        lead: Length of the lines between digits that were left out, over the height of all.
        depth: How far below its top a digit begins that follows on another, over its height.
    """

    is_cut: bool
    several: bool
    lead: float = 0.0
    depth: float = 0.0


def row_log_odds(row: Sequence[Seen], excess: float, cutting: Cutting) -> float:
    """Return the log odds that touching ink is a row of digits, and not one letter or digit.

    Args:
        row: The digits, from left to right, at least two.
        excess: How much more ink there is than one digit has, as ``strokes.way_excess`` says.
        cutting: How they were got.
    """
    height = Box.around(seen.box for seen in row).height
    rise = max(abs(a.box.bottom - b.box.bottom) for a, b in pairwise(row)) / max(height, 1e-9)
    unlikely = -sum(math.log(max(seen.likeness.digit, _LEAST)) for seen in row)
    odds = (
        _BIAS
        + _SIMPLE * sum(seen.digit in _SIMPLE_DIGITS for seen in row)
        + _SURE * min(_SUREST, *(_logit(seen.confidence) for seen in row))
        + _LIKE_DIGITS * min(_MOST_LIKE_DIGITS, *(-_logit(s.likeness.stranger) for s in row))
        + _UNLIKELY * min(unlikely, _MOST_UNLIKELY)
        + _MUCH_INK * excess
        + _UNEVEN * max(rise - _EVEN, 0.0)
        + _FURTHER * (len(row) - 2)
    )
    if not cutting.is_cut:
        return odds
    lead = min(cutting.lead, _LONGEST_LEAD * (len(row) - 1))
    leading = _LEAD * lead if lead >= _SHORTEST_LEAD else _NO_LEAD
    deep = _DEEP * max(cutting.depth - _USUAL_DEPTH, 0.0)
    return odds + _CUT + (_CUT_BESIDE_WHOLE if cutting.several else 0.0) + leading + deep


def _logit(share: float) -> float:
    inside = min(max(share, _LEAST), 1 - _LEAST)
    return math.log(inside / (1 - inside))
