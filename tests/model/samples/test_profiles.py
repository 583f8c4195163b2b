from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from model.errors import SampleStoreError
from model.samples.store import UNDO_DAYS, SampleStore
from tests.model.samples.drawings import Clock, new_sample

Open = Callable[[], SampleStore]


@pytest.fixture
def store(open_store: Open) -> Iterator[SampleStore]:
    with open_store() as opened:
        yield opened


def owners(store: SampleStore) -> list[tuple[str, int]]:
    return [(sample.profile, sample.label) for sample in reversed(store.list())]


def test_a_writer_can_be_there_before_the_first_sample(open_store: Open) -> None:
    with open_store() as store:
        store.create_profile("Ada")
    with open_store() as store:
        assert store.profiles() == ("Ada",)
        store.add(new_sample(1, "Ada"))
        assert owners(store) == [("Ada", 1)]


@pytest.mark.parametrize("name", ["", " Ada", "A\nda", "x" * 101])
def test_names_that_nobody_could_read_are_refused(store: SampleStore, name: str) -> None:
    store.create_profile("Ben")
    with pytest.raises(SampleStoreError, match="name of a profile"):
        store.create_profile(name)
    with pytest.raises(SampleStoreError, match="name of a profile"):
        store.rename_profile("Ben", name)
    assert store.profiles() == ("Ben",)


def test_two_writers_cannot_be_mistaken_for_each_other(store: SampleStore) -> None:
    store.create_profile("Ada")
    store.create_profile("Ben")
    for taken in ("Ada", "ADA"):
        with pytest.raises(SampleStoreError, match="a writer named Ada already"):
            store.create_profile(taken)
        with pytest.raises(SampleStoreError, match="a writer named Ada already"):
            store.rename_profile("Ben", taken)
    store.rename_profile("Ada", "ada")
    assert store.profiles() == ("ada", "Ben")


def test_renaming_keeps_the_samples(store: SampleStore) -> None:
    store.add(new_sample(1, "Ada"))
    store.add(new_sample(2, "Ben"))
    store.rename_profile("Ada", "Ida")
    assert owners(store) == [("Ida", 1), ("Ben", 2)]
    assert store.profiles() == ("Ben", "Ida")
    with pytest.raises(SampleStoreError, match="no writer named Ada any more"):
        store.rename_profile("Ada", "Eva")


def test_deleting_a_writer_deletes_the_samples_and_can_be_undone(store: SampleStore) -> None:
    first, second, _ = (
        store.add(new_sample(label, profile))
        for label, profile in ((1, "Ada"), (2, "Ada"), (3, "B"))
    )
    store.delete([first])
    gone = store.delete_profile("Ada")
    assert gone == (second,)
    assert store.profiles() == ("B",)
    assert owners(store) == [("B", 3)]
    with pytest.raises(SampleStoreError, match="no writer named Ada any more"):
        store.delete_profile("Ada")
    store.restore_profile("Ada", gone)
    assert store.profiles() == ("Ada", "B")
    assert owners(store) == [("Ada", 2), ("B", 3)]


def test_a_writer_without_samples_comes_back_too(store: SampleStore) -> None:
    store.create_profile("Ada")
    store.restore_profile("Ada", store.delete_profile("Ada"))
    assert store.profiles() == ("Ada",)


def test_bringing_back_a_sample_brings_back_its_writer(store: SampleStore) -> None:
    numbers = store.add_all([new_sample(1, "Ada"), new_sample(2, "Ada")])
    store.delete_profile("Ada")
    assert store.restore(numbers[:1]) == numbers[:1]
    assert store.profiles() == ("Ada",)
    assert owners(store) == [("Ada", 1)]


def test_a_new_writer_with_the_name_of_a_deleted_one_begins_without_samples(
    store: SampleStore,
) -> None:
    store.add(new_sample(1, "Ada"))
    store.delete_profile("Ada")
    store.create_profile("Ada")
    assert owners(store) == []
    store.delete_profile("Ada")
    store.add(new_sample(5, "Ada"))
    assert owners(store) == [("Ada", 5)]


