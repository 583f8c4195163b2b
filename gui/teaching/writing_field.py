"""The field that a digit is written in: it notices by itself when the digit is finished."""

from typing import Final

from PySide6.QtCore import QVariantAnimation, Signal, Slot
from PySide6.QtWidgets import QWidget

from gui.canvas.drawing import Drawing
from gui.canvas.drawing_canvas import DrawingCanvas
from model.ink import Ink

PAUSE_MS: Final = 750
"""So long after its last stroke a digit is finished that looks finished. Between two strokes of
one digit most people lift the pen for less than half a second."""

LONG_PAUSE_MS: Final = 1500
"""And so long one that does not: it may be a four that still lacks its second stroke."""

_SMALLEST_SHARE = 0.04
_SMALLEST_PX = 12.0


class WritingField(DrawingCanvas):
    """A canvas for one digit at a time; pointers and strokes are the canvas's own.

    Signals:
        pause_passed: The share of the pause that has passed, 0–1; 0 where none is running.
        digit_finished: The pen has rested for so long that the digit must be finished.
    """

    pause_passed = Signal(float)
    digit_finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin blank."""
        super().__init__(Drawing(), parent)
        self.drawing.setParent(self)
        self.setAcceptDrops(False)
        self.setAccessibleName(self.tr("Field to write in"))
        self.setAccessibleDescription(
            self.tr("Write one digit here with a mouse, a pen or a finger. Escape drops a stroke.")
        )
        self._pause = QVariantAnimation(self, startValue=0.0, endValue=1.0)
        self._pause.valueChanged.connect(self._on_pause_running)
        self._pause.finished.connect(self._on_pause_over)
        self.drawing.ink_changed.connect(self.wait)

    @property
    def ink(self) -> Ink:
        """What is in the field."""
        return self.drawing.ink

    @property
    def is_accident(self) -> bool:
        """True where there is a touch and no digit: even a small one reaches further."""
        if self.ink.is_blank:
            return False
        smallest = max(_SMALLEST_PX, _SMALLEST_SHARE * min(self.width(), self.height()))
        return self.ink.bounds.long_side * self.view.scale < smallest

    def show_ink(self, ink: Ink) -> None:
        """Show a drawing, or with a blank one nothing; no step leads back to what was there."""
        self.drawing.replace(ink)
        self.drawing.undo_stack.clear()
        self.show_actual_size()
        if not ink.is_blank and not self._is_in_sight(ink):
            self.fit_to_view()
        self.wait()

    def settle(self) -> None:
        """Finish a stroke that is under way."""
        self.drawing.finish_stroke()
        self.wait()

    def rest(self, pause_ms: int) -> None:
        """Take the digit for finished after a pause, unless the pen comes down before."""
        self._pause.stop()
        self._pause.setDuration(pause_ms)
        self._pause.start()

    @Slot()
    def wait(self) -> None:
        """Let no pause run."""
        self._pause.stop()
        self.pause_passed.emit(0.0)

    @Slot()
    def _on_pause_running(self) -> None:
        self.pause_passed.emit(float(self._pause.currentValue()))

    @Slot()
    def _on_pause_over(self) -> None:
        self.wait()
        self.digit_finished.emit()

    def _is_in_sight(self, ink: Ink) -> bool:
        box = ink.bounds
        fits_across = box.x >= 0 and box.x + box.width <= self.width()
        return fits_across and box.y >= 0 and box.y + box.height <= self.height()
