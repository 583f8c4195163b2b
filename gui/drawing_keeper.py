"""Keeps the drawing on the disk while it is being made, so that no crash or power cut takes it."""

import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QLockFile, QObject, QTimer, Slot

from gui.canvas.drawing import Drawing
from model.errors import InkdigitsError
from model.ink import Ink
from model.inkml import read_inkml, write_inkml

log = logging.getLogger(__name__)

_DELAY_MS = 400
_REST_PER_WRITE = 10
"""A large drawing takes long to write; the pen has the rest of the time for itself."""
_MOST_WINDOWS = 8


class DrawingKeeper(QObject):
    """Writes the drawing to a file of its own, shortly after each change, in another thread.

    Windows open at the same time keep their drawings apart: each locks its file.
    """

    def __init__(self, drawing: Drawing, folder: Path, parent: QObject) -> None:
        """Watch ``drawing``; nothing in ``folder`` is touched before ``begin``."""
        super().__init__(parent)
        self._drawing = drawing
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="drawing-keeper")
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_timeout)
        self._took_ms = 0.0
        self._folder = folder
        self._lock: QLockFile | None = None
        self._path: Path | None = None
        self._left_behind: Ink | None = None
        drawing.ink_changed.connect(self._on_ink_changed)

    @property
    def left_behind(self) -> Ink | None:
        """The drawing that the last window of this place had when it ended, if any."""
        return self._left_behind

    def begin(self) -> None:
        """Take the first file that no other window has; not before the window is there."""
        self._lock, self._path = _claim(self._folder)
        self._left_behind = self._read_left_behind()

    def keep_now(self) -> None:
        """Write the drawing and return when it is on the disk."""
        self._timer.stop()
        self._write()
        self._writer.submit(_nothing).result()

    def stop(self) -> None:
        """Write what is still to be written, and give the file free."""
        if self._timer.isActive():
            self.keep_now()
        self._timer.stop()
        self._writer.shutdown()
        if self._lock is not None:
            self._lock.unlock()

    @Slot()
    def _on_ink_changed(self) -> None:
        # Not started again while it runs: it would otherwise never end during a long stroke.
        if not self._timer.isActive():
            self._timer.start(max(_DELAY_MS, round(_REST_PER_WRITE * self._took_ms)))

    @Slot()
    def _on_timeout(self) -> None:
        self._write()

    def _write(self) -> None:
        if self._path is not None:
            self._writer.submit(self._write_in_thread, self._path, self._drawing.ink)

    def _write_in_thread(self, path: Path, ink: Ink) -> None:
        began = perf_counter()
        _write(path, ink)
        self._took_ms = (perf_counter() - began) * 1000

    def _read_left_behind(self) -> Ink | None:
        if self._path is None or not self._path.exists():
            return None
        try:
            return read_inkml(self._path)
        except InkdigitsError as error:
            log.warning("The kept drawing cannot be read: %s", error)
            return None


def _claim(folder: Path) -> tuple[QLockFile | None, Path | None]:
    """Return the lock and the name of a file that is ours, or None where nothing can be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        log.warning("Drawings are not kept: %s", error)
        return None, None
    paths = [folder / f"drawing-{number}.inkml" for number in range(1, _MOST_WINDOWS + 1)]
    # One that was left behind comes first, whichever window it was in.
    for path in sorted(paths, key=lambda path: not path.exists()):
        lock = QLockFile(str(path.with_suffix(".lock")))
        lock.setStaleLockTime(0)  # A lock is stale when its process is gone, however old it is.
        if lock.tryLock(0):
            return lock, path
    return None, None


def _write(path: Path, ink: Ink) -> None:
    try:
        if ink.is_blank:
            path.unlink(missing_ok=True)
        else:
            write_inkml(path, ink)
    except OSError as error:
        log.warning("The drawing is not kept: %s", error)


def _nothing() -> None:
    """Do nothing: when this has run, all that was given to the writer before has too."""
