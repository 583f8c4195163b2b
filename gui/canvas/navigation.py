"""Wheels, touchpads and their gestures: how they move and scale what is seen of a drawing."""

from typing import Protocol

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent, QWheelEvent

STEP = 2**0.25
"""One notch of a wheel, and one press of a key, zooms by this: four of them double."""

_NOTCH = 120.0
"""Qt counts a wheel in eighths of a degree; a notch is 15 degrees."""

_PAN_PX = 60.0
LARGEST_PINCH = 2.0
"""One report of a pinch zooms by no more: it may be too quick, or wrong."""


class Navigable(Protocol):
    """What can be looked at from near and far."""

    def zoom(self, factor: float, x_px: float | None = None, y_px: float | None = None) -> None:
        """Paint everything larger or smaller; what is seen at a pixel stays there."""

    def pan(self, dx_px: float, dy_px: float) -> None:
        """Move what is seen."""


def navigate(sheet: Navigable, event: QEvent) -> bool:
    """Zoom or pan if an event says so, and tell whether it did.

    A wheel or two fingers pan; with Ctrl, and by a pinch on a touchpad, they zoom around the
    pointer. With Shift a wheel pans sideways.
    """
    if isinstance(event, QWheelEvent):
        turned = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            sheet.zoom(STEP ** (turned.y() / _NOTCH), event.position().x(), event.position().y())
        else:
            shift = QPointF(event.pixelDelta())
            if shift.isNull():
                shift = QPointF(turned) * (_PAN_PX / _NOTCH)
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and not shift.x():
                shift = shift.transposed()
            sheet.pan(shift.x(), shift.y())
        return True
    if isinstance(event, QNativeGestureEvent):
        if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            factor = min(max(1.0 + event.value(), 1 / LARGEST_PINCH), LARGEST_PINCH)
            sheet.zoom(factor, event.position().x(), event.position().y())
        return True
    return False
