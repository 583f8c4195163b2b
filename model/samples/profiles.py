"""The writers in a sample store. A deleted one is kept, unseen, as long as deleted samples of it.

All functions work within a transaction of the caller's.
"""

import sqlite3
from collections.abc import Iterable
from typing import Final

from model.errors import SampleStoreError
from model.samples.sample import check_profile

_NAMES: Final = "SELECT name FROM profiles WHERE deleted IS NULL"


def names(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Return the names of all writers, in alphabetical order."""
    rows = connection.execute(_NAMES).fetchall()
    return tuple(sorted((name for (name,) in rows), key=str.casefold))


def ensure(connection: sqlite3.Connection, every: Iterable[str]) -> None:
    """See that there are writers of these names; a deleted one comes back without its samples."""
    for name in every:
        connection.execute("INSERT OR IGNORE INTO profiles (name) VALUES (?)", (name,))
        connection.execute("UPDATE profiles SET deleted = NULL WHERE name = ?", (name,))


def create(connection: sqlite3.Connection, name: str) -> None:
    """Add a writer.

    Raises:
        SampleStoreError: If the name is not fit for one, or taken.
    """
    check_profile(name)
    _check_free(connection, name)
    ensure(connection, [name])


def rename(connection: sqlite3.Connection, old: str, new: str) -> None:
    """Give a writer another name.

    Raises:
        SampleStoreError: If the new name is not fit for one, or taken, or the old one is gone.
    """
    check_profile(new)
    _check_there(connection, old)
    _check_free(connection, new, but=old)
    _give_name_up(connection, new, but=old)
    connection.execute("UPDATE profiles SET name = ? WHERE name = ?", (new, old))


def delete(connection: sqlite3.Connection, name: str, moment: str) -> tuple[int, ...]:
    """Delete a writer with all samples; return the numbers of the samples that went.

    Raises:
        SampleStoreError: If there is no such writer any more.
    """
    _check_there(connection, name)
    rows = connection.execute(
        "UPDATE samples SET deleted = :moment WHERE deleted IS NULL"
        " AND profile = (SELECT id FROM profiles WHERE name = :name) RETURNING id",
        {"moment": moment, "name": name},
    ).fetchall()
    connection.execute("UPDATE profiles SET deleted = ? WHERE name = ?", (moment, name))
    return tuple(sorted(number for (number,) in rows))


def bring_back_owners(connection: sqlite3.Connection) -> None:
    """Bring back the deleted writers that have samples again."""
    connection.execute(
        "UPDATE profiles SET deleted = NULL WHERE deleted IS NOT NULL"
        " AND id IN (SELECT profile FROM samples WHERE deleted IS NULL)"
    )


def forget(connection: sqlite3.Connection, limit: str) -> None:
    """Remove writers for good that were deleted before ``limit`` and have no samples left."""
    connection.execute(
        "DELETE FROM profiles WHERE deleted <= ? AND id NOT IN (SELECT profile FROM samples)",
        (limit,),
    )


def _check_there(connection: sqlite3.Connection, name: str) -> None:
    if name not in names(connection):
        raise SampleStoreError(f"There is no writer named {name} any more.")


def _check_free(connection: sqlite3.Connection, name: str, but: str = "") -> None:
    """Refuse names that a person would take for one that is there."""
    for other in names(connection):
        if other != but and other.casefold() == name.casefold():
            raise SampleStoreError(f"There is a writer named {other} already.")


def _give_name_up(connection: sqlite3.Connection, name: str, but: str) -> None:
    """Take the name from a deleted writer who has it; undoing gives that writer another one."""
    if name == but:
        return
    taken = {found for (found,) in connection.execute("SELECT name FROM profiles")}
    free = next(other for n in range(2, len(taken) + 3) if (other := f"{name} ({n})") not in taken)
    connection.execute(
        "UPDATE profiles SET name = ? WHERE name = ? AND deleted IS NOT NULL", (free, name)
    )
