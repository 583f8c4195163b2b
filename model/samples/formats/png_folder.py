"""A folder of labelled PNGs: sub-folders 0–9 and not-a-digit, one picture a digit."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from model.errors import EmptyDrawingError, PictureError, SampleFileError
from model.files import write_folder
from model.images import from_bytes
from model.ink import rasterise
from model.preprocess import preprocess_gray
from model.samples.formats.common import (
    MOST_PROBLEMS,
    Watch,
    check_count,
    check_free,
    label_name,
    label_named,
    png_bytes,
    raise_problems,
)
from model.samples.sample import LARGEST_PICTURE_BYTES, NewSample, Source

_LARGEST_MB: Final = LARGEST_PICTURE_BYTES >> 20
_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_MARGIN_PX: Final = 16
_LEFT_BY_DESKTOPS: Final = {"thumbs.db", "desktop.ini"}


def has_labelled_folders(folder: Path) -> bool:
    """Tell whether there is a sub-folder that is named as a label."""
    return any(label_named(entry.name) is not None and entry.is_dir() for entry in folder.iterdir())


def read_png_folder(folder: Path, profile: str, watch: Watch) -> list[NewSample]:
    """Return the pictures in the sub-folders, by label and then by name.

    Raises:
        SampleFileError: If a file or sub-folder is not what it should be; all of them are named.
        OSError: If a folder cannot be looked into.
    """
    files = list(_labelled_files(folder))
    check_count(folder.name, len(files))
    samples: list[NewSample] = []
    problems: list[str] = []
    for number, (label, path) in enumerate(files):
        watch(number, len(files))
        try:
            samples.append(_read_sample(path, label, profile))
        except SampleFileError as error:
            problems.append(str(error))
            if len(problems) >= MOST_PROBLEMS:
                break
    raise_problems(problems)
    return samples


def write_png_folder(folder: Path, samples: Sequence[NewSample], watch: Watch) -> int:
    """Write samples as pictures and return how many; pictures are written as they came.

    Strokes are drawn black on white with the pen at which they are read.

    Raises:
        SampleFileError: If there is something at ``folder`` already.
        OSError: If it cannot be written; nothing is there then.
    """
    check_free(folder)

    def fill(scratch: Path) -> None:
        counts: dict[int, int] = {}
        for number, sample in enumerate(samples):
            watch(number, len(samples))
            counts[sample.label] = counts.get(sample.label, 0) + 1
            path = scratch / label_name(sample.label) / f"{counts[sample.label]:05d}.png"
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(sample.picture if sample.picture is not None else _drawn(sample))

    write_folder(folder, fill)
    return len(samples)


def _labelled_files(folder: Path) -> Iterator[tuple[int, Path]]:
    """Yield the files of each label, without what desktops leave behind.

    Raises:
        SampleFileError: If there is a sub-folder that is no label.
    """
    for sub in sorted(folder.iterdir(), key=_natural):
        if not sub.is_dir() or sub.name.startswith("."):
            continue
        label = label_named(sub.name)
        if label is None:
            raise SampleFileError(
                f"The folder {sub.name} in {folder.name} is none of 0 to 9 and not-a-digit."
            )
        for path in sorted(sub.iterdir(), key=_natural):
            if not path.name.startswith(".") and path.name.lower() not in _LEFT_BY_DESKTOPS:
                yield label, path


def _natural(path: Path) -> list[tuple[int, str]]:
    """Return a key that sorts 2.png before 10.png."""
    parts = re.split(r"(\d+)", path.name.casefold())
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]


def _read_sample(path: Path, label: int, profile: str) -> NewSample:
    """Return the sample in a file.

    Raises:
        SampleFileError: If it is not a PNG of one digit.
    """
    name = f"{path.parent.name}/{path.name}"
    content = _content(path, name)
    if not content.startswith(_SIGNATURE):
        raise SampleFileError(f"{name} is not a PNG picture.")
    try:
        preprocess_gray(from_bytes(content, name).gray)
    except PictureError as error:
        raise SampleFileError(str(error)) from error
    except EmptyDrawingError as error:
        raise SampleFileError(f"{name} shows no ink.") from error
    return NewSample(label=label, profile=profile, source=Source.IMPORT, picture=content)


def _content(path: Path, name: str) -> bytes:
    try:
        if not path.is_file():
            raise SampleFileError(f"{name} is not a file.")
        if path.stat().st_size > LARGEST_PICTURE_BYTES:
            raise SampleFileError(
                f"{name} is larger than the {_LARGEST_MB} MB that the picture of a digit may have."
            )
        return path.read_bytes()
    except OSError as error:
        raise SampleFileError(f"{name} cannot be read: {error.strerror}.") from error


def _drawn(sample: NewSample) -> bytes:
    """Return the strokes of a sample as a PNG."""
    strokes = () if sample.ink is None else sample.ink.strokes
    bitmap = rasterise([stroke.xy for stroke in strokes])
    return png_bytes(255 - np.pad(bitmap, _MARGIN_PX))
