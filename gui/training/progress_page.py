"""The page that watches a training run: how far it is, how well it reads, how long it takes."""

from typing import assert_never

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
)

from gui import wording
from gui.dialog_parts import card_frame, heading, hint
from gui.theme import SPACING_PX
from gui.training.accuracy_curve import AccuracyCurve
from gui.training.page import Page
from model.training.messages import Downloading, EpochEnded, Started, Stepped

_BAR_STEPS = 1000
_NOTHING_YET = "–"
_BAR_STYLE_SHEET = f"""
QProgressBar {{
    background: palette(midlight);
    border: none;
    border-radius: {SPACING_PX // 2}px;
    max-height: {SPACING_PX}px;
}}
QProgressBar::chunk {{ background: palette(accent); border-radius: {SPACING_PX // 2}px; }}
"""


class ProgressPage(Page):
    """Shows each message of a run as it comes.

    Signals:
        cancel_requested: The person wants the run to end.
    """

    cancel_requested = Signal()

    def __init__(self) -> None:
        """Lay out the page of a run that has yet to begin."""
        super().__init__()
        self._epochs = 1
        self.title = heading()
        self.phase = hint()
        self.bar = QProgressBar(textVisible=False)
        self.bar.setStyleSheet(_BAR_STYLE_SHEET)
        self.bar.setAccessibleName(self.tr("Progress of the training"))
        self.curve = AccuracyCurve()
        self.cancel_button = QPushButton(self.tr("&Cancel"))
        self.cancel_button.clicked.connect(self.on_cancel_clicked)
        self.body.addWidget(self.phase)
        self.body.addWidget(self.bar)
        self.body.addWidget(self._figures())
        self.body.addWidget(self._curve_card(), 1)
        self.lay_out(self.title, self.cancel_button)

    def begin(self, title: str) -> None:
        """Forget the last run and wait for the first message of one with a recipe's title."""
        self._epochs = 1
        self.title.setText(self.tr("Training: {0}").format(title))
        self.phase.setText(self.tr("Starting; TensorFlow takes some seconds to load…"))
        self.bar.setRange(0, 0)
        for value in (self.accuracy, self.cross_entropy, self.held_out, self.time_left):
            value.setText(_NOTHING_YET)
        self.curve.clear()
        self.cancel_button.setEnabled(True)

    def show_message(self, message: Downloading | Started | Stepped | EpochEnded) -> None:
        """Show what the training process has said."""
        match message:
            case Downloading():
                self._show_share(message.share)
                share = wording.percent(message.share, 0)
                self._show_phase(self.tr("Downloading MNIST: {0}").format(share))
            case Started():
                self._epochs = message.epochs
                self._show_share(0)
                self._show_round(1)
            case Stepped():
                self._show_step(message)
            case EpochEnded():
                self._show_epoch(message)
            case _:
                assert_never(message)

    @Slot()
    def on_cancel_clicked(self) -> None:
        """Ask for the end of the run, once."""
        self.show_cancelling()
        self.cancel_requested.emit()

    def show_cancelling(self) -> None:
        """Say that the run is about to end."""
        self.cancel_button.setEnabled(False)
        self.phase.setText(self.tr("Cancelling…"))
        self.bar.setRange(0, 0)

    def _show_step(self, message: Stepped) -> None:
        share = message.step / message.steps
        self._show_share(share)
        self._show_round(message.epoch)
        self._show_figures(message)
        self.curve.add(share, message.accuracy)

    def _show_epoch(self, message: EpochEnded) -> None:
        share = message.step / message.steps
        self._epochs = message.epochs
        self._show_figures(message)
        self.held_out.setText(wording.percent(message.validation_accuracy))
        self.curve.add_held_out(share, message.validation_accuracy)
        if message.epoch < message.epochs:
            self._show_share(share)
            self._show_round(message.epoch + 1)
        elif self.cancel_button.isEnabled():
            self.bar.setRange(0, 0)
            self.time_left.setText(_NOTHING_YET)
            self.phase.setText(self.tr("Measuring and saving the new model…"))

    def _show_figures(self, message: Stepped | EpochEnded) -> None:
        self.accuracy.setText(wording.percent(message.accuracy))
        self.cross_entropy.setText(wording.decimal(message.cross_entropy))
        self.time_left.setText(wording.duration(message.seconds_left))

    def _show_round(self, number: int) -> None:
        self._show_phase(self.tr("Round {0} of {1}").format(number, self._epochs))

    def _show_phase(self, text: str) -> None:
        if self.cancel_button.isEnabled():
            self.phase.setText(text)

    def _show_share(self, share: float) -> None:
        if self.cancel_button.isEnabled():
            self.bar.setRange(0, _BAR_STEPS)
            self.bar.setValue(round(share * _BAR_STEPS))

    def _figures(self) -> QFrame:
        card = card_frame()
        grid = QGridLayout(card)
        grid.setContentsMargins(2 * SPACING_PX, SPACING_PX, 2 * SPACING_PX, SPACING_PX)
        grid.setHorizontalSpacing(2 * SPACING_PX)
        grid.setVerticalSpacing(0)
        self.accuracy = self._figure(grid, 0, self.tr("Accuracy"))
        self.held_out = self._figure(grid, 1, self.tr("Held-out accuracy"))
        self.cross_entropy = self._figure(grid, 2, self.tr("Mean cross-entropy"))
        self.time_left = self._figure(grid, 3, self.tr("Time left"))
        return card

    def _figure(self, grid: QGridLayout, column: int, name: str) -> QLabel:
        value = heading(scale=1.3)
        value.setWordWrap(False)
        value.setMinimumWidth(value.fontMetrics().horizontalAdvance(wording.percent(1)))
        label = hint(name)
        label.setWordWrap(False)
        grid.addWidget(label, 0, column)
        grid.addWidget(value, 1, column)
        grid.setColumnStretch(column, 1)
        return value

    def _curve_card(self) -> QFrame:
        card = card_frame()
        column = QVBoxLayout(card)
        column.setContentsMargins(2 * SPACING_PX, SPACING_PX, 2 * SPACING_PX, SPACING_PX)
        column.setSpacing(SPACING_PX)
        caption = hint(self.tr("Line: digits of each batch read correctly. Dots: held-out digits."))
        caption.setAlignment(Qt.AlignmentFlag.AlignLeft)
        column.addWidget(caption)
        column.addWidget(self.curve, 1)
        return card
