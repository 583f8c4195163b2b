"""Importing and exporting on a thread with a connection of its own, so the window goes on."""

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from model.errors import InkdigitsError, SampleFileError, SampleStoreError
from model.samples.exchange import ExchangeForm, Exported, export_samples, load_samples
from model.samples.formats.common import ExchangeCancelledError
from model.samples.store import SampleStore

log = logging.getLogger(__name__)

_REPORT_EVERY_S = 0.05


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of reading samples.

    Attributes:
        counts: How many are kept now for each writer.
    """

    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Written:
    """What came of writing samples.

    Attributes:
        path: Where they are.
        exported: How many they are.
    """

    path: Path
    exported: Exported


@dataclass(frozen=True, slots=True)
class Refused:
    """Why nothing came of it.

    Attributes:
        text: One sentence.
        details: More for those who ask; empty for none.
    """

    text: str
    details: str = ""


@dataclass(frozen=True, slots=True)
class Stopped:
    """The person has changed their mind; nothing was changed."""


class ExchangeJob(QObject):
    """Does one import or export at a time.

    Signals:
        progressed: How much is done, 0–1.
        ended: ``Imported``, ``Written``, ``Refused`` or ``Stopped``; ends every job.
        stopped: The thread has nothing left to do.
    """

    progressed = Signal(float)
    ended = Signal(object)
    stopped = Signal()

    def __init__(self, path: Path, backups: Path, parent: QObject) -> None:
        """Work on the store at ``path``."""
        super().__init__(parent)
        self._path = path
        self._backups = backups
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sample-exchange")
        self._is_cancelled = threading.Event()
        self._told_at = 0.0

    def start_import(self, source: Path, profile: str) -> None:
        """Read a file or folder and keep all that is in it, or nothing."""

        def run() -> Imported:
            samples = load_samples(source, profile, self._watch)
            with SampleStore.open(self._path, self._backups) as store:
                if not store.is_writable:
                    raise SampleStoreError(store.notice)
                store.add_all(samples, self._watch)
            return Imported(tuple(sorted(Counter(new.profile for new in samples).items())))

        self._start(run)

    def start_export(self, ids: Sequence[int], target: Path, form: ExchangeForm) -> None:
        """Write samples to a file or a new folder."""

        def run() -> Written:
            with SampleStore.open(self._path, self._backups) as store:
                samples = store.get(ids)
            return Written(target, export_samples(samples, target, form, self._watch))

        self._start(run)

    def cancel(self) -> None:
        """Ask the job to end without a trace."""
        self._is_cancelled.set()

    def stop(self, *, wait: bool) -> None:
        """Cancel; call once.

        Args:
            wait: Return only when the thread has ended.
        """
        self.cancel()
        self._thread.submit(self.stopped.emit)
        self._thread.shutdown(wait=wait)

    def _start(self, run: Callable[[], object]) -> None:
        self._is_cancelled.clear()
        self._thread.submit(self._run, run)

    def _run(self, run: Callable[[], object]) -> None:
        try:
            outcome = run()
        except ExchangeCancelledError:
            outcome = Stopped()
        except SampleFileError as error:
            outcome = Refused(str(error), "\n".join(error.details))
        except InkdigitsError as error:
            outcome = Refused(str(error))
        except Exception as error:
            log.exception("Samples could not be exchanged")
            text = self.tr("Something went wrong inside Inkdigits; nothing was changed.")
            outcome = Refused(text, f"{type(error).__name__}: {error}")
        self.ended.emit(outcome)

    def _watch(self, done: int, total: int) -> None:
        if self._is_cancelled.is_set():
            raise ExchangeCancelledError
        now = time.monotonic()
        if now - self._told_at >= _REPORT_EVERY_S:
            self._told_at = now
            self.progressed.emit(done / max(total, 1))
