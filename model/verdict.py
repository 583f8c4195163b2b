"""From what the model says and where it stands to what is shown of a digit."""

from collections.abc import Sequence
from dataclasses import replace

from model.reading import DigitReading, Scores
from model.segmentation.layout import Found
from model.segmentation.marks import MINUS


def plausibility(scores: Scores) -> float:
    """Return how probable it is that this is a digit and the one that it seems to be."""
    return scores.digit_score * scores.confidence


def judged(digit: DigitReading, found: Found) -> DigitReading:
    """Return a digit as it is, or as none where its neighbours show that it is too small."""
    if found.size >= 0.5:
        return digit
    scores = digit.scores
    lower = Scores(scores.probabilities, scores.digit_score * found.size, is_digit=False)
    return replace(digit, scores=lower, mark=found.mark)


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
