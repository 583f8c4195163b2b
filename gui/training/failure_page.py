"""The page that says why there is no new model, and that the old one stays."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QPlainTextEdit, QPushButton

from gui.dialog_parts import heading, hint, sentence
from gui.folded_section import FoldedSection
from gui.training.page import Page
from model.training.messages import Failed


class FailurePage(Page):
    """One clear sentence, details behind a button, and the way back.

    Signals:
        back_requested: The person wants to try again.
        close_requested: The person has had enough.
    """

    back_requested = Signal()
    close_requested = Signal()

    def __init__(self) -> None:
        """Lay out an empty page."""
        super().__init__()
        self.back_button = QPushButton(self.tr("&Back"))
        self.back_button.clicked.connect(self.back_requested)
        self.close_button = QPushButton(self.tr("&Close"))
        self.close_button.clicked.connect(self.close_requested)
        self.default_button = self.back_button
        self.sentence = sentence()
        self._details_text = QPlainTextEdit(readOnly=True)
        self._details_text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._details_text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._details_text.setAccessibleName(self.tr("Details"))
        self.details = FoldedSection(self.tr("&Details"), self._details_text)
        self.body.addWidget(self.sentence)
        self.body.addWidget(hint(self.tr("The model in use has not changed.")))
        self.body.addWidget(self.details)
        self.body.addStretch(1)
        title = heading(self.tr("There is no new model"))
        self.lay_out(title, self.close_button, self.back_button)

    def show_failure(self, failure: Failed) -> None:
        """Show why training failed."""
        self.sentence.setText(failure.text)
        self._details_text.setPlainText(failure.details)
        self.details.button.setChecked(False)
        self.details.setVisible(bool(failure.details))
