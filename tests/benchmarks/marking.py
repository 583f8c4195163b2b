"""How much of what ``compose`` makes a reader reads right, as shares."""

from collections.abc import Mapping, Sequence

import numpy as np

from model.ink import Ink, Stroke
from model.reader import Reader
from model.training.pens import Drawing
from tests.benchmarks import compose

Digits = Mapping[int, Sequence[Drawing]]


def numbers_right(
    reader: Reader, digits: Digits, spacing: compose.Spacing, count: int, seed: int
) -> float:
    """Return the share of whole numbers that are read right."""
    rng = np.random.default_rng(seed)
    written = (compose.number(digits, spacing, rng) for _ in range(count))
    return sum(reader.read_ink(item.ink).text == item.text for item in written) / count


def pairs_right(
    reader: Reader, digits: Digits, touch: compose.Touch, count: int, seed: int
) -> float:
    """Return the share of touching pairs of which both digits are read right."""
    rng = np.random.default_rng(seed)
    written = (compose.touching_pair(digits, touch, rng) for _ in range(count))
    return sum(reader.read_ink(item.ink).text == item.text for item in written) / count


def strangers_marked(
    reader: Reader, digits: Digits, letters: Sequence[Drawing], count: int, seed: int
) -> tuple[float, float, int]:
    """Return the share of strangers of which no part is a digit, that of digits right among them.

    The third value is the number of strangers.
    """
    rng = np.random.default_rng(seed)
    marked: list[bool] = []
    right: list[bool] = []
    for _ in range(count):
        written = compose.number_with_strangers(digits, letters, rng)
        found = [(set(item.strokes), item.value) for item in reader.read_ink(written.ink).digits]
        for place, name in enumerate(written.text):
            own = {index for index, owner in enumerate(written.owners) if owner == place}
            if name == "?":
                marked.append(all(value is None for strokes, value in found if strokes & own))
            else:
                right.append((own, int(name)) in found)
    return float(np.mean(marked)), float(np.mean(right)), len(marked)


def singles_split(reader: Reader, digits: Digits) -> float:
    """Return the share of single drawings in which not exactly one digit is found."""
    inks = [
        Ink(tuple(Stroke.from_xy(xy) for xy in drawing.strokes))
        for written in digits.values()
        for drawing in written
    ]
    return sum(len(reader.read_ink(ink).digits) != 1 for ink in inks) / len(inks)
