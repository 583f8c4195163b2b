"""How much a photograph's pixels differ from their ground, whatever the light on it.

A picture is light times reflectance (the retinex model, Land and McCann 1971): divided by an
estimate of the lit ground, shadows and the fall of light cancel and ink remains.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from model.clutter import stroke_width
from model.polarity import shrunk

Gray = NDArray[np.uint8]
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
    kernel = min(widest, round(4 * stroke_width(mask.astype(np.uint8))) + 5)
    ground = _ground(even, kernel, bright_ink=bright_ink) * (light / _EVEN)
    height, width = gray.shape
    full = cv2.resize(ground, (width, height), interpolation=cv2.INTER_LINEAR)
    return _against(gray, np.asarray(full, np.float32), bright_ink=bright_ink)


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
    operation = cv2.MORPH_OPEN if bright_ink else cv2.MORPH_CLOSE
    ground = cv2.morphologyEx(small, operation, np.ones((kernel_px, kernel_px), np.uint8))
    soft = cv2.GaussianBlur(ground.astype(np.float32), (0, 0), max(small.shape) / 128)
    return np.asarray(soft, np.float32)


def _against(gray: Gray, ground: Contrast, *, bright_ink: bool) -> Contrast:
    if bright_ink:
        # A board is nearly black; the offset keeps its noise from being blown up.
        return np.asarray((gray - ground) / (ground + 32), np.float32)
    return np.asarray((ground - gray) / np.maximum(ground, 16), np.float32)


def ground_noise(contrast: Contrast) -> tuple[float, float]:
    """Return the middle and the standard deviation of the contrast of bare ground.

    Both come from its lower tail, so that they hold where ink covers most of a tight crop: of a
    normal distribution, 5 % lie 1.645 deviations below the middle and 20 % lie 0.842 below.
    """
    step = max(1, round(max(contrast.shape) / 500))
    tail, shoulder = (float(n) for n in np.percentile(contrast[::step, ::step], (5, 20)))
    noise = (shoulder - tail) / (1.645 - 0.842)
    return shoulder + 0.842 * noise, noise


def typical_contrast(contrast: Contrast, floor: float) -> float:
    """Return the contrast of the strongest ink, or ``floor`` where there is none.

    A mean that each pixel enters with the cube of its contrast: thin dark ink outweighs the
    remains of wide pale shadows, but a few black specks do not outweigh pencil.
    """
    strong = contrast[contrast > floor]
    cubes = strong**3
    return float((cubes * strong).sum() / cubes.sum()) if len(strong) else floor
