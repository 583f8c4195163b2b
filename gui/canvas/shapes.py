"""Finished strokes as they look; the costly outline is made when it is first painted."""

from collections.abc import Iterator
from typing import Self

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainterPath

from gui.canvas.outline import WIDEST, pen_radii, stroke_areas
from gui.canvas.view import View
from model.ink import Stroke


class Shape:
    """One stroke under one view and pen; holding the stroke keeps its ``id`` from being reused.

    Attributes:
        stroke: What was drawn.
        box: Around all that is painted, in pixels of the canvas, perhaps a little larger.
        is_made: True when the whole outline is made.
    """

    __slots__ = (
        "_areas",
        "_bulge",
        "_coming",
        "_pen_width_px",
        "_radius_px",
        "_view",
        "box",
        "is_made",
        "stroke",
    )

    stroke: Stroke
    box: QRectF
    is_made: bool
    _areas: list[QPainterPath]
    _coming: Iterator[QPainterPath]

    def __init__(self, stroke: Stroke, view: View, pen_width_px: float) -> None:
        """Show ``stroke`` with a pen that looks ``pen_width_px`` wide."""
        self.stroke = stroke
        # Between samples the curve leaves their box by less than a third of their distance.
        chords = np.diff(stroke.xy, axis=0)
        self._bulge = float(np.sqrt((chords**2).sum(axis=1).max(initial=0.0))) / 3
        pressure = sum(point.pressure for point in stroke.points) / len(stroke.points)
        self._radius_px = float(pen_radii(pressure, 1.0))
        self._look(view, pen_width_px)

    def areas(self) -> Iterator[QPainterPath]:
        """Yield the outline, piece by piece where it is long; each is made once."""
        index = 0  # Others may come by here in between, and make the next piece.
        while index < len(self._areas) or self._makes_next():
            yield self._areas[index]
            index += 1

    @property
    def mean_width_px(self) -> float:
        """How wide the stroke looks on average."""
        return 2 * self._radius_px * self._pen_width_px

    def restyled(self, view: View, pen_width_px: float) -> Self:
        """Return the same stroke under another view and pen."""
        other = object.__new__(type(self))
        other.stroke, other._bulge, other._radius_px = self.stroke, self._bulge, self._radius_px
        other._look(view, pen_width_px)
        return other

    def _makes_next(self) -> bool:
        area = next(self._coming, None)
        if area is None:
            self.is_made = True
            return False
        self._areas.append(area)
        return True

    def _look(self, view: View, pen_width_px: float) -> None:
        self._view, self._pen_width_px = view, pen_width_px
        self._areas = []
        self._coming = stroke_areas(self.stroke, view, pen_width_px)
        self.is_made = False
        reach = self._bulge * view.scale + pen_width_px * WIDEST / 2 + 1
        self.box = view.shown_box(self.stroke.bounds).adjusted(-reach, -reach, reach, reach)
