"""What stands below the list: one model in a sentence, or several side by side."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gui import card_text, wording
from gui.dialog_parts import heading, hint, sentence
from gui.models.comparison import Row, compare
from gui.models.table_look import FLAT_HEADERS
from gui.theme import SPACING_PX
from model.library.catalogue import ModelEntry


class ChosenView(QStackedWidget):
    """Shows what is chosen in the list."""

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self.title = heading(scale=1.2)
        self.summary = sentence()
        self.advice = hint()
        self.table = _comparison_table()
        self.table.setAccessibleName(self.tr("Comparison"))
        self.caption = hint()
        self.sources = sentence()
        self._single = _column(self.title, self.summary, self.sources, self.advice)
        self._several = _column(self.caption, self.table)
        self.addWidget(self._single)
        self.addWidget(self._several)

    def show_models(self, chosen: Sequence[ModelEntry], *, is_alone: bool) -> None:
        """Show what is chosen.

        Args:
            chosen: The models; the first is what the others are compared with.
            is_alone: Whether the bundled model is the only one in the list.
        """
        if len(chosen) > 1:
            self._show_comparison(chosen)
        else:
            self._show_one(chosen[0] if chosen else None, is_alone=is_alone)

    def _show_one(self, entry: ModelEntry | None, *, is_alone: bool) -> None:
        bundle = entry.bundle if entry else None
        self.title.setText(entry.title if entry else self.tr("No model is chosen"))
        self.title.setVisible(entry is not None)
        problem = entry.problem if entry else ""
        self.summary.setText(card_text.summary(bundle) if bundle else problem)
        self.summary.setVisible(entry is not None)
        self.sources.setText("\n".join(bundle.card.data) if bundle else "")
        self.sources.setVisible(bool(self.sources.text()))
        if is_alone:
            advice = self.tr(
                "You have no models of your own yet. They come from Model → Retrain, from "
                "Model → Teach My Hand, or from a file that somebody exported."
            )
        elif problem:
            advice = self.tr("It cannot be used here. You can delete it.")
        else:
            advice = self.tr("Choose two or more models to compare them.")
        self.advice.setText(advice)
        self.setCurrentWidget(self._single)

    def _show_comparison(self, chosen: Sequence[ModelEntry]) -> None:
        rows = compare(chosen)
        caption = self.tr("Compared with “{0}”: ▲ is better, ▼ is worse.")
        self.caption.setText(caption.format(chosen[0].title))
        self.table.clear()
        self.table.setRowCount(len(rows))
        self.table.setColumnCount(len(chosen))
        for column, entry in enumerate(chosen):
            name = QTableWidgetItem(entry.title)
            name.setToolTip(wording.tool_tip(entry.title))
            self.table.setHorizontalHeaderItem(column, name)
        self.table.setVerticalHeaderLabels([row.name for row in rows])
        for number, row in enumerate(rows):
            self._fill(number, row, [entry.title for entry in chosen])
        self.setCurrentWidget(self._several)

    def _fill(self, number: int, row: Row, titles: Sequence[str]) -> None:
        for column, (title, text) in enumerate(zip(titles, row.cells, strict=True)):
            item = QTableWidgetItem(text)
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole,
                self.tr("{0}, {1}: {2}").format(row.name, title, text),
            )
            self.table.setItem(number, column, item)


def _comparison_table() -> QTableWidget:
    table = QTableWidget()
    table.setStyleSheet(f"{FLAT_HEADERS} QTableView {{ border: none; }}")
    table.setFrameShape(QFrame.Shape.NoFrame)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    across = table.horizontalHeader()
    across.setHighlightSections(False)
    # All models in sight at once, as long as their figures fit; long names give way.
    across.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    across.setMinimumSectionSize(table.fontMetrics().averageCharWidth() * 22)
    across.setTextElideMode(Qt.TextElideMode.ElideRight)
    across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    down = table.verticalHeader()
    down.setHighlightSections(False)
    down.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    return table


def _column(*parts: QWidget) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(SPACING_PX)
    for part in parts:
        column.addWidget(part, stretch=int(isinstance(part, QTableWidget)))
    if not isinstance(parts[-1], QTableWidget):
        column.addStretch(1)
    return page
