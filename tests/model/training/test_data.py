import gzip
from pathlib import Path

import numpy as np
import pytest

from model.errors import DataError
from model.training.data import find_mnist, load_mnist
from tests.model.training.digit_files import idx_bytes, make_digits, npz_arrays, write_mnist

TRAIN_IMAGES = "train-images-idx3-ubyte.gz"
TRAIN_LABELS = "train-labels-idx1-ubyte.gz"


@pytest.fixture(autouse=True)
def _no_data_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("INKDIGITS_DATA", raising=False)


def test_gzipped_idx_files_are_loaded(tmp_path: Path) -> None:
    data = load_mnist(write_mnist(tmp_path, 20, 10))

    images, labels = make_digits(20, 1)
    np.testing.assert_array_equal(data.train_images, images)
    np.testing.assert_array_equal(data.train_labels, labels)
    assert len(data.test_images) == len(data.test_labels) == 10


def test_plain_idx_files_with_a_dot_in_their_names_are_loaded(tmp_path: Path) -> None:
    for packed in write_mnist(tmp_path, 20, 10).iterdir():
        name = packed.stem.replace("-idx", ".idx")
        (tmp_path / name).write_bytes(gzip.decompress(packed.read_bytes()))
        packed.unlink()

    assert (tmp_path / "t10k-labels.idx1-ubyte").is_file()
    assert len(load_mnist(tmp_path).train_images) == 20


def test_an_npz_file_is_loaded(tmp_path: Path) -> None:
    np.savez(tmp_path / "mnist.npz", **npz_arrays(9, 4))  # type: ignore[arg-type] # numpy's gap

    data = load_mnist(tmp_path)

    assert data.train_images.shape == (9, 28, 28)
    assert data.test_labels.shape == (4,)


def test_a_sub_folder_called_mnist_will_do(tmp_path: Path) -> None:
    write_mnist(tmp_path / "mnist", 20, 10)

    assert find_mnist(tmp_path) == tmp_path / "mnist"
    assert len(load_mnist(tmp_path).train_labels) == 20


def test_a_given_folder_without_mnist_says_what_belongs_there(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"no MNIST in .*four IDX files or mnist\.npz"):
        find_mnist(tmp_path)


def test_without_a_folder_all_usual_places_are_searched_in_order(
    tmp_path: Path, inkdigits_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert find_mnist() is None

    keras = tmp_path / "keras-home" / "datasets"
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras-home"))
    write_mnist(keras, 6, 6)
    assert find_mnist() == keras

    cache = write_mnist(inkdigits_home / "cache" / "mnist", 6, 6)
    assert find_mnist() == cache

    named = write_mnist(tmp_path / "data", 6, 6)
    monkeypatch.setenv("INKDIGITS_DATA", str(named))
    assert find_mnist() == named


def test_missing_parts_are_named(tmp_path: Path) -> None:
    write_mnist(tmp_path, 20, 10)
    (tmp_path / TRAIN_LABELS).unlink()
    (tmp_path / "t10k-images-idx3-ubyte.gz").unlink()

    with pytest.raises(
        DataError,
        match=r"lacks train-labels-idx1-ubyte and t10k-images-idx3-ubyte, plain or as \.gz",
    ):
        load_mnist(tmp_path)


def test_counts_that_do_not_match_name_both_files(tmp_path: Path) -> None:
    write_mnist(tmp_path, 20, 10)
    (tmp_path / TRAIN_LABELS).write_bytes(idx_bytes(make_digits(19)[1]))

    with pytest.raises(
        DataError, match=f"{TRAIN_IMAGES} has 20 images but .*{TRAIN_LABELS} has 19 labels"
    ):
        load_mnist(tmp_path)


def test_images_of_another_size_are_refused(tmp_path: Path) -> None:
    write_mnist(tmp_path, 20, 10)
    (tmp_path / TRAIN_IMAGES).write_bytes(idx_bytes(np.zeros((20, 28, 27), np.uint8)))

    with pytest.raises(DataError, match=f"{TRAIN_IMAGES} are 27×28, not 28×28"):
        load_mnist(tmp_path)


def test_labels_of_an_npz_are_judged_too(tmp_path: Path) -> None:
    arrays = npz_arrays(9, 4) | {"y_test": np.array([1, 2, 3, 11], np.uint8)}
    np.savez(tmp_path / "mnist.npz", **arrays)  # type: ignore[arg-type] # numpy's own gap

    with pytest.raises(DataError, match=r"mnist\.npz has the label 11 at 3"):
        load_mnist(tmp_path)


def test_an_npz_with_more_labels_than_images_is_refused(tmp_path: Path) -> None:
    arrays = npz_arrays(9, 4) | {"y_test": make_digits(5)[1]}
    np.savez(tmp_path / "mnist.npz", **arrays)  # type: ignore[arg-type] # numpy's own gap

    with pytest.raises(DataError, match=r"has 4 images but .*mnist\.npz has 5 labels"):
        load_mnist(tmp_path)


def test_images_of_another_size_in_an_npz_are_refused(tmp_path: Path) -> None:
    arrays = npz_arrays(9, 4) | {"x_test": np.zeros((4, 32, 32), np.uint8)}
    np.savez(tmp_path / "mnist.npz", **arrays)  # type: ignore[arg-type] # numpy's own gap

    with pytest.raises(DataError, match=r"mnist\.npz are 32×32, not 28×28"):
        load_mnist(tmp_path)


@pytest.mark.parametrize("name", [TRAIN_IMAGES, TRAIN_LABELS])
def test_a_part_that_is_cut_off_is_named(tmp_path: Path, name: str) -> None:
    path = write_mnist(tmp_path, 20, 10) / name
    path.write_bytes(path.read_bytes()[:-12])

    with pytest.raises(DataError, match=f"{name} is damaged: its gzip data are cut off"):
        load_mnist(tmp_path)


def test_labels_in_the_place_of_images_are_noticed(tmp_path: Path) -> None:
    write_mnist(tmp_path, 20, 10)
    (tmp_path / TRAIN_IMAGES).write_bytes((tmp_path / TRAIN_LABELS).read_bytes())

    with pytest.raises(DataError, match=f"{TRAIN_IMAGES} is not an IDX file of images"):
        load_mnist(tmp_path)


def test_the_real_mnist_is_whole(data_dir: Path) -> None:
    data = load_mnist(data_dir)

    assert data.train_images.shape == (60_000, 28, 28)
    assert data.test_images.shape == (10_000, 28, 28)
    assert data.test_labels[:5].tolist() == [7, 2, 1, 0, 4]
    assert np.bincount(data.train_labels).tolist()[:3] == [5923, 6742, 5958]
