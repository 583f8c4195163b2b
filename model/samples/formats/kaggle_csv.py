"""A table as in Kaggle's "Digit Recognizer" set: ``label,pixel0,…,pixel783``, one digit a line."""

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

from model.errors import SampleFileError
from model.files import write_bytes
from model.preprocess import FIELD_SIDE_PX
from model.samples.field import field_of
from model.samples.formats.common import Watch, check_count, picture_sample
from model.samples.sample import NewSample

LARGEST_FILE_BYTES: Final = 256 << 20
"""Kaggle's own table has 77 MB."""

_LARGEST_MB: Final = LARGEST_FILE_BYTES >> 20
_PIXELS: Final = FIELD_SIDE_PX**2
_HEADER: Final = ",".join(["label", *(f"pixel{number}" for number in range(_PIXELS))]).encode()
_LONGEST_LINE: Final = 2 * len(_HEADER)
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_ALLOWED: Final = b"0123456789,"


def read_csv(path: Path, profile: str, watch: Watch) -> list[NewSample]:
    """Return the digits of a table as pictures.

    Raises:
        SampleFileError: If the file cannot be read or a line is not what it should be.
    """
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE_BYTES:
            raise SampleFileError(f"{path.name} is larger than the {_LARGEST_MB} MB that are read.")
        with path.open("rb") as file:
            return _read_lines(file, path.name, size, profile, watch)
    except OSError as error:
        raise SampleFileError(f"{path.name} cannot be read: {error.strerror}.") from error


def write_csv(path: Path, samples: Sequence[NewSample], watch: Watch) -> int:
    """Write the fields of digits as a table; return how many.

    Args:
        path: Where the file shall be; what is there is replaced.
        samples: Digits only; the form has no other labels.
        watch: Is told how far it is.

    Raises:
        InkdigitsError: If the picture of a sample is damaged.
        OSError: If it cannot be written; what was at ``path`` is unchanged then.
    """
    lines = [_HEADER]
    for number, sample in enumerate(samples):
        watch(number, len(samples))
        values = (sample.label, *field_of(sample).reshape(-1).tolist())
        lines.append(",".join(map(str, values)).encode())
    write_bytes(path, b"\n".join(lines) + b"\n")
    return len(samples)


def _read_lines(
    file: BinaryIO, name: str, size: int, profile: str, watch: Watch
) -> list[NewSample]:
    header = file.readline(_LONGEST_LINE).removeprefix(_BYTE_ORDER_MARK).rstrip(b"\r\n")
    if header.replace(b'"', b"") != _HEADER:
        raise SampleFileError(f"The first line of {name} is not label,pixel0,…,pixel783.")
    samples: list[NewSample] = []
    done = 0
    while line := file.readline(_LONGEST_LINE):
        done += len(line)
        watch(done, size)
        values = _values(line.rstrip(b"\r\n"), f"Line {len(samples) + 2} of {name}")
        field = values[1:].reshape(FIELD_SIDE_PX, FIELD_SIDE_PX)
        samples.append(picture_sample(field, int(values[0]), profile))
        check_count(name, len(samples))
    if not samples:
        raise SampleFileError(f"{name} holds no digits.")
    return samples


def _values(line: bytes, where: str) -> NDArray[np.uint8]:
    """Return the label and the pixels of a line, shape (785,), uint8.

    Raises:
        SampleFileError: If it is not what it should be.
    """
    texts = line.split(b",")
    if len(texts) != _PIXELS + 1:
        raise SampleFileError(f"{where} has {len(texts)} values, not {_PIXELS + 1}.")
    if line.translate(None, _ALLOWED) or not all(0 < len(text) <= 3 for text in texts):
        raise SampleFileError(f"{where} has a value that is no number from 0 to 255.")
    values = np.array(texts, dtype="S3").astype(np.int16)
    if values.max() > 255:
        raise SampleFileError(f"{where} has a value that is no number from 0 to 255.")
    if values[0] > 9:
        raise SampleFileError(f"{where} has the label {values[0]}, not 0 to 9.")
    if not values[1:].any():
        raise SampleFileError(f"{where} is a blank picture.")
    return values.astype(np.uint8)
