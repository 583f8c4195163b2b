"""The page that watches a training run: how far it is, how well it reads, how long it takes."""

from collections.abc import Sequence
from typing import assert_never

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QProgressBar, QPushButton

from gui import wording
from gui.dialog_parts import card_frame, heading, hint
from gui.theme import SPACING_PX
from gui.training.curves_card import CurvesCard, Shown
from gui.training.page import Page
from gui.training.run_recorder import RunRecorder
from gui.training.seen_card import SeenCard
from gui.training.watched import Watched
from model.training.messages import Downloading, EpochEnded, Examined, Progress, Started, Stepped

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
        pause_requested: The person wants the run to wait.
        resume_requested: The person wants it to go on.
        keep_best_requested: The person wants it to end with the best it has.
        cancel_requested: The person wants it to end with nothing.
    """

    pause_requested = Signal()
    resume_requested = Signal()
    keep_best_requested = Signal()
    cancel_requested = Signal()

    def __init__(self) -> None:
        """Lay out the page of a run that has yet to begin."""
        super().__init__()
        self._epochs = 1
        self._phase = ""
        self._is_paused = False
        self._is_ending = False
        self.recorder = RunRecorder()
        self.title = heading()
        self.phase = hint()
        self.bar = QProgressBar(textVisible=False)
        self.bar.setStyleSheet(_BAR_STYLE_SHEET)
        self.bar.setAccessibleName(self.tr("Progress of the training"))
        self.curves = CurvesCard()
        self.curves.caption.setText(
            self.tr("Accuracy: the line is each batch, the dots are digits held out of it.")
        )
        self.seen = SeenCard()
        self.cancel_button = QPushButton(self.tr("&Cancel"))
        self.cancel_button.clicked.connect(self.on_cancel_clicked)
        self.keep_best_button = QPushButton(self.tr("Stop and &Keep the Best"))
        self.keep_best_button.clicked.connect(self.on_keep_best_clicked)
        self.pause_button = QPushButton(self.tr("&Pause"))
        self.pause_button.clicked.connect(self.on_pause_clicked)
        self.body.addWidget(self.phase)
        self.body.addWidget(self.bar)
        self.body.addWidget(self._figures())
        self.body.addWidget(self.curves, 1)
        self.body.addWidget(self.seen)
        self.lay_out(self.title, self.cancel_button, self.keep_best_button, self.pause_button)

    def begin(self, title: str, watched: Sequence[Watched]) -> None:
        """Forget the last run and wait for the first message of another.

        Args:
            title: What the recipe is called.
            watched: The drawings whose readings are shown.
        """
        self._epochs = 1
        self._is_paused = self._is_ending = False
        self.recorder = RunRecorder()
        self.title.setText(self.tr("Training: {0}").format(title))
        self._show_phase(self.tr("Starting; TensorFlow takes some seconds to load…"))
        self.bar.setRange(0, 0)
        for value in (self.accuracy, self.cross_entropy, self.held_out, self.time_left):
            value.setText(_NOTHING_YET)
        self.curves.show_runs(())
        self.seen.begin(watched)
        self.cancel_button.setEnabled(True)
        self._set_steerable(False)

    def show_message(self, message: Progress) -> None:
        """Show what the training process has said."""
        match message:
            case Downloading():
                self._show_share(message.share)
                share = wording.percent(message.share, 0)
                self._show_phase(self.tr("Downloading MNIST: {0}").format(share))
            case Started():
                self._begin_steps(message)
            case Stepped():
                self._show_step(message)
            case EpochEnded():
                self._show_epoch(message)
            case Examined():
                self.seen.show_examined(message)
            case _:
                assert_never(message)

    @Slot()
    def on_pause_clicked(self) -> None:
        """Have the run wait, or go on."""
        self._is_paused = not self._is_paused
        self._name_pause_button()
        self._show_phase(self._phase)
        if self._is_paused:
            self.pause_requested.emit()
        else:
            self.resume_requested.emit()

    @Slot()
    def on_keep_best_clicked(self) -> None:
        """Ask for the end of the steps, once."""
        self._show_saving()
        self.keep_best_requested.emit()

    @Slot()
    def on_cancel_clicked(self) -> None:
        """Ask for the end of the run, once."""
        self.show_cancelling()
        self.cancel_requested.emit()

    def show_cancelling(self) -> None:
        """Say that the run is about to end."""
        self.cancel_button.setEnabled(False)
        self._end_steps(self.tr("Cancelling…"))

    def _begin_steps(self, message: Started) -> None:
        self._epochs = message.epochs
        self.recorder.add(message)
        self._show_share(0)
        self._show_round(1)
        self._set_steerable(not self._is_ending)

    def _show_step(self, message: Stepped) -> None:
        self.recorder.add(message)
        self._show_share(message.step / message.steps)
        self._show_round(message.epoch)
        self._show_figures(message)
        self._draw()

    def _show_epoch(self, message: EpochEnded) -> None:
        self._epochs = message.epochs
        self.recorder.add(message)
        self._show_figures(message)
        self.held_out.setText(wording.percent(message.validation_accuracy))
        self._draw()
        if message.epoch < message.epochs:
            self._show_share(message.step / message.steps)
            self._show_round(message.epoch + 1)
        elif not self._is_ending:
            self._show_saving()

    def _draw(self) -> None:
        recorder = self.recorder
        self.curves.show_runs([Shown("", recorder.points, recorder.steps)])

    def _show_figures(self, message: Stepped | EpochEnded) -> None:
        self.accuracy.setText(wording.percent(message.accuracy))
        self.cross_entropy.setText(wording.decimal(message.cross_entropy))
        if not self._is_ending:
            self.time_left.setText(wording.duration(message.seconds_left))

    def _show_saving(self) -> None:
        self._end_steps(self.tr("Measuring and saving the new model…"))

    def _end_steps(self, phase: str) -> None:
        """Say what the run is about to do; what comes late does not hide it."""
        self._is_paused = False
        self._show_phase(phase)
        self._is_ending = True
        self._set_steerable(False)
        self.bar.setRange(0, 0)
        self.time_left.setText(_NOTHING_YET)

    def _show_round(self, number: int) -> None:
        self._show_phase(self.tr("Round {0} of {1}").format(number, self._epochs))

    def _show_phase(self, text: str) -> None:
        if not self._is_ending:
            self._phase = text
            self.phase.setText(self.tr("{0}, paused").format(text) if self._is_paused else text)

    def _show_share(self, share: float) -> None:
        if not self._is_ending:
            self.bar.setRange(0, _BAR_STEPS)
            self.bar.setValue(round(share * _BAR_STEPS))

    def _set_steerable(self, is_steerable: bool) -> None:
        """Allow pausing and stopping early: both need steps that are being taken."""
        self.pause_button.setEnabled(is_steerable)
        self.keep_best_button.setEnabled(is_steerable)
        self._name_pause_button()

    def _name_pause_button(self) -> None:
        text = self.tr("Go &On") if self._is_paused else self.tr("&Pause")
        self.pause_button.setText(text)

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
