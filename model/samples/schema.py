"""The tables of the sample store, as the steps that lead to them."""

import sqlite3
from typing import Final

from model.errors import SampleStoreError
from model.samples.database import writing

Migration = tuple[str, ...]
"""SQL statements that bring a store from one version to the next."""

_FIRST: Final[Migration] = (
    """
    CREATE TABLE profiles (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE CHECK (name <> '')
    )
    """,
    # AUTOINCREMENT, so that a number seen in one window never comes to mean another sample.
    """
    CREATE TABLE samples (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        profile INTEGER NOT NULL REFERENCES profiles (id),
        label INTEGER NOT NULL CHECK (label BETWEEN 0 AND 10),
        strokes TEXT,
        picture BLOB,
        read_digit INTEGER CHECK (read_digit BETWEEN 0 AND 10),
        read_confidence REAL CHECK (read_confidence BETWEEN 0 AND 1),
        created TEXT NOT NULL,
        source TEXT NOT NULL,
        deleted TEXT,
        CHECK ((strokes IS NULL) <> (picture IS NULL))
    )
    """,
    "CREATE INDEX samples_shown ON samples (profile, label) WHERE deleted IS NULL",
)

# A writer who was deleted comes back with the samples, as long as those can be restored.
_DELETED_PROFILES: Final[Migration] = ("ALTER TABLE profiles ADD COLUMN deleted TEXT",)

MIGRATIONS: Final[tuple[Migration, ...]] = (_FIRST, _DELETED_PROFILES)
"""Step i makes version i + 1 of version i. Steps are only ever added: people have the old ones."""


def version_of(connection: sqlite3.Connection) -> int:
    """Return the version of the tables; 0 for a file without any."""
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


def migrate(connection: sqlite3.Connection, migrations: tuple[Migration, ...]) -> None:
    """Bring the tables to the newest version, all steps or none.

    Foreign keys must be off: a step may rebuild a table that another one points to.

    Raises:
        SampleStoreError: If the tables are of a newer version, or a step breaks a reference.
        sqlite3.Error: If a step fails; nothing is changed then.
    """
    newest = len(migrations)
    with writing(connection):
        # Asked only now that no other window can migrate at the same time.
        version = version_of(connection)
        if version > newest:
            raise SampleStoreError(
                f"The samples were kept by a newer version of Inkdigits (form {version}; this one "
                f"knows {newest}); they are left as they are."
            )
        for step in migrations[version:]:
            for statement in step:
                connection.execute(statement)
        if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
            raise SampleStoreError("The samples cannot be brought to the form of this version.")
        connection.execute(f"PRAGMA user_version = {newest:d}")  # a pragma takes no parameters
