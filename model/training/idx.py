"""Reads and writes IDX files, the form that MNIST is published in, plain or gzipped.

An IDX file is a big-endian header (two zero bytes, a type byte, the number of dimensions, then
each dimension as 32 bits) followed by the values, last dimension fastest (LeCun, Cortes and
Burges, "The MNIST database of handwritten digits").
"""

import gzip
import struct
import zlib
from io import BufferedIOBase
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from model.errors import DataError

LARGEST_IDX_BYTES = 512 << 20
"""Files that unpack to more are refused: MNIST's largest has 47 MB, EMNIST's 440 MB."""

_UNSIGNED_BYTE = 0x08
_GZIP_MAGIC = b"\x1f\x8b"


def read_idx_images(path: Path) -> NDArray[np.uint8]:
    """Return the images of an IDX file.

    Args:
        path: An ``idx3-ubyte`` file, plain or gzipped, whatever its name.

    Returns:
        Shape (count, height, width), uint8.

    Raises:
        DataError: If the file cannot be read, is damaged, or holds no images.
    """
    images = _read_idx(path, dimensions=3)
    if 0 in images.shape:
        raise DataError(f"The file {path} holds no images: its dimensions are {images.shape}.")
    return images


def read_idx_labels(path: Path) -> NDArray[np.uint8]:
    """Return the labels of an IDX file.

    Args:
        path: An ``idx1-ubyte`` file, plain or gzipped, whatever its name.

    Returns:
        Shape (count,), uint8, values 0–9.

    Raises:
        DataError: If the file cannot be read, is damaged, or holds labels other than digits.
    """
    labels = _read_idx(path, dimensions=1)
    check_labels(path, labels)
    return labels


def idx_bytes(array: NDArray[np.uint8]) -> bytes:
    """Return an array of unsigned bytes, of any shape, as the content of an IDX file."""
    header = struct.pack(f">BBBB{array.ndim}I", 0, 0, _UNSIGNED_BYTE, array.ndim, *array.shape)
    return header + array.tobytes()


def check_labels(path: Path, labels: NDArray[np.uint8]) -> None:
    """Return if all ``labels`` are digits.

    Raises:
        DataError: If there are none, or one lies outside 0–9; it names ``path``.
    """
    if not len(labels):
        raise DataError(f"The file {path} holds no labels.")
    if labels.max() > 9:
        place = int(labels.argmax())
        raise DataError(f"The file {path} has the label {labels[place]} at {place}, not 0–9.")


def _read_idx(path: Path, dimensions: int) -> NDArray[np.uint8]:
    try:
        with path.open("rb") as file:
            is_packed = file.peek(2)[:2] == _GZIP_MAGIC
            if is_packed:
                with gzip.GzipFile(fileobj=file) as unpacked:
                    return _parse(path, cast("BufferedIOBase", unpacked), dimensions)
            return _parse(path, file, dimensions)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DataError(
            f"The file {path} is damaged: its gzip data are cut off or wrong."
        ) from error
    except OSError as error:
        raise DataError(f"The file {path} cannot be read: {error.strerror}.") from error


def _parse(path: Path, file: BufferedIOBase, dimensions: int) -> NDArray[np.uint8]:
    """Return the array of an opened IDX file of unsigned bytes."""
    magic = file.read(4)
    wanted = bytes((0, 0, _UNSIGNED_BYTE, dimensions))
    if magic != wanted:
        raise DataError(
            f"The file {path} is not an IDX file of {'images' if dimensions == 3 else 'labels'}: "
            f"its magic number is {magic.hex() or 'missing'}, not {wanted.hex()}."
        )
    header = file.read(4 * dimensions)
    if len(header) < 4 * dimensions:
        raise DataError(f"The file {path} is cut off within its header.")
    shape = struct.unpack(f">{dimensions}I", header)
    size = int(np.prod(shape, dtype=object))
    if size > LARGEST_IDX_BYTES:
        raise DataError(f"The file {path} claims {size:,} bytes, more than this program reads.")
    content = file.read(size + 1)
    if len(content) != size:
        found = f"{len(content):,}" if len(content) < size else "more"
        raise DataError(f"The file {path} should hold {size:,} values but holds {found}.")
    return np.frombuffer(content, np.uint8).reshape(shape)
