"""Simulated people for lessons: writers that no model has seen, as they write and in odd styles."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import numpy as np

from model.ink import Ink, Stroke
from model.samples.sample import NewSample, Source
from model.training.pens import Strokes, load_pendigits, to_unit
from model.training.styles import path

TAUGHT_OF_EACH = 3
"""Samples of each digit that teach; the writer's other digits test."""

_MIRRORED = (2, 3, 7, 9)
"""Digits that face left, which children often turn round."""

_CROSSED = (1, 2, 7)


class Style(Enum):
    """How a person differs from the writer whose digits they borrow."""

    PLAIN = "as the writer does"
    MIRRORED_THREE = "threes mirrored"
    MIRRORED = "2, 3, 7, 9 mirrored"
    CROSSED = "0, 1, 2, 7 crossed"
    SLANTED = "slanted far to the right"
    BACKHAND = "slanted far to the left"
    TURNED = "turned by 30°"
    FLAT = "three times as wide"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a hand of their own.

    Attributes:
        writer: Number of the writer in the data set.
        style: What is odd about them.
        lesson: What they write to teach.
        rest: What else they write.
    """

    writer: int
    style: Style
    lesson: tuple[NewSample, ...]
    rest: tuple[NewSample, ...]


def people(data: Path, writers: frozenset[int], seed: int) -> list[Person]:
    """Return every writer in every style."""
    drawings = [drawing for drawing in load_pendigits(data) if drawing.writer in writers]
    found = []
    for writer in sorted(writers):
        for style in Style:
            rng = np.random.default_rng([seed, writer])
            lesson: list[NewSample] = []
            rest: list[NewSample] = []
            for digit in range(10):
                mine = [d for d in drawings if d.writer == writer and d.name == str(digit)]
                samples = [
                    sample_of(digit, alter(style, digit, mine[i].strokes, rng))
                    for i in rng.permutation(len(mine))
                ]
                lesson += samples[:TAUGHT_OF_EACH]
                rest += samples[TAUGHT_OF_EACH:]
            found.append(Person(writer, style, tuple(lesson), tuple(rest)))
    return found


def sample_of(digit: int, strokes: Strokes) -> NewSample:
    """Return a sample as the teaching page makes it."""
    ink = Ink(tuple(Stroke.from_xy(xy * 100) for xy in strokes))
    return NewSample(label=digit, profile="Somebody", source=Source.TEACH, ink=ink)


def alter(style: Style, digit: int, strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """Return a digit as a person of a style writes it, in a box about 1 high."""
    return _CHANGES[style](digit, to_unit(strokes), rng)


def _linear(matrix: list[list[float]]) -> Callable[[int, Strokes, np.random.Generator], Strokes]:
    columns = np.array(matrix).T
    return lambda _digit, strokes, _rng: tuple(xy @ columns for xy in strokes)


def _mirrored(*digits: int) -> Callable[[int, Strokes, np.random.Generator], Strokes]:
    def change(digit: int, strokes: Strokes, _rng: np.random.Generator) -> Strokes:
        return tuple(xy * [-1, 1] for xy in strokes) if digit in digits else strokes

    return change


def _crossed(digit: int, strokes: Strokes, rng: np.random.Generator) -> Strokes:
    if digit == 0:
        x, y = rng.uniform(0.3, 0.5), rng.uniform(0.4, 0.55)
        return (*strokes, path((x, -y), (-x, y)))
    if digit in _CROSSED:
        half, height = rng.uniform(0.2, 0.3), rng.normal(0, 0.06)
        return (*strokes, path((-half, height), (half, height)))
    return strokes


_COS, _SIN = np.cos(np.radians(30)), np.sin(np.radians(30))

_CHANGES: dict[Style, Callable[[int, Strokes, np.random.Generator], Strokes]] = {
    Style.PLAIN: _linear([[1, 0], [0, 1]]),
    Style.MIRRORED_THREE: _mirrored(3),
    Style.MIRRORED: _mirrored(*_MIRRORED),
    Style.CROSSED: _crossed,
    Style.SLANTED: _linear([[1, -0.75], [0, 1]]),  # y is down
    Style.BACKHAND: _linear([[1, 0.6], [0, 1]]),
    Style.TURNED: _linear([[_COS, -_SIN], [_SIN, _COS]]),
    Style.FLAT: _linear([[3, 0], [0, 1]]),
}
