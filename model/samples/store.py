"""The sample store: every correction and every confirmed digit, kept until it is deleted."""

import logging
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final, Self, TypeVar

from model.errors import SampleStoreError
from model.samples import profiles, statements
from model.samples.backup import BackupFolder
from model.samples.database import in_plain_words, writing
from model.samples.opening import Opened, Opening
from model.samples.sample import (
    LABELS,
    NewSample,
    Sample,
    SampleFacts,
    check_label,
    now,
    time_to_text,
)
from model.samples.schema import MIGRATIONS, Migration

log = logging.getLogger(__name__)

_Found = TypeVar("_Found")

PATIENCE_S: Final = 2.0
"""How long to wait for another window; its transactions take milliseconds."""

UNDO_DAYS: Final = 30
"""How long a deleted sample can be restored, at least."""


class SampleStore:
    """The labelled drawings in one database; use it from the thread that opened it.

    Several windows may have the same store open, each with a ``SampleStore`` of its own. All
    methods raise ``SampleStoreError`` where the store is locked for long, cannot be written or
    read, or was damaged since it was opened; the store stays as it was then and can be used on.
    A single sample that is damaged, or of a newer version, is left out, and ``notice`` says so.

    Attributes:
        notice: What the person should know; empty when all is well.
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
        self._has_told_of_unreadable = False
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
        (number,) = self.add_all([new])
        return number

    def add_all(
        self, news: Sequence[NewSample], watch: Callable[[int, int], None] | None = None
    ) -> tuple[int, ...]:
        """Keep samples, all or none, and return their numbers.

        Args:
            news: The samples; profiles that are new are created.
            watch: Is told how many of how many are ready to be written; what it raises ends that.
        """
        # Before the transaction, for which other windows have to wait.
        rows: list[dict[str, Any]] = []
        for new in news:
            if watch is not None:
                watch(len(rows), len(news))
            rows.append(statements.values_of(new))
        numbers: list[int] = []
        with self._change() as connection:
            profiles.ensure(connection, dict.fromkeys(new.profile for new in news))
            for row in rows:
                connection.execute(statements.INSERT, row)
                numbers.append(connection.execute("SELECT last_insert_rowid()").fetchone()[0])
        return tuple(numbers)

    def relabel(self, sample_id: int, label: int) -> None:
        """Give a sample another label.

        Raises:
            SampleStoreError: If there is no such label, or no such sample any more.
        """
        self.relabel_all({sample_id: label})

    def relabel_all(self, labels: Mapping[int, int]) -> None:
        """Give samples, by their numbers, other labels: all or none.

        Raises:
            SampleStoreError: If there is no such label, or a sample is gone.
        """
        for label in labels.values():
            check_label(label)
        self._update_every(
            statements.RELABEL, [{"id": number, "label": label} for number, label in labels.items()]
        )

    def move_all(self, owners: Mapping[int, str]) -> None:
        """Give samples, by their numbers, to other writers: all or none.

        Raises:
            SampleStoreError: If a writer is not there, or a sample is gone.
        """
        known = self.profiles()
        for owner in owners.values():
            if owner not in known:
                raise SampleStoreError(f"There is no writer named {owner} any more.")
        self._update_every(
            statements.MOVE, [{"id": number, "profile": name} for number, name in owners.items()]
        )

    def delete(self, ids: Iterable[int]) -> tuple[int, ...]:
        """Delete samples and return what ``restore`` takes to bring just these back."""
        moment = time_to_text(self._clock())
        with self._change() as connection:
            return _update_each(
                connection,
                statements.DELETE,
                [{"id": sample_id, "moment": moment} for sample_id in ids],
            )

    def restore(self, ids: Iterable[int]) -> tuple[int, ...]:
        """Bring deleted samples back, and writers that were deleted with them.

        Returns:
            Those that were still there to be brought back.
        """
        with self._change() as connection:
            restored = _update_each(
                connection, statements.RESTORE, [{"id": sample_id} for sample_id in ids]
            )
            profiles.bring_back_owners(connection)
        return restored

    def purge(self, older_than: timedelta = timedelta(0)) -> int:
        """Remove deleted samples for good; return how many. The daily copies still have them.

        Args:
            older_than: Spares samples that were deleted less than this ago by the clock.
        """
        limit = time_to_text(self._clock() - older_than)
        with self._change() as connection:
            gone = connection.execute("DELETE FROM samples WHERE deleted <= ?", (limit,)).rowcount
            profiles.forget(connection, limit)
        return gone

    def list(
        self,
        profile: str | None = None,
        label: int | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[Sample, ...]:
        """Return samples, the newest first; those that cannot be read are left out.

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
            rows = self._connection.execute(statements.LIST, values).fetchall()
        return self._readable(rows, statements.sample_of)

    def count_by_label(self, profile: str | None = None) -> dict[int, int]:
        """Return how many samples each label has, 0 included; of one writer or of all."""
        with self._plain_errors():
            rows = self._connection.execute(statements.COUNT, {"profile": profile}).fetchall()
        return dict.fromkeys(LABELS, 0) | dict(rows)

    def get(self, ids: Iterable[int]) -> tuple[Sample, ...]:
        """Return samples by their numbers, deleted or not; without those that are gone."""
        with self._plain_errors():
            rows = [
                self._connection.execute(statements.GET, (number,)).fetchone() for number in ids
            ]
        return self._readable(filter(None, rows), statements.sample_of)

    def facts(self) -> tuple[SampleFacts, ...]:
        """Return what is known of all samples, deleted ones too, the newest first."""
        with self._plain_errors():
            rows = self._connection.execute(statements.FACTS).fetchall()
        return self._readable(rows, statements.facts_of)

    def profiles(self) -> tuple[str, ...]:
        """Return the names of all writers, in alphabetical order."""
        with self._plain_errors():
            return profiles.names(self._connection)

    def create_profile(self, name: str) -> None:
        """Add a writer.

        Raises:
            SampleStoreError: If the name is not fit for one, or taken.
        """
        with self._change() as connection:
            profiles.create(connection, name)

    def rename_profile(self, old: str, new: str) -> None:
        """Give a writer another name.

        Raises:
            SampleStoreError: If the new name is not fit for one, or taken, or the old one is gone.
        """
        with self._change() as connection:
            profiles.rename(connection, old, new)

    def delete_profile(self, name: str) -> tuple[int, ...]:
        """Delete a writer with all samples; return what ``restore_profile`` takes.

        Raises:
            SampleStoreError: If there is no such writer any more.
        """
        moment = time_to_text(self._clock())
        with self._change() as connection:
            return profiles.delete(connection, name, moment)

    def restore_profile(self, name: str, ids: Iterable[int]) -> None:
        """Bring a deleted writer back, with the samples that were deleted with it."""
        with self._change() as connection:
            profiles.ensure(connection, [name])
            _update_each(connection, statements.RESTORE, [{"id": number} for number in ids])
            profiles.bring_back_owners(connection)

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

    def _readable(
        self, rows: Iterable[tuple[Any, ...]], read: Callable[[tuple[Any, ...]], _Found]
    ) -> tuple[_Found, ...]:
        """Return what rows hold; the first time that some cannot be read, say so."""
        found, unreadable = statements.readable(rows, read)
        if unreadable and not self._has_told_of_unreadable:
            self._has_told_of_unreadable = True
            text = (
                f"Samples that cannot be read: {unreadable}. They are damaged or of a newer "
                "version of Inkdigits; they stay as they are and are left out here."
            )
            self.notice = f"{self.notice} {text}".strip()
        return found

    def _update_every(self, statement: str, rows: Sequence[dict[str, int | str]]) -> None:
        """Make a statement for each row, all or none.

        Raises:
            SampleStoreError: If there is a row that it does not change.
        """
        with self._change() as connection:
            if len(_update_each(connection, statement, rows)) < len(rows):
                raise SampleStoreError("This sample has been deleted; it cannot be changed.")

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
