"""What is not a digit: letters, symbols, scribbles, lines, blots, turned, half and two digits.

The model learns from these to say "not a digit" (outlier exposure: Hendrycks, Mazeika and
Dietterich 2019). Everything that a person could take for a digit is left out, because a wrong
refusal is worse than a wrong acceptance: letters such as o, l, s and z, near-vertical lines,
and halves such as the upper half of a nine.
"""

from collections.abc import Callable, Sequence
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from model.training.pens import Drawing, Strokes, vary
from model.training.styles import arc, path
from model.training.symbols import SYMBOLS

Gray = NDArray[np.uint8]

RESEMBLES_DIGIT = frozenset(
    f"{alphabet}/{number:02d}"
    for alphabet, numbers in {
        "Balinese": (5, 14, 15),
        "Early_Aramaic": (2, 3, 4, 5, 6, 7, 10, 11, 12, 13, 14, 16, 17, 20),
        "Greek": (2, 4, 6, 8, 9, 14, 15, 18, 21),
        "Korean": (5, 7, 10, 12, 21, 22, 27, 28, 33, 37),
        "Latin": (1, 2, 7, 12, 15, 17, 19, 25, 26),
    }.items()
    for number in numbers
)
"""Omniglot's characters that look like a digit, chosen by eye and by a classifier of digits."""

SAFE_HALVES = {
    "top": (0, 2, 3, 4, 5),
    "bottom": (0, 2, 3, 5),
    "left": (2, 3, 4, 5, 7, 8, 9),
    "right": (2, 5, 6),
}
"""Digits whose half on that side is no other digit; the upper half of a nine is a nought."""

TURNED_DIGITS = (2, 3)
"""Digits that look like no digit when they lie on their side: a two is an N, a three an m."""

PRINTED = "AEFHKMNPRTUVWXcdefhkmnprtuvwx"
"""Printed letters that do not look like digits."""

_FACES = (
    cv2.FONT_HERSHEY_SIMPLEX,
    cv2.FONT_HERSHEY_DUPLEX,
    cv2.FONT_HERSHEY_COMPLEX,
    cv2.FONT_HERSHEY_TRIPLEX,
    cv2.FONT_HERSHEY_SCRIPT_SIMPLEX,
    cv2.FONT_HERSHEY_SCRIPT_COMPLEX,
)


class Kind(StrEnum):
    """The kinds of things that are no digits, as they are reported."""

    LETTER = "letter"
    SYMBOL = "symbol"
    SCRIBBLE = "scribble"
    LINE = "line"
    BLOT = "blot"
    HALF = "half"
    PAIR = "pair"
    TURNED = "turned"
    TEXTURE = "texture"


def usable_characters(drawings: Sequence[Drawing]) -> list[Drawing]:
    """Return the drawings whose character does not look like a digit."""
    return [drawing for drawing in drawings if drawing.name not in RESEMBLES_DIGIT]


def symbol(rng: np.random.Generator) -> Strokes:
    """Return the strokes of a random symbol as some hand draws it."""
    return vary(SYMBOLS[int(rng.integers(len(SYMBOLS)))], rng)


def scribble(rng: np.random.Generator) -> Strokes:
    """Return aimless strokes: curves, zigzags, spirals, hatching, or a heap of pieces."""
    draw = (_wander, _wander, _zigzag, _spiral, _hatching, _heap)[int(rng.integers(6))]
    return draw(rng)


def lines(rng: np.random.Generator) -> Strokes:
    """Return one straight line that is no one, or two or three lines that cross or stand apart.

    MNIST's ones lean up to 60° to the right but hardly 30° to the left; between these and the
    horizontal lie the lines that are nobody's one.
    """
    if rng.random() < 0.5:
        # Degrees from vertical, positive leaning right; 90 is horizontal, 145 a backslash.
        return (_line(rng.uniform(72, 145), 0.0, rng),)
    count = int(rng.integers(2, 4))
    if rng.random() < 0.5:  # apart, side by side or one above the other
        angle = rng.normal(0, 8) + (0 if rng.random() < 0.5 else 90)
        across = np.radians(angle + 90)
        step = rng.uniform(0.2, 0.7) * np.array([np.sin(across), -np.cos(across)])
        return tuple(_line(angle + rng.normal(0, 4), i * step, rng) for i in range(count))
    first = rng.uniform(0, 180)
    turn = 180 / count
    return tuple(_line(first + i * turn + rng.normal(0, 8), 0.0, rng) for i in range(count))