def test_the_name_of_a_deleted_writer_can_be_given_to_another(store: SampleStore) -> None:
    number = store.add(new_sample(1, "Ada"))
    store.add(new_sample(2, "Ben"))
    store.delete_profile("Ada")
    store.rename_profile("Ben", "Ada")
    store.restore([number])
    assert owners(store) == [("Ada (2)", 1), ("Ada", 2)]


def test_samples_can_be_given_to_another_writer(store: SampleStore) -> None:
    numbers = store.add_all([new_sample(label, "Ada") for label in range(3)])
    store.create_profile("Ben")
    store.move_all({numbers[0]: "Ben", numbers[2]: "Ben"})
    assert owners(store) == [("Ben", 0), ("Ada", 1), ("Ben", 2)]
    with pytest.raises(SampleStoreError, match="no writer named Eva"):
        store.move_all({numbers[1]: "Eva"})
    store.delete([numbers[2]])
    with pytest.raises(SampleStoreError, match="deleted"):
        store.move_all({numbers[0]: "Ada", numbers[2]: "Ada"})
    assert owners(store) == [("Ben", 0), ("Ada", 1)]


def test_relabelling_many_is_all_or_none(store: SampleStore) -> None:
    numbers = store.add_all([new_sample(label) for label in range(3)])
    store.relabel_all({numbers[0]: 7, numbers[1]: 8})
    assert [label for _, label in owners(store)] == [7, 8, 2]
    store.delete([numbers[2]])
    with pytest.raises(SampleStoreError, match="deleted"):
        store.relabel_all({numbers[0]: 1, numbers[2]: 1})
    with pytest.raises(SampleStoreError, match="0 to 9"):
        store.relabel_all({numbers[0]: 1, numbers[1]: 11})
    assert [label for _, label in owners(store)] == [7, 8]


def test_a_deleted_writer_is_forgotten_with_the_samples(
    open_store: Open, clock: Clock, path: Path
) -> None:
    with open_store() as store:
        store.add(new_sample(1, "Ada"))
        store.create_profile("Ben")
        store.delete_profile("Ada")
    clock.go(days=UNDO_DAYS + 1)
    with open_store() as store:
        every = store._connection.execute("SELECT name FROM profiles").fetchall()
        assert every == [("Ben",)]


def test_facts_tell_of_all_samples_and_get_brings_their_drawings(store: SampleStore) -> None:
    numbers = store.add_all([new_sample(4, "Ada"), new_sample(9, "Ben")])
    store.delete(numbers[:1])
    second, first = store.facts()
    assert (first.id, first.label, first.profile, first.is_deleted) == (numbers[0], 4, "Ada", True)
    assert (second.id, second.label, second.is_deleted) == (numbers[1], 9, False)
    assert (first.is_misread, second.is_misread) == (True, False)
    assert (first.read_digit, first.read_confidence, first.source) == (9, 0.61, "canvas")
    samples = store.get([*numbers, 99])
    assert [sample.id for sample in samples] == list(numbers)
    assert samples[0].ink == new_sample().ink
    assert samples[0].created == first.created


def test_facts_of_a_damaged_row_are_left_out_and_that_is_said(store: SampleStore) -> None:
    bad, good = (store.add(new_sample(label)) for label in (1, 2))
    store._connection.execute("UPDATE samples SET created = 'long ago' WHERE id = ?", (bad,))
    assert [one.id for one in store.facts()] == [good]
    assert "cannot be read: 1" in store.notice


def test_many_are_kept_together_or_not_at_all(store: SampleStore) -> None:
    def stop(done: int, total: int) -> None:
        assert total == 3
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.add_all([new_sample(label, "Eva") for label in range(3)], stop)
    assert (store.facts(), store.profiles()) == ((), ())


def test_two_windows_see_each_other_s_writers(open_store: Open) -> None:
    with open_store() as ours, open_store() as theirs:
        ours.create_profile("Ada")
        theirs.rename_profile("Ada", "Ida")
        with pytest.raises(SampleStoreError, match="no writer named Ada any more"):
            ours.delete_profile("Ada")
        assert ours.profiles() == theirs.profiles() == ("Ida",)
