"""The rows and columns of the list of models."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QBrush, QFont, QGuiApplication, QPalette

from gui import wording
from gui.models import model_words as words
from model.library.catalogue import ModelEntry

_Index = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    """The columns, from left to right."""

    TITLE = 0
    STATE = 1
    ORIGIN = 2
    CREATED = 3
    TEST = 4
    OWN = 5
    SIZE = 6


_NUMBERS = (Column.TEST, Column.OWN, Column.SIZE)


@dataclass(frozen=True, slots=True)
class Renaming:
    """Another name was typed for a model."""

    folder: Path
    title: str


class ModelList(QAbstractTableModel):
    """One row for each model.

    Signals:
        renamed: A ``Renaming`` that was typed; the list itself does not change.
    """

    renamed = Signal(object)

    def __init__(self, parent: QObject) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._entries: tuple[ModelEntry, ...] = ()
        self._in_use: Path | None = None
        self._next_in_use: Path | None = None

    @property
    def entries(self) -> tuple[ModelEntry, ...]:
        """The models, from top to bottom."""
        return self._entries

    def show_models(
        self, entries: Sequence[ModelEntry], in_use: Path | None, next_in_use: Path
    ) -> None:
        """Show these models.

        Args:
            entries: From top to bottom.
            in_use: The folder of the one that the window reads with.
            next_in_use: The folder of the one that the next start reads with.
        """
        found = tuple(entries)
        shown = (self._entries, self._in_use, self._next_in_use)
        if (found, in_use, next_in_use) == shown:
            return
        has_same_rows = [item.folder for item in found] == [item.folder for item in self._entries]
        if not has_same_rows:
            self.beginResetModel()
        self._entries, self._in_use, self._next_in_use = found, in_use, next_in_use
        if has_same_rows:
            last = self.index(len(found) - 1, len(Column) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        else:
            self.endResetModel()

    def entry(self, index: _Index) -> ModelEntry:
        """Return the model of a row."""
        return self._entries[index.row()]

    def is_in_use(self, entry: ModelEntry) -> bool:
        """Tell whether the window reads with a model."""
        return entry.folder == self._in_use

    def is_next_in_use(self, entry: ModelEntry) -> bool:
        """Tell whether the next start reads with a model; another window may have chosen so."""
        return entry.folder == self._next_in_use

    def row_of(self, folder: Path | None) -> int:
        """Return a model's row, or -1 where it is not listed."""
        folders = [entry.folder for entry in self._entries]
        return folders.index(folder) if folder in folders else -1

    def rowCount(self, parent: _Index | None = None) -> int:
        """Return the number of models."""
        return 0 if parent is not None and parent.isValid() else len(self._entries)

    def columnCount(self, parent: _Index | None = None) -> int:
        """Return the number of columns."""
        return 0 if parent is not None and parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the title of a column."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles()[Column(section)]
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._explanations().get(Column(section))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(Column(section))
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell shows."""
        entry, column = self.entry(index), Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(entry, column)
            case Qt.ItemDataRole.EditRole:
                return entry.title
            case Qt.ItemDataRole.ToolTipRole:
                tip = entry.problem or (entry.title if column is Column.TITLE else "")
                return wording.tool_tip(tip)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
            case Qt.ItemDataRole.FontRole | Qt.ItemDataRole.ForegroundRole:
                return self._look(entry, column, role)
            case _:
                return None

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Hand on a name that was typed; the row shows it once it is kept."""
        entry = self.entry(index)
        if role == Qt.ItemDataRole.EditRole and str(value) != entry.title:
            self.renamed.emit(Renaming(entry.folder, str(value)))
        return False

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Return what can be done with a cell: whole models but the bundled one have a name."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        entry = self.entry(index)
        if index.column() == Column.TITLE and not entry.is_bundled and not entry.problem:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def _look(self, entry: ModelEntry, column: Column, role: int) -> QFont | QBrush | None:
        """Return a bold font for the model in use, and a quiet colour for damaged ones."""
        is_font = role == Qt.ItemDataRole.FontRole
        if is_font and self.is_in_use(entry) and column <= Column.STATE:
            font = QFont()
            font.setWeight(QFont.Weight.DemiBold)
            return font
        if not is_font and entry.problem and column is not Column.STATE:
            return QGuiApplication.palette().brush(QPalette.ColorRole.PlaceholderText)
        return None

    def _text(self, entry: ModelEntry, column: Column) -> str:
        texts = {
            Column.TITLE: entry.title,
            Column.STATE: words.state(
                entry, is_in_use=self.is_in_use(entry), is_next=self.is_next_in_use(entry)
            ),
            Column.ORIGIN: words.origin(entry),
            Column.CREATED: words.created(entry.card),
            Column.TEST: words.test_accuracy(entry.card),
            Column.OWN: words.share(entry.card, words.OWN_ACCURACY),
            Column.SIZE: wording.byte_size(entry.size_bytes),
        }
        return texts[column]

    def _titles(self) -> dict[Column, str]:
        return {
            Column.TITLE: self.tr("Model"),
            Column.STATE: self.tr("State"),
            Column.ORIGIN: self.tr("Made by"),
            Column.CREATED: self.tr("Created"),
            Column.TEST: self.tr("MNIST test"),
            Column.OWN: self.tr("Own hand"),
            Column.SIZE: self.tr("Size"),
        }

    def _explanations(self) -> dict[Column, str]:
        return {
            Column.TEST: self.tr("Share of MNIST's test digits that it reads correctly"),
            Column.OWN: self.tr(
                "Share that it reads correctly of what you wrote and the lesson did not see"
            ),
        }


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _NUMBERS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