def blot(rng: np.random.Generator) -> Gray:
    """Return a bitmap of a filled spot, round, ragged or stretched, or of a few of them."""
    side = 96
    bitmap = np.zeros((side, side), np.uint8)
    for _ in range(1 if rng.random() < 0.7 else int(rng.integers(2, 5))):
        angles = np.linspace(0, 2 * np.pi, 40, endpoint=False)
        radius = np.full(40, rng.uniform(8, 30))
        for wave in range(2, 6):
            radius *= 1 + rng.uniform(0, 0.5 / wave) * np.sin(wave * angles + rng.uniform(0, 6.3))
        centre = rng.uniform(34, 62, 2)
        squeeze = np.exp(rng.uniform(-0.5, 0.5))
        outline = np.stack([radius * np.cos(angles) * squeeze, radius * np.sin(angles)], axis=1)
        cv2.fillPoly(bitmap, [np.rint(outline + centre).astype(np.int32)], 255)
    return bitmap


def printed_letter(rng: np.random.Generator) -> Gray:
    """Return a bitmap of a printed letter, a little bent out of shape."""
    bitmap = np.zeros((200, 200), np.uint8)
    text = PRINTED[int(rng.integers(len(PRINTED)))]
    face = _FACES[int(rng.integers(len(_FACES)))]
    thickness = int(rng.integers(5, 22))
    cv2.putText(bitmap, text, (50, 140), face, 3.6, 255, thickness, cv2.LINE_AA)
    points = np.array([[0, 0], [200, 0], [0, 200]], np.float32)
    moved = points + rng.uniform(-35, 35, (3, 2)).astype(np.float32)
    bent = cv2.warpAffine(bitmap, cv2.getAffineTransform(points, moved), (200, 200))
    return np.asarray(bent, np.uint8)


def half(digit: int, bitmap: Gray, rng: np.random.Generator) -> Gray | None:
    """Return about half of a digit's tight bitmap, or None where every half is a digit itself.

    Args:
        digit: Which digit it is.
        bitmap: Shape (height, width), uint8, tight around the ink.
        rng: Source of chance.
    """
    sides = [side for side, digits in SAFE_HALVES.items() if digit in digits]
    if not sides:
        return None
    height, width = bitmap.shape
    share = rng.uniform(0.38, 0.5)
    rows, columns = round(height * share), round(width * share)
    cut = {
        "top": bitmap[:rows],
        "bottom": bitmap[height - rows :],
        "left": bitmap[:, :columns],
        "right": bitmap[:, width - columns :],
    }[sides[int(rng.integers(len(sides)))]]
    return cut if min(cut.shape) > 8 and cut.any() else None


def pair(first: Gray, second: Gray, rng: np.random.Generator) -> Gray:
    """Return two tight bitmaps of digits in one: side by side, touching, or one on the other.

    Args:
        first: Shape (height, width), uint8.
        second: Shape (height, width), uint8.
        rng: Source of chance.
    """
    gap = round(rng.uniform(-0.15, 0.5) * min(first.shape[1], second.shape[1]))
    drop = round(rng.normal(0, 0.1) * first.shape[0])
    across = first.shape[1] + gap
    if rng.random() < 0.12:
        across, drop = drop, first.shape[0] + abs(gap)
    top, left = max(0, -drop), max(0, -across)
    height = max(top + first.shape[0], top + drop + second.shape[0])
    width = max(left + first.shape[1], left + across + second.shape[1])
    both = np.zeros((height, width), np.uint8)
    for bitmap, row, column in ((first, top, left), (second, top + drop, left + across)):
        part = both[row : row + bitmap.shape[0], column : column + bitmap.shape[1]]
        np.maximum(part, bitmap, out=part)
    return both


