"""Messages to the person: plain values, and the bar above the canvas that shows them."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMessageBox, QPushButton, QSizePolicy

from gui.theme import RADIUS_PX, SPACING_PX, is_dark


class Severity(Enum):
    """How much a message matters."""

    INFO = "info"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class MessageAction:
    """Something that a message offers to do.

    Attributes:
        text: On the button, translated, with a mnemonic.
        run: Does it.
    """

    text: str
    run: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence: what happened and what can be done.

    Attributes:
        text: The sentence, translated.
        severity: Colours the bar.
        details: More for those who ask; empty for none.
        action: What it offers to do, if anything.
    """

    text: str
    severity: Severity = Severity.WARNING
    details: str = ""
    action: MessageAction | None = None


_COLORS = {
    Severity.INFO: (QColor("#dfe9fb"), QColor("#24344f")),
    Severity.WARNING: (QColor("#fdeecb"), QColor("#4a3b16")),
}


class MessageBar(QFrame):
    """Shows the newest message until it is dismissed. It never takes the focus or blocks.

    A message that offers to do something is not lost when another one comes: it is shown again
    after that.
    """

    def __init__(self) -> None:
        """Begin hidden."""
        super().__init__()
        self._message = Message("")
        self._offers: list[Message] = []
        self._label = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._details = QPushButton(self.tr("De&tails…"))
        self._details.clicked.connect(self._on_details_clicked)
        self._action = QPushButton()
        self._action.clicked.connect(self._on_action_clicked)
        dismiss = QPushButton(self.tr("Di&smiss"))
        dismiss.clicked.connect(self._on_dismissed)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * SPACING_PX, SPACING_PX, SPACING_PX, SPACING_PX)
        row.setSpacing(SPACING_PX)
        row.addWidget(self._label)
        row.addWidget(self._action)
        row.addWidget(self._details)
        row.addWidget(dismiss)
        self.hide()

    @property
    def message(self) -> Message | None:
        """The message on show, if any."""
        return None if self.isHidden() else self._message

    def show_message(self, message: Message) -> None:
        """Show a message in place of the one before."""
        if not self.isHidden() and self._message.action is not None:
            self._offers.append(self._message)
        self._message = message
        self._label.setText(message.text)
        self._details.setVisible(bool(message.details))
        self._action.setVisible(message.action is not None)
        self._action.setText(message.action.text if message.action is not None else "")
        self.setAccessibleName(message.text)
        self.show()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bar in its severity's colour."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_COLORS[self._message.severity][is_dark(self.palette())])
        painter.drawRoundedRect(self.rect(), RADIUS_PX, RADIUS_PX)

    @Slot()
    def settle(self) -> None:
        """Take away what has been read by now: the person has gone on to something else."""
        if not self.isHidden() and self._message.action is None:
            self._on_dismissed()

    @Slot()
    def _on_dismissed(self) -> None:
        self.hide()
        if self._offers:
            self.show_message(self._offers.pop())

    @Slot()
    def _on_action_clicked(self) -> None:
        action = self._message.action
        self._on_dismissed()
        if action is not None:
            action.run()

    @Slot()
    def _on_details_clicked(self) -> None:
        box = QMessageBox(QMessageBox.Icon.Information, self.tr("Details"), self._message.text)
        box.setParent(self.window(), Qt.WindowType.Dialog)
        box.setDetailedText(self._message.details)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()
