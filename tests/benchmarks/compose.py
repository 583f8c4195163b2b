"""Numbers composed of digits that one person drew one by one, the same for the same seed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.ink import Ink, Stroke
from model.training.outliers import scribble, usable_characters
from model.training.pens import (
    REPORT_DRAWERS,
    REPORT_WRITERS,
    Drawing,
    Strokes,
    load_omniglot,
    load_pendigits,
    resample,
    to_unit,
)

LENGTHS = (2, 8)
"""Fewest and most digits of a number."""

_SLANT = 0.25
"""Largest shift to the side, as a share of the height; people's lines of digits all lean alike."""

_RISE = 0.06
"""Most that a digit stands above or below the line, as a share of the height."""

_LATE = 0.1
"""Share of numbers in which a crossbar is drawn when all else has been written."""

_OVERLAP = 0.15
"""Most that the boxes of touching digits overlap, as a share of the narrower one's width."""

_OUTLINE = 0.03
"""Distance between the points that ink is measured by, as a share of the height."""

Xy = NDArray[np.float64]


class Spacing(Enum):
    """How far apart digits stand, as shares of their height: between boxes, or between ink."""

    SPACED = ("boxes", 0.15, 0.5)
    CLOSE = ("boxes", 0.0, 0.15)
    TIGHT = ("ink", 0.06, 0.2)


class Touch(Enum):
    """How the two digits of a pair touch."""

    CROSSING = "strokes lie over each other"
    JOINED = "written without lifting the pen"


@dataclass(frozen=True, eq=False)
class Number:
    """A composed drawing.

    Attributes:
        text: Its digits; ``?`` for what is none.
        ink: Its strokes.
        owners: For each stroke, which character of ``text`` it is of.
    """

    text: str
    ink: Ink
    owners: tuple[int, ...]


def held_out_digits(data: Path) -> dict[int, list[Drawing]]:
    """Return the digits of the writers that no model was trained on, by writer."""
    found: dict[int, list[Drawing]] = {writer: [] for writer in sorted(REPORT_WRITERS)}
    for drawing in load_pendigits(data):
        if drawing.writer in found:
            found[drawing.writer].append(drawing)
    return found


def held_out_letters(data: Path) -> list[Drawing]:
    """Return characters that look like no digit, by people that no model was trained on."""
    drawings = [item for item in load_omniglot(data) if item.writer in REPORT_DRAWERS]
    return usable_characters(drawings)


def number(
    digits: Mapping[int, Sequence[Drawing]],
    spacing: Spacing,
    rng: np.random.Generator,
    lengths: tuple[int, int] = LENGTHS,
) -> Number:
    """Return a number of one writer's digits, standing in one line, all leaning alike."""
    written = _one_writer(digits, rng)
    chosen = [_pick(written, rng) for _ in range(int(rng.integers(lengths[0], lengths[1] + 1)))]
    return _line(chosen, spacing, rng)


def number_with_strangers(
    digits: Mapping[int, Sequence[Drawing]],
    letters: Sequence[Drawing],
    rng: np.random.Generator,
) -> Number:
    """Return a spaced number of 2–6 digits with one or two letters or scribbles among them."""
    written = _one_writer(digits, rng)
    chosen = [_pick(written, rng) for _ in range(int(rng.integers(2, 7)))]
    height = _height(chosen)
    for _ in range(int(rng.integers(1, 3))):
        strokes = scribble(rng) if rng.random() < 0.4 else _pick(letters, rng).strokes
        size = height * rng.uniform(0.8, 1.1)
        stranger = Drawing("?", 0, tuple(xy * size for xy in to_unit(strokes)))
        chosen.insert(int(rng.integers(len(chosen) + 1)), stranger)
    return _line(chosen, Spacing.SPACED, rng)


