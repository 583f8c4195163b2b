"""Marks what a model says of fields whose labels are known."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from model.bundle import ModelBundle
from model.evaluation import confusion
from model.measuring.fieldreader import FieldReader
from model.measuring.records import Record
from model.training.calibrate import digit_scores, probabilities, quality


@dataclass(frozen=True, eq=False)
class Marks:
    """What a model says of digits, beside what they are.

    Attributes:
        logits: Shape (n, 11).
        labels: Shape (n,), uint8, 0–9.
        temperature: What the logits are divided by.
        threshold: Smallest digit score that is accepted.
    """

    logits: NDArray[np.float64]
    labels: NDArray[np.uint8]
    temperature: float
    threshold: float

    @cached_property
    def shares(self) -> NDArray[np.float64]:
        """Probabilities of the digits, shape (n, 10)."""
        return probabilities(self.logits, self.temperature)

    @cached_property
    def digit_scores(self) -> NDArray[np.float64]:
        """How surely each is a digit, shape (n,), 0–1."""
        return digit_scores(self.logits)

    @property
    def is_right(self) -> NDArray[np.bool_]:
        """Whether each is read right, accepted or not; shape (n,)."""
        return np.asarray(self.shares.argmax(axis=1) == self.labels)

    @property
    def is_accepted(self) -> NDArray[np.bool_]:
        """Whether each is taken for a digit, shape (n,)."""
        return np.asarray(self.digit_scores >= self.threshold)

    def as_record(self) -> Record:
        """Return counts, calibration and confusion, ready for JSON."""
        found = quality(self.logits, self.labels, self.temperature, self.threshold)
        return {
            "right": int(self.is_right.sum()),
            "count": len(self.labels),
            "accepted": int(self.is_accepted.sum()),
            "ece": round(found.ece, 5),
            "nll": round(found.nll, 5),
            "confusion": confusion(self.labels.astype(np.int64), self.shares).tolist(),
        }


class Sheet:
    """Reads with one model and marks the answers."""

    def __init__(self, bundle: ModelBundle) -> None:
        """Load the model's LiteRT form."""
        self.card = bundle.card
        self._reader = FieldReader(bundle.litert_path)

    def marks(self, fields: NDArray[np.uint8], labels: NDArray[np.uint8]) -> Marks:
        """Return what the model says of fields of shape (n, 28, 28)."""
        logits = self._reader(fields)
        return Marks(logits, labels, self.card.temperature, self.card.threshold)

    def digit_scores(self, fields: NDArray[np.uint8]) -> NDArray[np.float64]:
        """Return how surely each field is a digit, shape (n,), 0–1."""
        return digit_scores(self._reader(fields))
