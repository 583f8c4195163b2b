"""Ways of writing a digit that few of the recorded writers use, built by altering strokes.

A one may have a long upstroke or a foot, a seven a crossbar or a serif, a four may be open or
closed, a nine's tail straight or curled, a two looped, a nought slashed, an eight two circles,
a three flat on top. All strokes here lie in a box whose longer side is 1, y down.
"""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from model.training.pens import Strokes, resample, to_unit

Points = NDArray[np.float64]


def restyle(digit: int, strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """Return the same digit, sometimes written in another style.

    Args:
        digit: 0–9.
        strokes: A drawing of it, any unit.
        rng: Source of chance.
    """
    placed = to_unit(strokes)
    change = _CHANGES.get(digit)
    return placed if change is None else change(placed, rng)


def arc(
    centre: tuple[float, float], radii: tuple[float, float], start: float, end: float
) -> Points:
    """Return points on an ellipse; angles in degrees, 0 to the right, growing clockwise on screen.

    Args:
        centre: Its centre x, y.
        radii: Horizontal and vertical radius.
        start: First angle.
        end: Last angle; smaller than ``start`` goes round the other way.
    """
    angles = np.radians(np.linspace(start, end, max(3, round(abs(end - start) / 12))))
    return np.stack(
        [centre[0] + radii[0] * np.cos(angles), centre[1] + radii[1] * np.sin(angles)], axis=1
    )


def path(*points: tuple[float, float]) -> Points:
    """Return straight lines through points, sampled as densely as a pen would."""
    return np.concatenate([resample(np.array(pair), 0.04) for pair in pairwise(points)])


def _nought(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    if rng.random() > 0.05:
        return strokes
    x, y = rng.uniform(0.15, 0.4), rng.uniform(0.25, 0.5)
    return (*strokes, path((x, -y), (-x, y)))


def _one(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    if rng.random() > 0.5:
        return strokes
    bow = rng.normal(0, 0.02)
    stem = path((0.0, -0.5), (bow, 0.0), (0.0, 0.5))
    if rng.random() < 0.25:
        return (stem,)
    angle = np.radians(rng.uniform(18, 60))
    # The longer the upstroke the steeper it is; a long flat one would make a seven.
    longest = float(np.interp(np.degrees(angle), (35, 60), (0.95, 0.3)))
    length = rng.uniform(0.15, longest)
    tip = (-length * np.sin(angle), -0.5 + length * np.cos(angle))
    drawn: list[Points] = [np.concatenate([path(tip, (0.0, -0.5)), stem[1:]])]
    if rng.random() < 0.3:
        half = rng.uniform(0.12, 0.4)
        drawn.append(path((-half, 0.5), (half, 0.5)))
    return tuple(drawn)


def _two(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """Sometimes put a small loop where the slanting line turns into the foot."""
    if len(strokes) != 1 or rng.random() > 0.3:
        return strokes
    way = resample(strokes[0], 0.03)
    lower = np.flatnonzero(way[:, 1] > 0.15)
    if not len(lower) or len(way) < 12:
        return strokes
    corner = int(lower[np.argmin(way[lower, 0])])
    radius = rng.uniform(0.04, 0.12)
    height = radius * rng.uniform(0.6, 1.2)
    x, y = way[corner]
    # Down the left side, round anticlockwise as the hand goes, and off to the right.
    loop = arc((x - 0.3 * radius, y - height), (radius, height), 60, 60 + 330)
    return (np.concatenate([way[:corner], loop, way[corner:]]),)


def _three(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    if rng.random() > 0.15:
        return strokes
    middle = rng.uniform(-0.15, 0.05)
    inner = rng.uniform(-0.15, 0.1)
    bowl = (0.5 - middle) / 2
    top = path((-0.32, -0.5), (rng.uniform(0.2, 0.36), -0.5), (inner, middle))
    belly = arc((inner, middle + bowl), (rng.uniform(0.25, 0.4), bowl), -80, rng.uniform(120, 170))
    return (np.concatenate([top, belly]),)


def _four(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    if rng.random() > 0.35:
        return strokes
    bar = rng.uniform(0.0, 0.28)
    stem = rng.uniform(0.0, 0.2)
    left = rng.uniform(-0.42, -0.25)
    right = stem + rng.uniform(0.04, 0.3)
    if rng.random() < 0.5:  # closed: one stroke down to the bar, the stem from the same top
        angle = path((stem, -0.5), (left, bar), (right, bar))
        top = -0.5 + rng.uniform(-0.02, 0.1)
    else:  # open: the left arm stands apart from the stem
        lean = rng.uniform(-0.02, 0.22)
        angle = path((left + lean, rng.uniform(-0.5, -0.3)), (left, bar), (right, bar))
        top = rng.uniform(-0.5, bar - 0.25)
    lean = rng.normal(0, 0.03)
    return (angle, path((stem, top), (stem + lean, 0.5)))


def _seven(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    chance = rng.random()
    if chance < 0.3:
        strokes = strokes[:1]  # without the crossbar, where there is one
    elif chance < 0.5:
        strokes = _plain_seven(rng)
    if len(strokes) == 1 and rng.random() < 0.4:
        way = resample(strokes[0], 0.03)
        x, y = way[round(len(way) * rng.uniform(0.58, 0.78))]
        half, tilt = rng.uniform(0.13, 0.3), rng.normal(0, 0.05)
        shift = rng.normal(0, 0.04)
        return (way, path((x - half + shift, y + tilt), (x + half + shift, y - tilt)))
    return strokes


def _plain_seven(rng: np.random.Generator) -> Strokes:
    width = rng.uniform(0.4, 0.75)
    foot = rng.uniform(-0.3, 0.15) * width
    bow = rng.uniform(-0.08, 0.04)
    corner = (width / 2, -0.5 + rng.normal(0, 0.03))
    middle = ((corner[0] + foot) / 2 + bow, 0.0)
    points = [(-width / 2, -0.5 + rng.normal(0, 0.03)), corner, middle, (foot, 0.5)]
    if rng.random() < 0.35:  # a serif down from the left end of the bar
        points.insert(0, (-width / 2 + rng.normal(0, 0.02), points[0][1] + rng.uniform(0.06, 0.2)))
    return (path(*points),)


def _eight(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    if rng.random() > 0.12:
        return strokes
    waist = rng.uniform(-0.15, 0.1)
    upper, lower = (waist + 0.5) / 2, (0.5 - waist) / 2
    first, second = rng.uniform(-90, 90, 2)
    return (
        arc((0, waist - upper), (upper * rng.uniform(0.7, 1.1), upper), first, first + 370),
        arc((0, waist + lower), (lower * rng.uniform(0.7, 1.1), lower), second, second + 370),
    )


def _nine(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """Sometimes curl the tail to the left, or draw a ring on a straight stem."""
    chance = rng.random()
    if chance < 0.25 and len(strokes) == 1:
        way = resample(strokes[0], 0.03)
        x, y = way[-1]
        if y < 0.3:
            return strokes
        wide, high = rng.uniform(0.1, 0.25), rng.uniform(0.06, 0.16)
        curl = arc((x - wide, y), (wide, high), 0, rng.uniform(90, 200))
        return (np.concatenate([way, curl[1:]]),)
    if chance < 0.4:
        radius, width = rng.uniform(0.17, 0.28), rng.uniform(0.15, 0.3)
        ring = arc((0, -0.5 + radius), (width, radius), -20, -385)
        foot = (width - rng.uniform(-0.02, 0.15), 0.5)
        return (np.concatenate([ring, path((width, -0.5 + radius), foot)]),)
    return strokes


_CHANGES: dict[int, Callable[[Strokes, np.random.Generator], Strokes]] = {
    0: _nought,
    1: _one,
    2: _two,
    3: _three,
    4: _four,
    7: _seven,
    8: _eight,
    9: _nine,
}
