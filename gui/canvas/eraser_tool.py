"""The eraser: it cuts strokes where it touches them, or takes them whole."""

from gui.canvas.stroke_recorder import PenSample
from gui.canvas.surface import Surface


class EraserTool:
    """Erases from the surface's drawing.

    Attributes:
        takes_whole_strokes: True takes every touched stroke whole; Shift does so for a while.
    """

    def __init__(self, surface: Surface) -> None:
        self.takes_whole_strokes = False
        self._surface = surface
        self._at = (0.0, 0.0)

    def begin(self, sample: PenSample) -> None:
        """Put the eraser down."""
        self._at = self._surface.view.drawn(sample.x_px, sample.y_px)
        self.go_on(sample)

    def go_on(self, sample: PenSample) -> None:
        """Erase on the way to a sample."""
        start, self._at = self._at, self._surface.view.drawn(sample.x_px, sample.y_px)
        # Ink is as wide as the pen, so its middle line is cut that much farther away: the round
        # ends that are left then touch the eraser's edge.
        radius_px = (self._surface.eraser_width_px + self._surface.shown_pen_width_px) / 2
        self._surface.drawing.erase_along(
            start,
            self._at,
            radius_px / self._surface.view.scale,
            whole=self.takes_whole_strokes or sample.with_shift,
        )

    def lift(self) -> None:
        """Make one step of what was taken."""
        self._surface.drawing.finish_erasing()

    def cancel(self) -> None:
        """Give back what was taken."""
        self._surface.drawing.cancel()
