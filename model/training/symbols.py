"""Symbols that are no digits, each as strokes in a box about 1 high, y down."""

import numpy as np
from numpy.typing import NDArray

from model.training.pens import Strokes
from model.training.styles import arc, path

Points = NDArray[np.float64]


def _ring(x: float, y: float, radius: float) -> Points:
    return arc((x, y), (radius, radius), 0, 370)


def _dot(x: float, y: float) -> Points:
    return np.array([[x, y], [x + 0.01, y + 0.01]])


def _star(points: int) -> Points:
    angles = np.pi * (np.arange(points + 1) * 2 * (points // 2) / points - 0.5)
    return path(*((float(np.cos(a)) / 2, float(np.sin(a)) / 2) for a in angles))


def _heart() -> Points:
    t = np.linspace(0, 2 * np.pi, 40)
    x = np.sin(t) ** 3
    y = -(13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t)) / 16
    return np.stack([x, y], axis=1) / 2


def _turned(strokes: Strokes, quarter_turns: int) -> Strokes:
    cos, sin = ((1, 0), (0, 1), (-1, 0), (0, -1))[quarter_turns % 4]
    matrix = np.array([[cos, -sin], [sin, cos]], np.float64)
    return tuple(xy @ matrix.T for xy in strokes)


_PLUS: Strokes = (path((-0.5, 0), (0.5, 0)), path((0, -0.5), (0, 0.5)))
_CROSS: Strokes = (path((-0.4, -0.5), (0.4, 0.5)), path((0.4, -0.5), (-0.4, 0.5)))
_ARROW: Strokes = (path((-0.5, 0), (0.5, 0)), path((0.25, -0.22), (0.5, 0), (0.25, 0.22)))
_LESS: Strokes = (path((0.4, -0.4), (-0.4, 0), (0.4, 0.4)),)
_TACK: Strokes = (path((-0.5, -0.5), (0.5, -0.5)), path((0, -0.5), (0, 0.5)))
_HOOK: Strokes = (
    np.concatenate([arc((0, -0.27), (0.25, 0.23), -170, 70), path((0.05, -0.03), (0, 0.22))]),
    _dot(0, 0.48),
)

SYMBOLS: tuple[Strokes, ...] = (
    _PLUS,
    _CROSS,
    (path((-0.5, 0), (0.5, 0)),),  # minus
    (path((-0.5, -0.17), (0.5, -0.17)), path((-0.5, 0.17), (0.5, 0.17))),  # equals
    (path((-0.5, 0), (0.5, 0)), _dot(0, -0.3), _dot(0, 0.3)),  # divided by
    (path((-0.5, 0), (0.5, 0)), path((-0.5, -0.2), (0.5, -0.2)), path((-0.4, 0.3), (0.4, -0.5))),
    _HOOK,  # question mark
    (path((0, -0.5), (0, 0.2)), _dot(0, 0.48)),  # exclamation mark
    (  # number sign
        path((-0.1, -0.5), (-0.25, 0.5)),
        path((0.25, -0.5), (0.1, 0.5)),
        path((-0.45, -0.17), (0.45, -0.17)),
        path((-0.45, 0.17), (0.45, 0.17)),
    ),
    (  # per cent
        _ring(-0.28, -0.3, 0.16),
        _ring(0.28, 0.3, 0.16),
        path((0.35, -0.5), (-0.35, 0.5)),
    ),
    (  # at
        arc((0, 0), (0.17, 0.2), 0, -360),
        np.concatenate([path((0.17, -0.2), (0.17, 0.15)), arc((0, 0), (0.5, 0.5), 20, -310)]),
    ),
    (  # ampersand
        path((0.4, 0.5), (-0.2, -0.25)),
        arc((-0.02, -0.33), (0.17, 0.17), 160, 400),
        np.concatenate([path((0.1, -0.2), (-0.25, 0.1)), arc((-0.1, 0.28), (0.24, 0.22), 230, 0)]),
    ),
    (*_CROSS, path((-0.5, 0), (0.5, 0))),  # asterisk
    (*_CROSS, *_PLUS),
    (path((-0.35, -0.5), (0.35, 0.5)),),  # backslash
    _LESS,
    _turned(_LESS, 2),
    _turned(_LESS, 3),
    *(_turned(_ARROW, turns) for turns in range(4)),
    (path((-0.5, 0), (0.5, 0)), path((-0.25, -0.2), (-0.5, 0), (-0.25, 0.2)), _ARROW[1]),
    (_heart(),),
    (_star(5),),
    (_star(7),),
    (path((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5), (-0.5, -0.5)),),  # box
    (path((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5), (-0.5, -0.5)), *_CROSS),
    (path((0, -0.5), (0.5, 0.5), (-0.5, 0.5), (0, -0.5)),),  # triangle
    (path((0, 0.5), (0.5, -0.5), (-0.5, -0.5), (0, 0.5)),),
    (path((-0.4, 0.05), (-0.15, 0.45), (0.45, -0.5)),),  # tick
    (_ring(0, 0, 0.5), _dot(-0.18, -0.15), _dot(0.18, -0.15), arc((0, 0), (0.28, 0.28), 20, 160)),
    (_ring(0, 0, 0.5), *_PLUS),
    (_ring(0, 0, 0.5), _ring(0, 0, 0.2)),
    (_ring(0, 0, 0.5), _dot(0, 0)),
    (_ring(-0.25, 0, 0.24), _ring(0.25, 0, 0.24)),  # infinity
    (arc((-0.25, 0.1), (0.25, 0.25), 180, 360), arc((0.25, 0.1), (0.25, 0.25), 180, 0)),  # tilde
    (_dot(-0.5, 0), _dot(0, 0), _dot(0.5, 0)),  # dots
    (_dot(0, -0.4), _dot(0, 0.4)),  # colon
    (path((-0.12, -0.5), (-0.12, 0.5)), path((0.12, -0.5), (0.12, 0.5))),  # bars
    (path((0.2, -0.5), (-0.2, -0.5), (-0.2, 0.5), (0.2, 0.5)),),  # brackets
    (path((-0.2, -0.5), (0.2, -0.5), (0.2, 0.5), (-0.2, 0.5)),),
    (arc((0, 0), (0.5, 0.5), 200, 340),),  # bows
    (arc((0, 0), (0.5, 0.5), 20, 160),),
    (arc((0, 0), (0.42, 0.5), -50, -310),),  # letter C, wide
    (path((-0.45, 0.5), (0, -0.5), (0.45, 0.5)), path((-0.25, 0.1), (0.25, 0.1))),
    (path((-0.4, -0.5), (-0.4, 0.5)), path((0.4, -0.5), (0.4, 0.5)), path((-0.4, 0), (0.4, 0))),
    (path((-0.45, 0.5), (-0.45, -0.5), (0, 0.1), (0.45, -0.5), (0.45, 0.5)),),
    (path((-0.4, 0.5), (-0.4, -0.5), (0.4, 0.5), (0.4, -0.5)),),
    (path((-0.5, -0.5), (-0.25, 0.5), (0, -0.3), (0.25, 0.5), (0.5, -0.5)),),
    _TACK,
    (
        path((-0.3, -0.5), (-0.3, 0.5)),
        path((0.35, -0.5), (-0.3, -0.5)),
        path((-0.3, 0), (0.25, 0)),
        path((-0.3, 0.5), (0.35, 0.5)),
    ),
    (path((-0.3, -0.5), (-0.3, 0.5)), path((0.35, -0.5), (-0.3, 0.05), (0.35, 0.5))),
    (path((-0.3, -0.5), (-0.3, 0.5), (0.3, 0.5)),),
    *(_turned(_TACK, turns) for turns in range(1, 4)),
    (path((0, -0.1), (0, 0.5)), _dot(0, -0.42)),  # letters i and j with their dots apart
    (
        _dot(0.1, -0.5),
        np.concatenate([path((0.1, -0.2), (0.1, 0.3)), arc((-0.1, 0.3), (0.2, 0.2), 0, 130)]),
    ),
    (_dot(0, -0.5), path((-0.35, -0.25), (0.35, -0.25)), _ring(0, 0.2, 0.28)),  # ring under a hat
)
"""All symbols; some capital letters of straight lines are among them."""
