"""The sample store on a thread of its own: the dialog asks, and never waits for the disk."""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from gui.samples.thumbnails import Look, thumbnail
from model.errors import InkdigitsError, SampleStoreError
from model.samples.sample import SampleFacts
from model.samples.store import SampleStore

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class Shelf:
    """All that the store has, as it was when it was looked at.

    Attributes:
        facts: Of every sample, deleted ones too, the newest first.
        profiles: The names of all writers.
        is_writable: False where the samples can only be looked at.
        notice: What the person should know of the store; empty when all is well.
        changes: How many of the desk's changes were made by then.
    """

    facts: tuple[SampleFacts, ...] = ()
    profiles: tuple[str, ...] = ()
    is_writable: bool = True
    notice: str = ""
    changes: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Thumbnails:
    """Pictures of some samples.

    Attributes:
        look: How they were to look.
        images: By the number of the sample; None where a sample is gone or damaged.
    """

    look: Look
    images: dict[int, QImage | None]


class SampleDesk(QObject):
    """Does one thing after another, in the order in which they were asked for.

    Signals:
        shelf_loaded: A ``Shelf``, the answer to ``reload``.
        thumbnails_made: ``Thumbnails``, the answer to ``make_thumbnails``.
        failed: Why the samples cannot be looked at, one sentence.
        change_failed: Why a change was not made, one sentence.
        stopped: The store is closed.
    """

    shelf_loaded = Signal(object)
    thumbnails_made = Signal(object)
    failed = Signal(str)
    change_failed = Signal(str)
    stopped = Signal()

    def __init__(self, path: Path, backups: Path, parent: QObject) -> None:
        """Work on the store at ``path``; it is opened with the first thing to do."""
        super().__init__(parent)
        self._path = path
        self._backups = backups
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sample-desk")
        self._asked = 0
        self._is_stopped = False
        # What follows is touched on that thread only.
        self._done = 0
        self._store: SampleStore | None = None

    @property
    def changes(self) -> int:
        """How many changes have been asked for."""
        return self._asked

    def reload(self) -> None:
        """Look at the store."""
        self._submit(self._load, self.failed.emit)

    def change(self, job: Callable[[SampleStore], object]) -> None:
        """Do something to the store; where it fails, that is said."""
        self._asked += 1
        self._submit(lambda store: self._change(store, job), self.change_failed.emit)

    def make_thumbnails(self, ids: Sequence[int], look: Look) -> None:
        """Draw samples."""
        self._submit(lambda store: self._draw(store, ids, look), self.failed.emit)

    def stop(self, *, wait: bool) -> None:
        """Finish what was asked for and close the store; what is asked for later is not done.

        Args:
            wait: Return only then; a large store takes a second to be copied.
        """
        self._is_stopped = True
        self._thread.submit(self._close)
        self._thread.shutdown(wait=wait)

    def _submit(self, job: Callable[[SampleStore], None], tell: Callable[[str], None]) -> None:
        if not self._is_stopped:
            self._thread.submit(self._run, job, tell)

    def _run(self, job: Callable[[SampleStore], None], tell: Callable[[str], None]) -> None:
        try:
            job(self._opened())
        except InkdigitsError as error:
            log.warning("%s", error)
            tell(str(error))
        except Exception:
            log.exception("The samples could not be worked on")
            tell(self.tr("Something went wrong with the samples; nothing was changed."))

    def _opened(self) -> SampleStore:
        if self._store is None:
            self._store = SampleStore.open(self._path, self._backups)
        return self._store

    def _load(self, store: SampleStore) -> None:
        shelf = Shelf(store.facts(), store.profiles(), store.is_writable, store.notice, self._done)
        self.shelf_loaded.emit(shelf)

    def _change(self, store: SampleStore, job: Callable[[SampleStore], object]) -> None:
        self._done += 1
        job(store)

    def _draw(self, store: SampleStore, ids: Sequence[int], look: Look) -> None:
        images: dict[int, QImage | None] = dict.fromkeys(ids)
        for number in ids:
            try:
                images |= {sample.id: thumbnail(sample, look) for sample in store.get([number])}
            except SampleStoreError as error:  # One that is damaged must not hide the others.
                log.warning("A sample cannot be shown: %s", error)
        self.thumbnails_made.emit(Thumbnails(look, images))

    def _close(self) -> None:
        if self._store is not None:
            self._store.close()
            self._store = None
        self.stopped.emit()
