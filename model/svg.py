"""A drawing as SVG 1.1: one smooth path a stroke, as it is drawn and recognised."""

import numpy as np
from numpy.typing import NDArray

from model.geometry import Box
from model.ink import Ink, bezier_controls

_MARGIN = 0.08


def svg_text(ink: Ink, pen_width: float) -> str:
    """Return an SVG document of a drawing, black on transparent.

    Args:
        ink: The drawing; a blank one gives an empty picture.
        pen_width: Width of the pen in canvas units.
    """
    box = Box(0, 0, 1, 1) if ink.is_blank else ink.bounds.grown(pen_width / 2)
    box = box.grown(box.long_side * _MARGIN)
    place = f"{box.x:.2f} {box.y:.2f} {box.width:.2f} {box.height:.2f}"
    paths = "\n".join(f'  <path d="{_path(stroke.xy)}"/>' for stroke in ink.strokes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{place}">\n'
        f'<g fill="none" stroke="#000" stroke-width="{pen_width:g}" '
        f'stroke-linecap="round" stroke-linejoin="round">\n{paths}\n</g>\n</svg>\n'
    )


def _path(xy: NDArray[np.float64]) -> str:
    """Return the path data of one stroke; a tap becomes a line of no length, which is a dot."""
    start = f"M{_pair(xy[0])}"
    if len(xy) == 1:
        return f"{start} L{_pair(xy[0])}"
    first, second = bezier_controls(xy)
    curves = (
        f"C{_pair(a)} {_pair(b)} {_pair(end)}"
        for a, b, end in zip(first, second, xy[1:], strict=True)
    )
    return " ".join((start, *curves))


def _pair(point: NDArray[np.float64]) -> str:
    return f"{point[0]:.2f},{point[1]:.2f}"
