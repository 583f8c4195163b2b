import os
import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from model.samples.backup import DAYS_KEPT, WEEKS_KEPT, BackupFolder

FIRST_DAY = date(2026, 3, 2)  # a Monday


@pytest.fixture
def database() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("CREATE TABLE days (number INTEGER)")
    connection.execute("PRAGMA user_version = 1")
    yield connection
    connection.close()


@pytest.fixture
def folder(tmp_path: Path) -> BackupFolder:
    return BackupFolder(tmp_path / "backups")


def test_before_the_first_copy_there_is_none(folder: BackupFolder) -> None:
    assert folder.all() == []
    assert folder.is_due(FIRST_DAY)
    assert folder.newest_good(1) is None


def test_copies_are_bounded_to_days_and_weeks(
    folder: BackupFolder, database: sqlite3.Connection
) -> None:
    for number in range(70):
        folder.make(database, FIRST_DAY + timedelta(days=number))
    days = [backup.day for backup in folder.all()]
    last = FIRST_DAY + timedelta(days=69)
    assert days[:DAYS_KEPT] == [last - timedelta(days=back) for back in range(DAYS_KEPT)]
    weeks = [day.isocalendar()[:2] for day in days[DAYS_KEPT:]]
    assert len(weeks) == len(set(weeks)) == WEEKS_KEPT
    assert len(list(folder.folder.iterdir())) == DAYS_KEPT + WEEKS_KEPT


def test_a_second_copy_of_a_day_takes_the_place_of_the_first(
    folder: BackupFolder, database: sqlite3.Connection
) -> None:
    folder.make(database, FIRST_DAY)
    database.execute("INSERT INTO days VALUES (5)")
    folder.make(database, FIRST_DAY)
    (only,) = folder.all()
    copy = sqlite3.connect(only.path)
    assert copy.execute("SELECT number FROM days").fetchall() == [(5,)]
    copy.close()


def test_a_copy_with_older_tables_stays(folder: BackupFolder, database: sqlite3.Connection) -> None:
    folder.make(database, FIRST_DAY)
    database.execute("PRAGMA user_version = 2")
    folder.make(database, FIRST_DAY)
    assert [backup.version for backup in folder.all()] == [2, 1]


def test_the_newest_copy_is_the_one_made_last_whatever_the_clock_said(
    folder: BackupFolder, database: sqlite3.Connection
) -> None:
    folder.make(database, date(2031, 1, 1))
    assert folder.is_due(FIRST_DAY)
    folder.make(database, FIRST_DAY)
    newest = folder.newest_good(1)
    assert newest is not None
    assert newest.day == FIRST_DAY


def test_copies_that_are_damaged_or_too_new_are_passed_over(
    folder: BackupFolder, database: sqlite3.Connection
) -> None:
    folder.make(database, FIRST_DAY)
    folder.make(database, FIRST_DAY + timedelta(days=1))
    database.execute("PRAGMA user_version = 2")
    folder.make(database, FIRST_DAY + timedelta(days=2))
    damaged = folder.all()[1].path
    damaged.write_bytes(damaged.read_bytes()[:4096])
    newest = folder.newest_good(1)
    assert newest is not None
    assert newest.day == FIRST_DAY
    assert len(folder.all()) == 3


def test_a_failure_leaves_the_copy_of_the_day_and_nothing_half_done(
    folder: BackupFolder, database: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.make(database, FIRST_DAY)
    before = {path: path.read_bytes() for path in folder.folder.iterdir()}

    def fail(_path: Path, _target: Path) -> None:
        raise OSError(28, "No space left on device")

    database.execute("INSERT INTO days VALUES (5)")
    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="No space"):
        folder.make(database, FIRST_DAY)
    assert {path: path.read_bytes() for path in folder.folder.iterdir()} == before


def test_what_crashes_left_half_done_goes_but_not_what_another_window_is_writing(
    folder: BackupFolder, database: sqlite3.Connection
) -> None:
    folder.make(database, FIRST_DAY)
    old, fresh = (folder.folder / f".samples-{name}.part" for name in ("old", "fresh"))
    for path in (old, fresh):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    folder.make(database, FIRST_DAY)
    assert not old.exists()
    assert fresh.exists()


def test_other_files_in_the_folder_are_left_alone(
    folder: BackupFolder, database: sqlite3.Connection
) -> None:
    folder.folder.mkdir()
    mine = folder.folder / "samples-0001-v1-2026-99-99.sqlite3"
    mine.write_text("a date that does not exist")
    folder.make(database, FIRST_DAY)
    assert len(folder.all()) == 1
    assert mine.exists()
