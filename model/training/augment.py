"""Drawings and pictures of digits to 28×28 fields, each rendered or distorted at random.

Everything ends in the functions that the canvas and photographs go through (``rasterise``,
``preprocess_bitmap``, ``preprocess_gray``), so training sees exactly what they give. Pictures
are altered four times enlarged: at 28×28 every distortion would blur.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from model.errors import EmptyDrawingError
from model.ink import PEN_WIDTH_PX, SUPERSAMPLING, rasterise, smooth
from model.preprocess import (
    FIELD_SIDE_PX,
    fit_to_field,
    ink_extent,
    preprocess_bitmap,
    preprocess_gray,
)
from model.training.pens import Strokes, to_unit

Gray = NDArray[np.uint8]
Real = NDArray[np.float32]

_WIDE = (FIELD_SIDE_PX + 8) * SUPERSAMPLING
_ROWS, _COLUMNS = np.mgrid[0:_WIDE, 0:_WIDE].astype(np.float32) - np.float32((_WIDE - 1) / 2)


def render(strokes: Strokes, rng: np.random.Generator) -> Gray:
    """Return the field of a drawing, half of the time exactly as the canvas gives it.

    Otherwise the pen has another width, or one that follows a changing pressure, and the result
    may look scanned or photographed.

    Args:
        strokes: Positions, any unit, y down.
        rng: Source of chance.

    Returns:
        Shape (28, 28), uint8; as ``preprocess`` makes it, at times with noise.
    """
    chance = rng.random()
    if chance < 0.5:
        return roughen(preprocess_bitmap(rasterise(strokes, PEN_WIDTH_PX)).field, rng)
    pen = float(np.exp(rng.uniform(np.log(1.5), np.log(6.0))))
    bitmap = _pressed(strokes, min(pen, 4.0), rng) if chance < 0.65 else rasterise(strokes, pen)
    return see(bitmap, rng)


def distort(image: Gray, rng: np.random.Generator) -> Gray:
    """Return the field of a 28×28 picture of a digit under random distortions.

    A share stays as it is. The others are turned within 15°, slanted, squeezed, bent elastically
    (Simard, Steinkraus and Platt 2003, "Best practices for convolutional neural networks"), made
    ×0.6 to ×2 as thick, and at times cropped, blurred or noisy.

    Args:
        image: Shape (28, 28), uint8; bright ink on black.
        rng: Source of chance.

    Returns:
        Shape (28, 28), uint8.
    """
    if rng.random() < 0.2:
        return roughen(preprocess_bitmap(image).field, rng)
    bitmap = _warp(image, rng)
    chance = rng.random()
    if chance < 0.22:
        bitmap = _crop(bitmap, rng)  # as thick as it is: the flat edge tells that something is gone
    elif chance < 0.65:
        bitmap = thicken(bitmap, float(np.exp(rng.uniform(np.log(0.6), np.log(2.2)))))
    try:
        return see(bitmap, rng)
    except EmptyDrawingError:
        return preprocess_bitmap(image).field


def jitter(fields: Gray, rng: np.random.Generator) -> Gray:
    """Return fields of which most are a little turned, slanted, scaled and moved.

    It costs microseconds, so a field that is drawn once can be shown many times, never the same.

    Args:
        fields: Shape (n, 28, 28), uint8; left unchanged.
        rng: Source of chance.
    """
    moved = fields.copy()
    centre = (FIELD_SIDE_PX - 1) / 2
    for i in np.flatnonzero(rng.random(len(fields)) < 0.7):
        matrix = np.eye(2) + rng.normal(0, 0.04, (2, 2))
        shift = centre - matrix @ [centre, centre] + rng.normal(0, 0.25, 2)
        matrix = np.column_stack([matrix, shift])
        size = (FIELD_SIDE_PX, FIELD_SIDE_PX)
        cv2.warpAffine(fields[i], matrix, size, dst=moved[i], flags=cv2.INTER_CUBIC)
    return moved


def thicken(bitmap: Gray, factor: float) -> Gray:
    """Return a bitmap whose strokes are ``factor`` times as wide, as another pen would draw them.

    The outline is moved by the same distance everywhere. The stroke width is twice the median
    distance of the strokes' middle from their outline. Thin parts stay a line where narrower
    strokes would vanish.

    Args:
        bitmap: Shape (height, width), uint8; with room around the ink for wider strokes.
        factor: More than 0.

    Returns:
        The same shape, uint8, 0 or 255.
    """
    is_ink = bitmap > 127
    inside, outside = _depths(is_ink), _depths(~is_ink)
    # A ridge of the depth: nothing around lies deeper by more than the slope across a pixel.
    is_middle = is_ink & (inside >= cv2.dilate(inside, np.ones((3, 3), np.uint8)) - 0.5)
    if not is_middle.any():
        return bitmap
    moved = (factor - 1) * float(np.median(inside[is_middle]))
    return np.where((np.where(is_ink, -inside, outside) <= moved) | is_middle, 255, 0).astype(
        np.uint8
    )


def _depths(mask: NDArray[np.bool_]) -> Real:
    """Return how deep each pixel of a mask lies behind its outline; -0.5 outside of it."""
    depths = cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5)
    return np.asarray(depths - np.float32(0.5), np.float32)


def roughen(field: Gray, rng: np.random.Generator) -> Gray:
    """Return a field that is at times noisy, blurred, or not quite in its place.

    Such fields come from pictures whose specks or cut edges mislead the box and the mass.
    """
    chance = rng.random()
    if chance < 0.82:
        return field
    if chance < 0.9:
        noisy = field + rng.normal(0, rng.uniform(5, 40), field.shape)
        return np.clip(np.rint(noisy), 0, 255).astype(np.uint8)
    if chance < 0.93:
        return np.asarray(cv2.GaussianBlur(field, (0, 0), rng.uniform(0.4, 1.1)), np.uint8)
    zoom = rng.uniform(0.8, 1.05)
    shift = FIELD_SIDE_PX / 2 * (1 - zoom) + rng.uniform(-2, 2, 2)
    matrix = np.array([[zoom, 0, shift[0]], [0, zoom, shift[1]]])
    return np.asarray(cv2.warpAffine(field, matrix, field.shape, flags=cv2.INTER_LINEAR), np.uint8)


def photograph(bitmap: Gray, rng: np.random.Generator) -> Gray:
    """Return ink as a photograph of paper: uneven light, blur, grain, dark on light.

    Args:
        bitmap: Shape (height, width), uint8; 255 full ink.
        rng: Source of chance.

    Returns:
        A larger array, uint8.
    """
    margin = int(rng.integers(8, 40))
    ink = np.pad(bitmap, margin).astype(np.float32) / 255
    ink = np.asarray(cv2.GaussianBlur(ink, (0, 0), rng.uniform(0.5, 2.5)), np.float32)
    height, width = ink.shape
    slope = rng.uniform(-0.25, 0.25, 2)
    rows = np.linspace(-0.5, 0.5, height)[:, None]
    columns = np.linspace(-0.5, 0.5, width)[None, :]
    light = rng.uniform(120, 235) * (1 + slope[0] * rows + slope[1] * columns)
    darkness = rng.uniform(0.4, 0.9)
    grain = rng.normal(0, rng.uniform(1, 7), ink.shape)
    picture = np.asarray(light * (1 - darkness * ink) + grain)
    return np.asarray(np.clip(np.rint(picture), 0, 255), np.uint8)


def see(bitmap: Gray, rng: np.random.Generator) -> Gray:
    """Return the field of a bitmap that may have been scanned or photographed."""
    chance = rng.random()
    if chance < 0.06:  # cleaning a photograph takes as long as all else for ten digits
        try:
            return roughen(preprocess_gray(photograph(bitmap, rng)).field, rng)
        except EmptyDrawingError:
            return preprocess_bitmap(bitmap).field
    if chance < 0.5:
        bitmap = _scan(bitmap, rng)
    left, top, right, bottom = ink_extent(bitmap)
    return roughen(fit_to_field(bitmap[top:bottom, left:right]), rng)


def _scan(bitmap: Gray, rng: np.random.Generator) -> Gray:
    """Return a bitmap with uneven ink, softened and cut off at another brightness."""
    ink = np.pad(bitmap, 6).astype(np.float32)
    ink = np.asarray(cv2.GaussianBlur(ink, (0, 0), rng.uniform(0.6, 3.5)), np.float32)
    if rng.random() < 0.5:
        coarse = rng.uniform(0.5, 1.0, (6, 6)).astype(np.float32)
        ink *= cv2.resize(coarse, ink.shape[::-1], interpolation=cv2.INTER_CUBIC)
    if rng.random() < 0.5:
        ink += rng.normal(0, rng.uniform(4, 16), ink.shape).astype(np.float32)
    low = rng.uniform(40, 110)
    gain = rng.uniform(1.2, 5.0)
    return np.asarray(np.clip(np.rint((ink - low) * gain), 0, 255), np.uint8)


def _warp(image: Gray, rng: np.random.Generator) -> Gray:
    """Return a picture four times enlarged under one random affine and elastic distortion."""
    angle = np.radians(np.clip(rng.normal(0, 7.5), -15, 15))
    shear = np.clip(rng.normal(0, 0.12), -0.25, 0.25)
    zoom = np.exp(rng.uniform(-0.2, 0.2, 2))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    matrix = turn @ np.array([[1, shear], [0, 1]]) @ np.diag(zoom) / SUPERSAMPLING
    centre = (FIELD_SIDE_PX - 1) / 2
    matrix = matrix.astype(np.float32)
    x = matrix[0, 0] * _COLUMNS + matrix[0, 1] * _ROWS + np.float32(centre)
    y = matrix[1, 0] * _COLUMNS + matrix[1, 1] * _ROWS + np.float32(centre)
    if rng.random() < 0.7:
        size = rng.uniform(0.2, 1.3)
        x += _waves(rng) * np.float32(size)
        y += _waves(rng) * np.float32(size)
    bent = cv2.remap(image, x, y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT)
    return np.asarray(bent, np.uint8)


def _waves(rng: np.random.Generator) -> Real:
    """Return a smooth random field, shape (_WIDE, _WIDE), standard deviation about 0.5 px."""
    cells = int(rng.integers(5, 9))
    coarse = rng.normal(0, 0.8, (cells, cells)).astype(np.float32)
    return np.asarray(cv2.resize(coarse, (_WIDE, _WIDE), interpolation=cv2.INTER_CUBIC), np.float32)


def _crop(bitmap: Gray, rng: np.random.Generator) -> Gray:
    """Return a bitmap without 1 to 2.5 px (of 28) at one side of the ink.

    Every second time it is the upper side: there most digits differ.
    """
    left, top, right, bottom = ink_extent(bitmap)
    cut = int(rng.integers(SUPERSAMPLING, round(2.5 * SUPERSAMPLING) + 1))
    side = max(0, int(rng.integers(-2, 4)))
    cropped = bitmap[
        top + cut * (side == 0) : bottom - cut * (side == 1),
        left + cut * (side == 2) : right - cut * (side == 3),
    ]
    # A one is hardly wider than what would be cut from its side.
    return cropped if min(cropped.shape) > 3 * SUPERSAMPLING else bitmap


def _pressed(strokes: Strokes, pen: float, rng: np.random.Generator) -> Gray:
    """Return a bitmap drawn with a pen whose width follows a slowly changing pressure."""
    scale = (20 - pen) * SUPERSAMPLING
    margin = 10 * SUPERSAMPLING
    placed = [xy * scale for xy in to_unit(strokes)]
    low = np.concatenate(placed).min(axis=0) - margin
    high = np.concatenate(placed).max(axis=0) + margin
    width, height = (int(n) for n in np.ceil(high - low))
    bitmap = np.zeros((height, width), np.uint8)
    depth = rng.uniform(0.2, 0.5)
    for xy in placed:
        way = smooth(xy - low, 2.0)
        phase, pace = rng.uniform(0, 6.3), rng.uniform(0.02, 0.08)
        widths = pen * SUPERSAMPLING * (1 + depth * np.sin(phase + pace * np.arange(len(way))))
        points = np.rint(way * 16).astype(int)
        for start, end, wide in zip(points, points[1:], widths, strict=False):
            cv2.line(bitmap, start.tolist(), end.tolist(), 255, max(1, round(wide)), shift=4)
    return bitmap if bitmap.any() else rasterise(strokes, pen)
