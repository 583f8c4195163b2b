import sqlite3
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from gui.sample_keeper import Fetched, SampleKeeper
from model.samples.sample import NewSample, Source
from model.samples.store import SampleStore
from tests.gui.driving import ink_of


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "samples.sqlite3"


@pytest.fixture
def keeper(qtbot: QtBot, place: Path) -> Iterator[SampleKeeper]:
    """Return a keeper of an empty store; the test stops it."""
    parent = QObject()
    yield SampleKeeper(place, place.parent / "backups", parent)
    parent.deleteLater()


def sample(label: int) -> NewSample:
    return NewSample(label=label, profile="Me", source=Source.CANVAS, ink=ink_of(label))


def labels(place: Path) -> list[int]:
    with SampleStore.open(place, place.parent / "backups") as store:
        return [found.label for found in store.list()][::-1]


def test_nothing_is_opened_before_there_is_something_to_keep(
    keeper: SampleKeeper, place: Path
) -> None:
    keeper.stop()
    assert not place.exists()


def test_what_was_asked_for_is_done_in_order_and_before_stopping(
    keeper: SampleKeeper, place: Path
) -> None:
    first, second, third = (keeper.keep(sample(label)) for label in (1, 2, 3))
    keeper.delete(first)
    keeper.delete(second)
    keeper.restore(first)
    keeper.delete(third)
    keeper.stop()
    assert labels(place) == [1]


def test_a_damaged_store_is_mended_and_that_is_said(
    qtbot: QtBot, keeper: SampleKeeper, place: Path
) -> None:
    place.write_bytes(b"no database at all" * 200)
    with qtbot.waitSignal(keeper.problem_raised) as said:
        keeper.keep(sample(4))
    keeper.stop()
    assert said.args is not None
    assert "damaged" in said.args[0]
    assert labels(place) == [4]


def test_a_store_that_cannot_be_opened_is_said_once(
    qtbot: QtBot, keeper: SampleKeeper, place: Path
) -> None:
    place.mkdir()
    said: list[str] = []
    keeper.problem_raised.connect(said.append)
    token = keeper.keep(sample(4))
    keeper.delete(token)
    keeper.keep(sample(5))
    keeper.stop()
    qtbot.waitUntil(lambda: bool(said))
    assert len(said) == 1


def test_a_fault_in_the_program_is_said_and_the_next_sample_kept(
    qtbot: QtBot, keeper: SampleKeeper, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_store: object, _new: object) -> int:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(SampleStore, "add", fail)
        with qtbot.waitSignal(keeper.problem_raised) as said:
            lost = keeper.keep(sample(6))
    assert said.args is not None
    assert "fault" in said.args[0]
    keeper.delete(lost)
    keeper.keep(sample(7))
    keeper.stop()
    assert labels(place) == [7]


def fetched(qtbot: QtBot, keeper: SampleKeeper, profile: str) -> Fetched:
    with qtbot.waitSignal(keeper.fetched) as answer:
        keeper.fetch(profile)
    assert answer.args is not None
    found: Fetched = answer.args[0]
    return found


def test_what_there_is_of_a_writer_can_be_asked_for(qtbot: QtBot, keeper: SampleKeeper) -> None:
    for label in (3, 1, 2):
        keeper.keep(sample(label))
    found = fetched(qtbot, keeper, "Me")
    assert [kept.label for kept in found.samples] == [3, 1, 2]
    assert found.profiles == ("Me",)
    assert found.can_keep
    other = fetched(qtbot, keeper, "Ada")
    assert (other.samples, other.profiles) == ((), ("Me",))
    keeper.stop()


def test_of_samples_that_cannot_be_read_the_person_is_told_once(
    qtbot: QtBot, keeper: SampleKeeper, place: Path
) -> None:
    with SampleStore.open(place, place.parent / "backups") as store:
        bad, _ = store.add_all([sample(1), sample(2)])
    with sqlite3.connect(place) as connection:
        connection.execute("UPDATE samples SET source = 'a later kind' WHERE id = ?", (bad,))
    connection.close()
    said: list[str] = []
    keeper.problem_raised.connect(said.append)
    for _ in range(2):
        with qtbot.waitSignal(keeper.fetched) as fetched:
            keeper.fetch("Me")
        assert fetched.args is not None
        assert [one.label for one in fetched.args[0].samples] == [2]
    keeper.stop()
    assert [text[:28] for text in said] == ["Samples that cannot be read:"]


def test_a_sample_of_an_earlier_start_can_be_deleted(
    qtbot: QtBot, keeper: SampleKeeper, place: Path
) -> None:
    for label in (3, 1):
        keeper.keep(sample(label))
    first, _ = fetched(qtbot, keeper, "Me").samples
    keeper.delete(keeper.adopt(first.id))
    keeper.stop()
    assert labels(place) == [1]


def test_where_there_is_no_store_the_answer_says_so(
    qtbot: QtBot, keeper: SampleKeeper, place: Path
) -> None:
    place.mkdir()
    found = fetched(qtbot, keeper, "Me")
    keeper.stop()
    assert not found.can_keep
    assert found.samples == ()


def test_a_store_that_another_program_is_using_is_tried_again(
    qtbot: QtBot, keeper: SampleKeeper, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    impatient = partial(SampleStore.open, patience_s=0.0)
    impatient(place, place.parent / "backups").close()
    monkeypatch.setattr(SampleStore, "open", impatient)
    other = sqlite3.connect(place, isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    with qtbot.waitSignal(keeper.problem_raised) as said:
        keeper.keep(sample(4))
    assert said.args is not None
    assert "try again in a moment" in said.args[0]
    other.execute("ROLLBACK")
    other.close()
    keeper.keep(sample(5))
    keeper.stop()
    assert labels(place) == [5]
