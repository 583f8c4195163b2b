"""The sample store: every correction and every confirmed digit, kept until it is deleted."""

import logging
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final, Self

from model.errors import SampleStoreError
from model.ink import Ink
from model.samples.backup import BackupFolder
from model.samples.database import in_plain_words, writing
from model.samples.opening import Opened, Opening
from model.samples.sample import (
    LABELS,
    NewSample,
    Sample,
    Source,
    check_label,
    now,
    strokes_from_text,
    strokes_to_text,
    time_to_text,
)
from model.samples.schema import MIGRATIONS, Migration

log = logging.getLogger(__name__)

PATIENCE_S: Final = 2.0
"""How long to wait for another window; its transactions take milliseconds."""

UNDO_DAYS: Final = 30
"""How long a deleted sample can be restored, at least."""

_SELECT = """
    SELECT samples.id, label, strokes, picture, read_digit, read_confidence, created, source, name
    FROM samples JOIN profiles ON profiles.id = samples.profile
    WHERE deleted IS NULL
      AND (:profile IS NULL OR name = :profile)
      AND (:label IS NULL OR label = :label)
    ORDER BY samples.id DESC
    LIMIT :limit OFFSET :offset
"""

_COUNT = """
    SELECT label, count(*)
    FROM samples JOIN profiles ON profiles.id = samples.profile
    WHERE deleted IS NULL AND (:profile IS NULL OR name = :profile)
    GROUP BY label
"""

_INSERT = """
    INSERT INTO samples
        (profile, label, strokes, picture, read_digit, read_confidence, created, source)
    SELECT id, :label, :strokes, :picture, :read_digit, :read_confidence, :created, :source
    FROM profiles WHERE name = :profile
"""


