"""From what the model says and where it stands to what is shown of a digit."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from model.reading import DigitReading, Scores
from model.segmentation.layout import Found
from model.segmentation.marks import MINUS
from model.segmentation.partition import Likeness

_AMONG_DIGITS: Final = 0.25
"""Least digit score of a digit that stands among others."""

_CLEAR: Final = 0.9
"""Least confidence of it: there must be no doubt which digit it is."""

_LEAST: Final = 1e-6


def likeness(scores: Scores, threshold: float) -> Likeness:
    """Return how probable it is that this is a digit, the one that it seems to be, or none.

    A model's threshold lies where it is taken for a digit as readily as not: there the odds are
    even, whatever the digit score is.
    """
    odds = _log_odds(scores.digit_score) - _log_odds(threshold)
    digit = 1 / (1 + math.exp(-odds))
    return Likeness(digit * scores.confidence, 1 - digit)


def judged(digit: DigitReading, found: Found) -> DigitReading:
    """Return a digit as it is, or as none where its neighbours show that it is too small."""
    if found.size >= 0.5:
        return digit
    scores = digit.scores
    lower = Scores(scores.probabilities, scores.digit_score * found.size, is_digit=False)
    return replace(digit, scores=lower, mark=found.mark)


def among_digits(line: Sequence[DigitReading]) -> list[DigitReading]:
    """Return a line in which the only thing that is no digit is one if it probably is.

    A model's threshold is for things that stand alone; where all else are digits it is likely
    to be one, too. Letters come in several pieces or are nothing like a digit.
    """
    others = [place for place, item in enumerate(line) if item.value is None and not item.mark]
    found = list(line)
    if len(others) == 1 and len(line) > 2:
        item = line[others[0]]
        if item.truth is None and not item.cut:
            found[others[0]] = replace(item, scores=_accepted(item.scores))
    return found


def _accepted(scores: Scores) -> Scores:
    is_probable = scores.digit_score >= _AMONG_DIGITS and scores.confidence >= _CLEAR
    return Scores(scores.probabilities, scores.digit_score, scores.is_digit or is_probable)


def with_clear_marks(line: Sequence[DigitReading]) -> tuple[DigitReading, ...]:
    """Return a line in which marks that have no digit beside them are nothing."""

    def is_digit(place: int) -> bool:
        return 0 <= place < len(line) and line[place].value is not None

    def is_clear(place: int) -> bool:
        is_first = place == 0 and line[place].mark == MINUS
        return is_digit(place + 1) and (is_first or is_digit(place - 1))

    return tuple(
        replace(item, mark="") if item.mark and not is_clear(place) else item
        for place, item in enumerate(line)
    )


def _log_odds(share: float) -> float:
    inside = min(max(share, _LEAST), 1 - _LEAST)
    return math.log(inside / (1 - inside))
