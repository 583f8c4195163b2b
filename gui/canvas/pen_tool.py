"""The pen: samples become ink, and a tap on a digit's label chooses the digit."""

import math

from gui.canvas.stroke_recorder import PenSample
from gui.canvas.surface import Surface
from model.ink import StrokePoint

TREMOR_PX = 2.0
"""A pointer that stays within this distance has not moved: it made a dot, or a click."""


class PenTool:
    """Draws into the surface's drawing."""

    def __init__(self, surface: Surface) -> None:
        self._surface = surface
        self._began_ms = 0.0
        self._label: int | None = None
        self._on_label: list[PenSample] = []

    def begin(self, sample: PenSample) -> None:
        """Put the pen down: on a label it may be a click, so that ink waits."""
        self._began_ms = self._surface.drawing.elapsed_ms()
        self._on_label = []
        self._label = self._surface.label_at(sample.x_px, sample.y_px)
        if self._label is None:
            self._surface.drawing.begin_stroke(self._point(sample))
        else:
            self._on_label = [sample]

    def go_on(self, sample: PenSample) -> None:
        """Carry the stroke on; a way that leads off a label becomes ink from its beginning."""
        if self._label is None:
            self._surface.drawing.extend_stroke(self._point(sample))
            return
        self._on_label.append(sample)
        first = self._on_label[0]
        if math.hypot(sample.x_px - first.x_px, sample.y_px - first.y_px) > TREMOR_PX:
            self._label = None
            self._surface.drawing.begin_stroke(self._point(first))
            for waiting in self._on_label[1:]:
                self._surface.drawing.extend_stroke(self._point(waiting))

    def lift(self) -> None:
        """Finish the stroke, or the click."""
        if self._label is not None:
            index, self._label = self._label, None
            self._surface.choose_digit(index)
        else:
            self._surface.drawing.finish_stroke(TREMOR_PX / self._surface.view.scale)

    def cancel(self) -> None:
        """Drop the stroke."""
        self._label = None
        self._surface.drawing.cancel()

    def _point(self, sample: PenSample) -> StrokePoint:
        """Return a sample as a point of the drawing: the one way from any pointer to ink."""
        x, y = self._surface.view.drawn(sample.x_px, sample.y_px)
        return StrokePoint(x, y, sample.pressure, self._began_ms + sample.time_ms)
