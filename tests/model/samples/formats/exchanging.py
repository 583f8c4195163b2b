"""Samples to be written and read again, and what two samples have in common."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.ink import Ink, rasterise
from model.inkml import read_inkml
from model.paths import asset
from model.samples.formats.common import png_bytes
from model.samples.sample import NOT_A_DIGIT, NewSample, Source


def digit_ink(digit: int) -> Ink:
    """Return the drawing of a digit that ships with the program."""
    return read_inkml(asset("strokes", f"{digit}.inkml"))


def drawn(label: int, profile: str = "Ada") -> NewSample:
    """Return a drawing of a digit that was read as the next one."""
    return NewSample(
        label=label,
        profile=profile,
        source=Source.CANVAS,
        ink=digit_ink(label % 10),
        read_digit=(label + 1) % 10,
        read_confidence=1 / 3,
    )


def paper(digit: int) -> NDArray[np.uint8]:
    """Return a digit in grey on grainy paper, shape (90, 70)."""
    bitmap = rasterise([stroke.xy for stroke in digit_ink(digit).strokes])
    canvas = np.zeros((100, 100), np.uint8)
    canvas[10 : 10 + bitmap.shape[0], 10 : 10 + bitmap.shape[1]] = bitmap
    grain = np.random.default_rng(digit).integers(0, 8, canvas.shape)
    return (230 - canvas * 0.7 - grain).astype(np.uint8)


def pictured(label: int, profile: str = "Ada") -> NewSample:
    """Return a picture of a digit."""
    return NewSample(
        label=label, profile=profile, source=Source.PICTURE, picture=png_bytes(paper(label % 10))
    )


def mixed() -> list[NewSample]:
    """Return drawings and pictures of all digits, and one drawing that is none."""
    return [drawn(label) if label % 2 else pictured(label) for label in range(10)] + [
        drawn(NOT_A_DIGIT)
    ]


def tree(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder, by their relative names."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
