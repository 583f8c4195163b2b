import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from model.errors import SampleStoreError
from model.samples.sample import LABELS, NOT_A_DIGIT, NewSample, Sample, Source
from model.samples.store import UNDO_DAYS, SampleStore
from tests.model.samples.drawings import Clock, drawing, new_sample, png

Open = Callable[[], SampleStore]


@pytest.fixture
def store(open_store: Open) -> Iterator[SampleStore]:
    with open_store() as opened:
        yield opened


def labels(store: SampleStore) -> list[int]:
    return [sample.label for sample in store.list()]


def test_strokes_come_back_as_they_were_drawn(open_store: Open) -> None:
    created = datetime(2026, 3, 1, 13, 0, 0, 123456, tzinfo=timezone(timedelta(hours=1)))
    new = NewSample(
        label=7,
        profile="Zoë O’Neill",
        source=Source.CANVAS,
        ink=drawing(),
        read_digit=1,
        read_confidence=1 / 3,
        created=created,
    )
    with open_store() as store:
        number = store.add(new)
    with open_store() as store:
        (sample,) = store.list()
        assert store.notice == ""
    assert sample == Sample(
        id=number,
        label=7,
        profile="Zoë O’Neill",
        source=Source.CANVAS,
        ink=drawing(),
        read_digit=1,
        read_confidence=1 / 3,
        created=created,
    )
    assert sample.created.tzinfo == UTC


def test_pictures_come_back_byte_for_byte(open_store: Open) -> None:
    picture = png()
    with open_store() as store:
        store.add(
            NewSample(label=NOT_A_DIGIT, profile="Ada", source=Source.IMPORT, picture=picture)
        )
    with open_store() as store:
        (sample,) = store.list()
    assert (sample.picture, sample.ink, sample.label) == (picture, None, NOT_A_DIGIT)
    assert (sample.read_digit, sample.read_confidence) == (None, None)


def test_samples_are_listed_newest_first_by_writer_label_and_page(store: SampleStore) -> None:
    for number in range(6):
        store.add(new_sample(label=number % 3, profile="Ada" if number < 4 else "Ben"))
    assert labels(store) == [2, 1, 0, 2, 1, 0]
    assert [sample.label for sample in store.list(profile="Ben")] == [2, 1]
    assert [sample.profile for sample in store.list(label=1)] == ["Ben", "Ada"]
    assert [sample.label for sample in store.list(profile="Ada", label=0)] == [0, 0]
    assert [sample.label for sample in store.list(limit=2, offset=1)] == [1, 0]
    assert [sample.label for sample in store.list(offset=4)] == [1, 0]
    assert store.list(profile="Nobody") == ()


def test_samples_are_counted_by_label(store: SampleStore) -> None:
    assert store.count_by_label() == dict.fromkeys(LABELS, 0)
    for label, profile in ((3, "Ada"), (3, "Ben"), (NOT_A_DIGIT, "Ada")):
        store.add(new_sample(label, profile))
    assert store.count_by_label() == dict.fromkeys(LABELS, 0) | {3: 2, NOT_A_DIGIT: 1}
    assert store.count_by_label("Ben") == dict.fromkeys(LABELS, 0) | {3: 1}


def test_writers_are_named_in_alphabetical_order(store: SampleStore) -> None:
    assert store.profiles() == ()
    for profile in ("ben", "Zoe", "Ada", "ben"):
        store.add(new_sample(profile=profile))
    assert store.profiles() == ("Ada", "ben", "Zoe")


def test_a_profile_s_name_is_data_and_never_part_of_a_statement(store: SampleStore) -> None:
    name = "'); DROP TABLE samples; --"
    store.add(new_sample(profile=name))
    assert store.list(profile=name)[0].profile == name
    assert store.list(profile="' OR '1'='1") == ()


def test_a_sample_can_be_given_another_label(store: SampleStore) -> None:
    number = store.add(new_sample(4))
    store.relabel(number, NOT_A_DIGIT)
    assert labels(store) == [NOT_A_DIGIT]
    for label in (-1, 11):
        with pytest.raises(SampleStoreError, match="0 to 9"):
            store.relabel(number, label)
    with pytest.raises(SampleStoreError, match="deleted"):
        store.relabel(number + 1, 3)
    assert labels(store) == [NOT_A_DIGIT]


def test_deleting_can_be_undone(store: SampleStore) -> None:
    first, second, third = (store.add(new_sample(label)) for label in (1, 2, 3))
    before = store.list()
    assert store.delete([first]) == (first,)
    undo = store.delete([first, second, 999])
    assert undo == (second,)
    assert labels(store) == [3]
    assert store.count_by_label()[2] == 0
    with pytest.raises(SampleStoreError, match="deleted"):
        store.relabel(second, 5)
    assert store.restore(undo) == (second,)
    assert labels(store) == [3, 2]
    assert store.restore([first, second, third]) == (first,)
    assert store.list() == before


def test_deleting_can_be_undone_after_a_restart_and_for_weeks(
    open_store: Open, clock: Clock
) -> None:
    with open_store() as store:
        undo = store.delete([store.add(new_sample(1))])
    clock.go(days=UNDO_DAYS - 1)
    with open_store() as store:
        assert store.restore(undo) == undo
        store.delete(undo)
    clock.go(days=UNDO_DAYS + 1)
    with open_store() as store:
        assert store.restore(undo) == ()


def test_what_was_purged_is_gone_and_its_number_is_not_used_again(store: SampleStore) -> None:
    kept, deleted = store.add(new_sample(1)), store.add(new_sample(2))
    store.delete([deleted])
    assert store.purge() == 1
    assert store.restore([deleted]) == ()
    assert labels(store) == [1]
    assert store.add(new_sample(3)) not in (kept, deleted)