class SampleStore:
    """The labelled drawings in one database; use it from the thread that opened it.

    Several windows may have the same store open, each with a ``SampleStore`` of its own. All
    methods raise ``SampleStoreError`` where the store is locked for long, cannot be written or
    read, or was damaged since it was opened; the store stays as it was then and can be used on.

    Attributes:
        notice: What the person should know after opening; empty when all is well.
        is_writable: False where the samples can only be looked at.
    """

    def __init__(
        self, path: Path, opened: Opened, backups: BackupFolder, clock: Callable[[], datetime]
    ) -> None:
        """Take over an opened database; call ``open`` instead."""
        self.notice = opened.notice
        self.is_writable = opened.presence is not None
        self._path = path
        self._connection = opened.connection
        self._presence = opened.presence
        self._backups = backups
        self._clock = clock
        self._has_changed = False
        self._backed_up_on: date | None = None
        if self.is_writable:
            self._keep_house()

    @classmethod
    def open(
        cls,
        path: Path,
        backups: Path,
        *,
        clock: Callable[[], datetime] = now,
        migrations: tuple[Migration, ...] = MIGRATIONS,
        patience_s: float = PATIENCE_S,
    ) -> Self:
        """Return the store at ``path``, checked, and created or mended where needed.

        A damaged store is renamed and the newest good copy used; ``notice`` says so. One that
        cannot be written is opened to be looked at; ``is_writable`` says so.

        Args:
            path: The database.
            backups: Folder of its daily copies.
            clock: Returns the time in UTC.
            migrations: The steps to the newest tables.
            patience_s: How long to wait for another window, here and in every later call.

        Raises:
            SampleStoreError: If it is locked, was kept by a newer version, cannot be read, or is
                damaged while another window has it open. Nothing is changed then.
        """
        folder = BackupFolder(backups)
        opened = Opening(path, folder, migrations, patience_s, clock()).open()
        return cls(path, opened, folder, clock)

    def add(self, new: NewSample) -> int:
        """Keep a sample and return its number; its profile is created where it is new."""
        values = {
            "profile": new.profile,
            "label": new.label,
            "strokes": None if new.ink is None else strokes_to_text(new.ink),
            "picture": new.picture,
            "read_digit": new.read_digit,
            "read_confidence": new.read_confidence,
            "created": time_to_text(new.created),
            "source": new.source.value,
        }
        with self._change() as connection:
            connection.execute("INSERT OR IGNORE INTO profiles (name) VALUES (?)", (new.profile,))
            connection.execute(_INSERT, values)
            number: int = connection.execute("SELECT last_insert_rowid()").fetchone()[0]
        return number

    def relabel(self, sample_id: int, label: int) -> None:
        """Give a sample another label.

        Raises:
            SampleStoreError: If there is no such label, or no such sample any more.
        """
        check_label(label)
        with self._change() as connection:
            changed = connection.execute(
                "UPDATE samples SET label = ? WHERE id = ? AND deleted IS NULL", (label, sample_id)
            )
            if changed.rowcount == 0:
                raise SampleStoreError("This sample has been deleted; it cannot be changed.")

    def delete(self, ids: Iterable[int]) -> tuple[int, ...]:
        """Delete samples and return what ``restore`` takes to bring just these back."""
        moment = time_to_text(self._clock())
        with self._change() as connection:
            return _update_each(
                connection,
                "UPDATE samples SET deleted = :moment WHERE id = :id AND deleted IS NULL",
                [{"id": sample_id, "moment": moment} for sample_id in ids],
            )

    def restore(self, ids: Iterable[int]) -> tuple[int, ...]:
        """Bring deleted samples back; return those that were still there to be brought back."""
        with self._change() as connection:
            return _update_each(
                connection,
                "UPDATE samples SET deleted = NULL WHERE id = :id AND deleted IS NOT NULL",
                [{"id": sample_id} for sample_id in ids],
            )

    def purge(self, older_than: timedelta = timedelta(0)) -> int:
        """Remove deleted samples for good; return how many. The daily copies still have them.

        Args:
            older_than: Spares samples that were deleted less than this ago by the clock.
        """
        limit = time_to_text(self._clock() - older_than)
        with self._change() as connection:
            return connection.execute("DELETE FROM samples WHERE deleted <= ?", (limit,)).rowcount

    def list(
        self,
        profile: str | None = None,
        label: int | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[Sample, ...]:
        """Return samples, the newest first.

        Args:
            profile: Only those of this writer.
            label: Only those with this label.
            limit: At most so many; None for all.
            offset: Leave out so many of the newest.
        """
        values = {
            "profile": profile,
            "label": label,
            "limit": -1 if limit is None else limit,  # SQLite: no limit
            "offset": offset,
        }
        with self._plain_errors():
            rows = self._connection.execute(_SELECT, values).fetchall()
        return tuple(_sample_of(row) for row in rows)

    def count_by_label(self, profile: str | None = None) -> dict[int, int]:
        """Return how many samples each label has, 0 included; of one writer or of all."""
        with self._plain_errors():
            rows = self._connection.execute(_COUNT, {"profile": profile}).fetchall()
        return dict.fromkeys(LABELS, 0) | dict(rows)

    def profiles(self) -> tuple[str, ...]:
        """Return the names of all writers, in alphabetical order."""
        with self._plain_errors():
            rows = self._connection.execute("SELECT name FROM profiles").fetchall()
        return tuple(sorted((name for (name,) in rows), key=str.casefold))

    def close(self) -> None:
        """Copy the store if it was changed, and let go of it; closing twice does no harm."""
        if self._has_changed:
            self._back_up()
            self._has_changed = False
        self._connection.close()
        if self._presence is not None:
            self._presence.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _keep_house(self) -> None:
        """Make today's copy and forget what was deleted long ago, if another window allows."""
        try:
            (count,) = self._connection.execute("SELECT count(*) FROM samples").fetchone()
            today = self._clock().date()
            if not self._backups.is_due(today):
                self._backed_up_on = today
            elif count:
                self._back_up()
            limit = time_to_text(self._clock() - timedelta(days=UNDO_DAYS))
            old = self._connection.execute("SELECT 1 FROM samples WHERE deleted <= ?", (limit,))
            if old.fetchone() is not None:
                self.purge(timedelta(days=UNDO_DAYS))
        except (sqlite3.Error, OSError, SampleStoreError) as error:
            log.warning("The samples in %s were not tidied: %s", self._path, error)

    def _back_up(self) -> None:
        """Copy the store; where that fails, say so once a day and go on."""
        today = self._clock().date()
        self._backed_up_on = today
        try:
            self._backups.make(self._connection, today)
        except (sqlite3.Error, OSError) as error:
            log.warning("No copy of the samples could be made: %s", error)
            self.notice = f"{self.notice} No copy of the samples could be made ({error}).".strip()

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        """Make a change in one transaction, and see that there is a copy of this day."""
        with self._plain_errors(), writing(self._connection):
            yield self._connection
        self._has_changed = True
        if self._backed_up_on != self._clock().date():
            self._back_up()

    @contextmanager
    def _plain_errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.ProgrammingError:
            raise  # a mistake in the program, such as another thread
        except sqlite3.Error as error:
            raise in_plain_words(error, self._path) from error


def _update_each(
    connection: sqlite3.Connection, statement: str, rows: Iterable[dict[str, int | str]]
) -> tuple[int, ...]:
    """Return the ids of those rows that the statement changed."""
    return tuple(int(row["id"]) for row in rows if connection.execute(statement, row).rowcount)


def _sample_of(row: tuple[Any, ...]) -> Sample:
    """Return the sample in a row of ``_SELECT``.

    Raises:
        SampleStoreError: If it is damaged.
    """
    number, label, strokes, picture, read_digit, read_confidence, created, source, profile = row
    ink: Ink | None = None if strokes is None else strokes_from_text(strokes)
    try:
        return Sample(
            id=number,
            label=label,
            profile=profile,
            source=Source(source),
            ink=ink,
            picture=picture,
            read_digit=read_digit,
            read_confidence=read_confidence,
            created=datetime.fromisoformat(created),
        )
    except (ValueError, TypeError) as error:
        raise SampleStoreError(f"Sample {number} is damaged.") from error
