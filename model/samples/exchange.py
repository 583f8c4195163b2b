"""Samples from files and to files, whichever of the known forms they have."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

from model.errors import SampleFileError
from model.samples.formats.common import Watch, check_count, unwatched
from model.samples.formats.idx_pair import pair_of, read_idx_pair, write_idx_pair
from model.samples.formats.ink_file import read_ink_file, write_ink_file
from model.samples.formats.kaggle_csv import read_csv, write_csv
from model.samples.formats.png_folder import (
    has_labelled_folders,
    read_png_folder,
    write_png_folder,
)
from model.samples.sample import NOT_A_DIGIT, NewSample

DEFAULT_PROFILE: Final = "Imported"

_Reader = Callable[[str, Watch], list[NewSample]]


class ExchangeForm(Enum):
    """A form of files; folders are made anew, files may replace others."""

    PNG_FOLDER = "png"
    IDX_FOLDER = "idx"
    CSV = "csv"
    INKML = "inkml"

    @property
    def is_folder(self) -> bool:
        """True where it takes a folder of its own."""
        return self in {ExchangeForm.PNG_FOLDER, ExchangeForm.IDX_FOLDER}

    def can_carry(self, sample: NewSample) -> bool:
        """Tell whether a sample can be written in this form."""
        if self is ExchangeForm.PNG_FOLDER:
            return True
        if self is ExchangeForm.INKML:
            return sample.ink is not None
        return sample.label != NOT_A_DIGIT


@dataclass(frozen=True, slots=True)
class Exported:
    """What came of writing samples.

    Attributes:
        count: How many were written.
        left_out: How many the form cannot carry.
    """

    count: int
    left_out: int


def load_samples(
    folder: Path, profile: str = DEFAULT_PROFILE, watch: Watch = unwatched
) -> list[NewSample]:
    """Return the samples in a folder that holds files of any known form, or in one such file.

    The forms are sub-folders 0–9 and not-a-digit with PNGs, InkML files with a truth, pairs of
    IDX files, and tables as Kaggle has them. Other files beside them are passed over.

    Args:
        folder: The folder; or a file of one of these forms.
        profile: The writer of what does not name its writer.
        watch: Is told how far it is; what it raises ends the reading.

    Raises:
        SampleFileError: If there are no samples, or a file is not what it should be.
    """
    try:
        readers = _readers(folder)
        samples: list[NewSample] = []
        for read in readers:
            samples += read(profile, watch)
            check_count(folder.name, len(samples))
    except OSError as error:
        raise SampleFileError(f"{folder} cannot be read: {error.strerror}.") from error
    if not samples:
        raise SampleFileError(
            f"There are no samples in {folder}: neither sub-folders 0 to 9 with PNG pictures nor "
            "InkML, IDX or CSV files."
        )
    return samples


def export_samples(
    samples: Sequence[NewSample], path: Path, form: ExchangeForm, watch: Watch = unwatched
) -> Exported:
    """Write samples to a file or a new folder; what the form cannot carry is left out.

    Raises:
        SampleFileError: If nothing can be written, or something is in the way.
        InkdigitsError: If a sample is damaged.
    """
    carried = [sample for sample in samples if form.can_carry(sample)]
    if not carried:
        raise SampleFileError(
            "None of these samples are drawings with strokes, and InkML has no pictures."
            if form is ExchangeForm.INKML
            else "None of these samples are digits, and this form has nothing else."
        )
    write = {
        ExchangeForm.PNG_FOLDER: write_png_folder,
        ExchangeForm.IDX_FOLDER: write_idx_pair,
        ExchangeForm.CSV: write_csv,
        ExchangeForm.INKML: write_ink_file,
    }[form]
    try:
        count = write(path, carried, watch)
    except OSError as error:
        raise SampleFileError(
            f"The samples could not be written to {path}: {error.strerror}."
        ) from error
    return Exported(count, len(samples) - count)


def _readers(path: Path) -> list[_Reader]:
    """Return what reads each set of samples at ``path``.

    Raises:
        SampleFileError: If it is a file of no known form, or there is nothing.
    """
    if not path.exists():
        raise SampleFileError(f"There is no file or folder {path}.")
    if not path.is_dir():
        reader = _file_reader(path)
        if reader is None:
            raise SampleFileError(f"{path.name} is no InkML, IDX or CSV file by its name.")
        return [reader]
    readers: list[_Reader] = []
    if has_labelled_folders(path):
        readers.append(lambda profile, watch: read_png_folder(path, profile, watch))
    pairs: set[tuple[Path, Path]] = set()
    for entry in sorted(path.iterdir()):
        if entry.name.startswith(".") or not entry.is_file():
            continue
        pair = pair_of(entry)
        reader = None if pair in pairs else _file_reader(entry)
        if reader is not None:
            readers.append(reader)
        if pair is not None:
            pairs.add(pair)
    return readers


def _file_reader(path: Path) -> _Reader | None:
    """Return what reads a file, by its name; None for files of other forms."""
    pair = pair_of(path)
    if pair is not None:
        return lambda profile, watch: read_idx_pair(*pair, profile, watch)
    if path.suffix.lower() == ".csv":
        return lambda profile, watch: read_csv(path, profile, watch)
    if path.suffix.lower() == ".inkml":
        return lambda profile, watch: read_ink_file(path, profile, watch)
    return None
