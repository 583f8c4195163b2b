"""What all forms share: names of labels, limits, and being told how far the work is."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from model.errors import SampleFileError
from model.samples.sample import LABELS, NOT_A_DIGIT, NewSample, Source

MOST_SAMPLES: Final = 100_000
"""Taken from one file or folder; MNIST has 70,000."""

MOST_PROBLEMS: Final = 50
"""So many wrong files are named; a folder with more is not what it was taken for."""

NOT_A_DIGIT_NAME: Final = "not-a-digit"

Watch = Callable[[int, int], None]
"""Is told how many of how many are done; what it raises ends the work and is handed on."""


class ExchangeCancelledError(Exception):
    """Raised by a ``Watch`` once the person has changed their mind."""


def unwatched(_done: int, _total: int) -> None:
    """Watch nothing."""


def label_name(label: int) -> str:
    """Return how files name a label."""
    return NOT_A_DIGIT_NAME if label == NOT_A_DIGIT else str(label)


def label_named(name: str) -> int | None:
    """Return the label that a name in a file stands for, None where there is no such label."""
    return next((label for label in LABELS if label_name(label) == name), None)


def picture_sample(field: NDArray[np.uint8], label: int, profile: str) -> NewSample:
    """Return the sample that a 28×28 field is, as a picture.

    Args:
        field: Shape (28, 28), uint8, bright ink on black.
        label: What it is.
        profile: Who wrote it.
    """
    return NewSample(
        label=label, profile=profile, source=Source.IMPORT, picture=png_bytes(np.asarray(field))
    )


def png_bytes(gray: NDArray[np.uint8]) -> bytes:
    """Return a gray array (height, width), uint8, as the content of a PNG file."""
    _, encoded = cv2.imencode(".png", gray)
    return encoded.tobytes()


def check_count(name: str, count: int) -> None:
    """Do nothing for a number of samples that can be taken at once.

    Raises:
        SampleFileError: If there are too many.
    """
    if count > MOST_SAMPLES:
        raise SampleFileError(
            f"{name} holds {count:,} samples, more than the {MOST_SAMPLES:,} taken at once."
        )


def check_free(path: Path) -> None:
    """Do nothing where a folder of samples can be made without replacing anything.

    Raises:
        SampleFileError: If there is something already.
    """
    if path.is_dir() and not any(path.iterdir()):
        return
    if path.exists():
        raise SampleFileError(f"There is something at {path} already; choose a name that is free.")


def raise_problems(problems: list[str]) -> None:
    """Do nothing where no file is wrong.

    Raises:
        SampleFileError: With the first problem, and all of them as details where there are more.
    """
    if not problems:
        return
    others = len(problems) - 1
    if not others:
        raise SampleFileError(problems[0])
    more = "1 more file is" if others == 1 else f"{others} more files are"
    raise SampleFileError(f"{problems[0]} And {more} wrong.", tuple(problems))
