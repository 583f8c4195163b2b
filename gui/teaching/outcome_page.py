"""The page that says what a lesson has brought, and asks which model to use."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton

from gui import wording
from gui.dialog_parts import CARD, heading, hint, sentence
from gui.theme import SPACING_PX
from gui.training.page import Page
from model.training.messages import Score, Taught

_UNKNOWN = "–"
_ARROW = "→"


class OutcomePage(Page):
    """Before and after, on the writer's own digits and on everybody's.

    Signals:
        use_requested: The person wants the new model.
        keep_requested: The person stays with the one in use.
        more_requested: The person wants to write more.
    """

    use_requested = Signal()
    keep_requested = Signal()
    more_requested = Signal()

    def __init__(self) -> None:
        """Lay out an empty page."""
        super().__init__()
        self.title = heading()
        self.verdict = sentence()
        self.own = _Comparison(self.tr("Your digits"), decimals=0)
        self.general = _Comparison(self.tr("Everybody’s digits"), decimals=2)
        self.explanation = hint()
        self.use_button = QPushButton(self.tr("&Use This Model"))
        self.use_button.clicked.connect(self.use_requested)
        self.keep_button = QPushButton()
        self.keep_button.clicked.connect(self.keep_requested)
        self.more_button = QPushButton(self.tr("&Write More"))
        self.more_button.clicked.connect(self.more_requested)
        self.body.addWidget(self.verdict)
        self.body.addWidget(self.own)
        self.body.addWidget(self.general)
        self.body.addWidget(self.explanation)
        self.body.addStretch(1)
        self.lay_out(self.title, self.more_button, self.keep_button, self.use_button)

    def show_outcome(self, taught: Taught) -> None:
        """Show how a lesson ended."""
        has_passed = taught.folder is not None
        self.title.setText(self._title(taught))
        self.verdict.setText(self._verdict(taught) if has_passed else taught.reason)
        self.own.show_scores(taught.own_before, taught.own_after)
        self.general.show_scores(taught.general_before, taught.general_after)
        if has_passed:
            text = self.tr(
                "Your digits are those that it had not learned from when it was tried out. "
                "To keep both models, close this window: Model → Models… lists them."
            )
        else:
            text = self.tr("Your digits are kept. More of them may help.")
        self.explanation.setText(text)
        self.use_button.setVisible(has_passed)
        self.keep_button.setText(self.tr("&Keep the Old One") if has_passed else self.tr("&Close"))
        self.default_button = self.use_button if has_passed else self.keep_button

    def _title(self, taught: Taught) -> str:
        """Return what has come of the lesson; it claims no more than was measured."""
        if taught.folder is None:
            return self.tr("The old model stays")
        before, after = taught.own_before, taught.own_after
        if after.right == after.count or after.right > before.right:
            return self.tr("Your hand is learned")
        return self.tr("The lesson is over")

    def _verdict(self, taught: Taught) -> str:
        before, after = taught.own_before, taught.own_after
        if after.right > before.right:
            text = self.tr("It reads more of your digits than the model in use: {0}, not {1}.")
            return text.format(after.right, before.right)
        if after.count and after.right == after.count:
            return self.tr("It reads all of your digits, as the model in use did already.")
        return self.tr(
            "Of the digits kept aside to check it, it reads as many as the model in use. More "
            "samples may help."
        )


class _Comparison(QFrame):
    """How many digits of one kind were read before and after."""

    def __init__(self, title: str, decimals: int) -> None:
        super().__init__()
        self.setObjectName(CARD)
        self._decimals = decimals
        self.before = heading(scale=1.8)
        self.after = heading(scale=1.8)
        self.before_count = hint()
        self.after_count = hint()
        grid = QGridLayout(self)
        grid.setContentsMargins(*[2 * SPACING_PX] * 4)
        grid.setHorizontalSpacing(3 * SPACING_PX)
        grid.setVerticalSpacing(SPACING_PX // 2)
        grid.addWidget(heading(title, 1.0), 0, 0, 1, 3)
        grid.addWidget(self.before, 1, 0)
        grid.addWidget(heading(_ARROW, 1.8), 1, 1)
        grid.addWidget(self.after, 1, 2)
        grid.addWidget(self.before_count, 2, 0)
        grid.addWidget(self.after_count, 2, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(2, 1)

    def show_scores(self, before: Score, after: Score) -> None:
        """Show both."""
        for score, share, count in (
            (before, self.before, self.before_count),
            (after, self.after, self.after_count),
        ):
            is_known = score.count > 0
            share.setText(wording.percent(score.share, self._decimals) if is_known else _UNKNOWN)
            text = self.tr("{0} of {1} read correctly")
            text = text.format(wording.whole(score.right), wording.whole(score.count))
            count.setText(text if is_known else self.tr("not measured"))
