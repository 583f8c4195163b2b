"""The list of models as a table: choose rows, change names in place."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from gui.models.model_list import Column, ModelList
from gui.models.table_look import FLAT_HEADERS
from gui.theme import SPACING_PX
from model.library.catalogue import ModelEntry
from model.library.titles import LONGEST_TITLE

_Flag = QItemSelectionModel.SelectionFlag


class ModelTable(QTableView):
    """Shows the models.

    Signals:
        chosen_changed: Other rows are chosen, or those that are have changed.
    """

    chosen_changed = Signal()

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        self.list = ModelList(self)
        self.setModel(self.list)
        self.setItemDelegate(_TitleDelegate(self))
        self.setAccessibleName(self.tr("Models"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        self.setTabKeyNavigation(False)  # Tab leads on to the buttons.
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setStyleSheet(FLAT_HEADERS)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 2 * SPACING_PX)
        self._lay_out_columns()
        self.list.dataChanged.connect(self.chosen_changed)
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)

    @property
    def chosen(self) -> tuple[ModelEntry, ...]:
        """The models whose rows are chosen, from top to bottom."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return tuple(self.list.entries[row] for row in rows)

    @property
    def is_editing(self) -> bool:
        """True while a name is being typed."""
        return self.state() == QAbstractItemView.State.EditingState

    def show_models(
        self, entries: Sequence[ModelEntry], in_use: Path | None, next_in_use: Path
    ) -> None:
        """Show these models; rows that were chosen and are still there stay chosen.

        Args:
            entries: From top to bottom.
            in_use: The folder of the one that the window reads with.
            next_in_use: The folder of the one that the next start reads with.
        """
        kept = [entry.folder for entry in self.chosen]
        row = self.currentIndex().row()
        self.list.show_models(entries, in_use, next_in_use)
        rows = [place for place in map(self.list.row_of, kept) if place >= 0]
        if kept and not rows:  # All are gone: what has moved up is next.
            rows = [min(max(row, 0), len(entries) - 1)]
        if rows:
            self.choose_rows(rows)

    def choose(self, folder: Path) -> None:
        """Choose one model and bring it into view."""
        row = self.list.row_of(folder)
        if row >= 0:
            self.choose_rows([row])
            self.scrollTo(self.list.index(row, Column.TITLE))

    def choose_rows(self, rows: Sequence[int]) -> None:
        """Choose some rows, and make the first the current one."""
        if sorted(index.row() for index in self.selectionModel().selectedRows()) == sorted(rows):
            return
        chosen = QItemSelection()
        for row in rows:
            chosen.select(self.list.index(row, 0), self.list.index(row, len(Column) - 1))
        current = self.list.index(rows[0], Column.TITLE)
        self.selectionModel().setCurrentIndex(current, _Flag.NoUpdate)
        self.selectionModel().select(chosen, _Flag.ClearAndSelect)

    def rename(self) -> None:
        """Begin to change the name of the chosen model."""
        if len(self.chosen) == 1:
            index = self.list.index(self.list.row_of(self.chosen[0].folder), Column.TITLE)
            self.setCurrentIndex(index)
            self.edit(index)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the names all room that the other columns leave, and never too little."""
        super().resizeEvent(event)
        self._fit_titles()

    def _lay_out_columns(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(Column.TITLE, QHeaderView.ResizeMode.Fixed)
        header.geometriesChanged.connect(self._fit_titles)

    @Slot()
    def _fit_titles(self) -> None:
        others = sum(self.columnWidth(column) for column in Column if column is not Column.TITLE)
        least = self.fontMetrics().averageCharWidth() * 28
        self.setColumnWidth(Column.TITLE, max(least, self.viewport().width() - others))

    @Slot()
    def _on_selection_changed(self) -> None:
        self.chosen_changed.emit()


class _TitleDelegate(QStyledItemDelegate):
    """Gives the field in which a name is typed its limit."""

    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        """Return a line for a name."""
        field = QLineEdit(parent, maxLength=LONGEST_TITLE)
        field.setAccessibleName(self.tr("Name of the model"))
        return field