def test_deleting_survives_a_clock_set_back(open_store: Open, clock: Clock) -> None:
    with open_store() as store:
        undo = store.delete([store.add(new_sample(1))])
    clock.go(days=-400)
    with open_store() as store:
        store.add(new_sample(2))
        assert store.restore(undo) == undo
        assert labels(store) == [2, 1]


def test_two_windows_share_one_store(open_store: Open) -> None:
    with open_store() as ours, open_store() as theirs:
        assert ours.is_writable
        assert theirs.is_writable
        number = ours.add(new_sample(1))
        theirs.add(new_sample(2, "Ben"))
        assert labels(ours) == labels(theirs) == [2, 1]
        theirs.delete([number])
        with pytest.raises(SampleStoreError, match="deleted"):
            ours.relabel(number, 3)
    with open_store() as store:
        assert store.notice == ""
        assert labels(store) == [2]


def test_a_store_locked_by_another_program_says_so_and_works_again_later(
    store: SampleStore, path: Path
) -> None:
    store.add(new_sample(1))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(SampleStoreError, match="in use by another program"):
        store.add(new_sample(2))
    assert labels(store) == [1]
    other.execute("ROLLBACK")
    other.close()
    store.add(new_sample(3))
    assert labels(store) == [3, 1]


def test_a_full_disk_says_so_and_loses_nothing(store: SampleStore) -> None:
    store.add(new_sample(1))
    pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
    store._connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(SampleStoreError, match="disk is full"):  # noqa: PT012 - until it is full
        for _ in range(100):
            store.add(new_sample(2, profile="Ben"))
    kept = store.list()
    store._connection.execute("PRAGMA max_page_count = 100000")
    number = store.add(new_sample(3))
    assert [sample.id for sample in store.list()] == [number, *(sample.id for sample in kept)]


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE samples SET source = 'a later kind' WHERE id = ?",
        "UPDATE samples SET created = 'long ago' WHERE id = ?",
        "UPDATE samples SET strokes = '[[[1,' WHERE id = ?",
        "UPDATE samples SET strokes = '[]' WHERE id = ?",
    ],
)
def test_a_sample_that_cannot_be_read_hides_no_other(store: SampleStore, damage: str) -> None:
    first, bad, last = (store.add(new_sample(label)) for label in (1, 2, 3))
    store._connection.execute(damage, (bad,))
    assert labels(store) == [3, 1]
    assert [sample.id for sample in store.get([first, bad, last])] == [first, last]
    assert store.notice.startswith("Samples that cannot be read: 1.")
    notice = store.notice
    store.list()
    assert store.notice == notice  # said once
    assert sum(store.count_by_label().values()) == 3  # nothing is lost


def test_the_first_sample_of_a_day_brings_a_copy_and_closing_renews_it(
    open_store: Open, backups: Path, clock: Clock, path: Path
) -> None:
    with open_store():
        pass
    assert not backups.exists()
    with open_store() as store:
        store.add(new_sample(1))
        assert len(list(backups.iterdir())) == 1
        store.add(new_sample(2))
        clock.go(days=1)
        store.add(new_sample(3))
        assert len(list(backups.iterdir())) == 2
        store.add(new_sample(4))
    assert len(list(backups.iterdir())) == 2
    path.unlink()
    with open_store() as store:
        assert labels(store) == [4, 3, 2, 1]


def test_opening_makes_one_copy_a_day(open_store: Open, backups: Path, clock: Clock) -> None:
    with open_store() as store:
        store.add(new_sample(1))
    for _ in range(3):
        clock.go(days=1)
        for _ in range(2):
            with open_store():
                pass
    assert len(list(backups.iterdir())) == 4


def test_without_room_for_copies_samples_are_kept_and_the_person_is_told(
    open_store: Open, backups: Path
) -> None:
    backups.parent.mkdir(parents=True)
    backups.write_text("a file where the folder should be")
    with open_store() as store:
        assert store.notice == ""
        store.add(new_sample(1))
        assert "No copy" in store.notice
    with open_store() as store:
        assert labels(store) == [1]


def test_damage_that_comes_later_is_named_and_mended_at_the_next_start(
    open_store: Open, path: Path
) -> None:
    with open_store() as store:
        store.add(new_sample(1))
    store = open_store()
    store._connection.execute("PRAGMA shrink_memory")  # what it has read is not read again
    path.write_bytes(b"rubbish" * 10_000)
    with pytest.raises(SampleStoreError, match="start Inkdigits again"):
        store.list()
    store.close()
    with open_store() as store:
        assert labels(store) == [1]


def test_a_store_belongs_to_the_thread_that_opened_it(store: SampleStore) -> None:
    with ThreadPoolExecutor(1) as pool:
        mistake = pool.submit(store.profiles).exception()
    assert isinstance(mistake, sqlite3.ProgrammingError)


def test_closing_twice_does_no_harm(open_store: Open) -> None:
    store = open_store()
    store.add(new_sample(1))
    store.close()
    store.close()


def test_a_disk_that_fills_during_an_import_keeps_none_of_it(store: SampleStore) -> None:
    store.add(new_sample(1))
    pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
    store._connection.execute(f"PRAGMA max_page_count = {pages + 3}")
    with pytest.raises(SampleStoreError, match="disk is full"):
        store.add_all([new_sample(2, "Ben")] * 100)
    assert labels(store) == [1]
    assert store.profiles() == ("Ada",)
    store._connection.execute("PRAGMA max_page_count = 100000")
    assert len(store.add_all([new_sample(2, "Ben")] * 100)) == 100
