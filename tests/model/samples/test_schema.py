import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from model.errors import SampleStoreError
from model.samples.backup import BackupFolder
from model.samples.sample import Source
from model.samples.schema import MIGRATIONS, Migration
from model.samples.store import SampleStore
from tests.model.samples.drawings import Clock, new_sample

Open = Callable[[], SampleStore]

NOTES: Migration = ("ALTER TABLE samples ADD COLUMN note TEXT NOT NULL DEFAULT 'none'",)

# What the first version wrote, by hand: it must stay readable whatever becomes of the steps.
FIRST_VERSION = """
    PRAGMA journal_mode = WAL;
    CREATE TABLE profiles (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
    CREATE TABLE samples (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        profile INTEGER NOT NULL REFERENCES profiles (id),
        label INTEGER NOT NULL, strokes TEXT, picture BLOB,
        read_digit INTEGER, read_confidence REAL,
        created TEXT NOT NULL, source TEXT NOT NULL, deleted TEXT
    );
    INSERT INTO profiles VALUES (1, 'Ada');
    INSERT INTO samples VALUES
        (7, 1, 4, '[[[1.0,2.0,0.5,0.0]]]', NULL, 9, 0.61, '2026-03-01T12:00:00.000000Z',
         'canvas', NULL);
    PRAGMA user_version = 1;
"""


def open_with(
    path: Path, backups: Path, clock: Clock, migrations: tuple[Migration, ...]
) -> SampleStore:
    return SampleStore.open(path, backups, clock=clock, migrations=migrations, patience_s=0)


def write_first_version(path: Path) -> None:
    path.parent.mkdir(parents=True)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(FIRST_VERSION)
    connection.close()


def test_a_store_of_the_first_version_is_read(path: Path, open_store: Open) -> None:
    write_first_version(path)
    with open_store() as store:
        (sample,) = store.list()
        assert (sample.id, sample.label, sample.profile) == (7, 4, "Ada")
        assert (sample.source, sample.read_digit) == (Source.CANVAS, 9)
        assert store.add(new_sample(5)) == 8


def test_an_older_store_is_copied_and_brought_to_the_new_form(
    path: Path, backups: Path, clock: Clock
) -> None:
    write_first_version(path)
    with open_with(path, backups, clock, (*MIGRATIONS, NOTES)) as store:
        assert store.notice == ""
        assert [sample.id for sample in store.list()] == [7]
        assert store._connection.execute("SELECT note FROM samples").fetchall() == [("none",)]
        store.add(new_sample(5))
    assert [copy.version for copy in BackupFolder(backups).all()] == [len(MIGRATIONS) + 1, 1]


def test_steps_are_taken_once_and_in_order(path: Path, backups: Path, clock: Clock) -> None:
    rename: Migration = ("ALTER TABLE samples RENAME COLUMN note TO remark",)
    for _ in range(2):
        with open_with(path, backups, clock, (*MIGRATIONS, NOTES, rename)) as store:
            store.add(new_sample(5))
            store._connection.execute("SELECT remark FROM samples").fetchone()


@pytest.mark.parametrize("failing", ["nonsense", "INSERT INTO samples (id) VALUES (7)"])
def test_a_step_that_fails_leaves_the_store_as_it_was(
    path: Path, backups: Path, clock: Clock, open_store: Open, failing: str
) -> None:
    write_first_version(path)
    with pytest.raises(SampleStoreError, match="cannot be used"):
        open_with(path, backups, clock, (*MIGRATIONS, (*NOTES, failing)))
    with open_store() as store:
        assert [sample.id for sample in store.list()] == [7]
        columns = store._connection.execute("SELECT name FROM pragma_table_info('samples')")
        assert ("note",) not in columns.fetchall()


def test_a_step_that_breaks_a_reference_is_taken_back(
    path: Path, backups: Path, clock: Clock, open_store: Open
) -> None:
    write_first_version(path)
    with pytest.raises(SampleStoreError, match="cannot be brought"):
        open_with(path, backups, clock, (*MIGRATIONS, ("DELETE FROM profiles",)))
    with open_store() as store:
        assert store.list()[0].profile == "Ada"


def test_a_newer_store_is_refused_and_left_as_it_is(
    path: Path, backups: Path, clock: Clock, open_store: Open
) -> None:
    with open_with(path, backups, clock, (*MIGRATIONS, NOTES)) as store:
        store.add(new_sample(5))
    before = path.read_bytes()
    with pytest.raises(SampleStoreError, match="newer version"):
        open_store()
    assert path.read_bytes() == before
    with open_with(path, backups, clock, (*MIGRATIONS, NOTES)) as store:
        assert len(store.list()) == 1


def test_references_are_enforced(open_store: Open) -> None:
    with open_store() as store:
        store.add(new_sample(5))
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            store._connection.execute("DELETE FROM profiles")


@pytest.mark.parametrize(
    "wrong",
    [
        "label = 11",
        "label = -1",
        "label = 'four'",
        "read_digit = 12",
        "read_confidence = 1.5",
        "strokes = NULL",
        "picture = x'00'",
    ],
)
def test_the_tables_refuse_what_no_sample_has(open_store: Open, wrong: str) -> None:
    with open_store() as store:
        store.add(new_sample(5))
        with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
            store._connection.execute(f"UPDATE samples SET {wrong}")  # noqa: S608 - a literal above
