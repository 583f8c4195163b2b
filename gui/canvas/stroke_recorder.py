"""Mouse, pen and finger become one way of samples. Nothing is painted here."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import (
    QEventPoint,
    QInputDevice,
    QInputEvent,
    QMouseEvent,
    QPointingDevice,
    QTabletEvent,
    QTouchEvent,
)

PEN_STAYS_NEAR_MS = 700.0
"""For so long after a pen was last seen, touches are taken for the palm of the hand."""

HARDLY_BEGUN_PX = 24.0
"""A finger that has gone no farther when another one comes down was the first of a pinch."""

_NO_PRESSURE = 0.5
_BARREL = Qt.MouseButton.RightButton | Qt.MouseButton.MiddleButton


class Tool(Enum):
    """What the pointer does where it touches."""

    PEN = "pen"
    ERASER = "eraser"
    SELECT = "select"


@dataclass(frozen=True, slots=True)
class PenSample:
    """One reported position of a mouse, pen or finger that touches the canvas.

    Attributes:
        x_px: Position on the widget, never rounded.
        y_px: Position on the widget, downwards.
        pressure: 0–1; 0.5 where the device has none.
        time_ms: Since it came down; never falls.
        with_shift: True while Shift is held.
    """

    x_px: float
    y_px: float
    pressure: float
    time_ms: float
    with_shift: bool = False


class PenTarget(Protocol):
    """Whoever draws what the recorder hears."""

    def pen_began(self, tool: Tool, sample: PenSample) -> None:
        """The pointer came down."""

    def pen_moved(self, sample: PenSample) -> None:
        """The pointer moved while down."""

    def pen_lifted(self) -> None:
        """The pointer was lifted, or its release was lost."""

    def pen_cancelled(self) -> None:
        """What was drawn since the pointer came down was not meant."""

    def pen_hovered(self, tool: Tool, x_px: float, y_px: float) -> None:
        """A mouse or pen is above the canvas, with this tool or this end down."""


class _Source(Enum):
    MOUSE = auto()
    PEN = auto()
    FINGER = auto()


class StrokeRecorder:
    """Follows one pointer at a time, from coming down to being lifted.

    Qt 6 hands out no list of joined positions: it delivers each one, unless the application joins
    frequent events, as it does by default on X11. Where there is a recorder, they are no longer
    joined: switching that off as a pointer comes down would be too late for a window that was
    busy just then, for which press and moves wait together.
    """

    def __init__(
        self, target: PenTarget, now_ms: Callable[[], float] = lambda: time.monotonic() * 1000
    ) -> None:
        self.tool = Tool.PEN
        self._target = target
        self._now_ms = now_ms
        self._source: _Source | None = None
        self._button = Qt.MouseButton.NoButton
        self._finger = -1
        self._began_at = 0
        self._way_px = 0.0
        self._last = PenSample(0, 0, _NO_PRESSURE, 0)
        self._pen_seen_ms = -math.inf
        QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_CompressHighFrequencyEvents, False)

    @property
    def is_recording(self) -> bool:
        """True while a pointer is down."""
        return self._source is not None

    def on_mouse(self, event: QMouseEvent) -> None:
        """Follow the left button with the tool, the right button with the eraser.

        While the tool selects, the right button is left to the menu of the digit.
        """
        if event.type() in {QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick}:
            self._mouse_pressed(event)
        elif self._source is not _Source.MOUSE:
            if self._source is None and _is_finite(event.position()):
                self._target.pen_hovered(self.tool, event.position().x(), event.position().y())
        elif event.type() == QEvent.Type.MouseMove:
            if event.buttons() & self._button:
                self._move(event, event.position(), _NO_PRESSURE)
            else:  # released where nobody told us
                self.lose()
        elif event.button() == self._button:
            self._move(event, event.position(), _NO_PRESSURE)
            self.lose()

    def _mouse_pressed(self, event: QMouseEvent) -> None:
        if self._source in {_Source.PEN, _Source.FINGER}:
            return
        if self._source is _Source.MOUSE:
            if event.button() != self._button and event.buttons() & self._button:
                return
            self.lose()
        if event.button() == Qt.MouseButton.LeftButton:
            tool = self.tool
        elif event.button() == Qt.MouseButton.RightButton and self.tool is not Tool.SELECT:
            tool = Tool.ERASER
        else:
            return
        self._button = event.button()
        self._begin(_Source.MOUSE, tool, event, event.position(), _NO_PRESSURE)

    def on_tablet(self, event: QTabletEvent) -> None:
        """Follow a pen with its pressure; the eraser end and the barrel button erase.

        The caller accepts the event, whatever it was: Qt then makes no mouse event of it.
        """
        self._pen_seen_ms = self._now_ms()
        tip_down = bool(event.buttons() & Qt.MouseButton.LeftButton)
        pressure = _pressure(event.pointingDevice(), event.pressure())
        if event.type() == QEvent.Type.TabletPress and tip_down:
            if self._source is not _Source.PEN:
                self._make_way_for_pen()
                tool = self._pen_tool(event)
                self._begin(_Source.PEN, tool, event, event.position(), pressure)
        elif self._source is not _Source.PEN:
            position = event.position()
            self._target.pen_hovered(self._pen_tool(event), position.x(), position.y())
        elif tip_down:
            self._move(event, event.position(), pressure)
        else:
            # A pen reports no pressure as it lifts; the line shall not thin out for that.
            self._move(event, event.position(), self._last.pressure)
            self.lose()

    def _pen_tool(self, event: QTabletEvent) -> Tool:
        eraser_end = event.pointerType() == QPointingDevice.PointerType.Eraser
        return Tool.ERASER if eraser_end or event.buttons() & _BARREL else self.tool

    def _make_way_for_pen(self) -> None:
        """End what another pointer began: a finger beside a pen is the palm, and was not meant."""
        if self._source is _Source.FINGER:
            self.cancel()
        else:
            self.lose()

    def on_touch(self, event: QTouchEvent) -> None:
        """Follow the first finger; further fingers, and a palm beside a pen, draw nothing.

        The caller accepts the event, whatever it was: Qt then makes no mouse event of it.
        """
        if event.type() == QEvent.Type.TouchCancel:
            # The system took the touch for something else: a palm, a gesture at the edge.
            if self._source is _Source.FINGER:
                self.cancel()
            return
        for point in event.points():
            self._follow_finger(point, event)

    def makes_way_for_pinch(self) -> bool:
        """Drop what one finger has hardly begun; tell whether two fingers may zoom now.

        They may not where one of them is drawing already, or where both may be the palm of the
        hand that holds a pen.
        """
        if self._source is None:
            return not self._pen_is_near()
        if self._source is _Source.FINGER and self._way_px <= HARDLY_BEGUN_PX:
            self.cancel()
            return True
        return False

    def _follow_finger(self, point: QEventPoint, event: QTouchEvent) -> None:
        pressure = _pressure(event.pointingDevice(), point.pressure())
        state = point.state()
        if state == QEventPoint.State.Pressed:
            if self._source is None and not self._pen_is_near():
                self._finger = point.id()
                self._begin(_Source.FINGER, self.tool, event, point.position(), pressure)
        elif self._source is _Source.FINGER and point.id() == self._finger:
            if state == QEventPoint.State.Updated:
                self._move(event, point.position(), pressure)
            elif state == QEventPoint.State.Released:
                self._move(event, point.position(), self._last.pressure)
                self.lose()

    def _pen_is_near(self) -> bool:
        return self._now_ms() - self._pen_seen_ms < PEN_STAYS_NEAR_MS

    def lose(self) -> None:
        """Finish where the pointer was last seen: it was lifted, or the window lost it."""
        if self._end():
            self._target.pen_lifted()

    def cancel(self) -> None:
        """Drop what was drawn since the pointer came down; its further way is ignored."""
        if self._end():
            self._target.pen_cancelled()

    def _begin(
        self, source: _Source, tool: Tool, event: QInputEvent, position: QPointF, pressure: float
    ) -> None:
        if not _is_finite(position):
            return
        self._source = source
        self._began_at = event.timestamp()
        self._way_px = 0.0
        self._last = PenSample(position.x(), position.y(), pressure, 0.0, _with_shift(event))
        self._target.pen_began(tool, self._last)

    def _move(self, event: QInputEvent, position: QPointF, pressure: float) -> None:
        if not _is_finite(position):
            return
        self._way_px += math.hypot(position.x() - self._last.x_px, position.y() - self._last.y_px)
        time_ms = max(self._last.time_ms, float(event.timestamp() - self._began_at))
        self._last = PenSample(position.x(), position.y(), pressure, time_ms, _with_shift(event))
        self._target.pen_moved(self._last)

    def _end(self) -> bool:
        """Stop following; tell whether there was anything to stop."""
        if self._source is None:
            return False
        self._source = None
        return True


def _with_shift(event: QInputEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)


def _is_finite(position: QPointF) -> bool:
    return math.isfinite(position.x()) and math.isfinite(position.y())


def _pressure(device: QPointingDevice, reported: float) -> float:
    """Return a pressure of 0–1 from whatever a device reports."""
    if not device.hasCapability(QInputDevice.Capability.Pressure) or not math.isfinite(reported):
        return _NO_PRESSURE
    return min(max(reported, 0.0), 1.0)
