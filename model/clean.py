"""From any grayscale picture to clean ink: polarity, uneven light, paper, lines and specks.

Two kinds of picture come in. A picture drawn by a program has one exact background level and
keeps its anti-aliased edges as they are. Everything else is treated as a photograph: its ink is
how much darker than its paper it is (or brighter than its board), measured against an estimate
of the light.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from model.clutter import DRAWN_SPECK_AREA, PAPER_SPECK_AREA, drop_specks, page_clutter, side_strips
from model.light import (
    INK_SHARE,
    LEAST_CONTRAST,
    NOISE_SIGMAS,
    Contrast,
    contrast_with_ground,
    ground_noise,
    typical_contrast,
)
from model.polarity import has_bright_ground, has_bright_ink, otsu
from model.ruling import subtract_ruling
from model.sheet import fill_around, find_sheet

Gray = NDArray[np.uint8]
Mask = NDArray[np.uint8]

FAINT = 20
"""Grey levels; a picture with less contrast than this is blank."""

_FULL = 250
"""Drawn ink at least this bright is left alone: some MNIST digits peak at 254."""

_RAMP = (0.25, 0.7)
"""Shares of the ink's typical contrast that become 0 and 255: about the blur of an edge."""


def extract_ink(gray: Gray) -> Gray:
    """Return the ink of a picture, whichever way round it is and however it is lit.

    Args:
        gray: Shape (height, width), uint8; dark ink on light or light on dark.

    Returns:
        Same shape, uint8; 0 is background, 255 full ink. All 0 where there is no ink. Bright
        ink on exactly black comes back as it is.
    """
    if gray.size == 0 or int(gray.max()) - int(gray.min()) < FAINT:
        return np.zeros_like(gray)
    ink = _drawn_ink(gray)
    return _photographed_ink(gray) if ink is None else ink


def _drawn_ink(gray: Gray) -> Gray | None:
    """Return the ink of a picture that a program drew, or None if it is not such a picture.

    Such a picture has one exact background level, and between it and the ink nothing but
    anti-aliased edges, whose levels are spread evenly. Noise, paper, shadows and the ringing of
    JPEG all leave many more pixels just off the background. (Of the 60,000 MNIST training digits
    14 have more than 2 faint pixels for one in mid-edge; the median is 0.35. Of generated
    photographs none has more than 0.2 exact background pixels for one that is off.)
    """
    bright = gray > otsu(gray)
    if has_bright_ground(bright):
        background = _commonest(gray[bright])
        ink = np.clip(background - gray.astype(np.int16), 0, 255)
    else:
        background = _commonest(gray[~bright])
        ink = np.clip(gray.astype(np.int16) - background, 0, 255)
    peak = int(ink.max())
    if peak < FAINT:
        return None
    off = np.abs(gray.astype(np.int16) - background)
    edge = np.count_nonzero((ink >= 0.16 * peak) & (ink <= 0.84 * peak))
    faint = np.count_nonzero((off > 0) & (off < 0.16 * peak))
    exact = np.count_nonzero(off == 0)
    if faint > 2 * edge or exact < 0.3 * (faint + edge):
        return None
    if peak < _FULL:
        ink = np.rint(ink * (255 / peak))
    mask = (ink > 0).astype(np.uint8)
    mask &= 1 - side_strips(mask)
    ink[drop_specks(mask, DRAWN_SPECK_AREA) == 0] = 0
    return np.asarray(ink, np.uint8)


def _photographed_ink(gray: Gray) -> Gray:
    """Return the ink of a photograph or scan; of a sheet on a table only what is written on it."""
    sheet = find_sheet(gray)
    if sheet is not None:
        left, top, width, height = cv2.boundingRect(sheet)
        window = (slice(top, top + height), slice(left, left + width))
        ink = np.zeros_like(gray)
        ink[window] = _page_ink(fill_around(gray[window], sheet[window]))
        if ink.any():  # else it was the inside of a nought
            return ink
    return _page_ink(gray)


def _page_ink(gray: Gray) -> Gray:
    """Return the ink of a page that fills its picture, grain and clutter set to exactly 0."""
    contrast = contrast_with_ground(gray, bright_ink=has_bright_ink(gray))
    longest = max(gray.shape)
    blur = float(np.clip(longest / 1000, 0.5, 1.5))
    contrast = cv2.GaussianBlur(contrast, (0, 0), blur).astype(np.float32)
    middle, noise = ground_noise(contrast)
    contrast -= middle
    floor = max(LEAST_CONTRAST, NOISE_SIGMAS * noise)
    subtract_ruling(contrast, floor)
    mask, peak = _writing(contrast, floor)
    mask = drop_specks(mask, PAPER_SPECK_AREA, least_side=max(5.0, 0.015 * longest))
    # The ramp reaches below the threshold, but only beside ink.
    reach = 2 * round(2 * blur) + 1
    beside = cv2.dilate(mask, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    low, high = (share * peak for share in _RAMP)
    ink = np.where(beside > 0, np.clip((contrast - low) * (255 / (high - low)), 0, 255), 0)
    return np.asarray(np.rint(ink), np.uint8)


def _writing(contrast: Contrast, floor: float) -> tuple[Mask, float]:
    """Return the mask of the writing and its typical contrast; clutter is erased on the way.

    What stronger clutter hid (pencil beside a black table) shows once that is gone, so the
    threshold is found again, up to twice.
    """
    for _ in range(2):
        mask, peak = _mask(contrast, floor)
        clutter = page_clutter(mask)
        if not clutter.any():
            return mask, peak
        contrast[clutter > 0] = 0
    mask, peak = _mask(contrast, floor)
    return mask & (1 - page_clutter(mask)), peak


def _mask(contrast: Contrast, floor: float) -> tuple[Mask, float]:
    """Return the mask of ink, and its typical contrast."""
    peak = typical_contrast(contrast, floor)
    return (contrast > max(floor, INK_SHARE * peak)).astype(np.uint8), peak


def _commonest(levels: Gray) -> int:
    return int(np.bincount(levels.ravel(), minlength=256).argmax())
