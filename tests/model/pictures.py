"""Generated pictures of digits for tests: drawn clean, or photographed badly on purpose."""

import gzip
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from model.ink import Ink, Stroke, smooth

Gray = NDArray[np.uint8]
Strokes = Sequence[NDArray[np.float64]]

_TEMPLATES: dict[int, list[list[tuple[float, float]]]] = {
    0: [
        [(50, 2), (25, 12), (12, 50), (22, 88), (48, 98), (74, 88), (86, 50), (76, 14), (50, 2)],
    ],
    1: [[(30, 22), (52, 2), (52, 50), (52, 98)]],
    2: [
        [(15, 24), (30, 6), (52, 2), (74, 12), (78, 32), (62, 56), (36, 78), (14, 97)],
        [(14, 97), (50, 96), (84, 97)],
    ],
    3: [
        [(18, 14), (42, 2), (68, 8), (74, 26), (62, 42), (40, 48)],
        [(40, 48), (68, 54), (80, 72), (70, 91), (44, 98), (16, 88)],
    ],
    4: [[(56, 2), (36, 34), (12, 66), (50, 66), (88, 66)], [(64, 36), (64, 66), (64, 98)]],
    5: [
        [(28, 4), (26, 24), (22, 46), (46, 40), (72, 50), (80, 70), (66, 92), (40, 98), (16, 90)],
        [(28, 4), (50, 4), (78, 3)],
    ],
    6: [
        [(68, 3), (42, 20), (24, 50), (20, 76), (36, 96), (60, 97), (76, 80), (70, 60), (48, 53)],
        [(48, 53), (32, 60), (21, 74)],
    ],
    7: [[(14, 6), (50, 4), (84, 5), (64, 40), (48, 70), (38, 98)]],
    8: [
        [(54, 48), (28, 34), (26, 14), (50, 2), (72, 14), (70, 32), (54, 48), (28, 62)],
        [(28, 62), (20, 80), (32, 96), (56, 98), (78, 86), (78, 66), (54, 48)],
    ],
    9: [
        [(76, 24), (60, 6), (38, 4), (22, 18), (24, 38), (42, 48), (62, 42), (76, 24)],
        [(76, 24), (74, 56), (68, 98)],
    ],
}


def digit_strokes(digit: int) -> list[NDArray[np.float64]]:
    """Return the strokes of a written digit in a box of 100 × 100, each of shape (n, 2)."""
    return [np.array(stroke, dtype=np.float64) for stroke in _TEMPLATES[digit]]


def digit_ink(digit: int, scale: float = 3.0, at: tuple[float, float] = (0.0, 0.0)) -> Ink:
    """Return a written digit as ink, ``100 * scale`` canvas units tall."""
    strokes = digit_strokes(digit)
    return Ink(tuple(Stroke.from_xy(stroke * scale + np.array(at)) for stroke in strokes))


def render(
    strokes: Strokes,
    height_px: int = 400,
    pen_28: float = 2.5,
    margin: float | tuple[float, float, float, float] = 0.3,
) -> Gray:
    """Return strokes drawn as a paint program would: 0 is blank, 255 ink, edges anti-aliased.

    Args:
        strokes: Positions, shape (n, 2) each.
        height_px: Longer side of the ink, its width included.
        pen_28: Pen width in pixels of the 28×28 field (the ink's longer side is 20 there).
        margin: Share of ``height_px`` left free: on all sides, or left, top, right, bottom.
    """
    left, top, right, bottom = (margin,) * 4 if isinstance(margin, (int, float)) else margin
    every = np.concatenate(list(strokes))
    low, high = every.min(axis=0), every.max(axis=0)
    pen = max(1.0, pen_28 * height_px / 20)
    scale = (height_px - pen) / max(float((high - low).max()), 1e-9)
    width, height = np.ceil((high - low) * scale + pen).astype(int)
    # Drawn larger and averaged: that is what anti-aliasing means, at every pen width.
    fine = 4 if height_px <= 800 else 1
    bitmap = np.zeros((height * fine, width * fine), np.uint8)
    for stroke in strokes:
        placed = smooth((stroke - low) * scale, 4.0) * fine + pen * fine / 2
        line = np.rint(placed * 16).astype(np.int32).reshape(-1, 1, 2)
        thickness = max(1, round(pen * fine))
        kind = cv2.LINE_8 if fine > 1 else cv2.LINE_AA
        cv2.polylines(bitmap, [line], False, 255, thickness, kind, 4)
    ink = cv2.resize(bitmap, (int(width), int(height)), interpolation=cv2.INTER_AREA)
    above, below, before, after = (round(n * height_px) for n in (top, bottom, left, right))
    return np.pad(_gray(ink), ((above, below), (before, after)))


