"""Copies of the sample store: one a day, a bounded number, each a whole database by itself.

Copies are numbered, and the newest is the one with the highest number: a clock that was set back
or forward neither hides a copy nor stops new ones from being made.
"""

import contextlib
import logging
import os
import re
import sqlite3
import tempfile
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, Self

from model.samples.database import connect, is_whole

log = logging.getLogger(__name__)

DAYS_KEPT: Final = 7
WEEKS_KEPT: Final = 4
"""Before those days, one copy of each week."""

_NAME = re.compile(r"samples-(\d{4,})-v(\d+)-(\d{4}-\d{2}-\d{2})\.sqlite3")
_UNFINISHED = ".samples-*.part"
_DAY_S = 24 * 60 * 60


@dataclass(frozen=True, slots=True, order=True)
class Backup:
    """One copy.

    Attributes:
        number: Grows by one with each copy.
        version: The version of its tables.
        day: The date by the clock when it was made, in UTC.
        path: The file.
    """

    number: int
    version: int
    day: date
    path: Path

    @classmethod
    def from_path(cls, path: Path) -> Self | None:
        """Return the copy that a file is by its name; None if it is not one."""
        named = _NAME.fullmatch(path.name)
        if named is None:
            return None
        try:
            return cls(int(named[1]), int(named[2]), date.fromisoformat(named[3]), path)
        except ValueError:
            return None


class BackupFolder:
    """The folder that holds the copies."""

    def __init__(self, folder: Path) -> None:
        """Remember the folder; reads and writes nothing."""
        self.folder = folder

    def all(self) -> list[Backup]:
        """Return the copies, newest first, good or not."""
        if not self.folder.is_dir():
            return []
        found = (Backup.from_path(path) for path in self.folder.iterdir())
        return sorted((backup for backup in found if backup is not None), reverse=True)

    def is_due(self, today: date) -> bool:
        """Tell whether the newest copy is of another day, earlier or later."""
        newest = next(iter(self.all()), None)
        return newest is None or newest.day != today

    def newest_good(self, newest_version: int) -> Backup | None:
        """Return the newest undamaged copy of a version that this program knows."""
        return next((one for one in self.all() if _is_good(one.path, newest_version)), None)

    def make(self, store: sqlite3.Connection, today: date) -> None:
        """Copy a store, in place of the newest copy if that is of today, then prune.

        A copy of today with tables of another version stays: a migration may be regretted.

        Raises:
            OSError: If the copy cannot be written; the copies made before are unchanged.
            sqlite3.Error: If the store cannot be read or the copy cannot be written; likewise.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        target = self.folder / self._next_name(store, today)
        handle, name = tempfile.mkstemp(prefix=".samples-", suffix=".part", dir=self.folder)
        os.close(handle)
        unfinished = Path(name)
        try:
            _copy(store, unfinished)
            unfinished.replace(target)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
        self._prune()

    def _next_name(self, store: sqlite3.Connection, today: date) -> str:
        version: int = store.execute("PRAGMA user_version").fetchone()[0]
        newest = next(iter(self.all()), None)
        if newest is None:
            number = 1
        elif (newest.day, newest.version) == (today, version):
            number = newest.number
        else:
            number = newest.number + 1
        return f"samples-{number:04d}-v{version}-{today.isoformat()}.sqlite3"

    def _prune(self) -> None:
        """Delete the copies that are not to be kept, and what crashes have left half done."""
        every = self.all()
        weeks: dict[tuple[int, int], Backup] = {}
        for backup in every[DAYS_KEPT:]:
            year, week, _ = backup.day.isocalendar()
            weeks.setdefault((year, week), backup)
        kept = every[:DAYS_KEPT] + list(weeks.values())[:WEEKS_KEPT]
        old = [backup.path for backup in every if backup not in kept]
        for path in self.folder.glob(_UNFINISHED):
            # One that is minutes old may be another window's. The clock may have been set back.
            with contextlib.suppress(FileNotFoundError):
                if abs(time.time() - path.stat().st_mtime) > _DAY_S:
                    old.append(path)
        for path in old:
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                log.warning("The old copy %s cannot be deleted: %s", path, error)


def _copy(store: sqlite3.Connection, path: Path) -> None:
    """Write a copy and see that it is whole.

    Raises:
        sqlite3.Error: If it cannot be written, or the store is damaged.
    """
    target = connect(path, 0, "rw")
    try:
        store.backup(target)
        # The copy brings the store's mode along; without a log of its own it is one file.
        target.execute("PRAGMA journal_mode = DELETE")
        if not is_whole(target, path.stat().st_size):
            raise sqlite3.DatabaseError("the copy is damaged")
    finally:
        target.close()


def _is_good(path: Path, newest_version: int) -> bool:
    """Tell whether a copy is whole and of a version between 1 and the newest known one."""
    try:
        connection = connect(path, 0, "ro")
    except sqlite3.Error:
        return False
    try:
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
        return 1 <= version <= newest_version and is_whole(connection, path.stat().st_size)
    except (sqlite3.Error, OSError):
        return False
    finally:
        connection.close()
