"""Digits in a person's own files: an npz, or an IDX file of images and one of labels."""

from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.errors import DataError
from model.training.data import SIDE_PX, MnistData, check_pair
from model.training.idx import check_labels, read_idx_images, read_idx_labels
from model.training.npz import KEYS, array_names, read_arrays

FEWEST_DIGITS: Final = 100
"""Fewer digits teach nothing that could be measured."""

TEST_SHARE: Final = 1 / 6

Bytes = NDArray[np.uint8]

_PAIRS: Final = (("x", "y"), ("images", "labels"))
_SHUFFLE_SEED: Final = 0


def load_files(files: tuple[Path, ...]) -> MnistData:
    """Return the digits in a person's files; where no test part is named, a sixth becomes it.

    Args:
        files: An npz with MNIST's four arrays, or with ``x`` and ``y``, or ``images`` and
            ``labels``; or an IDX file of images and one of labels.

    Raises:
        DataError: If a file is missing, damaged, of another form, or holds too few digits.
    """
    if len(files) == 2:
        images_file, labels_file = files
        images, labels = read_idx_images(images_file), read_idx_labels(labels_file)
        check_pair(images_file, images, labels_file, labels)
        return _divided(images_file, images, labels)
    if len(files) != 1:
        raise DataError("Name one npz file, or one IDX file of images and one of labels.")
    return _from_npz(files[0])


def labels_beside(images: Path) -> Path | None:
    """Return the file of labels that an IDX file of images is published with, if it is there."""
    name = images.name.replace("images", "labels").replace("idx3", "idx1")
    beside = images.with_name(name)
    return beside if name != images.name and beside.is_file() else None


def is_npz(path: Path) -> bool:
    """Tell by its content whether a file is an archive, as npz files are.

    Raises:
        DataError: If it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(2) == b"PK"
    except OSError as error:
        raise DataError(f"The file {path} cannot be read: {error.strerror}.") from error


def _from_npz(path: Path) -> MnistData:
    if not is_npz(path):
        raise DataError(f"The file {path} is no npz file; an IDX file needs its labels besides.")
    present = array_names(path)
    if set(KEYS) <= present:
        found = read_arrays(path, KEYS)
        data = MnistData(*(found[key] for key in ("x_train", "y_train", "x_test", "y_test")))
        for images, labels in (
            (data.train_images, data.train_labels),
            (data.test_images, data.test_labels),
        ):
            check_labels(path, labels)
            check_pair(path, images, path, labels)
        _check_digits(path, data.train_images)
        return data
    for names in _PAIRS:
        if set(names) <= present:
            found = read_arrays(path, names)
            images, labels = (found[name] for name in names)
            check_labels(path, labels)
            check_pair(path, images, path, labels)
            return _divided(path, images, labels)
    raise DataError(
        f"The file {path} has neither MNIST's four arrays nor x and y, nor images and labels."
    )


def _divided(path: Path, images: Bytes, labels: Bytes) -> MnistData:
    """Return digits in a fixed random order, the last sixth as the test part."""
    _check_digits(path, images)
    order = np.random.default_rng(_SHUFFLE_SEED).permutation(len(labels))
    cut = len(order) - int(len(order) * TEST_SHARE)
    train, test = order[:cut], order[cut:]
    return MnistData(images[train], labels[train], images[test], labels[test])


def _check_digits(path: Path, images: Bytes) -> None:
    """Return if there are enough digits, and bright ones on black.

    Raises:
        DataError: If not.
    """
    if len(images) < FEWEST_DIGITS:
        raise DataError(f"The file {path} has only {len(images)} digits; {FEWEST_DIGITS} is least.")
    edge = np.concatenate([images[:, 0].ravel(), images[:, SIDE_PX - 1].ravel()])
    if float(np.median(edge)) > 127:
        raise DataError(f"The digits in {path} are dark on light; MNIST's form is light on black.")