@dataclass(frozen=True, slots=True)
class Scene:
    """How badly a page is photographed. The defaults are a good picture of dark ink on paper.

    Attributes:
        paper: Reflectance of the ground, 0–1; above ``pigment`` for dark ink on light.
        pigment: Reflectance of the ink.
        gradient: Share of light lost across the page.
        shadow: Share of light lost in a soft-edged shadow.
        vignette: Share of light lost in the corners.
        blur: Standard deviation of the lens blur, in pixels.
        noise: Standard deviation of the sensor noise, in grey levels.
        grain: Standard deviation of the paper's texture, as a share of its reflectance.
        texture: How uneven a pencil's or chalk's line is, 0–1.
        ruled: Ruled lines on the page.
        squared: Squares on the page.
        rule: Reflectance of those lines, 0–1.
        dust: Number of specks.
        table: A dark table shows beside the sheet.
        perspective: Shift of the corners as a share of the picture.
        jpeg: JPEG quality, or 0 for none.
    """

    paper: float = 0.85
    pigment: float = 0.15
    gradient: float = 0.1
    shadow: float = 0.0
    vignette: float = 0.0
    blur: float = 1.0
    noise: float = 2.0
    grain: float = 0.01
    texture: float = 0.0
    ruled: bool = False
    squared: bool = False
    rule: float = 0.6
    dust: int = 0
    table: bool = False
    perspective: float = 0.0
    jpeg: int = 85


SCENES: dict[str, Scene] = {
    "good": Scene(),
    "gradient": Scene(gradient=0.6),
    "shadow": Scene(shadow=0.5, gradient=0.2),
    "vignette": Scene(vignette=0.6),
    "blur": Scene(blur=4.0),
    "noise": Scene(noise=12.0, jpeg=0),
    "grain": Scene(grain=0.05),
    "pencil": Scene(pigment=0.6, texture=0.5, noise=3.0),
    "faint": Scene(pigment=0.7, noise=3.0, gradient=0.3),
    "ruled": Scene(ruled=True),
    "squared": Scene(squared=True),
    "dark lines": Scene(squared=True, rule=0.3, noise=3.0),
    "dust": Scene(dust=40),
    "table": Scene(table=True),
    "perspective": Scene(perspective=0.06, gradient=0.3),
    "jpeg": Scene(jpeg=40),
    "blackboard": Scene(paper=0.15, pigment=0.75, texture=0.5, grain=0.06),
    "whiteboard": Scene(paper=0.95, pigment=0.3, gradient=0.3, noise=4.0, grain=0.0),
    "dim": Scene(paper=0.35, pigment=0.08, noise=4.0),
    "everything": Scene(
        pigment=0.4,
        gradient=0.4,
        shadow=0.35,
        vignette=0.3,
        blur=1.5,
        noise=5.0,
        grain=0.02,
        texture=0.3,
        ruled=True,
        dust=10,
        perspective=0.03,
        jpeg=60,
    ),
}
"""Photographs that people take, by what is wrong with them."""


