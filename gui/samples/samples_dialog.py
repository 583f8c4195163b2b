"""Model → My Samples…: the grid, the choices above it, and what can be done below it."""

from PySide6.QtCore import QEvent, QPoint, QSize, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui import settings as remembered
from gui.dialog_parts import card_frame, hint
from gui.messages import Message, MessageBar
from gui.samples.exchange_bar import ExchangeBar
from gui.samples.exchange_job import ExchangeJob
from gui.samples.filter_bar import FilterBar
from gui.samples.names import description
from gui.samples.sample_desk import SampleDesk, Shelf
from gui.samples.sample_editor import SampleEditor
from gui.samples.sample_filter import Group, SampleFilter
from gui.samples.sample_grid import SampleGrid
from gui.samples.sample_list import SampleList
from gui.samples.sample_menu import SampleMenu
from gui.samples.thumbnail_cache import ThumbnailCache
from gui.samples.writer_bar import WriterBar
from gui.settings import Settings
from gui.theme import SPACING_PX
from gui.wording import whole
from model.paths import UserPaths

_SHARE_OF_SCREEN = 0.9


class SamplesDialog(QDialog):
    """Shows all samples and lets them be put right. Open it with ``show``: drawing goes on.

    Signals:
        released: After closing: nothing goes on in the dialog's threads, so it can be deleted.
    """

    released = Signal()

    def __init__(self, paths: UserPaths, settings: Settings, parent: QWidget | None = None) -> None:
        """Begin to load the samples.

        Args:
            paths: Where they are.
            settings: Know the current writer and the size of last time.
            parent: The window that this dialog belongs to.
        """
        super().__init__(parent)
        self._settings = settings
        self._has_said_notice = False
        self._is_loaded = False
        self._is_closed = False
        self._still_working = 2
        self.desk = SampleDesk(paths.samples, paths.backups, self)
        self.samples = SampleList(self)
        self.editor = SampleEditor(self.samples, self.desk, settings, self)
        self.job = ExchangeJob(paths.samples, paths.backups, self)
        self.message_bar = MessageBar()
        self.filter_bar = FilterBar()
        self.grid = SampleGrid(self.samples, ThumbnailCache(self.desk, self))
        self.menu = SampleMenu(self.editor, self.grid)
        self.writer_bar = WriterBar(self.editor, self.samples)
        self.exchange_bar = ExchangeBar(self.job, self.editor, settings, self.samples.rows)
        self._lay_out()
        self._connect()
        self._on_writers_changed()
        self._on_counts_changed()
        self._on_selection_changed()
        self._allow_changes(can_change=False)
        self.reload()

    def sizeHint(self) -> QSize:
        """Return the size of the first time: comfortable, but never beyond the screen."""
        return super().sizeHint().boundedTo(self.screen().availableSize() * _SHARE_OF_SCREEN)

    @property
    def is_loaded(self) -> bool:
        """True once the samples are on show."""
        return self._is_loaded

    @property
    def about_text(self) -> str:
        """What is said of the chosen samples."""
        return self._about.text()

    @Slot()
    def reload(self) -> None:
        """Look at the store again: samples may have come from elsewhere."""
        self.desk.reload()

    def changeEvent(self, event: QEvent) -> None:
        """Look who writes now whenever the person comes back to the dialog."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.editor.refresh()

    def done(self, result: int) -> None:
        """Close at once; what goes on is cancelled, what was changed is written afterwards."""
        self._close(wait=False)
        super().done(result)

    def stop(self) -> None:
        """Close, and return when everything is written: for when the window closes."""
        self._close(wait=True)
        self.hide()

    def _close(self, *, wait: bool) -> None:
        if self._is_closed:
            return
        self._is_closed = True
        self._settings.set(remembered.SAMPLES_GEOMETRY, self.saveGeometry())
        self.job.stop(wait=wait)
        self.desk.stop(wait=wait)

    def _lay_out(self) -> None:
        self.setWindowTitle(self.tr("My Samples"))
        self._about = hint()
        self._about.setWordWrap(False)
        self._about.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._show_all = QPushButton(self.tr("Show &All"), autoDefault=False)
        close = QPushButton(self.tr("Close"), autoDefault=False)
        close.clicked.connect(self.accept)
        card = card_frame()
        inner = QVBoxLayout(card)
        inner.setContentsMargins(SPACING_PX, SPACING_PX, SPACING_PX, SPACING_PX)
        inner.addWidget(self.grid)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[2 * SPACING_PX] * 4)
        column.setSpacing(SPACING_PX)
        column.addWidget(self.message_bar)
        column.addWidget(self.filter_bar)
        column.addWidget(card, stretch=1)
        column.addLayout(self._row_of_actions())
        column.addLayout(_row(self.writer_bar, None, self.exchange_bar, close))
        self.resize(self.sizeHint())
        self.restoreGeometry(self._settings.get(remembered.SAMPLES_GEOMETRY))
        self.grid.setFocus()

    def _row_of_actions(self) -> QHBoxLayout:
        self._undo, self._redo, self._delete, self._restore = (
            _button(action)
            for action in (self.menu.undo, self.menu.redo, self.menu.delete, self.menu.restore)
        )
        buttons = (self._show_all, self._undo, self._redo, self._delete, self._restore)
        row = _row(self._about, *buttons)
        row.setStretch(0, 1)
        return row

    def _connect(self) -> None:
        self.addActions([self.menu.undo, self.menu.redo])
        self.desk.shelf_loaded.connect(self._on_shelf_loaded)
        self.desk.failed.connect(self._on_failed)
        self.desk.change_failed.connect(self._on_change_failed)
        self.desk.stopped.connect(self._on_part_stopped)
        self.job.stopped.connect(self._on_part_stopped)
        self.filter_bar.filter_changed.connect(self._on_filter_changed)
        self.filter_bar.group_changed.connect(self._on_group_changed)
        self.samples.counts_changed.connect(self._on_counts_changed)
        self.grid.selection_changed.connect(self._on_selection_changed)
        self.grid.menu_requested.connect(self._on_menu_requested)
        self.editor.samples_returned.connect(self.grid.choose)
        self.editor.writers_changed.connect(self._on_writers_changed)
        self.writer_bar.refused.connect(self._on_problem)
        self.exchange_bar.message_raised.connect(self.message_bar.show_message)
        self.exchange_bar.samples_came.connect(self.reload)
        self._show_all.clicked.connect(self._on_show_all)

    @Slot(object)
    def _on_shelf_loaded(self, shelf: Shelf) -> None:
        if shelf.changes != self.desk.changes:  # It shows what was changed since as it was before.
            self.reload()
            return
        self._is_loaded = True
        self.editor.set_stored_writers(shelf.profiles)
        self.samples.set_all(shelf.facts)
        self._allow_changes(can_change=shelf.is_writable)
        if shelf.notice and not self._has_said_notice:
            self._has_said_notice = True
            self._on_problem(shelf.notice)

    @Slot(str)
    def _on_failed(self, text: str) -> None:
        self._on_problem(text)
        if not self._is_loaded:
            self.grid.empty_text = self.tr(
                "The samples cannot be shown. Close this window and open it again to try once more."
            )
            self.grid.viewport().update()

    @Slot(str)
    def _on_change_failed(self, text: str) -> None:
        """Show the store as it is: what could not be done has been shown as if it had."""
        self.editor.stack.clear()
        self._on_problem(text)
        self.reload()

    @Slot()
    def _on_part_stopped(self) -> None:
        self._still_working -= 1
        if not self._still_working:
            self.released.emit()

    def _allow_changes(self, *, can_change: bool) -> None:
        self.menu.allow_changes(can_change)
        self.writer_bar.allow_changes(can_change)
        self.exchange_bar.allow_changes(can_change)

    @Slot(object)
    def _on_filter_changed(self, wanted: SampleFilter) -> None:
        self.samples.show_filtered(wanted)
        self._bring_chosen_into_sight()

    @Slot(object)
    def _on_group_changed(self, group: Group) -> None:
        self.samples.show_group(group)
        self._bring_chosen_into_sight()

    def _bring_chosen_into_sight(self) -> None:
        self.grid.choose([one.id for one in self.grid.chosen])

    @Slot()
    def _on_counts_changed(self) -> None:
        group = self.samples.group
        self.filter_bar.set_counts(self.samples.counts)
        self.exchange_bar.allow_export(self._is_loaded and bool(self.samples.rowCount()))
        self._delete.setVisible(not group.is_deleted)
        self._restore.setVisible(group.is_deleted)
        self._show_all.setVisible(group != Group() or not self.filter_bar.is_open)
        self.grid.empty_text = self._empty_text(group)

    def _empty_text(self, group: Group) -> str:
        if not self._is_loaded:
            return ""
        if group.is_deleted:
            return self.tr("Nothing was deleted in the last 30 days.")
        if self.samples.is_empty:
            return self.tr(
                "There are no samples yet.\n\nWhenever you say what a digit is, with the right"
                " mouse button on a digit or in the menu Digit, it is kept here, and the program"
                " can learn your hand from it. You can also import digits from files."
            )
        return self.tr("No sample is like that.")

    @Slot()
    def _on_selection_changed(self) -> None:
        chosen = self.grid.chosen
        self.menu.set_chosen(chosen)
        if len(chosen) == 1:
            self._about.setText(description(chosen[0]))
        elif chosen:
            self._about.setText(self.tr("Chosen samples: {0}").format(whole(len(chosen))))
        elif self.samples.rowCount():
            self._about.setText(
                self.tr("Choose samples; then 0–9 says what they are, N that they are no digit.")
            )
        else:
            self._about.clear()

    @Slot(QPoint)
    def _on_menu_requested(self, place: QPoint) -> None:
        self.menu.context_menu().popup(place)

    @Slot()
    def _on_writers_changed(self) -> None:
        self.filter_bar.set_writers(self.editor.writers)

    @Slot()
    def _on_show_all(self) -> None:
        self.filter_bar.open_wide()
        self.filter_bar.show_group(Group())

    @Slot(str)
    def _on_problem(self, text: str) -> None:
        self.message_bar.show_message(Message(text))


def _button(action: QAction) -> QToolButton:
    """Return a button for an action, with its key in the tool tip."""
    button = QToolButton()
    button.setDefaultAction(action)
    key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    name = action.text().replace("&", "")
    button.setToolTip(f"{name} ({key})" if key else name)
    return button


def _row(*parts: QWidget | None) -> QHBoxLayout:
    """Return widgets side by side; None stands for room that stretches."""
    row = QHBoxLayout()
    row.setSpacing(SPACING_PX)
    for part in parts:
        if part is None:
            row.addStretch(1)
        else:
            row.addWidget(part)
    return row
