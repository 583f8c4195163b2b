"""MNIST in small: invented digits that a network can learn, as arrays and as files."""

import gzip
import struct
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]


def make_digits(count: int, seed: int = 0) -> tuple[Bytes, Bytes]:
    """Return printed digits, each moved a little: images (count, 28, 28) and labels (count,)."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 10, count).astype(np.uint8)
    images = np.zeros((count, 28, 28), np.uint8)
    for image, label in zip(images, labels, strict=True):
        place = (6 + int(rng.integers(-1, 2)), 23 + int(rng.integers(-1, 2)))
        cv2.putText(image, str(label), place, cv2.FONT_HERSHEY_SIMPLEX, 0.8, 255, 2, cv2.LINE_AA)
    return images, labels


def idx_bytes(array: Bytes) -> bytes:
    """Return an array as an IDX file of unsigned bytes."""
    header = struct.pack(f">BBBB{array.ndim}I", 0, 0, 8, array.ndim, *array.shape)
    return header + array.tobytes()


def write_mnist(folder: Path, training: int = 600, test: int = 100) -> Path:
    """Write the four gzipped IDX files with few digits and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for part, count, seed in (("train", training, 1), ("t10k", test, 2)):
        images, labels = make_digits(count, seed)
        for name, array in (
            (f"{part}-images-idx3-ubyte", images),
            (f"{part}-labels-idx1-ubyte", labels),
        ):
            (folder / f"{name}.gz").write_bytes(gzip.compress(idx_bytes(array), 1))
    return folder


def npz_arrays(training: int = 12, test: int = 6) -> dict[str, Bytes]:
    """Return the arrays of a small ``mnist.npz``."""
    train_x, train_y = make_digits(training, 1)
    test_x, test_y = make_digits(test, 2)
    return {"x_train": train_x, "y_train": train_y, "x_test": test_x, "y_test": test_y}
