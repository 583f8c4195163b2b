"""Two fingers on a touch screen: they pinch to zoom, and move together to pan."""

import math
from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF
from PySide6.QtGui import QEventPoint, QTouchEvent

from gui.canvas.navigation import LARGEST_PINCH, Navigable

_LEAST_APART_PX = 8.0
"""Fingers cannot be closer; what a screen reports as closer must not zoom out of all bounds."""


class Pinch:
    """Follows two fingers from the moment that both are down until the last one is lifted."""

    def __init__(self, sheet: Navigable, may_begin: Callable[[], bool]) -> None:
        """Zoom and pan ``sheet``.

        Args:
            sheet: What is seen from near and far.
            may_begin: Called when a second finger comes down; makes way for it, or says no.
        """
        self._sheet = sheet
        self._may_begin = may_begin
        self._fingers: dict[int, QPointF] = {}

    def takes(self, event: QTouchEvent) -> bool:
        """Zoom and pan if two fingers do so; tell whether the event is no one else's.

        A finger that stays behind draws nothing, so all is taken until the last one is lifted.
        """
        if event.type() == QEvent.Type.TouchCancel:
            self.end()
            return False
        fingers = _fingers_down(event)
        if not self._fingers:
            comes = any(point.state() == QEventPoint.State.Pressed for point in event.points())
            if not comes or len(fingers) < 2 or not self._may_begin():
                return False
        self._follow(fingers)
        return True

    def end(self) -> None:
        """Forget the fingers: what follows of them is no pinch."""
        self._fingers = {}

    def _follow(self, fingers: dict[int, QPointF]) -> None:
        """Change the view as the fingers have moved since the last event."""
        before, self._fingers = self._fingers, fingers
        if len(fingers) < 2 or fingers.keys() != before.keys():
            return
        # Of more than two fingers, the first two to come down count.
        first, second = sorted(fingers)[:2]
        was, now = (_distance(spots[first], spots[second]) for spots in (before, fingers))
        old, new = ((spots[first] + spots[second]) / 2 for spots in (before, fingers))
        factor = min(max(now / was, 1 / LARGEST_PINCH), LARGEST_PINCH)
        self._sheet.zoom(factor, old.x(), old.y())
        self._sheet.pan(new.x() - old.x(), new.y() - old.y())


def _fingers_down(event: QTouchEvent) -> dict[int, QPointF]:
    """Return where each finger is that touches the screen, by its number."""
    lifted = QEventPoint.State.Released
    return {point.id(): point.position() for point in event.points() if point.state() != lifted}


def _distance(one: QPointF, other: QPointF) -> float:
    return max(math.hypot(one.x() - other.x(), one.y() - other.y()), _LEAST_APART_PX)
