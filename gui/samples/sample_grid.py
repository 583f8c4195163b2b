"""The grid of thumbnails: many chosen at once, everything by keyboard too."""

from collections.abc import Iterable

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QContextMenuEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView

from gui.samples.sample_delegate import THUMBNAIL_PX, SampleDelegate, cell_size
from gui.samples.sample_list import SampleList
from gui.samples.thumbnail_cache import ThumbnailCache
from gui.samples.thumbnails import Look
from gui.theme import SPACING_PX
from model.samples.sample import SampleFacts

_Flag = QItemSelectionModel.SelectionFlag


class SampleGrid(QListView):
    """Shows a ``SampleList``.

    Signals:
        selection_changed: Other samples are chosen.
        menu_requested: The place on the screen where the menu of the chosen samples shall open.
    """

    selection_changed = Signal()
    menu_requested = Signal(object)

    def __init__(self, samples: SampleList, thumbnails: ThumbnailCache) -> None:
        """Show what ``samples`` lists."""
        super().__init__()
        self._samples = samples
        self._thumbnails = thumbnails
        self.empty_text = ""
        self._kept: list[int] = []
        self._kept_scroll = 0
        self.setModel(samples)
        self.setItemDelegate(SampleDelegate(thumbnails, self))
        self.setAccessibleName(self.tr("Samples"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        # Rows of cells of one size: positions are computed, not asked for 10,000 times.
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setUniformItemSizes(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._measure()
        thumbnails.arrived.connect(self.viewport().update)
        self.selectionModel().selectionChanged.connect(self.selection_changed)
        samples.modelAboutToBeReset.connect(self._on_about_to_change)
        samples.modelReset.connect(self._on_changed)

    @property
    def chosen(self) -> list[SampleFacts]:
        """The chosen samples, in the order of the grid."""
        every = self._samples.rows()
        chosen = self.selectionModel().selection()
        ranges = (chosen.at(place) for place in range(chosen.count()))
        rows = sorted(row for part in ranges for row in range(part.top(), part.bottom() + 1))
        return [every[row] for row in rows]

    @property
    def following(self) -> int | None:
        """The number of the sample after the first chosen one, or before it at the end."""
        chosen = {one.id for one in self.chosen}
        every = self._samples.rows()
        first = next((row for row, one in enumerate(every) if one.id in chosen), 0)
        candidates = (*every[first:], *reversed(every[:first]))
        return next((one.id for one in candidates if one.id not in chosen), None)

    @Slot(object)
    def choose(self, ids: Iterable[int]) -> None:
        """Choose those of some samples that are on show, and bring them into sight."""
        first = self._select(ids)
        if first is not None:
            self.scrollTo(first)

    def sizeHint(self) -> QSize:
        """Return the size of ten by four samples: so wide, all groups have room above."""
        cell = self.gridSize()
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(10 * cell.width() + bar + SPACING_PX, 4 * cell.height())

    def minimumSizeHint(self) -> QSize:
        """Return the size of two by one samples: less is of no use."""
        cell = self.gridSize()
        return QSize(2 * cell.width() + SPACING_PX, cell.height())

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: a letter that is no key here must not choose another sample."""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu at the pointer, or at the current sample where a key asks for it."""
        place = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            cell = self.visualRect(self.currentIndex())
            place = self.viewport().mapToGlobal(cell.center())
        if self.selectionModel().hasSelection():
            self.menu_requested.emit(place)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the font and the colours."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._measure()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is in sight; where there is nothing, say why."""
        look = Look(THUMBNAIL_PX, self.devicePixelRatioF(), self.palette().text().color().rgba())
        self._thumbnails.set_look(look)
        self._thumbnails.begin_painting()
        super().paintEvent(event)
        if not self._samples.rowCount() and self.empty_text:
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().placeholderText().color())
            place = (
                self.viewport()
                .rect()
                .adjusted(2 * SPACING_PX, SPACING_PX, -2 * SPACING_PX, -SPACING_PX)
            )
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(place, flags, self.empty_text)
            painter.end()

    def _select(self, ids: Iterable[int]) -> QModelIndex | None:
        """Choose samples and return the place of the first."""
        wanted = set(ids)
        rows = [row for row, one in enumerate(self._samples.rows()) if one.id in wanted]
        if not rows:
            return None
        place = self._samples.index
        selection = QItemSelection()
        # Neighbours in one range: a thousand ranges would take Qt seconds.
        known = set(rows)
        starts = [row for row in rows if row - 1 not in known]
        ends = [row for row in rows if row + 1 not in known]
        for start, end in zip(starts, ends, strict=True):
            selection.append(QItemSelectionRange(place(start, 0), place(end, 0)))
        model = self.selectionModel()
        model.setCurrentIndex(place(rows[0], 0), _Flag.NoUpdate)
        model.select(selection, _Flag.ClearAndSelect)
        return place(rows[0], 0)

    @Slot()
    def _on_about_to_change(self) -> None:
        self._kept = [one.id for one in self.chosen]
        self._kept_scroll = self.verticalScrollBar().value()

    @Slot()
    def _on_changed(self) -> None:
        """Choose what was chosen, as far as it is still there."""
        self.doItemsLayout()
        self._select(self._kept)
        self.verticalScrollBar().setValue(self._kept_scroll)
        self.selection_changed.emit()

    @Slot()
    def _measure(self) -> None:
        self.setGridSize(cell_size(self.fontMetrics()))
