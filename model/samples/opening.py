"""Opening the sample store: checked, mended where it is damaged, or at least to be looked at."""

import logging
import shutil
import sqlite3
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from model.errors import SampleStoreError
from model.files import write_bytes
from model.samples.backup import Backup, BackupFolder
from model.samples.database import (
    check_writable,
    connect,
    in_plain_words,
    is_busy,
    is_damage,
    is_read_only,
    is_whole,
)
from model.samples.presence import Presence
from model.samples.schema import Migration, migrate, version_of

log = logging.getLogger(__name__)

# The log and its index first: a log that stayed behind would be replayed into the next store.
_COMPANIONS = ("-wal", "-shm", "")


_LEAST_BYTES = 512  # SQLite's smallest page


class _DamagedError(Exception):
    """The store is damaged, or gone while there are copies of it."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A database ready to be used.

    Attributes:
        connection: Has the newest tables; foreign keys are on.
        presence: Tells other windows that it is open; None where it is only looked at.
        notice: What the person should know; empty when all is well.
    """

    connection: sqlite3.Connection
    presence: Presence | None
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Opening:
    """What opening a store needs to know.

    Attributes:
        path: The database.
        backups: Its copies.
        migrations: The steps to the newest version.
        patience_s: How long to wait for another window.
        now: The time by the clock, in UTC.
    """

    path: Path
    backups: BackupFolder
    migrations: tuple[Migration, ...]
    patience_s: float
    now: datetime

    def open(self) -> Opened:
        """Return the database, a copy of it in memory where it cannot be written.

        Raises:
            SampleStoreError: If it is locked, of a newer version, or cannot even be read.
        """
        try:
            return self._open_for_writing()
        except sqlite3.Error as error:
            if not is_read_only(error):
                raise in_plain_words(error, self.path) from error
            problem: Exception = error
        except OSError as error:
            problem = error
        log.warning("The samples in %s can only be looked at: %s", self.path, problem)
        try:
            return self._open_for_reading(problem)
        except (sqlite3.Error, OSError) as error:
            raise SampleStoreError(
                f"The samples in {self.path} cannot be opened, so none are kept ({problem})."
            ) from error

    def _open_for_writing(self) -> Opened:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        presence = Presence(self.path, self.patience_s)
        try:
            try:
                return Opened(self._connect_checked(), presence)
            except _DamagedError:
                with presence.alone():
                    return self._mended(presence)
        except BaseException:
            presence.close()
            raise

    def _mended(self, presence: Presence) -> Opened:
        """Return the store, mended unless another window has done so just before."""
        try:
            return Opened(self._connect_checked(), presence)
        except _DamagedError:
            notice = self._mend()
        try:
            return Opened(self._connect_checked(), presence, notice)
        except _DamagedError as error:
            raise SampleStoreError(
                f"The samples in {self.path} are damaged and cannot be mended."
            ) from error

    def _connect_checked(self) -> sqlite3.Connection:
        """Return a connection to the store, whole and with the newest tables.

        Raises:
            _DamagedError: If it has to be mended first.
            SampleStoreError: If it is of a newer version.
            sqlite3.Error: If it is locked or cannot be written.
        """
        if self._is_headless():
            raise _DamagedError
        connection = connect(self.path, self.patience_s)
        try:
            self._check(connection)
            _prepare(connection)
        except BaseException as error:
            connection.close()
            if isinstance(error, sqlite3.Error) and is_damage(error):
                raise _DamagedError from error
            raise
        return connection

    def _is_headless(self) -> bool:
        """Tell whether the file is gone or cut to nothing while there is more of the store.

        SQLite takes it for a new database then, and deletes a log that it finds beside it.
        """
        if self.path.exists() and self.path.stat().st_size >= _LEAST_BYTES:
            return False
        log_file = _beside(self.path, "-wal")
        if log_file.exists() and log_file.stat().st_size > 0:
            return True
        return not self.path.exists() and self._newest_backup() is not None

    def _check(self, connection: sqlite3.Connection) -> None:
        if not is_whole(connection, self.path.stat().st_size):
            raise _DamagedError
        version = version_of(connection)
        if version == 0 and self._newest_backup() is not None:
            raise _DamagedError
        if version == len(self.migrations):
            check_writable(connection)
            return
        if 0 < version < len(self.migrations):
            self.backups.make(connection, self.now.date())
        migrate(connection, self.migrations)

    def _mend(self) -> str:
        """Set the damaged store aside, bring back the newest copy, and return what to say."""
        aside = _set_aside(self.path, self.now)
        backup = self._newest_backup()
        if backup is not None:
            write_bytes(self.path, backup.path.read_bytes())
            notice = f"The copy of {backup.day.isoformat()} is used instead."
        else:
            notice = "There is no copy of them, so an empty store was begun."
        if aside is None:
            notice = f"The samples were gone. {notice}"
        else:
            notice = f"The samples were damaged. {notice} What was there is kept in {aside}."
        log.warning("%s", notice)
        return notice

    def _newest_backup(self) -> Backup | None:
        return self.backups.newest_good(len(self.migrations))

    def _open_for_reading(self, problem: Exception) -> Opened:
        """Return a copy in memory of a store that cannot be written.

        SQLite cannot read a store with a write-ahead log where it may not write beside it, and
        told that the file never changes it would leave out what only the log has.
        """
        memory = sqlite3.connect(":memory:", isolation_level=None)
        try:
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
                self._load(memory, Path(scratch) / "samples.sqlite3")
            migrate(memory, self.migrations)
            memory.execute("PRAGMA query_only = ON")
        except BaseException:
            memory.close()
            raise
        notice = f"The samples in {self.path} can be looked at but not changed ({problem})."
        return Opened(memory, None, notice)

    def _load(self, memory: sqlite3.Connection, scratch: Path) -> None:
        for companion in ("", "-wal"):
            source = _beside(self.path, companion)
            if not companion or source.exists():
                shutil.copyfile(source, _beside(scratch, companion))
        connection = connect(scratch, self.patience_s, "rw")
        try:
            if not is_whole(connection, scratch.stat().st_size):
                raise SampleStoreError(
                    f"The samples in {self.path} are damaged and cannot be mended, because the "
                    "folder cannot be written."
                )
            connection.execute("PRAGMA journal_mode = DELETE")  # memory has no log
            connection.backup(memory)
        finally:
            connection.close()


