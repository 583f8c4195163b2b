"""What was read, in large type, and how sure it is, in words and as candidates to choose from."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QPushButton, QWidget

from gui.panels.certainty import words_about
from gui.panels.number_view import NumberView
from gui.theme import SPACING_PX
from gui.wording import percent
from model.corrections import NOT_A_DIGIT
from model.reading import Certainty, DigitReading, Reading

_SMALLEST_PX = 72
_LINE_PX = 30
_MOST_LINES = 5
"""More lines are set smaller: the bars need some room too."""
_NUMBER_PX = 48
_WORDS_PX = 168
_ROW_PX = 300
"""What most words and buttons need in one row; where there is less, some are left out."""


class ReadingPanel(QWidget):
    """The reading as a number, with the certainty of one of its digits beside it.

    Signals:
        digit_clicked: Index of a digit in the number.
        digit_said: The candidate that was clicked: 0–9 or ``NOT_A_DIGIT``.
        teaching_requested: The digit, 0–9, that was misread and shall be learned.
    """

    digit_clicked = Signal(int)
    digit_said = Signal(int)
    teaching_requested = Signal(int)

    def __init__(self) -> None:
        """Begin with nothing read."""
        super().__init__()
        self.number = NumberView()
        self.number.setMinimumWidth(_NUMBER_PX)
        # With the number or without: else the canvas would move as the first stroke is read.
        self.setMinimumWidth(_NUMBER_PX + 2 * SPACING_PX + _WORDS_PX)
        self.number.digit_clicked.connect(self.digit_clicked)
        self._certainty = QLabel()
        self._second = QLabel()
        self._second.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self.candidates = (Candidate(), Candidate())
        chips = QHBoxLayout()
        chips.setSpacing(SPACING_PX // 2)
        for chip in self.candidates:
            chip.said.connect(self.digit_said)
            chips.addWidget(chip)
        self._misread: int | None = None
        self.teach_button = QPushButton(self.tr("Teach this digit…"))
        self.teach_button.setObjectName("candidate")
        self.teach_button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.teach_button.setToolTip(self.tr("Write it some more times, so that it is read next"))
        self.teach_button.clicked.connect(self._on_teach_clicked)
        chips.addWidget(self.teach_button)
        chips.addStretch()
        self._beside = _Beside()
        self._words = QBoxLayout(QBoxLayout.Direction.TopToBottom, self._beside)
        self._words.setContentsMargins(0, 0, 0, 0)
        self._words.addStretch()
        self._words.addWidget(self._certainty)
        self._words.addWidget(self._second)
        self._words.addLayout(chips)
        self._words.addStretch()
        self._whole = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.addWidget(self.number, stretch=1)
        self._whole.addWidget(self._beside)
        self._is_long: bool | None = None  # Until it is laid out.
        self._offers = False
        self._reading = Reading()
        self.show_reading(Reading(), None)

    @property
    def text(self) -> str:
        """The large text on show: the digits, and a question mark for what is none."""
        return self.number.text

    @property
    def certainty(self) -> str:
        """The words about the chosen digit."""
        return self._certainty.text()

    def show_reading(self, reading: Reading, chosen: DigitReading | None) -> None:
        """Show a reading and the certainty of ``chosen``, one of its digits."""
        self._reading = reading
        lines = min(len(reading.lines), _MOST_LINES)
        self.setMinimumHeight(max(_SMALLEST_PX, lines * _LINE_PX))
        places = (i for i, digit in enumerate(reading.digits) if digit is chosen)
        self.number.show_reading(reading, next(places, None))
        self.number.setVisible(chosen is not None)
        if chosen is None:
            self._certainty.setText(self.tr("Nothing to read yet"))
            self._second.setText("")
        else:
            self._certainty.setText(self._words_about(reading, chosen))
            self._second.setText(self._second_text(chosen))
        self._offer(chosen)
        self._lay_out()
        texts = (self.text, self._certainty.text(), self._second.text())
        self.setAccessibleDescription(", ".join(text for text in texts if text))

    def show_blank_picture(self) -> None:
        """Say that there is a picture, but no digit in it."""
        self._certainty.setText(self.tr("No digit found in this picture"))
        self.setAccessibleDescription(self._certainty.text())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the words where they now leave more room for the number."""
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        """Put the words beside the number, or below where its digits can then be larger."""
        # As much as any words need: the number stays where it is while they change.
        row_px = self.teach_button.sizeHint().height() + SPACING_PX
        column_px = _WORDS_PX + 2 * SPACING_PX
        type_px, width, height = self.number.largest_type_px, self.width(), self.height()
        beside = type_px(self._reading, width - column_px, height)
        is_long = type_px(self._reading, width, height - row_px) > beside
        if is_long is not self._is_long:
            self._turn(is_long=is_long)
        self._fit_words()

    def _turn(self, *, is_long: bool) -> None:
        """Put the words below, or beside."""
        self._is_long = is_long
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._whole.setDirection(down if is_long else across)
        self._whole.setSpacing(SPACING_PX if is_long else 2 * SPACING_PX)
        self._words.setDirection(across if is_long else down)
        self._words.setSpacing(2 * SPACING_PX if is_long else SPACING_PX // 2)
        self._beside.keep_width(not is_long)

    def _fit_words(self) -> None:
        """Show the words; but in a row there is no room for what is said twice."""
        is_row, is_short = self._is_long, self.width() < _ROW_PX
        first, second = self.candidates
        no_digit = self._offers and second.offers_no_digit
        first.setVisible(self._offers)
        second.setVisible(self._offers and not (is_row and is_short and no_digit))
        has_button = self._offers or self._misread is not None
        is_crowded = is_row and (no_digit or (is_short and has_button))
        self._second.setVisible(bool(self._second.text()) and not is_crowded)

    def _words_about(self, reading: Reading, chosen: DigitReading) -> str:
        words = words_about(chosen)
        if len(reading.digits) == 1 or chosen.truth is not None or chosen.value is None:
            return words
        return self.tr("{0}: {1}").format(chosen.value, words)

    def _second_text(self, chosen: DigitReading) -> str:
        if chosen.mark and chosen.truth is None:
            return ""
        scores = chosen.scores
        first, second = scores.ranking[:2]
        share = percent(float(scores.probabilities[second]), 1)
        if chosen.truth is not None:
            if not scores.is_digit:
                return self.tr("read as no digit")
            return self.tr("read as {0} ({1})").format(first, percent(scores.confidence, 1))
        if scores.certainty is Certainty.NOT_A_DIGIT:
            return self.tr("most like a {0}").format(first)
        if scores.certainty is Certainty.CERTAIN:
            return self.tr("2nd: {0} ({1})").format(second, share)
        return self.tr("{0} or {1}?").format(first, second)

    def _offer(self, chosen: DigitReading | None) -> None:
        """Show the two most probable answers as buttons, where there is doubt."""
        doubt = {Certainty.LIKELY, Certainty.UNSURE, Certainty.NOT_A_DIGIT}
        is_open = chosen is not None and chosen.truth is None and not chosen.mark
        offers = chosen is not None and is_open and chosen.scores.certainty in doubt
        if chosen is not None and offers:
            scores = chosen.scores
            first, second = scores.ranking[:2]
            labels = (first, second) if scores.is_digit else (first, NOT_A_DIGIT)
            for chip, label in zip(self.candidates, labels, strict=True):
                chip.offer(label, scores.probabilities[label] if scores.is_digit else None)
        self._offers = offers
        self._misread = _misread(chosen)
        self.teach_button.setVisible(self._misread is not None)

    @Slot()
    def _on_teach_clicked(self) -> None:
        if self._misread is not None:
            self.teaching_requested.emit(self._misread)


def _misread(chosen: DigitReading | None) -> int | None:
    """Return the digit that the person says it is, where something else was read."""
    if chosen is None or chosen.truth is None or chosen.truth == NOT_A_DIGIT:
        return None
    read = chosen.scores.digit if chosen.scores.is_digit else None
    return None if read == chosen.truth else chosen.truth


class _Beside(QWidget):
    """Holds the words, as wide as usual whatever they are; in a narrow window it gives way.

    What it needs at least never changes: else the canvas would move under the pen as words come.
    """

    _keeps = True

    def keep_width(self, keeps: bool) -> None:
        """Keep a width, or be no wider than the words."""
        if keeps != self._keeps:
            self._keeps = keeps
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return what the words need, or the usual width."""
        return super().sizeHint().expandedTo(QSize(_WORDS_PX if self._keeps else 0, 0))

    def minimumSizeHint(self) -> QSize:
        """Return the least width, and what the words need in height."""
        return QSize(_WORDS_PX, super().minimumSizeHint().height())


class Candidate(QPushButton):
    """A button that says what a digit is.

    Signals:
        said: 0–9 or ``NOT_A_DIGIT``.
    """

    said = Signal(int)

    def __init__(self) -> None:
        """Begin hidden, without an answer."""
        super().__init__()
        self._label = NOT_A_DIGIT
        self.setObjectName("candidate")  # What the style sheet calls it.
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(self.tr("This is what I wrote"))
        self.clicked.connect(self._on_clicked)

    @property
    def offers_no_digit(self) -> bool:
        """True while it says that something is no digit."""
        return self._label == NOT_A_DIGIT

    def offer(self, label: int, share: float | None) -> None:
        """Show an answer, with its probability where it has one."""
        self._label = label
        if label == NOT_A_DIGIT:
            text = name = self.tr("not a digit")
        elif share is None:
            text = name = self.tr("it is a {0}").format(label)
        else:
            text = self.tr("{0} · {1}").format(label, percent(float(share), 0))
            name = self.tr("This is a {0}").format(label)
        self.setText(text)
        self.setAccessibleName(name)

    @Slot()
    def _on_clicked(self) -> None:
        self.said.emit(self._label)
