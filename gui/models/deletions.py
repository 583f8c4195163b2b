"""Deleting models, and bringing them back until the list is closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from gui.messages import Message, MessageAction, Severity
from gui.models.reasons import sentence_of
from model.errors import InkdigitsError
from model.library.catalogue import ModelEntry
from model.library.model_library import ModelLibrary
from model.library.wastebin import DeletedModel


@dataclass(frozen=True, slots=True)
class Changed:
    """Models were deleted or brought back.

    Attributes:
        folders: Where they were, or are again.
        concerns_active: Whether another model is the active one of the library now.
    """

    folders: tuple[Path, ...]
    concerns_active: bool


class Deletions(QObject):
    """Deletes models from the library.

    Signals:
        changed: ``Changed``.
        message_raised: A ``Message``; it offers the way back.
    """

    changed = Signal(object)
    message_raised = Signal(object)

    def __init__(self, library: ModelLibrary, parent: QWidget) -> None:
        """Delete from ``library``."""
        super().__init__(parent)
        self._library = library
        self._deleted: list[DeletedModel] = []

    def delete(self, entries: Sequence[ModelEntry]) -> None:
        """Delete models, and offer to bring them back."""
        deleted: list[DeletedModel] = []
        for entry in entries:
            try:
                deleted.append(self._library.delete(entry.folder))
            except (InkdigitsError, OSError) as error:
                text = self.tr("“{0}” could not be deleted. {1}")
                self._warn(text.format(entry.title, sentence_of(error)))
                break
        if deleted:
            self._deleted += deleted
            self._tell_changed(deleted)
            self._offer_undo(deleted)

    def bring_back(self, deleted: Sequence[DeletedModel]) -> None:
        """Undo a deletion; what was deleted last comes back first, as it gave way last."""
        for item in reversed(deleted):
            try:
                self._library.bring_back(item)
            except (InkdigitsError, OSError) as error:
                text = self.tr("“{0}” could not be brought back. {1}")
                self._warn(text.format(item.title, sentence_of(error)))
            else:
                self._deleted.remove(item)
        self._tell_changed(deleted)

    def make_final(self) -> None:
        """Remove for good what was deleted."""
        for item in self._deleted:
            self._library.forget(item)
        self._deleted = []

    def _tell_changed(self, deleted: Sequence[DeletedModel]) -> None:
        folders = tuple(item.folder for item in deleted)
        self.changed.emit(Changed(folders, any(item.was_active for item in deleted)))

    def _offer_undo(self, deleted: Sequence[DeletedModel]) -> None:
        if len(deleted) == 1:
            text = self.tr("“{0}” was deleted.").format(deleted[0].title)
        else:
            text = self.tr("Deleted models: {0}.").format(len(deleted))
        action = MessageAction(self.tr("U&ndo"), lambda: self.bring_back(deleted))
        self.message_raised.emit(Message(text, Severity.INFO, action=action))

    def _warn(self, text: str) -> None:
        self.message_raised.emit(Message(text))
