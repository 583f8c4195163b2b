"""The page that sets the new model beside the one in use and asks which to keep."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton

from gui import wording
from gui.dialog_parts import card_frame, heading, hint, sentence
from gui.metric_text import TEST_ACCURACY
from gui.theme import SPACING_PX
from gui.training.confusion_view import ConfusionView
from gui.training.page import Page
from model.bundle import ModelBundle, ModelCard
from model.training.messages import Comparison, Confusion, Score

_UNKNOWN = "–"


class ResultPage(Page):
    """Before and after, on the same test digits where both were measured on them.

    Signals:
        use_requested: The person wants the new model.
        discard_requested: The person wants to stay with the one in use.
        runs_requested: The person wants to see this run beside others.
    """

    use_requested = Signal()
    discard_requested = Signal()
    runs_requested = Signal()

    def __init__(self) -> None:
        """Lay out an empty page."""
        super().__init__()
        self.verdict = sentence()
        self.before = _Column(self.tr("In use"), self.tr("Mistakes of the model in use"))
        self.after = _Column(self.tr("New"), self.tr("Mistakes of the new model"))
        self.use_button = QPushButton(self.tr("&Use This Model"))
        self.use_button.clicked.connect(self.use_requested)
        self.discard_button = QPushButton(self.tr("&Keep the Old One"))
        self.discard_button.clicked.connect(self.discard_requested)
        self.runs_button = QPushButton(self.tr("&Compare Runs…"))
        self.runs_button.clicked.connect(self.runs_requested)
        self._explanation = hint()
        self.body.addWidget(self.verdict)
        self.body.addWidget(self._comparison())
        self.body.addWidget(self._explanation)
        self.body.addStretch(1)
        title = heading(self.tr("The new model is ready"))
        self.lay_out(title, self.runs_button, self.discard_button, self.use_button)

    def show_models(
        self, before: ModelBundle | None, after: ModelBundle, comparison: Comparison | None = None
    ) -> None:
        """Set two models side by side.

        Args:
            before: The model in use; None where there is none.
            after: The new one.
            comparison: Both on the run's test digits; None leaves what the cards say.
        """
        name = _measured_on(after.card)
        old, new = _accuracy(before, name), _accuracy(after, name)
        found = comparison or Comparison(None, Confusion(()))
        if comparison is not None and comparison.before is not None:
            old = comparison.before.score.share
            new = comparison.after.score.share
        self.before.show(before, old, found.before)
        self.after.show(after, new, found.after if comparison else None)
        self._what.setText(self._test_digits(name))
        self._what_too.setText(self._what.text())
        for widget in self._confusion_parts:
            widget.setVisible(comparison is not None)
        self._show_own(found)
        self.verdict.setText(self._verdict(old, new, name))
        self._explanation.setText(self._what_it_means(name))
        is_worse = old is not None and new is not None and _points(old, new) < 0
        reads_you_worse = _is_fewer(found.own_after, found.own_before)
        worse = is_worse or reads_you_worse
        self.default_button = self.discard_button if worse else self.use_button

    def _show_own(self, found: Comparison) -> None:
        """Show how both read a person's own digits, where some were held out."""
        for column, score in ((self.before, found.own_before), (self.after, found.own_after)):
            column.own.setVisible(found.own_after is not None)
            if score is not None:
                text = self.tr("{0} of {1} held-out samples of yours")
                counts = (wording.whole(score.right), wording.whole(score.count))
                column.own.setText(text.format(*counts))
            else:
                column.own.setText(_UNKNOWN)

    def _test_digits(self, name: str) -> str:
        return {
            "generated_test_accuracy": self.tr("of the generated test digits"),
            "files_test_accuracy": self.tr("of the test digits in your file"),
            "own_test_accuracy": self.tr("of your samples that were held out"),
        }.get(name, self.tr("of MNIST's test digits"))

    def _what_it_means(self, name: str) -> str:
        drawings = {
            TEST_ACCURACY: self.tr("They are scans: how well a model reads your own can differ."),
            "generated_test_accuracy": self.tr(
                "They were generated: how well a model reads your own can differ."
            ),
        }.get(name, "")
        text = self.tr("The test digits took no part in the training.")
        return self.tr("{0} {1}").format(text, drawings) if drawings else text

    def _verdict(self, old: float | None, new: float | None, name: str) -> str:
        if old is None or new is None:
            return self.tr("The two cannot be compared: one has not been measured.")
        what = self._test_digits(name)
        difference = _points(old, new)
        points = wording.decimal(abs(difference), 2)
        if difference == 0:
            return self.tr("It reads as many {0} correctly as the model in use.").format(what)
        if difference > 0:
            text = self.tr("It reads {0} points more {1} correctly.")
        else:
            text = self.tr("It reads {0} points fewer {1} correctly.")
        return text.format(points, what)

    def _comparison(self) -> QFrame:
        """Return both models' figures side by side, and below them what they learned from."""
        card = card_frame()
        grid = QGridLayout(card)
        grid.setContentsMargins(2 * SPACING_PX, 2 * SPACING_PX, 2 * SPACING_PX, 2 * SPACING_PX)
        grid.setHorizontalSpacing(3 * SPACING_PX)
        grid.setVerticalSpacing(SPACING_PX)
        self._what, self._what_too = hint(), hint()
        axes = self.tr("Rows: what a digit is. Columns: what it is read as.")
        self._confusion_parts: list[QLabel | ConfusionView] = [hint(axes)]
        left, top = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignTop
        for index, column in enumerate((self.before, self.after)):
            grid.addWidget(column.title, 0, index)
            grid.addWidget(column.accuracy, 1, index)
            grid.addWidget((self._what, self._what_too)[index], 2, index)
            grid.addWidget(column.own, 3, index)
            grid.addWidget(column.confusion, 4, index, left | top)
            grid.addWidget(heading(self.tr("Trained on"), 1.0), 6, index)
            grid.addWidget(column.data, 7, index, top)
            grid.setColumnStretch(index, 1)
            self._confusion_parts.append(column.confusion)
        grid.addWidget(self._confusion_parts[0], 5, 0, 1, 2)
        return card


class _Column:
    """What the comparison says of one model."""

    def __init__(self, title: str, mistakes: str) -> None:
        """Make the widgets of a column."""
        self.title = heading(title, 1.0)
        self.accuracy = heading(scale=2.0)
        self.own = sentence()
        self.confusion = ConfusionView(mistakes)
        self.data = sentence()

    def show(
        self,
        bundle: ModelBundle | None,
        accuracy: float | None,
        confusion: Confusion | None,
    ) -> None:
        """Show a model, or dashes where there is none."""
        self.accuracy.setText(_UNKNOWN if accuracy is None else wording.percent(accuracy))
        self.confusion.show_confusion(confusion)
        sources = bundle.card.data if bundle is not None else ()
        self.data.setText("\n".join(sources) or _UNKNOWN)


def _measured_on(card: ModelCard) -> str:
    """Return the name of the figure that says how many test digits a model reads right."""
    names = [name for name in card.metrics if name.endswith("_test_accuracy")]
    return names[0] if names else TEST_ACCURACY


def _accuracy(bundle: ModelBundle | None, name: str) -> float | None:
    return None if bundle is None else bundle.card.metrics.get(name)


def _points(old: float, new: float) -> float:
    """Return how many percentage points two shares are apart, as exact as they are shown."""
    return round((new - old) * 100, 2)


def _is_fewer(after: Score | None, before: Score | None) -> bool:
    return after is not None and before is not None and after.right < before.right
