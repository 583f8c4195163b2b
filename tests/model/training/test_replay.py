from pathlib import Path

import numpy as np
import pytest

from model.errors import DataError
from model.training import generator, replay
from model.training.data import MnistData
from model.training.examples import NOT_A_DIGIT, Examples
from model.training.replay import load_replay
from tests.model.training.digit_files import make_digits, write_mnist


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("INKDIGITS_DATA", raising=False)
    for name, count in {
        "REPLAYED_DIGITS": 80,
        "REPLAYED_DRAWN": 20,
        "REPLAYED_OTHERS": 30,
        "GENERAL_DIGITS": 50,
        "GENERAL_DRAWN": 20,
        "GENERAL_OTHERS": 10,
    }.items():
        monkeypatch.setattr(replay, name, count)


def pictures(examples: Examples) -> set[bytes]:
    return {image.tobytes() for image in examples.images}


def test_mnist_judges_by_its_last_training_digits_and_replays_others(tmp_path: Path) -> None:
    images, labels = make_digits(600, seed=1)

    found = load_replay(write_mnist(tmp_path / "mnist"))

    np.testing.assert_array_equal(found.general.images[:50], images[-50:])
    np.testing.assert_array_equal(found.general.labels[:50], labels[-50:])
    assert pictures(Examples(found.replayed.images[:80], labels)) <= {
        image.tobytes() for image in images[:-50]
    }
    assert "80 of its training digits" in found.credit


def test_drawn_digits_and_other_things_are_replayed_and_judged_by_too(tmp_path: Path) -> None:
    found = load_replay(write_mnist(tmp_path / "mnist"))

    assert len(found.replayed) == 130
    assert (found.replayed.labels == NOT_A_DIGIT).sum() == 30
    assert len(found.general) == 70
    assert found.general.labels.max() <= 9
    assert len(found.others) == 10
    assert set(found.others.labels.tolist()) == {NOT_A_DIGIT}
    drawn = Examples(found.general.images[50:], found.general.labels[50:])
    assert not pictures(drawn) & pictures(found.replayed)


def test_it_is_the_same_for_every_lesson(tmp_path: Path) -> None:
    folder = write_mnist(tmp_path / "mnist")

    first, second = load_replay(folder), load_replay(folder)

    np.testing.assert_array_equal(first.replayed.images, second.replayed.images)
    np.testing.assert_array_equal(first.general.images, second.general.images)


def test_without_mnist_generated_digits_take_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    def generated(train: int, test: int, seed: int) -> MnistData:
        return MnistData(*make_digits(train, seed), *make_digits(test, seed + 1))

    monkeypatch.setattr(generator, "generated_digits", generated)

    found = load_replay(None)

    assert (len(found.replayed), len(found.general)) == (130, 70)
    assert found.credit == "80 digits made by Inkdigits' own generator"


def test_a_folder_without_mnist_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="There is no MNIST in"):
        load_replay(tmp_path)
