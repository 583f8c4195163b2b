"""How much a photograph's pixels differ from their ground, whatever the light on it.

A picture is light times reflectance (the retinex model, Land and McCann 1971): divided by an
estimate of the lit ground, shadows and the fall of light cancel and ink remains.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from model.clutter import drop_specks, inner_parts, stroke_width
from model.polarity import shrunk

Gray = NDArray[np.uint8]
Mask = NDArray[np.uint8]
Contrast = NDArray[np.float32]

_LIGHT_SIDE_PX = 256
"""Light changes slowly: its estimate needs no more than this."""

_SURFACE_SIDE_PX = 48
"""Enough for the six numbers of a quadratic surface."""

_EVEN = 160
"""Grey level of evenly lit ground; what is brighter has room up to 255."""

_MOSTLY_GROUND = 0.75
"""Share of the picture that must lie near the surface; bold ink or a shadow would bend it."""

_WIDEST_STROKE = 0.5
"""Share of the longer side; what is wider is ground or shadow, never a stroke.

The boldest pen that is read (6 of 28) in a crop without margin is 6/20 = 0.3 wide, and more
where strokes meet, as in an 8.
"""

_WIDE = 0.1
"""Share of the longer side; what is wider is a shadow rather than a stroke, if there is narrower
ink on the page."""

_SUBSTANCE = 0.06
"""Share of the longer side; the least length of such ink."""

_WITHIN = 0.15
"""Least contrast of ink within a shadow that counts."""

_LARGEST_DISC_PX = 31
"""Side of a round kernel; larger ones would take too long."""

_PATCHES = 8
"""Most patches along a side of the picture in which noise is measured."""

_LEAST_PATCH_PX = 24

LEAST_CONTRAST = 0.08
"""Share of the paper's brightness; hard pencil on white paper is at least 0.1 darker."""

NOISE_SIGMAS = 6.0
"""Noise of a normal distribution passes this once in 10⁹ pixels; paper has longer tails."""

INK_SHARE = 0.45
"""Contrast of a pixel that counts as ink, as a share of the ink's typical contrast."""


def contrast_with_ground(gray: Gray, *, bright_ink: bool) -> Contrast:
    """Return how much each pixel differs from its ground, as a share of the ground's brightness.

    The ground is a closing (for dark ink) or an opening: what is narrower than its kernel is
    filled from its surroundings, larger shadows stay. A first look with a kernel for the boldest
    pen shows how wide the strokes are; a kernel for that width then follows the light closely.
    """
    small = np.asarray(cv2.medianBlur(shrunk(gray, _LIGHT_SIDE_PX), 3), np.uint8)
    light = _smooth_light(small)
    even = np.clip(np.rint(small * (_EVEN / light)), 0, 255).astype(np.uint8)
    widest = max(3, round(_WIDEST_STROKE * max(small.shape)))
    first = _against(even, _ground(even, widest, bright_ink=bright_ink), bright_ink=bright_ink)
    middle, noise = ground_noise(first)
    first -= middle
    floor = max(LEAST_CONTRAST, NOISE_SIGMAS * noise)
    mask = first > max(floor, INK_SHARE * typical_contrast(first, floor))
    pen = _pen_width(mask.astype(np.uint8), even, floor, bright_ink=bright_ink)
    kernel = min(widest, round(4 * pen) + 5)
    ground = _ground(even, kernel, bright_ink=bright_ink) * (light / _EVEN)
    height, width = gray.shape
    full = cv2.resize(ground, (width, height), interpolation=cv2.INTER_LINEAR)
    return _against(gray, np.asarray(full, np.float32), bright_ink=bright_ink)


