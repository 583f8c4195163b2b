"""Opens My Samples… from the window, and keeps the dialog in step with what the window keeps."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from gui.sample_keeper import SampleKeeper
from gui.settings import Settings
from model.paths import UserPaths

if TYPE_CHECKING:
    from gui.samples.samples_dialog import SamplesDialog


class SampleActions(QObject):
    """Has at most one dialog open."""

    def __init__(
        self, window: QWidget, paths: UserPaths, settings: Settings, keeper: SampleKeeper
    ) -> None:
        """Work for ``window``, whose corrections ``keeper`` keeps."""
        super().__init__(window)
        self._window = window
        self._paths = paths
        self._settings = settings
        self._dialog: SamplesDialog | None = None
        keeper.changed.connect(self._on_samples_changed)

    @property
    def dialog(self) -> "SamplesDialog | None":
        """The open dialog, if any."""
        return self._dialog

    @Slot()
    def on_open(self) -> None:
        """Open the dialog, or bring the open one to the front; drawing goes on."""
        if self._dialog is not None:
            self._dialog.raise_()
            self._dialog.activateWindow()
            return
        from gui.samples.samples_dialog import SamplesDialog  # SQLite and more, slow at start.

        self._dialog = SamplesDialog(self._paths, self._settings, self._window)
        self._dialog.finished.connect(self._on_finished)
        self._dialog.show()

    def stop(self) -> None:
        """Close the dialog."""
        if self._dialog is not None:
            self._dialog.stop()
            self._dialog = None

    @Slot()
    def _on_samples_changed(self) -> None:
        if self._dialog is not None:
            self._dialog.reload()

    @Slot()
    def _on_finished(self) -> None:
        if self._dialog is not None:
            self._dialog.released.connect(self._dialog.deleteLater)
            self._dialog = None
