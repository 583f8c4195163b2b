"""How long and how fast the shipped model and its teachers learn: plain numbers."""

import math
from dataclasses import dataclass
from typing import Final

DEFAULT_EPOCHS: Final = 200
"""Rounds of the whole recipe, teachers and student together."""

TEACHERS: Final = 3

_RISE: Final = 0.1
"""Share of the steps in which the learning rate rises."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """The schedule of the shipped recipe.

    Three networks learn first, each from its own third of the bank and from its own seed. Then
    a fourth, the student, learns from all of it, and from what they say of it.

    Attributes:
        bank: Fields drawn before anything is learned; a multiple of the teachers.
        epochs: Rounds in all: a fifth for each teacher, the rest for the student.
        steps: Steps of one round.
        batch: Fields of one step.
        peak_rate: Largest learning rate, reached after a tenth of a network's steps.
        weight_decay: Of the convolutions and the last layer (Loshchilov and Hutter 2019).
        digit_weight: Weight of "is a digit" beside "which digit".
        softness: Temperature at which the student imitates its teachers.
        taught_weight: Weight of what the teachers say beside what the labels say, 0–1.
    """

    bank: int = 1_200_000
    epochs: int = DEFAULT_EPOCHS
    steps: int = 240
    batch: int = 256
    peak_rate: float = 3e-3
    weight_decay: float = 0.02
    digit_weight: float = 0.5
    softness: float = 4.0
    taught_weight: float = 0.7

    @property
    def teacher_rounds(self) -> int:
        """Rounds of each teacher."""
        return max(1, self.epochs // 5)

    @property
    def student_rounds(self) -> int:
        """Rounds of the student."""
        return max(1, self.epochs - TEACHERS * self.teacher_rounds)

    @property
    def rounds(self) -> int:
        """Rounds of all together."""
        return TEACHERS * self.teacher_rounds + self.student_rounds

    def rate(self, step: int, steps: int) -> float:
        """Return the learning rate of one of a network's steps: a rise, then half a cosine.

        Args:
            step: From 0.
            steps: How many the network takes.
        """
        done = (step + 1) / steps
        if done < _RISE:
            return self.peak_rate * done / _RISE
        return self.peak_rate * 0.5 * (1 + math.cos(math.pi * (done - _RISE) / (1 - _RISE)))