def touching_pair(
    digits: Mapping[int, Sequence[Drawing]], touch: Touch, rng: np.random.Generator
) -> Number:
    """Return two digits of one writer that touch, their boxes 0–15 % of a width over each other.

    Where their ink does not touch then, they are moved together until it does.
    """
    written = _one_writer(digits, rng)
    chosen = [_pick(written, rng) for _ in range(2)]
    height = _height(chosen)
    lean = _lean(rng)
    first, second = (_placed(item.strokes, lean, height, rng) for item in chosen)
    narrower = min(_width(first), _width(second))
    x = _width(first) - rng.uniform(0, _OVERLAP) * narrower
    x = _slid(first, second, x, 0.01 * height, height)
    moved = tuple(xy + np.array((x, 0.0)) for xy in second)
    text = chosen[0].name + chosen[1].name
    if touch is Touch.CROSSING:
        owners = (0,) * len(first) + (1,) * len(moved)
        return Number(text, _ink((*first, *moved)), owners)
    joined = np.concatenate([first[-1], moved[0]])
    owners = (0,) * len(first) + (1,) * (len(moved) - 1)
    return Number(text, _ink((*first[:-1], joined, *moved[1:])), owners)


def _line(chosen: Sequence[Drawing], spacing: Spacing, rng: np.random.Generator) -> Number:
    height = _height(chosen)
    lean = _lean(rng)
    strokes: list[Xy] = []
    owners: list[int] = []
    right = 0.0
    before: Strokes = ()
    for place, item in enumerate(chosen):
        own = _placed(item.strokes, lean, height, rng)
        between, least, most = spacing.value
        gap = rng.uniform(least, most) * height if before else 0.0
        x = right + (gap if between == "boxes" else height)
        if between == "ink" and before:
            x = _slid(before, own, x, gap, height)
        before = tuple(xy + np.array((x, 0.0)) for xy in own)
        right = max(right, *(float(xy[:, 0].max()) for xy in before))
        strokes.extend(before)
        owners.extend([place] * len(before))
    several = [i for i in range(1, len(owners)) if owners[i] == owners[i - 1]]
    if several and rng.random() < _LATE:
        late = several[int(rng.integers(len(several)))]
        strokes.append(strokes.pop(late))
        owners.append(owners.pop(late))
    return Number("".join(item.name for item in chosen), _ink(strokes), tuple(owners))


def _one_writer(
    digits: Mapping[int, Sequence[Drawing]], rng: np.random.Generator
) -> Sequence[Drawing]:
    writers = sorted(digits)
    return digits[writers[int(rng.integers(len(writers)))]]


def _pick(drawings: Sequence[Drawing], rng: np.random.Generator) -> Drawing:
    return drawings[int(rng.integers(len(drawings)))]


def _height(chosen: Sequence[Drawing]) -> float:
    heights = [float(np.ptp(np.concatenate(item.strokes)[:, 1])) for item in chosen]
    return float(np.median(heights))


def _width(strokes: Strokes) -> float:
    return float(np.ptp(np.concatenate(strokes)[:, 0]))


def _lean(rng: np.random.Generator) -> Xy:
    """Return the matrix of a random lean; y is down, so leaning right is negative."""
    return np.array([[1.0, rng.uniform(-_SLANT, _SLANT)], [0.0, 1.0]])


def _placed(strokes: Strokes, lean: Xy, height: float, rng: np.random.Generator) -> Strokes:
    """Return leaning strokes with their left edge at 0, standing about on the line y = 0."""
    leaning = tuple(xy @ lean.T for xy in strokes)
    every = np.concatenate(leaning)
    corner = (every[:, 0].min(), every[:, 1].max() + rng.uniform(-_RISE, _RISE) * height)
    return tuple(xy - corner for xy in leaning)


def _slid(first: Strokes, second: Strokes, x: float, gap: float, height: float) -> float:
    """Return the largest place up to ``x`` for ``second`` with ink no farther than ``gap``."""
    fixed, moving = (_dense(strokes, height) for strokes in (first, second))
    lowest = float(fixed[:, 0].min()) - _width(second)
    while x > lowest:
        apart = fixed[:, None] - (moving + np.array((x, 0.0)))[None]
        nearest = float(np.sqrt(np.einsum("ijk,ijk->ij", apart, apart).min()))
        if nearest <= max(gap, _OUTLINE * height):
            break
        x -= max(nearest - gap, 0.01 * height) / 2
    return x


def _dense(strokes: Strokes, height: float) -> Xy:
    return np.concatenate([resample(xy, _OUTLINE * height) for xy in strokes])


def _ink(strokes: Sequence[Xy]) -> Ink:
    return Ink(tuple(Stroke.from_xy(xy) for xy in strokes))
