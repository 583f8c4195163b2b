"""Model → About this model…: the model card, readable and ready to be copied."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gui import card_text
from gui.card_text import Section
from gui.dialog_parts import card_frame, heading, hint, sentence
from gui.folded_section import FoldedSection
from gui.theme import SPACING_PX
from model.bundle import ModelBundle


class ModelCardDialog(QDialog):
    """Shows what a model is, how it was made and how well it reads."""

    def __init__(self, bundle: ModelBundle, parent: QWidget | None = None) -> None:
        """Lay out the card of a model."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("About This Model"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._text = card_text.as_text(bundle)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 3 * SPACING_PX, 0, 2 * SPACING_PX)
        layout.setSpacing(2 * SPACING_PX)
        layout.addLayout(_header(bundle))
        area = _scrolled(self._sections(bundle))
        area.setAccessibleName(self.tr("Model card"))
        layout.addWidget(area, 1)
        layout.addLayout(self._buttons())
        self.resize(self.fontMetrics().averageCharWidth() * 84, self.fontMetrics().height() * 44)

    @Slot()
    def on_copy_clicked(self) -> None:
        """Put the whole card on the clipboard as text."""
        QGuiApplication.clipboard().setText(self._text)
        self.copied_label.setText(self.tr("Copied."))

    def _sections(self, bundle: ModelBundle) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(3 * SPACING_PX, 0, 3 * SPACING_PX, SPACING_PX)
        column.setSpacing(2 * SPACING_PX)
        for section in card_text.main_sections(bundle):
            column.addWidget(_section(section))
        details = QWidget()
        rows = QVBoxLayout(details)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2 * SPACING_PX)
        for section in card_text.detail_sections(bundle):
            rows.addWidget(_section(section))
        self.details = FoldedSection(self.tr("&Details"), details)
        column.addWidget(self.details)
        column.addStretch(1)
        return page

    def _buttons(self) -> QHBoxLayout:
        self.copied_label = hint()
        self.copy_button = QPushButton(self.tr("&Copy as Text"))
        self.copy_button.clicked.connect(self.on_copy_clicked)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        box.rejected.connect(self.reject)
        self.close_button = box.button(QDialogButtonBox.StandardButton.Close)
        self.close_button.setDefault(True)
        self.copy_button.setAutoDefault(False)
        row = QHBoxLayout()
        row.setContentsMargins(3 * SPACING_PX, 0, 3 * SPACING_PX, 0)
        row.setSpacing(SPACING_PX)
        row.addWidget(self.copy_button)
        row.addWidget(self.copied_label)
        row.addStretch(1)
        row.addWidget(box)
        return row


def _header(bundle: ModelBundle) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(3 * SPACING_PX, 0, 3 * SPACING_PX, 0)
    column.setSpacing(SPACING_PX // 2)
    column.addWidget(heading(bundle.card.title))
    column.addWidget(hint(card_text.summary(bundle)))
    return column


def _scrolled(content: QWidget) -> QScrollArea:
    area = QScrollArea(widgetResizable=True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(content)
    return area


def _section(section: Section) -> QWidget:
    """Return a titled card with one row for each fact."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(SPACING_PX)
    column.addWidget(heading(section.title, 1.0))
    card = card_frame()
    grid = QGridLayout(card)
    grid.setContentsMargins(2 * SPACING_PX, SPACING_PX, 2 * SPACING_PX, SPACING_PX)
    grid.setHorizontalSpacing(3 * SPACING_PX)
    grid.setVerticalSpacing(SPACING_PX)
    grid.setColumnStretch(0 if not section.is_code else 1, 1)
    for row, fact in enumerate(section.facts):
        if not fact.name:
            grid.addWidget(sentence(fact.value), row, 0, 1, 2)
            continue
        grid.addWidget(hint(fact.name), row, 0)
        if section.is_code:
            field = _code_field(fact.value)
            field.setAccessibleName(fact.name)
            grid.addWidget(field, row, 1)
        else:
            grid.addWidget(sentence(fact.value), row, 1, Qt.AlignmentFlag.AlignRight)
    column.addWidget(card)
    return holder


def _code_field(text: str) -> QLineEdit:
    """Return a value that scrolls: a checksum has no place where a line could break."""
    field = QLineEdit(text, readOnly=True, frame=False)
    field.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    field.setCursorPosition(0)
    return field
