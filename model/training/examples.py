"""Labelled fields: what training learns from and is measured on."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

NOT_A_DIGIT: Final = 10
"""Label of examples that are no digit; only networks with eleven outputs learn from them."""


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """Fields with their labels.

    Attributes:
        images: Shape (n, 28, 28), uint8; bright ink on black.
        labels: Shape (n,), uint8; 0–9, or ``NOT_A_DIGIT``.
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.labels)

    def pick(self, places: NDArray[np.intp]) -> "Examples":
        """Return the examples at ``places``."""
        return Examples(self.images[places], self.labels[places])

    def digits(self) -> "Examples":
        """Return the examples that are digits."""
        is_digit = self.labels != NOT_A_DIGIT
        return self if is_digit.all() else self.pick(np.flatnonzero(is_digit))

    def others(self) -> "Examples":
        """Return the examples that are no digits."""
        return self.pick(np.flatnonzero(self.labels == NOT_A_DIGIT))

    def joined(self, other: "Examples") -> "Examples":
        """Return these examples followed by ``other``."""
        return Examples(
            np.concatenate([self.images, other.images]),
            np.concatenate([self.labels, other.labels]),
        )

    def without_last(self, count: int) -> tuple["Examples", "Examples"]:
        """Return these examples without the last ``count``, and those."""
        kept = len(self) - count
        return (
            Examples(self.images[:kept], self.labels[:kept]),
            Examples(self.images[kept:], self.labels[kept:]),
        )
