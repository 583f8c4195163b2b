import hashlib
import json
import shutil
import zipfile
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from model import paths
from model.bundle import load_bundle
from model.errors import DataError
from model.preprocess import ink_extent
from model.recognizer import Recognizer
from model.training.generator import (
    CARD_NAME,
    GENERATOR_NAME,
    LARGEST_FILE_BYTES,
    generate,
    generated_digits,
)

LABELS = (np.arange(2000) % 10).astype(np.uint8)
SEED = 5


@pytest.fixture(scope="module")
def shipped() -> Path:
    """Return the folder of the generator that ships with the program."""
    return paths.asset("models", "generator")


@pytest.fixture(scope="module")
def digits() -> NDArray[np.uint8]:
    """Return 200 generated digits of each kind."""
    return generate(LABELS, SEED)


@pytest.mark.tensorflow
def test_each_digit_is_what_its_label_says(digits: NDArray[np.uint8]) -> None:
    recognizer = Recognizer(load_bundle(paths.bundled_model()))

    read = [recognizer.recognize(field).digit for field in digits]

    right = np.array(read) == LABELS
    assert right.mean() >= 0.97
    of_each = [right[start::10].mean() for start in range(10)]
    assert min(of_each) >= 0.93


@pytest.mark.tensorflow
def test_digits_have_the_form_of_mnist(digits: NDArray[np.uint8]) -> None:
    assert digits.shape == (len(LABELS), 28, 28)
    assert digits.dtype == np.uint8
    boxes = [ink_extent(field) for field in digits]
    longer = [max(right - left, bottom - top) for left, top, right, bottom in boxes]
    # A speck at the edge of the box may be averaged away, as in 3 of MNIST's 10,000 test digits.
    assert np.mean(np.array(longer) == 20) >= 0.998
    assert max(longer) == 20
    places = np.arange(28)
    for field in digits:
        assert field.max() == 255
        total = field.sum(dtype=np.float64)
        assert 13.4 <= field.sum(axis=1) @ places / total <= 14.6
        assert 13.4 <= field.sum(axis=0) @ places / total <= 14.6
    assert 0.11 < digits.mean() / 255 < 0.15  # MNIST: 0.13


@pytest.mark.tensorflow
def test_no_two_digits_are_equal(digits: NDArray[np.uint8]) -> None:
    assert len(np.unique(digits.reshape(len(digits), -1), axis=0)) == len(digits)


@pytest.mark.tensorflow
def test_the_seed_decides(digits: NDArray[np.uint8]) -> None:
    np.testing.assert_array_equal(generate(LABELS, SEED), digits)
    assert (generate(LABELS[:50], SEED + 1) != digits[:50]).any(axis=(1, 2)).all()


@pytest.mark.tensorflow
def test_generated_digits_stand_in_for_mnist() -> None:
    data = generated_digits(train=500, test=100, seed=SEED)

    assert data.train_images.shape == (500, 28, 28)
    assert np.bincount(data.train_labels).tolist() == [50] * 10
    assert np.bincount(data.test_labels).tolist() == [10] * 10
    assert np.any(np.diff(data.train_labels.astype(int)) < 0)  # not sorted
    both = np.concatenate([data.train_images, data.test_images]).reshape(600, -1)
    assert len(np.unique(both, axis=0)) == 600
    again = generated_digits(train=500, test=100, seed=SEED)
    np.testing.assert_array_equal(again.train_images, data.train_images)
    np.testing.assert_array_equal(again.test_labels, data.test_labels)


@pytest.mark.tensorflow
def test_nothing_asked_for_is_nothing_drawn() -> None:
    assert generate(np.zeros(0, np.uint8), SEED).shape == (0, 28, 28)


@pytest.mark.parametrize("labels", [np.array([3, 10]), np.array([-1]), np.zeros((2, 2))])
def test_labels_that_are_no_row_of_digits_are_refused(labels: NDArray[np.uint8]) -> None:
    with pytest.raises(ValueError, match="one row of digits"):
        generate(labels, SEED)


def test_what_ships_is_small_and_says_where_it_comes_from(shipped: Path) -> None:
    content = (shipped / GENERATOR_NAME).read_bytes()
    card = json.loads((shipped / CARD_NAME).read_text(encoding="utf-8"))

    assert len(content) <= LARGEST_FILE_BYTES
    assert card["sha256"] == {GENERATOR_NAME: hashlib.sha256(content).hexdigest()}
    assert "MNIST" in card["data"][0]
    assert "CC BY-SA 3.0" in card["licence"]
    assert card["metrics"]["cnn_mnist_test_accuracy"] >= 0.985
    assert card["metrics"]["undeformed_nearer_than_test_p01"] <= 0.02
    assert {"seed", "epochs", "settings", "versions"} <= set(card)


def test_what_ships_is_made_of_layers_of_keras_alone(shipped: Path) -> None:
    with zipfile.ZipFile(shipped / GENERATOR_NAME) as archive:
        config = json.loads(archive.read("config.json"))

    parts = [config, *config["config"]["layers"]]
    parts += [part for layer in config["config"]["layers"] for part in _layers_within(layer)]
    assert {part["module"].partition(".")[0] for part in parts} == {"keras"}
    assert "Lambda" not in {part["class_name"] for part in parts}


def _layers_within(layer: dict[str, dict[str, list[dict[str, str]]]]) -> list[dict[str, str]]:
    return layer["config"].get("layers", [])


def _copied(shipped: Path, place: Path) -> Path:
    return Path(shutil.copytree(shipped, place / "generator"))


@pytest.mark.parametrize("name", [GENERATOR_NAME, CARD_NAME])
def test_a_missing_file_is_named(shipped: Path, tmp_path: Path, name: str) -> None:
    folder = _copied(shipped, tmp_path)
    (folder / name).unlink()

    with pytest.raises(DataError, match=f"{name} cannot be read: No such file"):
        generate(LABELS[:1], SEED, folder)


@pytest.mark.parametrize("card", [b"", b"[]", b"{}", b'{"sha256": 3}', b"\xff\xfe"])
def test_a_damaged_card_is_named(shipped: Path, tmp_path: Path, card: bytes) -> None:
    folder = _copied(shipped, tmp_path)
    (folder / CARD_NAME).write_bytes(card)

    with pytest.raises(DataError, match=f"{CARD_NAME} is damaged"):
        generate(LABELS[:1], SEED, folder)


def test_a_changed_byte_is_noticed_and_told_in_one_sentence(shipped: Path, tmp_path: Path) -> None:
    folder = _copied(shipped, tmp_path)
    path = folder / GENERATOR_NAME
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)

    with pytest.raises(DataError) as raised:
        generate(LABELS[:1], SEED, folder)

    told = str(raised.value)
    assert str(path) in told
    assert "damaged: its checksum is wrong" in told
    assert "\n" not in told


@pytest.mark.tensorflow
def test_a_file_that_is_no_generator_is_refused(tmp_path: Path) -> None:
    content = b"something else"
    (tmp_path / GENERATOR_NAME).write_bytes(content)
    card = {"sha256": {GENERATOR_NAME: hashlib.sha256(content).hexdigest()}}
    (tmp_path / CARD_NAME).write_text(json.dumps(card), encoding="utf-8")

    with pytest.raises(DataError, match="is not a digit generator"):
        generate(LABELS[:1], SEED, tmp_path)
