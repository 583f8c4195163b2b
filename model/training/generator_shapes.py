"""Decoded digits to fields: varied a little, sharpened, and sent through the real pipeline.

A decoder's pictures have soft edges and only the variety of what it learned from. Each is turned,
slanted, stretched and bent mildly while it is enlarged, then cut at a random brightness, which
sharpens it and varies the width of its strokes, and fitted to the field like any drawing.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from model.errors import EmptyDrawingError
from model.preprocess import FIELD_SIDE_PX, preprocess_bitmap

Gray = NDArray[np.uint8]
Real = NDArray[np.float32]

ENLARGEMENT: Final = 2
"""Sharpening at 28×28 would leave jagged edges; averaging over 2×2 makes them grey again."""

_TURN: Final = np.radians(8)
_SLANT: Final = 0.14
_STRETCH: Final = 0.11
_BEND_PX: Final = 1.0
_BEND_CELLS: Final = 5
_CONTRAST: Final = 2.0
_CUTS: Final = np.linspace(0.3, 0.6, 61)
_CUT_MEAN, _CUT_SPREAD = 0.42, 0.04
_CHUNK: Final = 1000

_SIDE = FIELD_SIDE_PX * ENLARGEMENT
_ROWS, _COLUMNS = np.mgrid[0:_SIDE, 0:_SIDE].astype(np.float32) - np.float32((_SIDE - 1) / 2)


def vary(pictures: Gray, rng: np.random.Generator, strength: float = 1.0) -> Gray:
    """Return the fields of decoded digits, each deformed at random.

    Args:
        pictures: Shape (n, 28, 28), uint8; bright on black, edges may be soft.
        rng: Source of chance; the result depends on nothing else.
        strength: How much they are deformed; at 0 they are only sharpened.

    Returns:
        Shape (n, 28, 28), uint8; as ``preprocess_bitmap`` makes it.
    """
    count = len(pictures)
    matrices = _matrices(count, strength, rng)
    bends = _bends(count, strength, rng)
    cuts = rng.normal(_CUT_MEAN, _CUT_SPREAD * strength, count)
    curves = _curves()[np.abs(cuts[:, None] - _CUTS).argmin(axis=1)]
    fields = np.zeros((count, FIELD_SIDE_PX, FIELD_SIDE_PX), np.uint8)

    def vary_chunk(start: int) -> None:
        for place in range(start, min(start + _CHUNK, count)):
            fields[place] = _field(pictures[place], matrices[place], bends[place], curves[place])

    # OpenCV works outside of Python's lock, so two threads are faster than one.
    with ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as pool:
        for _ in pool.map(vary_chunk, range(0, count, _CHUNK)):
            pass
    return fields


def _field(picture: Gray, matrix: Real, bend: Real, curve: Gray) -> Gray:
    """Return one picture's field; one that would lose all its ink is not sharpened."""
    bent = cv2.resize(bend, (_SIDE, _SIDE), interpolation=cv2.INTER_CUBIC)
    x = bent[..., 0] + matrix[0, 0] * _COLUMNS + matrix[0, 1] * _ROWS
    y = bent[..., 1] + matrix[1, 0] * _COLUMNS + matrix[1, 1] * _ROWS
    large = np.asarray(cv2.remap(picture, x, y, cv2.INTER_LINEAR), np.uint8)
    try:
        return preprocess_bitmap(np.asarray(cv2.LUT(large, curve), np.uint8)).field
    except EmptyDrawingError:
        return preprocess_bitmap(large).field


def _matrices(count: int, strength: float, rng: np.random.Generator) -> Real:
    """Return where each enlarged pixel comes from, about the centre: shape (n, 2, 2)."""
    angle = strength * rng.normal(0, _TURN, count)
    slant = strength * rng.normal(0, _SLANT, count)
    stretch = np.exp(strength * rng.normal(0, _STRETCH, (count, 1, 2))) / ENLARGEMENT
    cos, sin = np.cos(angle), np.sin(angle)
    turned = np.stack([cos, cos * slant - sin, sin, sin * slant + cos], axis=1)
    return np.asarray(turned.reshape(count, 2, 2) * stretch, np.float32)


def _bends(count: int, strength: float, rng: np.random.Generator) -> Real:
    """Return coarse displacements around the picture's centre: shape (n, cells, cells, 2)."""
    shape = (count, _BEND_CELLS, _BEND_CELLS, 2)
    size = strength * rng.uniform(0, _BEND_PX, (count, 1, 1, 1))
    return np.asarray(rng.normal(0, 1, shape) * size + (FIELD_SIDE_PX - 1) / 2, np.float32)


def _curves() -> Gray:
    """Return a brightness curve for each of ``_CUTS``: shape (cuts, 256)."""
    brightness = np.arange(256) / 255
    steep = np.clip((brightness - _CUTS[:, None]) * _CONTRAST + 0.5, 0, 1)
    return np.rint(steep * 255).astype(np.uint8)