def texture(rng: np.random.Generator) -> Gray:
    """Return a bitmap of clouds, grain, or stripes that fill the picture."""
    chance = rng.random()
    if chance < 0.4:
        cells = int(rng.integers(3, 12))
        clouds = cv2.resize(
            rng.normal(0, 1, (cells, cells)), (84, 84), interpolation=cv2.INTER_CUBIC
        )
        return np.asarray(np.clip(128 + clouds * rng.uniform(60, 400), 0, 255), np.uint8)
    if chance < 0.7:
        cells = int(rng.integers(14, 60))
        grain = (rng.random((cells, cells)) < rng.uniform(0.1, 0.7)) * np.uint8(255)
        return np.asarray(cv2.resize(grain, (84, 84), interpolation=cv2.INTER_LINEAR), np.uint8)
    rows, columns = np.mgrid[0:84, 0:84]
    angle = rng.uniform(0, np.pi)
    wave = np.sin((rows * np.sin(angle) + columns * np.cos(angle)) * rng.uniform(0.2, 0.8))
    return np.asarray(np.clip(128 + 400 * (wave - rng.uniform(-0.3, 0.6)), 0, 255), np.uint8)


def _line(
    angle: float, middle: float | NDArray[np.float64], rng: np.random.Generator
) -> NDArray[np.float64]:
    """Return a nearly straight line of length about 1, ``angle`` degrees from vertical."""
    direction = np.array([np.sin(np.radians(angle)), -np.cos(np.radians(angle))])
    along = np.linspace(-0.5, 0.5, 12)[:, None] * rng.uniform(0.8, 1.1)
    bow = rng.normal(0, 0.03) * (1 - (2 * along) ** 2)
    return np.asarray(middle + along * direction + bow * direction[::-1] * [1, -1])


def _wander(rng: np.random.Generator) -> Strokes:
    """Return one to three smooth curves through random points, with many turns."""
    strokes = []
    for _ in range(int(rng.integers(1, 4))):
        turns = rng.uniform(-1, 1, (int(rng.integers(5, 14)), 2))
        strokes.append(turns * rng.uniform(0.4, 1, 2))
    return tuple(strokes) if sum(map(len, strokes)) > 7 else _zigzag(rng)


def _zigzag(rng: np.random.Generator) -> Strokes:
    count = int(rng.integers(5, 14))
    along = np.linspace(-1, 1, count) + rng.normal(0, 0.05, count)
    across = rng.uniform(0.2, 1) * (np.arange(count) % 2 - 0.5) * rng.uniform(0.6, 1.4, count)
    points = np.stack([along, across], axis=1)
    if rng.random() < 0.5:
        points = points[:, ::-1]
    return (path(*map(tuple, points.tolist())),) if rng.random() < 0.6 else (points,)


def _spiral(rng: np.random.Generator) -> Strokes:
    turns = rng.uniform(2.1, 5)
    angles = np.linspace(0, 2 * np.pi * turns, 80)
    radius = np.linspace(rng.uniform(0, 0.3), 1, 80) + rng.normal(0, 0.02, 80)
    spin = 1 if rng.random() < 0.5 else -1
    phase = rng.uniform(0, 6.3)
    x, y = radius * np.cos(spin * angles + phase), radius * np.sin(spin * angles + phase)
    if rng.random() < 0.3:  # pulled out into a row of loops
        x = x * 0.4 + angles * rng.uniform(0.08, 0.2)
    return (np.stack([x, y * rng.uniform(0.5, 1)], axis=1),)


def _hatching(rng: np.random.Generator) -> Strokes:
    count = int(rng.integers(4, 9))
    angle = rng.uniform(0, 180)
    across = np.radians(angle + 90)
    step = rng.uniform(0.12, 0.25) * np.array([np.sin(across), -np.cos(across)])
    strokes = [_line(angle + rng.normal(0, 3), i * step, rng) for i in range(count)]
    if rng.random() < 0.4:
        middle = (count - 1) / 2 * step
        strokes += [_line(angle + 90, middle + rng.normal(0, 0.2, 2), rng) for _ in range(3)]
    return tuple(strokes)


def _heap(rng: np.random.Generator) -> Strokes:
    """Return four to eight short lines and arcs, thrown together."""
    makers: tuple[Callable[[], NDArray[np.float64]], ...] = (
        lambda: _line(rng.uniform(0, 180), rng.uniform(-0.7, 0.7, 2), rng),
        lambda: arc(
            (rng.uniform(-0.6, 0.6), rng.uniform(-0.6, 0.6)),
            (rng.uniform(0.1, 0.5), rng.uniform(0.1, 0.5)),
            rng.uniform(0, 360),
            rng.uniform(400, 700),
        ),
    )
    return tuple(makers[int(rng.integers(2))]() for _ in range(int(rng.integers(4, 9))))
