"""Keeps labelled drawings in the sample store, on a thread of its own."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from model.errors import SampleStoreBusyError, SampleStoreError
from model.samples.sample import NewSample, Sample

if TYPE_CHECKING:
    from model.samples.store import SampleStore

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What there is of a writer.

    Attributes:
        profile: Name of the writer.
        samples: All that is kept, the oldest first.
        profiles: The names of all writers.
        can_keep: False where what comes now is not kept.
    """

    profile: str
    samples: tuple[Sample, ...] = ()
    profiles: tuple[str, ...] = ()
    can_keep: bool = False


class SampleKeeper(QObject):
    """Writes samples in the order in which they come; nobody waits for the disk.

    The store is opened with the first sample. Where it cannot be, that is said once, and later
    samples are let go; one that another program is using is tried again with the next sample.

    Signals:
        changed: A sample was kept, deleted or brought back.
        fetched: A ``Fetched``, the answer to ``fetch``.
        problem_raised: What the person should know, one sentence.
    """

    changed = Signal()
    fetched = Signal(object)
    problem_raised = Signal(str)

    def __init__(self, path: Path, backups: Path, parent: QObject) -> None:
        """Keep samples in the store at ``path``; nothing is opened yet."""
        super().__init__(parent)
        self._path = path
        self._backups = backups
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="samples")
        self._last_token = 0
        # What follows is touched on that thread only.
        self._store: SampleStore | None = None
        self._has_failed = False
        self._told = ""
        self._numbers: dict[int, int] = {}

    def keep(self, sample: NewSample) -> int:
        """Keep a sample and return a token for it."""
        self._last_token += 1
        token = self._last_token

        def keep(store: "SampleStore") -> None:
            self._numbers[token] = store.add(sample)

        self._run(keep)
        return token

    def delete(self, token: int) -> None:
        """Delete the sample of a token."""
        self._run(lambda store: store.delete(self._number_of(token)))

    def restore(self, token: int) -> None:
        """Bring the deleted sample of a token back."""
        self._run(lambda store: store.restore(self._number_of(token)))

    def fetch(self, profile: str) -> None:
        """Ask for all that is kept of a writer; ``fetched`` answers, store or no store."""
        self._thread.submit(self._fetch, profile)

    def adopt(self, number: int) -> int:
        """Return a token for a sample that is in the store already."""
        self._last_token += 1
        token = self._last_token
        self._thread.submit(self._numbers.__setitem__, token, number)
        return token

    def stop(self) -> None:
        """Finish what is to be written and close the store; call once."""
        self._thread.submit(self._close)
        self._thread.shutdown()

    def _run(self, job: Callable[["SampleStore"], object]) -> None:
        self._thread.submit(self._do, job)

    def _number_of(self, token: int) -> list[int]:
        """Return the number in the store, or nothing where the sample could not be kept."""
        return [self._numbers[token]] if token in self._numbers else []

    def _do(self, job: Callable[["SampleStore"], object], *, is_change: bool = True) -> None:
        try:
            store = self._opened()
            if store is not None:
                job(store)
                self._tell_notice(store)
                if is_change:
                    self.changed.emit()
        except SampleStoreError as error:
            self._complain(str(error))
        except Exception:
            log.exception("A sample was not kept")
            self._complain(self.tr("A drawing could not be kept because of a fault."))

    def _fetch(self, profile: str) -> None:
        found = Fetched(profile)

        def look(store: "SampleStore") -> None:
            nonlocal found
            samples = store.list(profile)[::-1]
            found = Fetched(profile, samples, store.profiles(), can_keep=True)

        self._do(look, is_change=False)
        self.fetched.emit(found)

    def _opened(self) -> "SampleStore | None":
        from model.samples.store import SampleStore  # SQLite, which the start does not need.

        if self._store is None and not self._has_failed:
            try:
                self._store = SampleStore.open(self._path, self._backups)
            except SampleStoreBusyError:
                raise
            except SampleStoreError:
                self._has_failed = True
                raise
            self._tell_notice(self._store)
            if not self._store.is_writable:
                self._has_failed = True
                self._close()
        return self._store

    def _tell_notice(self, store: "SampleStore") -> None:
        """Say what the person should know of the store, once."""
        if store.notice != self._told:
            self._told = store.notice
            self.problem_raised.emit(store.notice)

    def _complain(self, text: str) -> None:
        log.warning("%s", text)
        self.problem_raised.emit(text)

    def _close(self) -> None:
        if self._store is not None:
            self._store.close()
            self._store = None
