"""The curves of one run, or of several laid over each other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QGridLayout

from gui import wording
from gui.dialog_parts import CARD, hint
from gui.theme import SPACING_PX
from gui.training.plot import Line, Plot, Points, Scale
from model.runs import Curve


@dataclass(frozen=True, slots=True)
class Shown:
    """One run to draw.

    Attributes:
        name: What it is called; empty where it is the only one.
        points: Returns the points of a curve.
        steps: How many steps it takes in all.
    """

    name: str
    points: Callable[[Curve], Points]
    steps: int


class CurvesCard(QFrame):
    """Accuracy large, everything else small beside it."""

    def __init__(self) -> None:
        """Begin without curves."""
        super().__init__()
        self.setObjectName(CARD)
        self.accuracy = Plot(self.tr("Accuracy"), Scale.SHARE, wording.percent)
        self.small = {
            Curve.CROSS_ENTROPY: Plot(self.tr("Mean cross-entropy"), Scale.LOG, wording.brief),
            Curve.LOSS: Plot(self.tr("Total loss"), Scale.LOG, wording.brief),
            Curve.LEARNING_RATE: Plot(self.tr("Learning rate"), Scale.LINEAR, wording.brief),
            Curve.MEAN_ABS_GRADIENT: Plot(self.tr("Mean |gradient|"), Scale.LOG, wording.brief),
        }
        self.caption = hint()
        self._lay_out()
        self.show_runs(())

    def show_runs(self, runs: Sequence[Shown]) -> None:
        """Draw runs, each in a colour of its own; one alone has two for its two accuracies."""
        steps = max((run.steps for run in runs), default=0)
        self.accuracy.show_lines(self._accuracies(runs), steps)
        for curve, plot in self.small.items():
            lines = [Line(run.name, run.points(curve), n) for n, run in enumerate(runs)]
            if len(runs) == 1:
                lines = [Line(plot.accessibleName(), runs[0].points(curve))]
            plot.show_lines(lines, steps)

    def _accuracies(self, runs: Sequence[Shown]) -> list[Line]:
        training, validation = Curve.TRAINING_ACCURACY, Curve.VALIDATION_ACCURACY
        if len(runs) == 1:
            points = runs[0].points
            return [
                Line(self.tr("Training"), points(training), 0),
                Line(self.tr("Held out"), points(validation), 1, has_dots=True),
            ]
        return [
            Line(run.name, run.points(validation), number, has_dots=True)
            for number, run in enumerate(runs)
        ]

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(2 * SPACING_PX, SPACING_PX, 2 * SPACING_PX, SPACING_PX)
        grid.setSpacing(2 * SPACING_PX)
        grid.addWidget(self.accuracy, 0, 0, 2, 1)
        for number, plot in enumerate(self.small.values()):
            grid.addWidget(plot, number // 2, 1 + number % 2)
        grid.addWidget(self.caption, 2, 0, 1, 3)
        grid.setColumnStretch(0, 4)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(2, 3)
