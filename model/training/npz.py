"""Reads ``mnist.npz``, the form that Keras publishes MNIST in, without ever unpickling."""

import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from model.errors import DataError

KEYS = ("x_train", "y_train", "x_test", "y_test")

_LARGEST_ARRAY_BYTES = 512 << 20
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


def read_npz(path: Path) -> dict[str, NDArray[np.uint8]]:
    """Return the four arrays of an ``mnist.npz``.

    Returns:
        ``x_train`` and ``x_test``, shape (count, height, width), and ``y_train`` and ``y_test``,
        shape (count,), all uint8. Labels are checked to fit a byte, not yet to be digits.

    Raises:
        DataError: If the file cannot be read, is damaged, lacks one of them, or has another form.
    """
    return read_arrays(path, KEYS)


def read_arrays(path: Path, keys: Sequence[str]) -> dict[str, NDArray[np.uint8]]:
    """Return some arrays of an npz file; names that begin with x or i are of images.

    Raises:
        DataError: As ``read_npz``.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            present = set(archive.namelist())
            missing = [key for key in keys if f"{key}.npy" not in present]
            if missing:
                raise DataError(f"The file {path} lacks {' and '.join(missing)}.")
            return {key: _read_array(path, archive, key) for key in keys}
    except _DAMAGE as error:
        raise DataError(f"The file {path} is damaged or is not an npz file.") from error
    except OSError as error:
        raise DataError(f"The file {path} cannot be read: {error.strerror}.") from error


def array_names(path: Path) -> set[str]:
    """Return the names of the arrays in an npz file.

    Raises:
        DataError: If the file cannot be read or is damaged.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return {name.removesuffix(".npy") for name in archive.namelist()}
    except _DAMAGE as error:
        raise DataError(f"The file {path} is damaged or is not an npz file.") from error
    except OSError as error:
        raise DataError(f"The file {path} cannot be read: {error.strerror}.") from error


def _read_array(path: Path, archive: zipfile.ZipFile, key: str) -> NDArray[np.uint8]:
    """Return one array; its header is judged before any value is read."""
    with archive.open(f"{key}.npy") as file:
        try:
            version = npy.read_magic(file)
            read_header = (
                npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
            )
            shape, is_fortran, dtype = read_header(file)
        except ValueError as error:
            raise DataError(f"The array {key} in {path} is damaged.") from error
        dimensions = 3 if key[0] in "xi" else 1
        if len(shape) != dimensions or 0 in shape:
            raise DataError(f"The array {key} in {path} has the wrong shape {shape}.")
        if dtype.kind not in "ui" or (dimensions == 3 and dtype != np.uint8):
            raise DataError(f"The array {key} in {path} has the wrong type {dtype}.")
        size = int(np.prod(shape, dtype=object)) * dtype.itemsize
        if size > _LARGEST_ARRAY_BYTES:
            raise DataError(f"The array {key} in {path} is too large: {size:,} bytes.")
        content = file.read(size)
    if len(content) != size:
        raise DataError(f"The array {key} in {path} is cut off.")
    values = np.frombuffer(content, dtype).reshape(shape, order="F" if is_fortran else "C")
    if values.min() < 0 or values.max() > 255:
        raise DataError(f"The array {key} in {path} has values outside 0–255.")
    return np.ascontiguousarray(values, dtype=np.uint8)
