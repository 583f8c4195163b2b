"""From any grayscale picture to clean ink: polarity, uneven light, paper, lines and specks.

Two kinds of picture come in. A picture drawn by a program has one exact background level and
keeps its anti-aliased edges as they are. Everything else is treated as a photograph: its ink is
how much darker than its paper it is (or brighter than its board), measured against an estimate
of the light, so that shadows cancel (the retinex model: a picture is light times reflectance).
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from model.clutter import (
    DRAWN_SPECK_AREA,
    PAPER_SPECK_AREA,
    drop_specks,
    page_clutter,
    stroke_width,
)

Gray = NDArray[np.uint8]
Contrast = NDArray[np.float32]

FAINT = 20
"""Grey levels; a picture with less contrast than this is blank."""

_FULL = 250
"""Drawn ink at least this bright is left alone: some MNIST digits peak at 254."""

_POLARITY_SIDE_PX = 128
"""Which way round a picture is shows at this size, where noise has been averaged away."""

_MOST_INK = 0.7
"""Share of a picture; what is more is paper, even if a dark table surrounds it."""

_LIGHT_SIDE_PX = 256
"""Light changes slowly: its estimate needs no more than this."""

_SURFACE_SIDE_PX = 48
"""Enough for the six numbers of a quadratic surface."""

_MOSTLY_GROUND = 0.75
"""Share of the picture that must lie near the surface; bold ink or a shadow would bend it."""

_EVEN = 160
"""Grey level of evenly lit ground; what is brighter has room up to 255."""

_WIDEST_STROKE = 0.5
"""Share of the longer side; what is wider is ground or shadow, never a stroke.

The boldest pen that is read (6 of 28) in a crop without margin is 6/20 = 0.3 wide.
"""

_LEAST_CONTRAST = 0.08
"""Share of the paper's brightness; hard pencil on white paper is at least 0.1 darker."""

_NOISE_SIGMAS = 5.0
"""Noise passes this many standard deviations about once in 10⁹ pixels."""

