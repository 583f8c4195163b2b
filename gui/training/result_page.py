"""The page that sets the new model beside the one in use and asks which to keep."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton

from gui import wording
from gui.dialog_parts import card_frame, heading, hint, sentence
from gui.metric_text import TEST_ACCURACY
from gui.theme import SPACING_PX
from gui.training.page import Page
from model.bundle import ModelBundle, ModelCard

_UNKNOWN = "–"


class ResultPage(Page):
    """Before and after, both from the models' own cards.

    Signals:
        use_requested: The person wants the new model.
        discard_requested: The person wants to stay with the one in use.
    """

    use_requested = Signal()
    discard_requested = Signal()

    def __init__(self) -> None:
        """Lay out an empty page."""
        super().__init__()
        self.verdict = sentence()
        self.before = _Column(self.tr("In use"))
        self.after = _Column(self.tr("New"))
        self.use_button = QPushButton(self.tr("&Use This Model"))
        self.use_button.clicked.connect(self.use_requested)
        self.discard_button = QPushButton(self.tr("&Discard"))
        self.discard_button.clicked.connect(self.discard_requested)
        self.default_button = self.use_button
        explanation = self.tr(
            "The test digits took no part in the training. They are scans: how well a model reads "
            "your own drawings can differ."
        )
        self.body.addWidget(self.verdict)
        self.body.addWidget(self._comparison())
        self.body.addWidget(hint(explanation))
        self.body.addStretch(1)
        title = heading(self.tr("The new model is ready"))
        self.lay_out(title, self.discard_button, self.use_button)

    def show_models(self, before: ModelBundle | None, after: ModelBundle) -> None:
        """Set two models side by side.

        Args:
            before: The model in use; None where there is none.
            after: The new one.
        """
        self.before.show_card(before.card if before is not None else None)
        self.after.show_card(after.card)
        old = before.card.metrics.get(TEST_ACCURACY) if before is not None else None
        new = after.card.metrics.get(TEST_ACCURACY)
        self.verdict.setText(self._verdict(old, new))

    def _verdict(self, old: float | None, new: float | None) -> str:
        if old is None or new is None:
            return self.tr("The two cannot be compared: one has not been measured.")
        points = wording.decimal(abs(new - old) * 100, 2)
        if points == wording.decimal(0, 2):
            return self.tr("It reads as many of MNIST's test digits correctly as the model in use.")
        if new > old:
            text = self.tr("It reads {0} points more of MNIST's test digits correctly.")
        else:
            text = self.tr("It reads {0} points fewer of MNIST's test digits correctly.")
        return text.format(points)

    def _comparison(self) -> QFrame:
        """Return both models' figures side by side, and below them what they learned from."""
        card = card_frame()
        grid = QGridLayout(card)
        grid.setContentsMargins(2 * SPACING_PX, 2 * SPACING_PX, 2 * SPACING_PX, 2 * SPACING_PX)
        grid.setHorizontalSpacing(3 * SPACING_PX)
        grid.setVerticalSpacing(SPACING_PX)
        for index, column in enumerate((self.before, self.after)):
            grid.addWidget(column.title, 0, index)
            grid.addWidget(column.accuracy, 1, index)
            grid.addWidget(hint(self.tr("of MNIST's test digits")), 2, index)
            grid.addWidget(heading(self.tr("Trained on"), 1.0), 3, index)
            grid.addWidget(column.data, 4, index, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(index, 1)
        return card


class _Column:
    """What the comparison says of one model."""

    def __init__(self, title: str) -> None:
        """Make the labels of a column."""
        self.title = heading(title, 1.0)
        self.accuracy = heading(scale=2.0)
        self.data = sentence()

    def show_card(self, card: ModelCard | None) -> None:
        """Show a model's card, or dashes where there is no model."""
        accuracy = card.metrics.get(TEST_ACCURACY) if card is not None else None
        self.accuracy.setText(_UNKNOWN if accuracy is None else wording.percent(accuracy))
        sources = card.data if card is not None else ()
        self.data.setText("\n".join(sources) or _UNKNOWN)