def _prepare(connection: sqlite3.Connection) -> None:
    """Set what SQLite does not remember, or not by itself."""
    try:
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        # Two windows that begin one store at once: either may be first, and SQLite does not wait
        # here. Until the next start it works in the mode that it has.
        if not is_busy(error):
            raise
    connection.execute("PRAGMA synchronous = FULL")  # a sample once confirmed survives a power cut
    connection.execute("PRAGMA foreign_keys = ON")


def _set_aside(path: Path, now: datetime) -> Path | None:
    """Rename the files of a store; return the database's new name, None if there were none.

    Raises:
        SampleStoreError: If they cannot be renamed.
    """
    stem = f"{path.stem}.damaged-{now:%Y%m%dT%H%M%SZ}"
    names = (f"{stem}{suffix}" for suffix in ("", *(f"-{n}" for n in range(2, 1000))))
    free = (name for name in names if not any(path.parent.glob(f"{name}{path.suffix}*")))
    aside = path.with_name(f"{next(free)}{path.suffix}")
    there = [ending for ending in _COMPANIONS if _beside(path, ending).exists()]
    try:
        for ending in there:
            _beside(path, ending).rename(_beside(aside, ending))
    except OSError as error:
        raise SampleStoreError(
            f"The samples in {path} are damaged and cannot be set aside ({error.strerror})."
        ) from error
    return aside if there else None


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(f"{path.name}{ending}")
