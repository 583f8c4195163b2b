"""What was read: plain values that go from the recogniser to whoever asked."""

from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from model.geometry import Box
from model.ink import Stroke
from model.samples.sample import NOT_A_DIGIT

if TYPE_CHECKING:
    from model.preprocess import Stages

CERTAIN_FROM = 0.95
LIKELY_FROM = 0.70


class Certainty(Enum):
    """How sure a reading is, in words that people can act on."""

    CERTAIN = "certain"
    LIKELY = "likely"
    UNSURE = "unsure"
    NOT_A_DIGIT = "not a digit"


@dataclass(frozen=True, eq=False)
class Scores:
    """What the model says of one 28×28 field.

    Attributes:
        probabilities: Shape (10,), float64, sums to 1: which digit, given that it is one.
        digit_score: 0–1: how much it looks like a digit at all.
        is_digit: True where ``digit_score`` reaches the model's threshold.
    """

    probabilities: NDArray[np.float64]
    digit_score: float
    is_digit: bool

    @property
    def ranking(self) -> list[int]:
        """The ten digits, most probable first."""
        return [int(digit) for digit in np.argsort(-self.probabilities, kind="stable")]

    @cached_property
    def digit(self) -> int:
        """The most probable digit, whether or not it is one."""
        return int(self.probabilities.argmax())

    @cached_property
    def confidence(self) -> float:
        """Probability of the most probable digit, 0–1."""
        return float(self.probabilities.max())

    @property
    def certainty(self) -> Certainty:
        """How sure the reading is."""
        if not self.is_digit:
            return Certainty.NOT_A_DIGIT
        if self.confidence >= CERTAIN_FROM:
            return Certainty.CERTAIN
        return Certainty.LIKELY if self.confidence >= LIKELY_FROM else Certainty.UNSURE


@dataclass(frozen=True, eq=False)
class DigitReading:
    """One digit found in a drawing or picture.

    Attributes:
        scores: What the model says.
        stages: The way of its bitmap into the model.
        box: Where it is, in the units of the drawing or picture.
        strokes: Indices of its strokes in the drawing; empty for pictures.
        truth: What the person said it is, 0–9 or ``NOT_A_DIGIT``; None where nothing was said.
        cut: Its own part of its strokes, where a stroke was cut between touching digits; else
            empty.
        mark: The decimal point, comma or minus sign that it is taken for; empty for digits and
            for what is neither.
    """

    scores: Scores
    stages: "Stages"
    box: Box
    strokes: tuple[int, ...] = ()
    truth: int | None = None
    cut: tuple[Stroke, ...] = ()
    mark: str = ""

    @property
    def value(self) -> int | None:
        """The digit it is taken for: what the person said, else what was read; None for none."""
        if self.truth is not None:
            return None if self.truth == NOT_A_DIGIT else self.truth
        return self.scores.digit if self.scores.is_digit else None

    @property
    def text(self) -> str:
        """What it is, as text: its digit or its mark; empty where it is neither."""
        if self.value is None:
            return "" if self.truth is not None else self.mark
        return str(self.value)


@dataclass(frozen=True, eq=False)
class Reading:
    """Everything read in one drawing or picture, in reading order.

    Attributes:
        lines: Lines from top to bottom, each with its digits from left to right.
    """

    lines: tuple[tuple[DigitReading, ...], ...] = ()

    @property
    def digits(self) -> tuple[DigitReading, ...]:
        """All digits in reading order, marks and things that are not digits included."""
        return tuple(digit for line in self.lines for digit in line)

    @property
    def text(self) -> str:
        """The digits and marks as text, one line each; what is neither is left out."""
        rows = ("".join(digit.text for digit in line) for line in self.lines)
        return "\n".join(row for row in rows if row)
