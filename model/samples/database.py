"""SQLite, as the sample store uses it: connecting, checking, and errors in plain words."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from model.errors import SampleStoreBusyError, SampleStoreError

FULL_CHECK_BYTES: Final = 32 * 1024 * 1024
"""Larger stores get the quick check, which leaves out comparing indexes with tables."""

_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_READ_ONLY = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM)
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)

_MENDABLE = "The samples in {path} are damaged; start Inkdigits again to mend them."

_SENTENCES: Final = {
    sqlite3.SQLITE_BUSY: "The samples are in use by another program; try again in a moment.",
    sqlite3.SQLITE_LOCKED: "The samples are in use by another program; try again in a moment.",
    sqlite3.SQLITE_READONLY: "The samples cannot be changed, because {path} cannot be written.",
    sqlite3.SQLITE_CANTOPEN: "The samples in {path} cannot be opened.",
    sqlite3.SQLITE_PERM: "The samples in {path} cannot be opened.",
    sqlite3.SQLITE_FULL: "The samples cannot be changed, because the disk is full.",
    sqlite3.SQLITE_IOERR: "The disk that holds {path} cannot be read or written.",
    sqlite3.SQLITE_CORRUPT: _MENDABLE,
    sqlite3.SQLITE_NOTADB: _MENDABLE,
}


def connect(path: Path, patience_s: float, mode: str = "rwc") -> sqlite3.Connection:
    """Return a connection whose transactions begin only where ``writing`` says so.

    Args:
        path: The database.
        patience_s: How long to wait for another connection's transaction.
        mode: SQLite's open mode: ``ro``, ``rw``, or ``rwc``, which creates the file.

    Raises:
        sqlite3.Error: If it cannot be opened.
    """
    address = f"{path.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(address, timeout=patience_s, isolation_level=None, uri=True)


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """Make what happens inside one transaction, undone as a whole if anything fails."""
    # IMMEDIATE waits for its turn here; a lock asked for later, after reading, is refused at once.
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # SQLite has ended it itself where the disk is full
            connection.execute("ROLLBACK")
        raise


def is_whole(connection: sqlite3.Connection, size_bytes: int) -> bool:
    """Tell whether SQLite finds the database undamaged.

    Raises:
        sqlite3.Error: If it cannot be looked at for another reason, such as a lock.
    """
    check = "integrity_check" if size_bytes <= FULL_CHECK_BYTES else "quick_check"
    try:
        rows = connection.execute(f"PRAGMA {check}(1)").fetchall()
    except sqlite3.DatabaseError as error:
        if is_damage(error):
            return False
        raise
    return rows == [("ok",)]


def check_writable(connection: sqlite3.Connection) -> None:
    """Do nothing if the database can be written, now or once another window has finished.

    Raises:
        sqlite3.Error: If it is read-only.
    """
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    try:
        # On a read-only database BEGIN IMMEDIATE alone succeeds: SQLite takes it for reading.
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(f"PRAGMA user_version = {version:d}")
    except sqlite3.OperationalError as error:
        if not is_busy(error):
            raise
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def is_busy(error: sqlite3.Error) -> bool:
    """Tell whether an error says that another connection is at work."""
    return _code(error) in _BUSY


def is_read_only(error: sqlite3.Error) -> bool:
    """Tell whether an error says that the file or its folder cannot be written."""
    return _code(error) in _READ_ONLY


def is_damage(error: sqlite3.Error) -> bool:
    """Tell whether an error says that the file itself is damaged."""
    return _code(error) in _DAMAGE


def in_plain_words(error: sqlite3.Error, path: Path) -> SampleStoreError:
    """Return what an error of SQLite's means for the person whose samples are in ``path``."""
    sentence = _SENTENCES.get(_code(error))
    if sentence is None:
        return SampleStoreError(f"The samples in {path} cannot be used ({error}).")
    kind = SampleStoreBusyError if is_busy(error) else SampleStoreError
    return kind(sentence.format(path=path))


def _code(error: sqlite3.Error) -> int:
    """Return the primary result code, or 0 for an error that Python's module raised itself."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF  # the higher bits tell kinds of one error apart
