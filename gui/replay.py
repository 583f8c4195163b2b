"""Replays ink through real mouse events, and sees when the bars that show it are painted."""

import time
from collections.abc import Callable

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QEventLoop,
    QObject,
    QPoint,
    QPointF,
    Qt,
    QTimer,
    Slot,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from gui.main_window import MainWindow
from model.ink import Ink, Stroke

_SHARE_OF_CANVAS = 0.6
_PATIENCE_S = 20.0
_WATCH_MS = 250


class ReplayTimeoutError(Exception):
    """Something that should have been seen in the window was not."""


class Replayer(QObject):
    """Draws in a window as a person would.

    Attributes:
        move_ms: For every pen move, milliseconds until the bars that show it were painted.
    """

    def __init__(self, window: MainWindow) -> None:
        """Watch ``window``, which need not be shown yet."""
        super().__init__(window)
        self.move_ms: list[float] = []
        self._window = window
        self._painted: set[QObject] = set()
        self._bars_number = 0
        self._model_ready = False
        self._watch = QTimer(self, interval=_WATCH_MS)
        self._watch.start()
        window.models.model_changed.connect(self._on_model_changed)
        for widget in (window.canvas, window.chart):
            widget.installEventFilter(self)

    def wait_for_window(self) -> None:
        """Return when the canvas has been painted."""
        self._wait_until(lambda: self._window.canvas in self._painted, "the window was not painted")

    def wait_for_model(self) -> None:
        """Return when a reading is possible."""
        self._wait_until(lambda: self._model_ready, "the model was not loaded")

    def draw(self, ink: Ink) -> None:
        """Draw ``ink`` in the middle of the canvas and return when it has been read."""
        bounds = ink.bounds
        canvas = self._window.canvas
        scale = _SHARE_OF_CANVAS * min(canvas.width(), canvas.height()) / bounds.long_side
        middle = QPointF(*bounds.center)
        centre = QPointF(canvas.rect().center())
        for stroke in ink.strokes:
            self._draw_stroke(stroke, lambda point: (point - middle) * scale + centre)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note what is painted, after it has been."""
        if event.type() != QEvent.Type.Paint:
            return False
        watched.event(event)
        self._painted.add(watched)
        if watched is self._window.chart:
            self._bars_number = self._window.session.shown.number
        return True

    def _draw_stroke(self, stroke: Stroke, place: Callable[[QPointF], QPointF]) -> None:
        points = [place(QPointF(point.x, point.y)).toPoint() for point in stroke.points]
        canvas, left = self._window.canvas, Qt.MouseButton.LeftButton
        none = Qt.KeyboardModifier.NoModifier
        QTest.mousePress(canvas, left, none, points[0])
        # No pen moves before its touch is shown: tablets report some hundred times a second.
        self._wait_until(self._is_caught_up, "the drawing was not read")
        for point in points[1:]:
            self._move(canvas, point)
        QTest.mouseRelease(canvas, left, none, points[-1])
        self._wait_until(self._is_caught_up, "the drawing was not read")

    def _move(self, canvas: QWidget, point: QPoint) -> None:
        before = self._window.recognition.newest_number
        began = time.perf_counter()
        QTest.mouseMove(canvas, point)
        if self._window.recognition.newest_number > before:
            self._wait_until(self._is_caught_up, "the bars did not follow the pen")
            self.move_ms.append((time.perf_counter() - began) * 1000)

    def _is_caught_up(self) -> bool:
        recognition = self._window.recognition
        return recognition.is_idle and self._bars_number >= recognition.newest_number

    def _wait_until(self, done: Callable[[], bool], complaint: str) -> None:
        deadline = time.monotonic() + _PATIENCE_S
        while not done():
            if time.monotonic() > deadline:
                raise ReplayTimeoutError(complaint)
            # Sleeping between events, as the program itself does: a busy loop would keep the
            # interpreter from the thread that reads. The watch ends a sleep that nothing else does.
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    @Slot(object)
    def _on_model_changed(self) -> None:
        self._model_ready = True
