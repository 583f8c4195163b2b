"""MNIST: where it may lie on this machine, and its four arrays, strictly checked."""

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model import paths
from model.errors import DataError
from model.training.idx import check_labels, read_idx_images, read_idx_labels
from model.training.npz import read_npz

NPZ_NAME = "mnist.npz"
SIDE_PX = 28

WHAT_TO_DO = (
    "Put MNIST's four IDX files or mnist.npz in a folder and choose that folder, "
    "or allow the download."
)

_PARTS = (
    ("train", "images", 3),
    ("train", "labels", 1),
    ("t10k", "images", 3),
    ("t10k", "labels", 1),
)


@dataclass(frozen=True, slots=True, eq=False)
class MnistData:
    """MNIST or data of the same form.

    Attributes:
        train_images: Shape (n, 28, 28), uint8; bright ink on black.
        train_labels: Shape (n,), uint8, 0–9.
        test_images: Shape (m, 28, 28), uint8. For reporting only: nothing is chosen by them.
        test_labels: Shape (m,), uint8, 0–9.
    """

    train_images: NDArray[np.uint8]
    train_labels: NDArray[np.uint8]
    test_images: NDArray[np.uint8]
    test_labels: NDArray[np.uint8]


def find_mnist(folder: Path | None = None) -> Path | None:
    """Return the folder that MNIST lies in, or None where it is nowhere on this machine.

    Args:
        folder: Where to look. Without it: the folder that ``INKDIGITS_DATA`` names, the cache of
            downloads, and Keras' own cache, in this order.

    Raises:
        DataError: If ``folder`` is given and MNIST is not in it or in its sub-folder ``mnist``.
    """
    if folder is not None:
        return _found_in(folder)
    places = (paths.training_data(), paths.user_paths().mnist, _keras_cache())
    return next((found for place in places if place and (found := _look_in(place))), None)


def load_mnist(folder: Path) -> MnistData:
    """Return MNIST from a folder that has it, or whose sub-folder ``mnist`` has it.

    Args:
        folder: Holds ``mnist.npz`` or the four IDX files, plain or gzipped.

    Raises:
        DataError: If a file is missing, damaged or of another form; it names the file.
    """
    place = _found_in(folder)
    npz = place / NPZ_NAME
    return _from_npz(npz) if npz.is_file() else _from_idx(place)


def _from_npz(path: Path) -> MnistData:
    arrays = read_npz(path)
    for part in ("train", "test"):
        images, labels = arrays[f"x_{part}"], arrays[f"y_{part}"]
        check_labels(path, labels)
        check_pair(path, images, path, labels)
    return MnistData(arrays["x_train"], arrays["y_train"], arrays["x_test"], arrays["y_test"])


def _from_idx(folder: Path) -> MnistData:
    files = [_idx_file(folder, *part) for part in _PARTS]
    missing = [_idx_names(*part)[0] for part, file in zip(_PARTS, files, strict=True) if not file]
    if missing:
        raise DataError(f"The folder {folder} lacks {' and '.join(missing)}, plain or as .gz.")
    train_x, train_y, test_x, test_y = (file for file in files if file)
    data = MnistData(
        read_idx_images(train_x),
        read_idx_labels(train_y),
        read_idx_images(test_x),
        read_idx_labels(test_y),
    )
    check_pair(train_x, data.train_images, train_y, data.train_labels)
    check_pair(test_x, data.test_images, test_y, data.test_labels)
    return data


def check_pair(
    image_file: Path, images: NDArray[np.uint8], label_file: Path, labels: NDArray[np.uint8]
) -> None:
    """Return if images and labels belong together and have MNIST's size.

    Raises:
        DataError: If not.
    """
    if images.shape[1:] != (SIDE_PX, SIDE_PX):
        height, width = images.shape[1:]
        raise DataError(f"The images in {image_file} are {width}×{height}, not 28×28.")
    if len(images) != len(labels):
        raise DataError(
            f"{image_file} has {len(images):,} images but {label_file} has {len(labels):,} labels."
        )


def _found_in(folder: Path) -> Path:
    """Return where in ``folder`` MNIST lies.

    Raises:
        DataError: If it does not.
    """
    place = _look_in(folder)
    if place is None:
        raise DataError(f"There is no MNIST in {folder}. {WHAT_TO_DO}")
    return place


def _look_in(folder: Path) -> Path | None:
    """Return ``folder`` or its sub-folder ``mnist``, whichever has a file of MNIST first."""
    for place in (folder, folder / "mnist"):
        if (place / NPZ_NAME).is_file() or any(_idx_file(place, *part) for part in _PARTS):
            return place
    return None


def _idx_file(folder: Path, part: str, kind: str, dimensions: int) -> Path | None:
    names = _idx_names(part, kind, dimensions)
    candidates = (folder / f"{name}{ending}" for name in names for ending in ("", ".gz"))
    return next((path for path in candidates if path.is_file()), None)


def _idx_names(part: str, kind: str, dimensions: int) -> tuple[str, str]:
    """Return the published name and the one that some archives unpack to."""
    return f"{part}-{kind}-idx{dimensions}-ubyte", f"{part}-{kind}.idx{dimensions}-ubyte"


def _keras_cache() -> Path:
    """Return the folder that ``keras.datasets`` downloads to."""
    home = os.environ.get("KERAS_HOME")
    return (Path(home) if home else Path.home() / ".keras") / "datasets"
