"""The samples on show, as Qt's views want them."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from gui.samples.names import description
from gui.samples.sample_filter import Group, SampleFilter, counts, shown
from gui.wording import tool_tip
from model.samples.sample import SampleFacts

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_TEXT_ROLES = (_Role.DisplayRole, _Role.AccessibleTextRole)


class SampleList(QAbstractListModel):
    """Knows all samples of the store, and lists those that the filter and the group let through.

    Signals:
        counts_changed: Other numbers of samples are in the groups.
    """

    counts_changed = Signal()

    def __init__(self, parent: QObject) -> None:
        """Begin without samples."""
        super().__init__(parent)
        self._all: dict[int, SampleFacts] = {}
        self._rows: list[SampleFacts] = []
        self._filter = SampleFilter()
        self._group = Group()
        self._counts = counts((), self._filter)

    @property
    def counts(self) -> Mapping[Group, int]:
        """How many samples that the filter lets through are in each group."""
        return self._counts

    @property
    def group(self) -> Group:
        """The group on show."""
        return self._group

    @property
    def is_empty(self) -> bool:
        """True where there is no sample at all, apart from deleted ones."""
        return all(one.is_deleted for one in self._all.values())

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        """Return how many samples are on show."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> object:
        """Return a sample's description, or its ``SampleFacts`` for the user's role."""
        if not 0 <= index.row() < len(self._rows):
            return None
        facts = self._rows[index.row()]
        if role in _TEXT_ROLES:
            return description(facts)
        if role == _Role.ToolTipRole:
            return tool_tip(description(facts))
        return facts if role == _Role.UserRole else None

    def rows(self) -> list[SampleFacts]:
        """Return the samples on show, in order."""
        return list(self._rows)

    def every(self) -> Iterable[SampleFacts]:
        """Return all samples, deleted ones too."""
        return self._all.values()

    def facts(self, ids: Iterable[int]) -> list[SampleFacts]:
        """Return what is known of samples; those that are gone are left out."""
        return [self._all[number] for number in ids if number in self._all]

    def row_of(self, sample_id: int) -> int | None:
        """Return where a sample is on show."""
        return next((row for row, one in enumerate(self._rows) if one.id == sample_id), None)

    def set_all(self, facts: Iterable[SampleFacts]) -> None:
        """Know these samples and no others."""
        self._all = {one.id: one for one in facts}
        self._list_again()

    def patch(self, facts: Iterable[SampleFacts]) -> None:
        """Know something else of some samples."""
        self._all |= {one.id: one for one in facts}
        self._list_again()

    def show_group(self, group: Group) -> None:
        """List another group."""
        self._group = group
        self._list_again()

    def show_filtered(self, wanted: SampleFilter) -> None:
        """List what another filter lets through."""
        self._filter = wanted
        self._list_again()

    def _list_again(self) -> None:
        self.beginResetModel()
        self._rows = shown(self._all.values(), self._filter, self._group)
        self.endResetModel()
        self._counts = counts(self._all.values(), self._filter)
        self.counts_changed.emit()
