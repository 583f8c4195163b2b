"""The 28×28 field of a sample, by the way that everything takes that is read."""

import numpy as np
from numpy.typing import NDArray

from model.images import from_bytes
from model.ink import DIGIT_SIDE_PX
from model.preprocess import (
    FIELD_CENTRE_PX,
    FIELD_SIDE_PX,
    ink_extent,
    preprocess_gray,
    preprocess_ink,
)
from model.samples.sample import NewSample

_FARTHEST_PX = 1.0
"""How far the mass of MNIST's digits lies from the middle at most, and a little more."""


def field_of(sample: NewSample) -> NDArray[np.uint8]:
    """Return what the model reads of a sample, shape (28, 28), uint8, bright ink on black.

    Raises:
        EmptyDrawingError: If its picture shows no ink.
        PictureError: If its picture is damaged.
    """
    if sample.ink is not None:
        return preprocess_ink(sample.ink).field
    gray = from_bytes(sample.picture or b"", "The picture of a sample").gray
    return gray if is_field(gray) else preprocess_gray(gray).field


def is_field(gray: NDArray[np.uint8]) -> bool:
    """Tell whether a picture has the form of MNIST's digits already; cleaning would blur it.

    Args:
        gray: Shape (height, width), uint8.
    """
    if gray.shape != (FIELD_SIDE_PX, FIELD_SIDE_PX) or not gray.any():
        return False
    left, top, right, bottom = ink_extent(gray)
    # One less where averaging left an edge so faint that it was rounded to nothing.
    if max(right - left, bottom - top) not in {DIGIT_SIDE_PX - 1, DIGIT_SIDE_PX}:
        return False
    mass = gray.astype(np.float64)
    total = mass.sum()
    places = np.arange(FIELD_SIDE_PX)
    centres = (mass.sum(axis=0) @ places / total, mass.sum(axis=1) @ places / total)
    return all(abs(centre - FIELD_CENTRE_PX) <= _FARTHEST_PX for centre in centres)