_INK_SHARE = 0.45
"""Contrast of a pixel that counts as ink, as a share of the ink's typical contrast."""

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
    JPEG all leave many more pixels just off the background. (Of the 10,000 MNIST test digits,
    the one with most has 1.9 faint pixels for one in mid-edge; the median is 0.35. Of generated
    photographs none has more than 0.2 exact background pixels for one that is off.)
    """
    bright = gray > _otsu(gray)
    if _bright_at_edges(bright) > 0:
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
    ink[drop_specks((ink > 0).astype(np.uint8), DRAWN_SPECK_AREA) == 0] = 0
    return ink.astype(np.uint8)


def _photographed_ink(gray: Gray) -> Gray:
    """Return the ink of a photograph or scan, its grain and clutter set to exactly 0."""
    contrast = _contrast(gray, bright_ink=_has_bright_ink(gray))
    longest = max(gray.shape)
    blur = float(np.clip(longest / 1000, 0.5, 1.5))
    contrast = cv2.GaussianBlur(contrast, (0, 0), blur).astype(np.float32)
    middle, noise = _ground_noise(contrast)
    contrast -= middle
    floor = max(_LEAST_CONTRAST, _NOISE_SIGMAS * noise)
    for _ in range(3):
        peak = _typical_contrast(contrast, floor)
        enough = max(floor, _INK_SHARE * peak)
        mask = (contrast > enough).astype(np.uint8)
        clutter = page_clutter(mask, (contrast > max(floor, enough / 2)).astype(np.uint8))
        if not clutter.any():
            break
        # What was hidden by stronger clutter shows in the next round.
        contrast[clutter > 0] = 0
    mask = drop_specks(mask, PAPER_SPECK_AREA)
    # The ramp reaches below the threshold, but only beside ink.
    reach = 2 * round(2 * blur) + 1
    beside = cv2.dilate(mask, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    low, high = (share * peak for share in _RAMP)
    ink = np.clip((contrast - low) * (255 / max(high - low, 1e-6)), 0, 255)
    ink[beside == 0] = 0
    return np.rint(ink).astype(np.uint8)


def _has_bright_ink(gray: Gray) -> bool:
    """Tell whether a photograph shows light ink on a dark board.

    Two signs are weighed: the edges of the picture are ground rather than ink, and against its
    surroundings ink stands out to one side (skewness). The weights were fitted to 800 generated
    photographs, half of them bright on dark or so; the offset is for the dark table and the
    dark corners that surround many sheets of paper but few boards.
    """
    small = _shrunk(gray, _POLARITY_SIDE_PX)
    bright = small > _otsu(small)
    if float(bright.mean()) > _MOST_INK:
        return False
    edges = _bright_at_edges(bright)
    window = max(3, max(small.shape) // 2 | 1)
    stands_out = small.astype(np.float32) - cv2.medianBlur(small, window)
    spread = float((stands_out**2).mean()) ** 1.5
    skewness = float((stands_out**3).mean()) / max(spread, 1e-6)
    return bool(0.7 * np.tanh(skewness / 2) - edges > 0.5)


def _bright_at_edges(bright: NDArray[np.bool_]) -> float:
    """Return how bright the outermost ring and the corners are: 1 all bright, -1 all dark.

    Right for each of 16,000 crops of digits without margin and with pens up to 6 of 28, where
    the bold ones have more ink than background.
    """
    height, width = bright.shape
    ring = np.concatenate([bright[0], bright[-1], bright[:, 0], bright[:, -1]])
    k = max(1, round(0.08 * min(height, width)))
    corners = (bright[:k, :k], bright[:k, -k:], bright[-k:, :k], bright[-k:, -k:])
    return float(ring.mean()) + float(np.mean([corner.mean() for corner in corners])) - 1


def _contrast(gray: Gray, *, bright_ink: bool) -> Contrast:
    """Return how much each pixel differs from its ground, as a share of the ground's brightness.

    The ground is a closing (for dark ink) or an opening: what is narrower than its kernel is
    filled from its surroundings, larger shadows stay. A first look with a kernel for the boldest
    pen shows how wide the strokes are; a kernel for that width then follows the light closely.
    """
    small = cv2.medianBlur(_shrunk(gray, _LIGHT_SIDE_PX), 3)
    light = _smooth_light(small)
    even = np.clip(np.rint(small * (_EVEN / light)), 0, 255).astype(np.uint8)
    widest = max(3, round(_WIDEST_STROKE * max(small.shape)))
    first = _against(even, _ground(even, widest, bright_ink=bright_ink), bright_ink=bright_ink)
    middle, noise = _ground_noise(first)
    floor = max(_LEAST_CONTRAST, _NOISE_SIGMAS * noise) + middle
    mask = first > max(floor, _INK_SHARE * _typical_contrast(first, floor))
    kernel = min(widest, round(4 * stroke_width(mask.astype(np.uint8))) + 5)
    ground = _ground(even, kernel, bright_ink=bright_ink) * light / _EVEN
    height, width = gray.shape
    ground = cv2.resize(ground, (width, height), interpolation=cv2.INTER_LINEAR)
    return _against(gray, ground, bright_ink=bright_ink)


def _smooth_light(small: Gray) -> Contrast:
    """Return the quadratic surface that most pixels lie near: the fall of light over the page.

    A closing leaves a dark rim where the light falls off towards the edge of the picture; divided
    by this surface first, it does not. Ink counts little: weights are Cauchy's (iteratively
    reweighted least squares, Holland and Welsch 1977).
    """
    tiny = _shrunk(small, _SURFACE_SIDE_PX)
    shape = _quadratic(tiny.shape)
    values = tiny.astype(np.float64).ravel()
    weights = np.ones_like(values)
    for _ in range(6):
        weighted = shape * weights[:, None]
        terms = np.linalg.lstsq(weighted.T @ shape, weighted.T @ values, rcond=None)[0]
        off = values - shape @ terms
        spread = max(1.0, 1.4826 * float(np.median(np.abs(off))))
        weights = 1 / (1 + (off / spread) ** 2)
    fitted = shape @ terms
    if float((np.abs(off) < 0.05 * np.abs(fitted)).mean()) < _MOSTLY_GROUND:
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
    return cv2.GaussianBlur(ground.astype(np.float32), (0, 0), max(small.shape) / 128)


def _against(gray: Gray, ground: Contrast, *, bright_ink: bool) -> Contrast:
    if bright_ink:
        # A board is nearly black; the offset keeps its noise from being blown up.
        return np.asarray((gray - ground) / (ground + 32), np.float32)
    return np.asarray((ground - gray) / np.maximum(ground, 16), np.float32)


def _ground_noise(contrast: Contrast) -> tuple[float, float]:
    """Return the middle and the standard deviation of the contrast of bare ground.

    Both come from its lower tail, so that they hold where ink covers up to two thirds of a tight
    crop: of a normal distribution, 5 % lie below -1.645 σ and 20 % below -0.842 σ.
    """
    step = max(1, round(max(contrast.shape) / 500))
    tail, shoulder = np.percentile(contrast[::step, ::step], (5, 20))
    noise = float(shoulder - tail) / (1.645 - 0.842)
    return float(shoulder) + 0.842 * noise, noise


def _typical_contrast(contrast: Contrast, floor: float) -> float:
    """Return the contrast of the strongest ink, or ``floor`` where there is none.

    A mean that each pixel enters with the cube of its contrast: thin dark ink outweighs the
    remains of wide pale shadows, but a few black specks do not outweigh pencil.
    """
    strong = contrast[contrast > floor]
    cubes = strong**3
    return float((cubes * strong).sum() / cubes.sum()) if len(strong) else floor


def _otsu(gray: Gray) -> float:
    """Return the threshold between the two classes of grey levels (Otsu 1979)."""
    return float(cv2.threshold(gray, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[0])


def _commonest(levels: Gray) -> int:
    return int(np.bincount(levels.ravel(), minlength=256).argmax())


def _shrunk(gray: Gray, longest_px: int) -> Gray:
    scale = longest_px / max(gray.shape)
    if scale >= 1:
        return gray
    height, width = gray.shape
    size = (max(3, round(width * scale)), max(3, round(height * scale)))
    return np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), np.uint8)