def photograph(ink: Gray, scene: Scene, rng: np.random.Generator) -> Gray:
    """Return a photograph of ink on a page; the page ends where ``ink`` does.

    Args:
        ink: Shape (height, width), uint8; 0 blank, 255 ink.
        scene: What goes wrong.
        rng: Where the shadow falls, and the noise.
    """
    height, width = ink.shape
    ground = np.full(ink.shape, scene.paper, np.float32)
    ground *= 1 + scene.grain * _texture(ink.shape, 1.5, rng)
    ground = _with_lines(ground, scene, rng)
    cover = ink.astype(np.float32) / 255
    if scene.texture:
        patchy = np.clip(0.8 + 0.5 * _texture(ink.shape, max(1.0, width / 150), rng), 0, 1)
        cover = np.asarray(cover * (1 - scene.texture + scene.texture * patchy), np.float32)
    page = np.asarray(ground + (scene.pigment - ground) * cover, np.float32)
    for _ in range(scene.dust):
        x, y = int(rng.integers(width)), int(rng.integers(height))
        radius = int(rng.integers(0, max(2, width // 250)))
        cv2.circle(page, (x, y), radius, scene.pigment, -1)
    if scene.table:
        page = _on_table(page, rng)
    page = _tilted(page, scene.perspective, rng)
    page = page * _light(ink.shape, scene, rng)
    if scene.blur:
        page = np.asarray(cv2.GaussianBlur(page, (0, 0), scene.blur), np.float32)
    noisy = page * 255 + rng.normal(0, scene.noise, ink.shape)
    return _compressed(np.clip(np.rint(noisy), 0, 255).astype(np.uint8), scene.jpeg)


def blank_page(scene: Scene, shape: tuple[int, int], rng: np.random.Generator) -> Gray:
    """Return a photograph of a page on which nothing is written."""
    return photograph(np.zeros(shape, np.uint8), replace(scene, dust=0), rng)


def _texture(shape: tuple[int, ...], size: float, rng: np.random.Generator) -> NDArray[np.float32]:
    """Return smooth noise of mean 0 and standard deviation 1."""
    field = cv2.GaussianBlur(rng.normal(0, 1, shape).astype(np.float32), (0, 0), size)
    return np.asarray(field / max(float(field.std()), 1e-6), np.float32)


def _with_lines(
    ground: NDArray[np.float32], scene: Scene, rng: np.random.Generator
) -> NDArray[np.float32]:
    height, width = ground.shape
    thickness = max(1, round(min(height, width) / 300))
    step = max(12, round(min(height, width) / 4.3))
    page = ground.copy()
    if scene.ruled or scene.squared:
        tilt = rng.uniform(-0.015, 0.015) * width
        for y in range(int(rng.integers(step)), height, step):
            cv2.line(page, (0, y), (width, round(y + tilt)), scene.rule, thickness, cv2.LINE_AA)
    if scene.squared:
        tilt = rng.uniform(-0.015, 0.015) * height
        for x in range(int(rng.integers(step)), width, step):
            cv2.line(page, (x, 0), (round(x + tilt), height), scene.rule, thickness, cv2.LINE_AA)
    return page


def _on_table(page: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """Return the page with strips of a dark table at two of its edges, a little askew."""
    height, width = page.shape
    strip, lean = 0.07 * width, 0.02 * width
    out = page.copy()
    wood = 0.22 * (1 + 0.15 * _texture(page.shape, 4.0, rng))
    corners = np.array([(0, 0), (strip, 0), (strip + lean, height), (0, height)])
    below = np.array([(0, height), (0, height - strip), (width, height - strip - lean)])
    mask = np.zeros(page.shape, np.uint8)
    cv2.fillPoly(mask, [corners.astype(np.int32)], 1)
    cv2.fillPoly(mask, [np.vstack([below, [(width, height)]]).astype(np.int32)], 1)
    out[mask > 0] = wood[mask > 0]
    return out


def _tilted(
    page: NDArray[np.float32], amount: float, rng: np.random.Generator
) -> NDArray[np.float32]:
    if not amount:
        return page
    height, width = page.shape
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    moved = corners + rng.uniform(-amount, amount, (4, 2)) * (width, height)
    matrix = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    return np.asarray(
        cv2.warpPerspective(page, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)
    )


def _light(shape: tuple[int, ...], scene: Scene, rng: np.random.Generator) -> NDArray[np.float32]:
    height, width = shape
    y, x = np.mgrid[0 : 1 : 1j * height, 0 : 1 : 1j * width].astype(np.float32)
    angle = rng.uniform(0, 2 * np.pi)
    along = (x - 0.5) * np.cos(angle) + (y - 0.5) * np.sin(angle)
    light = 1 - scene.gradient * (along + 0.7) / 1.4
    light *= 1 - scene.vignette * np.clip(((x - 0.5) ** 2 + (y - 0.5) ** 2) * 2, 0, 1) ** 1.5
    if scene.shadow:
        angle = rng.uniform(0, 2 * np.pi)
        across = (x - 0.5) * np.cos(angle) + (y - 0.5) * np.sin(angle)
        edge = rng.uniform(-0.25, 0.25)
        light *= 1 - scene.shadow / (1 + np.exp(-(across - edge) / 0.02))
    return np.asarray(light, np.float32)


def _compressed(gray: Gray, quality: int) -> Gray:
    if not quality:
        return gray
    done, data = cv2.imencode(".jpg", gray, [cv2.IMWRITE_JPEG_QUALITY, quality])
    assert done
    return _gray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE))


def _gray(array: object) -> Gray:
    return np.asarray(array, dtype=np.uint8)


def data_folder() -> Path:
    """Return the folder of measuring data; skips the test where there is none."""
    folder = os.environ.get("INKDIGITS_DATA")
    if not folder:
        pytest.skip("INKDIGITS_DATA names no folder of measuring data")
    return Path(folder)


def mnist_test_digits(count: int) -> tuple[Gray, NDArray[np.int64]]:
    """Return the first MNIST test digits, shape (count, 28, 28), and their labels."""
    folder = data_folder() / "mnist"
    images = gzip.decompress((folder / "t10k-images-idx3-ubyte.gz").read_bytes())
    labels = gzip.decompress((folder / "t10k-labels-idx1-ubyte.gz").read_bytes())
    pixels = np.frombuffer(images, np.uint8, offset=16).reshape(-1, 28, 28)
    return pixels[:count], np.frombuffer(labels, np.uint8, offset=8)[:count].astype(np.int64)


def pen_digits(count: int, seed: int = 0) -> list[tuple[int, list[NDArray[np.float64]]]]:
    """Return a random choice of written digits: label and strokes."""
    data = (data_folder() / "pen" / "pendigits-train.json.gz").read_bytes()
    items = json.loads(gzip.decompress(data))
    chosen = np.random.default_rng(seed).choice(len(items), count, replace=False)
    return [
        (int(items[i]["label"]), [np.array(s, np.float64) for s in items[i]["strokes"] if s])
        for i in chosen
    ]
