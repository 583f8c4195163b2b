from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from model.training.data import MnistData
from tests.model.training.digit_files import Bytes, make_digits

pytestmark = pytest.mark.tensorflow

TEST_IMAGES, TEST_LABELS = make_digits(60, 2)
DATA = MnistData(*make_digits(120, 1), TEST_IMAGES, TEST_LABELS)


def test_a_copy_has_no_distance_and_others_have_that_of_the_nearest() -> None:
    from model.training.generator_measure import nearest_distances

    rng = np.random.default_rng(0)
    others = rng.integers(0, 256, (90, 28, 28)).astype(np.uint8)
    fields = rng.integers(0, 256, (700, 28, 28)).astype(np.uint8)
    fields[3] = others[8]

    found = nearest_distances(fields, others)

    assert found.shape == (700,)
    assert found[3] == 0
    by_hand = [np.sqrt((((others - fields[599] / 1.0) / 255) ** 2).sum(axis=(1, 2))).min()]
    np.testing.assert_allclose(found[599], by_hand[0], rtol=1e-5)


def test_copies_are_told_from_new_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    from model.training import generator_measure
    from model.training.generator_measure import neighbour_distances

    mirrored = replace(DATA, test_images=np.ascontiguousarray(TEST_IMAGES[:, ::-1]))

    def as_if_generated(copies: bool) -> dict[str, float]:
        made = DATA.train_images[:50] if copies else make_digits(50, 9)[0][:, :, ::-1]
        monkeypatch.setattr(generator_measure, "generate", lambda *_: made)
        return neighbour_distances(Path(), mirrored, learned_from=100, seed=1, count=50)

    copied, new = as_if_generated(copies=True), as_if_generated(copies=False)

    assert copied["nearest_train_distance_median"] == 0
    assert copied["undeformed_nearer_than_test_p01"] == 1
    assert new["nearest_train_distance_p05"] > 1
    assert new["nearer_than_test_p01"] < 0.5
    test_distance = "test_nearest_train_distance_median"
    assert copied[test_distance] == new[test_distance]


def test_a_reader_learns_from_generated_digits_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    from model.training import generator_measure
    from model.training.generator_measure import accuracy_of_reader
    from model.training.messages import EpochEnded, Message

    printed = {int(label): field for field, label in zip(*make_digits(100, 3), strict=True)}
    asked: list[int] = []

    def as_if_generated(labels: Bytes, seed: int, _: Path) -> Bytes:
        asked.append(seed)
        return np.stack([printed[int(label)] for label in labels])

    monkeypatch.setattr(generator_measure, "generate", as_if_generated)
    said: list[Message] = []
    figures = accuracy_of_reader(Path(), DATA, 7, said.append, digits=600, epochs=2)

    assert asked == [7]
    assert [type(message) for message in said].count(EpochEnded) == 2
    assert 0.3 < figures["cnn_mnist_test_accuracy"] <= 1
    assert 0.3 < figures["cnn_mnist_validation_accuracy"] <= 1


def test_measuring_can_be_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    from model.training import generator_measure
    from model.training.generator_measure import accuracy_of_reader
    from model.training.messages import TrainingCancelledError

    monkeypatch.setattr(generator_measure, "generate", lambda *_: DATA.train_images)

    def stop() -> None:
        raise TrainingCancelledError

    with pytest.raises(TrainingCancelledError):
        accuracy_of_reader(Path(), DATA, 7, check=stop, digits=120, epochs=1)
