"""Model → Models…: lists, compares, renames, activates, exports, imports and deletes models."""

import logging
from collections.abc import Callable

from PySide6.QtCore import QEvent, QFileSystemWatcher, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from gui.dialog_parts import card_frame, hint
from gui.messages import Message, MessageAction, MessageBar, Severity
from gui.models.chosen_view import ChosenView
from gui.models.deletions import Changed, Deletions
from gui.models.model_list import Renaming
from gui.models.model_table import ModelTable
from gui.models.model_tools import ModelTools
from gui.models.reasons import sentence_of
from gui.models.transfers import Transfers
from gui.settings import Settings
from gui.theme import SPACING_PX
from model.bundle import ModelBundle
from model.errors import InkdigitsError
from model.library.catalogue import ModelEntry
from model.library.exchange import Imported
from model.library.model_library import ModelLibrary

log = logging.getLogger(__name__)

_SHARE_OF_SCREEN = 0.92


class ModelsDialog(QDialog):
    """Shows the library of models. Open it with ``show``: the window goes on working.

    Signals:
        model_activated: The ``ModelBundle`` that is the active one of the library now.
    """

    model_activated = Signal(object)

    def __init__(
        self,
        library: ModelLibrary,
        settings: Settings,
        in_use: ModelBundle | None,
        parent: QWidget | None = None,
    ) -> None:
        """Show the models.

        Args:
            library: Where they are.
            settings: Remembers where files were last.
            in_use: The one that the window reads with; None where there is none.
            parent: The window that this dialog belongs to.
        """
        super().__init__(parent)
        self._library = library
        self._in_use = in_use.folder if in_use is not None else None
        self._closes_when_idle = False
        self.deletions = Deletions(library, self)
        self.transfers = Transfers(library, settings, self)
        self.message_bar = MessageBar()
        for button in self.message_bar.findChildren(QPushButton):
            button.setAutoDefault(False)  # Return belongs to the list.
        self.table = ModelTable()
        self.tools = ModelTools(self.table)
        self.chosen_view = ChosenView()
        self.busy_label = hint()
        self._watcher = QFileSystemWatcher(self)
        self._lay_out()
        self._connect()
        self._library.tidy()
        self.refresh()
        self._choose_in_use()

    def use_model(self, bundle: ModelBundle) -> None:
        """Note that the window reads with this model now."""
        self._in_use = bundle.folder
        self.refresh()

    def stop(self) -> None:
        """Wait for what is being written, and remove for good what was deleted."""
        self.transfers.stop()
        self.deletions.make_final()

    def reject(self) -> None:
        """Close; while a file is written or read, once that is over."""
        self._closes_when_idle = self.transfers.is_busy
        if self._closes_when_idle:
            self._show_note()
        else:
            super().reject()

    def done(self, result: int) -> None:
        """Close; what was deleted cannot be brought back any more."""
        self.stop()
        super().done(result)

    def changeEvent(self, event: QEvent) -> None:
        """Look again when the person comes back: another window may have changed the folder."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show what is in the folder now."""
        if self.table.is_editing:  # It is done when the name has been typed.
            return
        entries = self._library.models()
        if self._in_use is not None and self._in_use not in [entry.folder for entry in entries]:
            self._replace_lost()
        self.table.show_models(entries, self._in_use, self._library.chosen)
        if self._library.trained.is_dir():
            self._watcher.addPath(str(self._library.trained))
        self._show_chosen()

    @Slot()
    def on_use_requested(self) -> None:
        """Read with the chosen model."""
        self._use(self.table.chosen[0])

    @Slot()
    def on_go_back_requested(self) -> None:
        """Read with the model before the one in use."""
        self._activate(self._library.go_back)

    @Slot()
    def on_card_requested(self) -> None:
        """Show the card of the chosen model."""
        from gui.model_card_dialog import ModelCardDialog  # Slow to import.

        bundle = self.table.chosen[0].bundle if len(self.table.chosen) == 1 else None
        if bundle is not None:
            ModelCardDialog(bundle, self).open()

    @Slot(object)
    def on_renamed(self, renaming: Renaming) -> None:
        """Give a model the name that was typed."""
        try:
            self._library.rename(renaming.folder, renaming.title)
        except (InkdigitsError, OSError) as error:
            self._warn(self.tr("The model keeps its name. {0}").format(sentence_of(error)))
        self.refresh()

    @Slot()
    def on_delete_requested(self) -> None:
        """Delete the chosen models, and offer to bring them back."""
        self.deletions.delete(self.table.chosen)

    @Slot()
    def on_export_requested(self) -> None:
        """Write the chosen model to a file."""
        bundle = self.table.chosen[0].bundle
        if bundle is not None:
            self.transfers.ask_export(bundle)

    def _use(self, entry: ModelEntry) -> None:
        if entry.is_bundled:
            self._activate(self._library.restore_bundled)
        else:
            self._activate(lambda: self._library.activate(entry.folder))

    def _activate(self, choose: Callable[[], ModelBundle]) -> None:
        """Have the library choose a model, and the window read with it."""
        try:
            bundle = choose()
        except (InkdigitsError, OSError) as error:
            self._warn(self.tr("The model could not be changed. {0}").format(sentence_of(error)))
            self.refresh()
            return
        self._in_use = bundle.folder
        self.refresh()
        self.model_activated.emit(bundle)

    def _replace_lost(self) -> None:
        """Read with another model: the one in use was deleted in another window."""
        lost = self._in_use
        self._follow_active()
        if self._in_use != lost:
            self._tell(
                self.tr("The model in use was deleted elsewhere; another one is in use now.")
            )

    @Slot(object)
    def _on_deletions_changed(self, changed: Changed) -> None:
        """Follow what was deleted or brought back: another model may be the active one now."""
        if changed.concerns_active or self._in_use in changed.folders:
            self._follow_active()
        self.refresh()
        self.table.choose(changed.folders[0])
        self.table.setFocus()

    def _follow_active(self) -> None:
        try:
            bundle = self._library.active().bundle
        except InkdigitsError as error:
            self._warn(str(error))
            return
        if bundle.folder != self._in_use:
            self._in_use = bundle.folder
            self.model_activated.emit(bundle)

    @Slot()
    def _on_busy_changed(self) -> None:
        self._show_note()
        self.refresh()
        if self._closes_when_idle:
            self.reject()

    @Slot(object)
    def _on_transfer_told(self, told: Message) -> None:
        if told.severity is Severity.WARNING:
            self._closes_when_idle = False  # Else nobody would read why it failed.
        self.message_bar.show_message(told)

    def _show_note(self) -> None:
        text = self.transfers.note
        if self._closes_when_idle and text:
            text = self.tr("{0} Then this window closes.").format(text)
        self.busy_label.setText(text)

    @Slot(object)
    def _on_imported(self, found: Imported) -> None:
        self.refresh()
        self.table.choose(found.bundle.folder)
        self.table.setFocus()
        title = found.bundle.card.title
        if not found.is_new:
            self._tell(self.tr("This model is here already: “{0}”.").format(title))
            return
        text = self.tr("“{0}” was imported.").format(title)
        folder = found.bundle.folder
        action = MessageAction(
            self.tr("Use I&t"), lambda: self._activate(lambda: self._library.activate(folder))
        )
        self.message_bar.show_message(Message(text, Severity.INFO, action=action))

    @Slot()
    def _on_editing_ended(self) -> None:
        self.refresh()

    @Slot()
    def _show_chosen(self) -> None:
        """Show what is chosen, and what can be done with it."""
        chosen = self.table.chosen
        is_alone = len(self.table.list.entries) == 1
        in_front = sorted(chosen, key=lambda entry: not self.table.list.is_in_use(entry))
        self.chosen_view.show_models(in_front, is_alone=is_alone)
        self.tools.show_state(chosen, self._library.previous(), is_busy=self.transfers.is_busy)

    def _choose_in_use(self) -> None:
        if self._in_use is not None:
            self.table.choose(self._in_use)
        self.table.setFocus()

    def _tell(self, text: str) -> None:
        self.message_bar.show_message(Message(text, Severity.INFO))

    @Slot(str)
    def _warn(self, text: str) -> None:
        log.warning("%s", text)
        self.message_bar.show_message(Message(text))

    def _connect(self) -> None:
        tools = self.tools
        tools.use.triggered.connect(self.on_use_requested)
        tools.go_back.triggered.connect(self.on_go_back_requested)
        tools.card.triggered.connect(self.on_card_requested)
        tools.rename.triggered.connect(self.table.rename)
        tools.delete.triggered.connect(self.on_delete_requested)
        tools.export.triggered.connect(self.on_export_requested)
        tools.bring_in.triggered.connect(self.transfers.ask_import)
        self.deletions.changed.connect(self._on_deletions_changed)
        self.deletions.message_raised.connect(self.message_bar.show_message)
        self.transfers.imported.connect(self._on_imported)
        self.transfers.message_raised.connect(self._on_transfer_told)
        self.transfers.busy_changed.connect(self._on_busy_changed)
        self.table.chosen_changed.connect(self._show_chosen)
        # Else Return would go on to press the default button of the card that it has just opened,
        # and the table would be rebuilt under the field that is being closed.
        queued = Qt.ConnectionType.QueuedConnection
        self.table.activated.connect(self.on_card_requested, queued)
        self.table.list.renamed.connect(self.on_renamed, queued)
        self.table.itemDelegate().closeEditor.connect(self._on_editing_ended, queued)
        self._watcher.directoryChanged.connect(self.refresh)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Refresh), self, self.refresh)

    def _lay_out(self) -> None:
        self.setWindowTitle(self.tr("Models"))
        below = card_frame()
        inside = QVBoxLayout(below)
        inside.setContentsMargins(*(2 * SPACING_PX,) * 4)
        inside.addWidget(self.chosen_view)
        above = QWidget()
        upper = QVBoxLayout(above)
        upper.setContentsMargins(0, 0, 0, 0)
        upper.setSpacing(SPACING_PX)
        upper.addWidget(self.table, stretch=1)
        upper.addWidget(self.tools)
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.setHandleWidth(2 * SPACING_PX)
        halves.setChildrenCollapsible(False)
        halves.addWidget(above)
        halves.addWidget(below)
        halves.setStretchFactor(0, 2)
        halves.setStretchFactor(1, 3)
        halves.setSizes([2, 3])
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        box.rejected.connect(self.reject)
        self.close_button = box.button(QDialogButtonBox.StandardButton.Close)
        self.close_button.setAutoDefault(False)  # Return belongs to the list.
        self.close_button.setDefault(False)
        last = QHBoxLayout()
        last.addWidget(self.busy_label, stretch=1)
        last.addWidget(box)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(*(2 * SPACING_PX,) * 4)
        rows.setSpacing(2 * SPACING_PX)
        rows.addWidget(self.message_bar)
        rows.addWidget(halves, stretch=1)
        rows.addLayout(last)
        text = self.fontMetrics()
        wanted = QSize(text.averageCharWidth() * 172, text.height() * 52)
        self.resize(wanted.boundedTo(self.screen().availableSize() * _SHARE_OF_SCREEN))
