"""What was read, in large type, and how sure it is, in words."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from gui.theme import SPACING_PX
from gui.wording import percent
from model.reading import Certainty, DigitReading, Reading, Scores

_LARGEST_PX = 64
_SMALLEST_PX = 18


def certainty_text(scores: Scores) -> str:
    """Return how sure a reading is, translated."""
    text = {
        Certainty.CERTAIN: QCoreApplication.translate("Certainty", "certain"),
        Certainty.LIKELY: QCoreApplication.translate("Certainty", "likely"),
        Certainty.UNSURE: QCoreApplication.translate("Certainty", "unsure"),
        Certainty.NOT_A_DIGIT: QCoreApplication.translate("Certainty", "not a digit"),
    }
    return text[scores.certainty]


class ReadingPanel(QWidget):
    """The reading as text, with the certainty of one of its digits beside it."""

    def __init__(self) -> None:
        """Begin with nothing read."""
        super().__init__()
        self._text = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._certainty = QLabel()
        self._second = QLabel()
        self._second.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        words = QVBoxLayout()
        words.setSpacing(SPACING_PX // 2)
        words.addStretch()
        words.addWidget(self._certainty)
        words.addWidget(self._second)
        words.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * SPACING_PX)
        row.addWidget(self._text, stretch=3)
        row.addLayout(words, stretch=4)
        self.setMinimumHeight(_LARGEST_PX + SPACING_PX)
        self.show_reading(Reading(), None)

    @property
    def text(self) -> str:
        """The large text on show: the digits read, or a dash."""
        return self._text.text()

    @property
    def certainty(self) -> str:
        """The words about the chosen digit."""
        return self._certainty.text()

    def show_reading(self, reading: Reading, chosen: DigitReading | None) -> None:
        """Show a reading and the certainty of ``chosen``, one of its digits."""
        if chosen is None:
            self._text.setText("")
            self._text.hide()
            self._certainty.setText(self.tr("Nothing to read yet"))
            self._second.setText("")
        else:
            self._text.setText(reading.text or "–")
            self._text.show()
            self._certainty.setText(self._words_about(reading, chosen.scores))
            self._second.setText(self._second_text(chosen.scores))
        self._fit_text()
        texts = (self._text.text(), self._certainty.text(), self._second.text())
        self.setAccessibleDescription(", ".join(text for text in texts if text))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the text to the new size."""
        super().resizeEvent(event)
        self._fit_text()

    def _words_about(self, reading: Reading, scores: Scores) -> str:
        words = certainty_text(scores)
        if len(reading.digits) == 1:
            return words
        return self.tr("{0}: {1}").format(scores.digit if scores.is_digit else "–", words)

    def _second_text(self, scores: Scores) -> str:
        first, second = scores.ranking[:2]
        share = percent(float(scores.probabilities[second]), 1)
        if scores.certainty is Certainty.NOT_A_DIGIT:
            return self.tr("most like a {0}").format(first)
        if scores.certainty is Certainty.UNSURE:
            return self.tr("{0} or {1}?").format(first, second)
        return self.tr("2nd: {0} ({1})").format(second, share)

    def _fit_text(self) -> None:
        """Make the text as large as its place allows."""
        lines = self._text.text().split("\n")
        longest = max((len(line) for line in lines), default=1) or 1
        by_width = int(self._text.width() / (0.62 * longest))
        by_height = int(0.82 * self._text.height() / len(lines))
        font = QFont(self._text.font())
        font.setPixelSize(max(_SMALLEST_PX, min(_LARGEST_PX, by_width, by_height)))
        font.setWeight(QFont.Weight.DemiBold)
        self._text.setFont(font)
