"""Real pointer events, with positions between pixels and times of our choosing."""

from collections.abc import Sequence
from itertools import count

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QInputDevice, QMouseEvent, QPointingDevice, QTabletEvent
from PySide6.QtWidgets import QWidget

Way = Sequence[tuple[float, float]]

_Type = QEvent.Type
_LEFT = Qt.MouseButton.LeftButton
_NONE = Qt.MouseButton.NoButton
_device_ids = count(9000)


class Mouse:
    """A mouse over one widget."""

    def __init__(self, widget: QWidget) -> None:
        self._widget = widget
        self.time_ms = 1000

    def send(
        self,
        kind: QEvent.Type,
        x: float,
        y: float,
        button: Qt.MouseButton = _NONE,
        buttons: Qt.MouseButton = _NONE,
    ) -> None:
        position = QPointF(x, y)
        everywhere = QPointF(self._widget.mapToGlobal(position))
        event = QMouseEvent(
            kind, position, everywhere, button, buttons, Qt.KeyboardModifier.NoModifier
        )
        event.setTimestamp(self.time_ms)
        self.time_ms += 8
        QCoreApplication.sendEvent(self._widget, event)

    def press(self, x: float, y: float, button: Qt.MouseButton = _LEFT) -> None:
        self.send(_Type.MouseButtonPress, x, y, button, button)

    def move(self, x: float, y: float, buttons: Qt.MouseButton = _LEFT) -> None:
        self.send(_Type.MouseMove, x, y, _NONE, buttons)

    def release(self, x: float, y: float, button: Qt.MouseButton = _LEFT) -> None:
        self.send(_Type.MouseButtonRelease, x, y, button)

    def drag(self, way: Way, button: Qt.MouseButton = _LEFT) -> None:
        """Press at the first position, move through all others, release at the last."""
        self.press(*way[0], button)
        for position in way[1:]:
            self.move(*position, button)
        self.release(*way[-1], button)


class Pen:
    """A pen over one widget, one end down."""

    def __init__(
        self,
        widget: QWidget,
        end: QPointingDevice.PointerType = QPointingDevice.PointerType.Pen,
        *,
        has_pressure: bool = True,
    ) -> None:
        self._widget = widget
        abilities = QInputDevice.Capability.Position
        if has_pressure:
            abilities |= QInputDevice.Capability.Pressure
        self._device = QPointingDevice(
            "pen", next(_device_ids), QInputDevice.DeviceType.Stylus, end, abilities, 1, 3
        )
        self.time_ms = 5000

    def send(
        self,
        kind: QEvent.Type,
        position: tuple[float, float],
        pressure: float,
        button: Qt.MouseButton = _NONE,
        buttons: Qt.MouseButton = _NONE,
    ) -> bool:
        """Send an event; tell whether it was accepted."""
        here = QPointF(*position)
        everywhere = QPointF(self._widget.mapToGlobal(here))
        plain = Qt.KeyboardModifier.NoModifier
        event = QTabletEvent(
            kind, self._device, here, everywhere, pressure, 0, 0, 0, 0, 0, plain, button, buttons
        )
        event.setTimestamp(self.time_ms)
        self.time_ms += 5
        QCoreApplication.sendEvent(self._widget, event)
        return event.isAccepted()

    def press(self, x: float, y: float, pressure: float = 0.5) -> bool:
        return self.send(_Type.TabletPress, (x, y), pressure, _LEFT, _LEFT)

    def move(self, x: float, y: float, pressure: float = 0.5) -> bool:
        return self.send(_Type.TabletMove, (x, y), pressure, _NONE, _LEFT)

    def hover(self, x: float, y: float) -> bool:
        return self.send(_Type.TabletMove, (x, y), 0.0)

    def release(self, x: float, y: float) -> bool:
        return self.send(_Type.TabletRelease, (x, y), 0.0, _LEFT)

    def drag(self, way: Way, pressure: float = 0.5) -> None:
        self.press(*way[0], pressure)
        for position in way[1:]:
            self.move(*position, pressure)
        self.release(*way[-1])
