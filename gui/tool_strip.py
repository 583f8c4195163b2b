"""The strip under the canvas: pen, eraser, selecting, width, undo, redo, clear."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QToolButton, QWidget

from gui.actions import Actions
from gui.icons import action_icon
from gui.theme import SPACING_PX

NARROWEST_PX = 2
WIDEST_PX = 40


class ToolStrip(QWidget):
    """Tools of the canvas.

    Signals:
        pen_width_changed: Width in device-independent pixels.
    """

    pen_width_changed = Signal(float)

    def __init__(self, actions: Actions, pen_width_px: float) -> None:
        """Show ``actions`` as buttons, with a slider for the pen's width."""
        super().__init__()
        self._icons: dict[QAction, str] = {
            actions.pen: "pen",
            actions.eraser: "eraser",
            actions.select: "select",
            actions.undo: "undo",
            actions.redo: "redo",
            actions.clear: "clear",
        }
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(NARROWEST_PX, WIDEST_PX)
        self._slider.setValue(round(pen_width_px))
        self._slider.setMinimumWidth(6 * SPACING_PX)
        self._slider.setMaximumWidth(18 * SPACING_PX)
        self._slider.setToolTip(self.tr("Pen width, on the screen only: readings do not change"))
        self._slider.valueChanged.connect(self._on_width_changed)
        self._label = QLabel(self.tr("&Width"))
        self._label.setBuddy(self._slider)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING_PX // 2)
        for action in actions.tools.values():
            row.addWidget(self._button(action))
        row.addSpacing(SPACING_PX)
        row.addWidget(self._label)
        row.addSpacing(SPACING_PX // 2)
        row.addWidget(self._slider, stretch=1)
        row.addStretch()
        for action in (actions.undo, actions.redo, actions.clear):
            row.addWidget(self._button(action))
        self._color_icons()

    def minimumSizeHint(self) -> QSize:
        """Return what all but the slider's name needs: where there is no room, it is left out."""
        least = super().minimumSizeHint()
        if self._label.isVisibleTo(self):
            least -= QSize(self._name_px(), 0)
        return least

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Name the slider where there is room."""
        super().resizeEvent(event)
        wanted = self.minimumSizeHint().width() + self._name_px()
        self._label.setVisible(event.size().width() >= wanted)

    def changeEvent(self, event: QEvent) -> None:
        """Give the icons the new text colour when the palette changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._color_icons()

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setIconSize(QSize(20, 20))
        button.setAccessibleName(action.text().replace("&", ""))
        return button

    def _name_px(self) -> int:
        """Return what the slider's name takes up."""
        return self._label.minimumSizeHint().width() + SPACING_PX // 2

    def _color_icons(self) -> None:
        for action, name in self._icons.items():
            action.setIcon(action_icon(name, self.palette()))

    @Slot(int)
    def _on_width_changed(self, value: int) -> None:
        self.pen_width_changed.emit(float(value))
