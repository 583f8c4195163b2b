"""Photographs of digits and numbers that held-out people drew, the same for the same seed."""

from dataclasses import replace
from enum import Enum

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.compose import Number
from tests.model.pictures import SCENES, Scene, photograph, render

Gray = NDArray[np.uint8]
Field = NDArray[np.float32]

_DIGIT_PX = 130
"""Height of the digits; pages of a telephone's camera, reduced, have them as large or larger."""

_PEN_28 = (1.0, 1.8)
_SQUARE_PX = (28.0, 60.0)
_RULE = (0.45, 0.75)
"""Share of the light that a ruled line leaves."""

_SHADOW = (0.4, 0.7)
"""Share of the light that a shadow leaves."""

_TABLE = {"dark": (0.05, 0.2), "light": (0.6, 0.8)}
_TURN_DEGREES = 5.0


class Photo(Enum):
    """What is difficult about a photograph."""

    GOOD = "good light, plain paper"
    PENCIL = "pencil"
    CHALK = "chalk on a board"
    RULED = "ruled paper"
    SQUARED = "squared paper, squares smaller than the digits"
    PHONE = "the shadow of a phone"
    DARK_TABLE = "a sheet on a dark table"
    LIGHT_TABLE = "a sheet on a light table"


def photographed(number: Number, photo: Photo, rng: np.random.Generator) -> Gray:
    """Return a photograph of what was written, shape (height, width), uint8."""
    strokes = [stroke.xy for stroke in number.ink.strokes]
    box = np.ptp(np.concatenate(strokes), axis=0)
    longest = round(_DIGIT_PX * max(1.0, float(box[0] / max(box[1], 1e-9))))
    pen_28 = float(rng.uniform(*_PEN_28)) * _DIGIT_PX / longest
    margins = tuple(float(m) * _DIGIT_PX / longest for m in rng.uniform(0.8, 2.0, 4))
    left, top, right, bottom = margins
    drawn = render(strokes, longest, pen_28, (left, top, right, bottom))
    scene = {Photo.PENCIL: SCENES["pencil"], Photo.CHALK: SCENES["blackboard"]}.get(photo, Scene())
    page = photograph(drawn, replace(scene, gradient=float(rng.uniform(0, 0.4))), rng)
    lit = page.astype(np.float32)
    if photo in {Photo.RULED, Photo.SQUARED}:
        lit = lit * _ruling(page.shape, rng, squared=photo is Photo.SQUARED)
    if photo is Photo.PHONE:
        lit = lit * _phone(page.shape, rng)
    if photo in {Photo.DARK_TABLE, Photo.LIGHT_TABLE}:
        lit = _on_table(lit, _TABLE["dark" if photo is Photo.DARK_TABLE else "light"], rng)
    return np.clip(np.rint(lit), 0, 255).astype(np.uint8)


def _ruling(shape: tuple[int, ...], rng: np.random.Generator, *, squared: bool) -> Field:
    """Return the share of the light that printed lines leave."""
    height, width = shape
    step = float(rng.uniform(*_SQUARE_PX))
    lines = np.zeros(shape, np.uint8)
    tilt = float(rng.uniform(-0.04, 0.04))
    for y in np.arange(-0.04 * width, height + 0.04 * width, step):
        cv2.line(lines, (0, round(y)), (width, round(y + tilt * width)), 255, 2, cv2.LINE_AA)
    for x in np.arange(-0.04 * height, width + 0.04 * height, step) if squared else ():
        cv2.line(lines, (round(x), 0), (round(x - tilt * height), height), 255, 2, cv2.LINE_AA)
    soft = cv2.GaussianBlur(lines.astype(np.float32) / 255, (0, 0), 0.8)
    return np.asarray(1 - soft * (1 - rng.uniform(*_RULE)), np.float32)


def _phone(shape: tuple[int, ...], rng: np.random.Generator) -> Field:
    """Return the share of the light that is left where a phone, somewhere, is in the way."""
    height, width = shape
    middle = (float(rng.uniform(0, width)), float(rng.uniform(0, height)))
    sides = (0.5 * height, 0.9 * height)
    corners = cv2.boxPoints((middle, sides, float(rng.uniform(-40, 40))))
    light = np.ones(shape, np.float32)
    cv2.fillConvexPoly(light, np.rint(corners).astype(np.int32), float(rng.uniform(*_SHADOW)))
    return np.asarray(cv2.GaussianBlur(light, (0, 0), float(rng.uniform(2, 8))), np.float32)


def _on_table(page: Field, levels: tuple[float, float], rng: np.random.Generator) -> Field:
    """Return a page that lies, a little turned, on a table that shows on all sides."""
    height, width = page.shape
    edge = round(0.15 * height)
    size = (width + 2 * edge, height + 2 * edge)
    turn = cv2.getRotationMatrix2D(
        (width / 2, height / 2), float(rng.uniform(-_TURN_DEGREES, _TURN_DEGREES)), 1.0
    )
    turn[:, 2] += edge
    sheet = np.asarray(cv2.warpAffine(np.ones_like(page), turn, size), np.float32)
    turned = cv2.warpAffine(page, turn, size, borderMode=cv2.BORDER_REPLICATE)
    shade = cv2.GaussianBlur(np.roll(sheet, (4, 4), (0, 1)), (0, 0), 4.0)
    table = 255 * float(rng.uniform(*levels)) * (1 - 0.3 * shade)
    grain = np.asarray(rng.normal(0, 3, table.shape), np.float32)
    return np.asarray(turned * sheet + (table + grain) * (1 - sheet), np.float32)
