"""Who has the store open: many windows at a time, or one that mends it.

A damaged store is renamed. A window that still had it open would go on writing to the renamed
file and, on closing, delete the write-ahead log of the new one, whose name is the same ("How To
Corrupt An SQLite Database File", section 2.5 on sqlite.org). So every open store holds a shared
lock, and mending takes it alone. The lock is one of SQLite's own, on an empty database beside the
store: it works on every system that SQLite works on, and the system lets go of it after a crash.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from model.errors import SampleStoreError
from model.samples.database import connect


class Presence:
    """A shared lock on the store at a path, held until it is closed."""

    def __init__(self, store: Path, patience_s: float) -> None:
        """Take the lock, waiting ``patience_s`` for a window that is mending the store.

        Raises:
            sqlite3.Error: If the lock cannot be had, or the folder cannot be written.
        """
        self._connection = connect(store.with_name(f"{store.name}.lock"), patience_s)
        try:
            self._share()
        except sqlite3.Error:
            self._connection.close()
            raise

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep every other window out for a while.

        Raises:
            SampleStoreError: If another window has the store open.
        """
        self._connection.execute("ROLLBACK")
        try:
            self._connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise SampleStoreError(
                "The samples are damaged and open in another window; close every window of "
                "Inkdigits and start it again."
            ) from error
        yield
        self._connection.execute("ROLLBACK")
        self._share()

    def close(self) -> None:
        """Let go of the lock."""
        self._connection.close()

    def _share(self) -> None:
        self._connection.execute("BEGIN")
        self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # this locks
