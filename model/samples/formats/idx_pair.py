"""Two IDX files, the form of MNIST: 28×28 images and, with the same beginning, their labels."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from model.errors import DataError, SampleFileError
from model.files import write_folder
from model.preprocess import FIELD_SIDE_PX
from model.samples.field import field_of
from model.samples.formats.common import Watch, check_count, check_free, picture_sample
from model.samples.sample import NewSample
from model.training.idx import idx_bytes, read_idx_images, read_idx_labels

IMAGES_NAME: Final = "samples-images-idx3-ubyte"
LABELS_NAME: Final = "samples-labels-idx1-ubyte"

_IMAGES: Final = re.compile(r"(.*)images(.)idx3(.*)", re.IGNORECASE)
_LABELS: Final = re.compile(r"(.*)labels(.)idx1(.*)", re.IGNORECASE)


def pair_of(path: Path) -> tuple[Path, Path] | None:
    """Return the files of images and of labels where ``path`` is named as one of them.

    MNIST's own names, with a dot or a dash, gzipped or not, are known.
    """
    if named := _IMAGES.fullmatch(path.name):
        start, dash, end = named.groups()
        return path, path.with_name(f"{start}labels{dash}idx1{end}")
    if named := _LABELS.fullmatch(path.name):
        start, dash, end = named.groups()
        return path.with_name(f"{start}images{dash}idx3{end}"), path
    return None


def read_idx_pair(images: Path, labels: Path, profile: str, watch: Watch) -> list[NewSample]:
    """Return the digits of two files as pictures.

    Raises:
        SampleFileError: If a file is missing or not what it should be.
    """
    for path in (images, labels):
        if not path.is_file():
            other = labels if path == images else images
            raise SampleFileError(f"{other.name} has no {path.name} beside it.")
    try:
        fields = read_idx_images(images)
        digits = read_idx_labels(labels)
    except DataError as error:
        raise SampleFileError(str(error)) from error
    count, height, width = fields.shape
    check_count(images.name, count)
    if (height, width) != (FIELD_SIDE_PX, FIELD_SIDE_PX):
        raise SampleFileError(f"The images in {images.name} are {width}×{height}, not 28×28.")
    if count != len(digits):
        raise SampleFileError(
            f"{images.name} holds {count:,} images, but {labels.name} {len(digits):,} labels."
        )
    samples = []
    for number, (field, digit) in enumerate(zip(fields, digits, strict=True)):
        watch(number, count)
        if not field.any():
            raise SampleFileError(f"Image {number + 1} in {images.name} is blank.")
        samples.append(picture_sample(field, int(digit), profile))
    return samples


def write_idx_pair(folder: Path, samples: Sequence[NewSample], watch: Watch) -> int:
    """Write the fields of digits into a new folder; return how many.

    Args:
        folder: Where the two files shall be.
        samples: Digits only; the form has no other labels.
        watch: Is told how far it is.

    Raises:
        SampleFileError: If there is something at ``folder`` already.
        InkdigitsError: If the picture of a sample is damaged.
        OSError: If it cannot be written; nothing is there then.
    """
    check_free(folder)
    fields = np.zeros((len(samples), FIELD_SIDE_PX, FIELD_SIDE_PX), np.uint8)
    for number, sample in enumerate(samples):
        watch(number, len(samples))
        fields[number] = field_of(sample)
    digits = np.array([sample.label for sample in samples], np.uint8)

    def fill(scratch: Path) -> None:
        (scratch / IMAGES_NAME).write_bytes(idx_bytes(fields))
        (scratch / LABELS_NAME).write_bytes(idx_bytes(digits))

    write_folder(folder, fill)
    return len(samples)