def _pen_width(mask: Mask, even: Gray, floor: float, *, bright_ink: bool) -> float:
    """Return the width of the strokes in a mask, in pixels, whatever wide shadows it shows, too.

    Args:
        mask: Shape (height, width), uint8; 1 where strokes of any width, or shadows, are.
        even: Same shape, uint8; the picture, in which strokes inside a shadow can be seen.
        floor: The least contrast that counts as ink.
        bright_ink: Whether the ink is brighter than its ground.
    """
    longest = max(mask.shape)
    wide = round(_WIDE * longest) | 1
    broad = np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, _disc(wide)), np.uint8)
    if broad.any():
        # What hugs its edges is of itself.
        edge = _disc(wide // 2 | 1)
        near = np.asarray(cv2.dilate(broad, edge), np.uint8)
        core = np.asarray(cv2.erode(inner_parts(broad), edge), np.uint8)
        inside = _against(even, _ground(even, wide, bright_ink=bright_ink), bright_ink=bright_ink)
        for ink in (mask & (1 - near), core & (inside > max(floor, _WITHIN))):
            narrow = drop_specks(ink.astype(np.uint8), 0.0, _SUBSTANCE * longest)
            if narrow.any():
                return stroke_width(narrow)
    return stroke_width(mask)


def _smooth_light(small: Gray) -> Contrast:
    """Return the quadratic surface that most pixels lie near: the fall of light over the page.

    A closing leaves a dark rim where the light falls off towards the edge of the picture; divided
    by this surface first, it does not. Ink counts little: weights are Cauchy's (iteratively
    reweighted least squares, Holland and Welsch 1977).
    """
    tiny = shrunk(small, _SURFACE_SIDE_PX)
    shape = _quadratic(tiny.shape)
    values = tiny.astype(np.float64).ravel()
    terms = np.linalg.lstsq(shape, values, rcond=None)[0]
    for _ in range(5):
        off = values - shape @ terms
        spread = max(1.0, 1.4826 * float(np.median(np.abs(off))))
        weighted = shape / (1 + (off / spread) ** 2)[:, None]
        terms = np.linalg.lstsq(weighted.T @ shape, weighted.T @ values, rcond=None)[0]
    fitted = shape @ terms
    if float((np.abs(values - fitted) < 0.05 * np.abs(fitted)).mean()) < _MOSTLY_GROUND:
        return np.full(small.shape, _EVEN, np.float32)
    surface = (_quadratic(small.shape) @ terms).reshape(small.shape)
    return np.asarray(np.clip(surface, 0.25 * surface.max(), None), np.float32)


def _quadratic(shape: tuple[int, ...]) -> NDArray[np.float64]:
    height, width = shape
    y, x = (axis.ravel() for axis in np.mgrid[-1 : 1 : 1j * height, -1 : 1 : 1j * width])
    return np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=1)


def _ground(small: Gray, kernel_px: int, *, bright_ink: bool) -> Contrast:
    """Return the lit ground of a small picture, what is narrower than a kernel filled."""
    if bright_ink:
        return np.asarray(255 - _ground(255 - small, kernel_px, bright_ink=False), np.float32)
    # A round kernel leaves the corners of turned shadows as they are, a square one those of the
    # picture. Square ones fall into rows and columns, so that large ones take no longer.
    ground = _closed(small, np.ones((kernel_px, kernel_px), np.uint8))
    if kernel_px <= _LARGEST_DISC_PX:
        ground = np.minimum(ground, _closed(small, _disc(kernel_px)))
    blur = max(small.shape) / 128
    # Softened, the edge of a shadow would seem ink on its dark side, so it first moves outwards.
    ground = np.asarray(cv2.erode(ground, _disc(2 * round(1.5 * blur) + 1)), np.uint8)
    return np.asarray(cv2.GaussianBlur(ground.astype(np.float32), (0, 0), blur), np.float32)


def _closed(small: Gray, kernel: NDArray[np.uint8]) -> Gray:
    return np.asarray(cv2.morphologyEx(small, cv2.MORPH_CLOSE, kernel), np.uint8)


def _disc(side_px: int) -> NDArray[np.uint8]:
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side_px, side_px)), np.uint8)


def _against(gray: Gray, ground: Contrast, *, bright_ink: bool) -> Contrast:
    if bright_ink:
        # A board is nearly black; the offset keeps its noise from being blown up.
        return np.asarray((gray - ground) / (ground + 32), np.float32)
    return np.asarray((ground - gray) / np.maximum(ground, 16), np.float32)


def ground_noise(contrast: Contrast) -> tuple[float, float]:
    """Return the middle and the standard deviation of the contrast of bare ground.

    Each patch of the picture tells both by its lower tail, so that they hold where ink covers most
    of a tight crop: of a normal distribution, 5 % lie 1.645 deviations below the middle and 20 %
    lie 0.842 below. Most patches are free of the edges of shadows, and a good share of them of ink.
    """
    step = max(1, round(max(contrast.shape) / 500))
    sample = contrast[::step, ::step]
    rows, columns = (max(1, min(_PATCHES, side // _LEAST_PATCH_PX)) for side in sample.shape)
    height, width = sample.shape[0] // rows, sample.shape[1] // columns
    patches = sample[: rows * height, : columns * width].reshape(rows, height, columns, width)
    tail, shoulder = np.percentile(patches, (5, 20), axis=(1, 3))
    noise = (shoulder - tail) / (1.645 - 0.842)
    middle = shoulder + 0.842 * noise
    return float(np.percentile(middle, 25)), float(np.median(noise))


def typical_contrast(contrast: Contrast, floor: float) -> float:
    """Return the contrast of the strongest ink, or ``floor`` where there is none.

    A mean that each pixel enters with the cube of its contrast: thin dark ink outweighs the
    remains of wide pale shadows, but a few black specks do not outweigh pencil.
    """
    strong = contrast[contrast > floor]
    cubes = strong**3
    return float((cubes * strong).sum() / cubes.sum()) if len(strong) else floor
