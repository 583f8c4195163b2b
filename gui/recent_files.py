"""File → Open Recent: the files opened last, newest first."""

import json
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from gui import settings as remembered
from gui.settings import Settings

_MOST = 8


class RecentFiles(QMenu):
    """A menu of files; those that are gone are left out.

    Signals:
        file_chosen: The ``Path``.
    """

    file_chosen = Signal(object)

    def __init__(self, settings: Settings, parent: QWidget) -> None:
        """Remember the files in ``settings``."""
        super().__init__(parent)
        self.setTitle(self.tr("Open &Recent"))
        self._settings = settings
        self.aboutToShow.connect(self._on_about_to_show)
        self.triggered.connect(self._on_triggered)

    @property
    def paths(self) -> list[Path]:
        """The files, newest first."""
        try:
            names = json.loads(self._settings.get(remembered.RECENT_FILES))
        except ValueError:
            return []
        if not isinstance(names, list):
            return []
        return [Path(name) for name in names if isinstance(name, str)]

    def add(self, path: Path) -> None:
        """Put a file first."""
        path = path.absolute()
        others = [other for other in self.paths if other != path]
        names = [str(each) for each in [path, *others][:_MOST]]
        self._settings.set(remembered.RECENT_FILES, json.dumps(names))

    @Slot()
    def _on_about_to_show(self) -> None:
        self.clear()
        there = [path for path in self.paths if path.exists()]
        for number, path in enumerate(there, start=1):
            # An ampersand in a name would otherwise underline the letter behind it.
            name = path.name.replace("&", "&&")
            action = self.addAction(self.tr("&{0}  {1}").format(number, name))
            action.setData(str(path))
            action.setToolTip(str(path))
        if not there:
            self.addAction(self.tr("No files yet")).setEnabled(False)

    @Slot(QAction)
    def _on_triggered(self, action: QAction) -> None:
        self.file_chosen.emit(Path(action.data()))
