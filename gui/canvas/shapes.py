"""Finished strokes as they look; the costly outline is made when it is first painted."""

from typing import Self

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainterPath

from gui.canvas.outline import WIDEST, pen_radii, stroke_area
from gui.canvas.view import View
from model.ink import Stroke


class Shape:
    """One stroke under one view and pen; holding the stroke keeps its ``id`` from being reused.

    Attributes:
        stroke: What was drawn.
        box: Around all that is painted, in pixels of the canvas, perhaps a little larger.
    """

    __slots__ = ("_area", "_bulge", "_pen_width_px", "_radius_px", "_view", "box", "stroke")

    stroke: Stroke
    box: QRectF
    _area: QPainterPath | None

    def __init__(self, stroke: Stroke, view: View, pen_width_px: float) -> None:
        """Show ``stroke`` with a pen that looks ``pen_width_px`` wide."""
        self.stroke = stroke
        # Between samples the curve leaves their box by less than a third of their distance.
        chords = np.diff(stroke.xy, axis=0)
        self._bulge = float(np.sqrt((chords**2).sum(axis=1).max(initial=0.0))) / 3
        pressure = sum(point.pressure for point in stroke.points) / len(stroke.points)
        self._radius_px = float(pen_radii(pressure, 1.0))
        self._look(view, pen_width_px)

    @property
    def has_area(self) -> bool:
        """True when the outline is already made."""
        return self._area is not None

    @property
    def area(self) -> QPainterPath:
        """The outline."""
        if self._area is None:
            self._area = stroke_area(self.stroke, self._view, self._pen_width_px)
        return self._area

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

    def _look(self, view: View, pen_width_px: float) -> None:
        self._view, self._pen_width_px = view, pen_width_px
        self._area = None
        reach = self._bulge * view.scale + pen_width_px * WIDEST / 2 + 1
        self.box = view.shown_box(self.stroke.bounds).adjusted(-reach, -reach, reach, reach)
