"""What a network reads wrong, and how it reads a person's own drawings, while it learns."""

import time
from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.training.calibrate import probabilities
from model.training.examples import NOT_A_DIGIT, Examples
from model.training.messages import Examined, Misread

SHOWN: Final = 12
"""Misread digits that are shown at once."""

PROBE: Final = 500
"""Held-out digits looked through between two rounds; a whole look would hold up the steps."""

EVERY_S: Final = 1.0

ReadLogits = Callable[[NDArray[np.uint8]], NDArray[np.float64]]


class Examiner:
    """Looks at a network now and then.

    What it is about to show changes little from look to look: digits that stay misread stay where
    they are, so that a person can follow them.
    """

    def __init__(
        self, read: ReadLogits, held_out: Examples, watched: tuple[bytes, ...] = ()
    ) -> None:
        """Prepare.

        Args:
            read: Gives logits, shape (n, 10) or (n, 11), of fields, shape (n, 28, 28), uint8.
            held_out: Where misread digits are looked for.
            watched: Fields of a person's drawings, 28 rows of 28 bytes each.
        """
        self._read = read
        self._held_out = held_out
        joined = np.frombuffer(b"".join(watched), np.uint8)
        self._watched = joined.reshape(-1, 28, 28)
        self._shown: list[int] = []
        self._looked_at = time.monotonic()

    def is_due(self) -> bool:
        """Tell whether the last look is a second ago; asking counts as looking."""
        now = time.monotonic()
        if now - self._looked_at < EVERY_S:
            return False
        self._looked_at = now
        return True

    def look(self, step: int) -> Examined:
        """Return how the watched drawings are read, and misread ones of some held-out digits."""
        probe, _ = self._held_out.without_last(max(0, len(self._held_out) - PROBE))
        logits = self._read(np.concatenate([self._watched, probe.images]))
        count = len(self._watched)
        return self._examined(step, logits[:count], logits[count:], probe)

    def look_through(self, step: int, logits: NDArray[np.float64]) -> Examined:
        """Return the same for all held-out digits, whose logits are known."""
        watched = self._read(self._watched) if len(self._watched) else logits[:0]
        return self._examined(step, watched, logits, self._held_out)

    def _examined(
        self, step: int, watched: NDArray[np.float64], logits: NDArray[np.float64], of: Examples
    ) -> Examined:
        shares = probabilities(watched, temperature=1.0)
        return Examined(step, self._misread(logits, of), tuple(map(tuple, shares.tolist())))

    def _misread(self, logits: NDArray[np.float64], of: Examples) -> tuple[Misread, ...]:
        read = logits[:, :NOT_A_DIGIT].argmax(axis=1)
        wrong = dict.fromkeys(np.flatnonzero((read != of.labels) & (of.labels < NOT_A_DIGIT)))
        stayed = [place for place in self._shown if place in wrong]
        fresh = [int(place) for place in wrong if place not in set(stayed)]
        self._shown = (stayed + fresh)[:SHOWN]
        return tuple(
            Misread(of.images[place].tobytes(), int(of.labels[place]), int(read[place]))
            for place in self._shown
        )
