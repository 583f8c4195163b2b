"""Decodes picture files and pixels in memory, safely, into one grayscale form."""

import io
import struct
import warnings
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, UnidentifiedImageError

from model.errors import PictureError

Gray = NDArray[np.uint8]

FORMATS = ("PNG", "JPEG", "BMP", "GIF", "TIFF", "WEBP")
"""Pillow's names of the formats that are read; its other decoders are never offered a file."""

LONGEST_SIDE_PX = 2048
"""Pictures are reduced to this: the digits of a full page still have 40 px, and cleaning is quick.

A 12-megapixel photograph (4032 px) halves into it, which the JPEG decoder does for nothing.
"""

MOST_PIXELS = 100_000_000
"""Pictures with more are refused before decoding: 100 megapixels of RGBA are 400 MB."""

_MEGAPIXELS = MOST_PIXELS // 1_000_000

_SIGNATURES = (b"\x89PNG", b"\xff\xd8\xff", b"BM", b"GIF8", b"II*\0", b"MM\0*", b"RIFF")
"""First bytes of the formats above: a file with one of them is damaged rather than no picture."""

_FULL_SCALES = (1.0, 255.0, 4095.0, 65535.0)
"""White in float, 8-bit, 12-bit (cameras, scanners) and 16-bit pictures."""

_FAINT = 24
"""Grey levels; a picture with less contrast than this shows nothing."""

_EQUALLY_LIGHT = 0.35
"""Spread of luma as a share of that of a channel; red on white has 0.7, yellow on white 0.1."""

_LOOK_PX = 400

# What Pillow's decoders raise on damaged data: found by cutting and altering files.
_DAMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
    MemoryError,
    struct.error,
    zlib.error,
)


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A decoded picture, upright and gray.

    Attributes:
        gray: Shape (height, width), uint8, longest side at most ``LONGEST_SIDE_PX``.
        scale: Pixels of ``gray`` per pixel of the original, 0–1; divide a box in ``gray`` by it
            to get the box in the original.
        size: (width, height) of the original in pixels, upright.
        path: The file it came from, if any.
    """

    gray: Gray
    scale: float
    size: tuple[int, int]
    path: Path | None = None


def decode(path: Path) -> Picture:
    """Return the picture in a file; its content decides the format, not its name.

    Of an animation or a document with pages, the first is taken.

    Raises:
        PictureError: If the file is missing, unreadable, empty, no picture, damaged or too large.
    """
    try:
        if path.is_dir():
            raise PictureError(f"{path.name or path} is a folder, not a picture.")
        # Opening a pipe would wait for its writer for ever.
        if path.exists() and not path.is_file():
            raise PictureError(f"{path.name} is not a regular file.")
        with path.open("rb") as file:
            head = file.read(16)
            if not head:
                raise PictureError(f"{path.name} is empty.")
            file.seek(0)
            return _decode(file, head, path.name, path)
    except FileNotFoundError as error:
        raise PictureError(f"There is no file {path}.") from error
    except PermissionError as error:
        raise PictureError(f"{path.name} cannot be opened: permission denied.") from error
    except (OSError, ValueError) as error:  # a name too long or with a null byte, a lost drive
        reason = getattr(error, "strerror", None) or error
        raise PictureError(f"{path.name} cannot be opened: {reason}.") from error


def from_bytes(data: bytes, name: str = "The picture") -> Picture:
    """Return the picture in the bytes of a picture file, such as a clipboard's.

    Args:
        data: The whole file.
        name: How messages call it.

    Raises:
        PictureError: If the bytes are empty, no picture, damaged or too large.
    """
    if not data:
        raise PictureError(f"{name} is empty.")
    return _decode(io.BytesIO(data), data[:16], name, None)


def from_rgba(pixels: NDArray[np.uint8]) -> Picture:
    """Return the picture in an array of pixels.

    Args:
        pixels: Shape (height, width, 4) RGBA with straight alpha, (height, width, 3) RGB, or
            (height, width) gray; uint8.

    Raises:
        PictureError: If there are no pixels or too many.
    """
    height, width = pixels.shape[:2]
    _check_size("The picture", (width, height))
    return _picture(_to_gray(pixels), (width, height), None)


def _decode(file: BinaryIO, head: bytes, name: str, path: Path | None) -> Picture:
    try:
        with warnings.catch_warnings():
            # Sizes are checked here; faults in metadata do not matter, faults in pixels raise.
            warnings.simplefilter("ignore")
            with Image.open(file, formats=FORMATS) as image:
                size = image.size
                _check_size(name, size)
                _draft(image)
                image.load()
                turn = _orientation(image)
                gray = _upright(_to_gray(_pixels(image)), turn)
    except Image.DecompressionBombError as error:
        raise PictureError(f"{name} is too large: over {_MEGAPIXELS} megapixels.") from error
    except UnidentifiedImageError as error:
        raise PictureError(_unidentified(name, head)) from error
    except _DAMAGE as error:
        raise PictureError(f"{name} is damaged or incomplete and cannot be read.") from error
    return _picture(gray, size[::-1] if turn >= 5 else size, path)


def _check_size(name: str, size: tuple[int, int]) -> None:
    width, height = size
    if width < 1 or height < 1:
        raise PictureError(f"{name} has no pixels ({width} × {height}).")
    if width * height > MOST_PIXELS:
        raise PictureError(
            f"{name} is too large: {width} × {height} pixels, over {_MEGAPIXELS} megapixels."
        )


def _unidentified(name: str, head: bytes) -> str:
    if head.startswith(_SIGNATURES):
        return f"{name} is damaged or incomplete and cannot be read."
    return f"{name} is not a PNG, JPEG, BMP, GIF, TIFF or WebP picture."


def _draft(image: Image.Image) -> None:
    """Let the JPEG decoder halve a large photograph while it decodes: four times less work."""
    width, height = image.size
    factor = 1
    while max(width, height) / factor > 1.25 * LONGEST_SIDE_PX:
        factor *= 2
    if factor > 1:
        image.draft("L", (width // factor, height // factor))


def _orientation(image: Image.Image) -> int:
    """Return the EXIF orientation, 1–8; 1 is upright. Asked after loading: TIFF turns itself."""
    try:
        turn = image.getexif().get(ExifTags.Base.Orientation, 1)
    except _DAMAGE:
        return 1
    return turn if isinstance(turn, int) and 1 <= turn <= 8 else 1


def _upright(gray: Gray, turn: int) -> Gray:
    """Return the picture turned as EXIF 2.32 (section 4.6.4, tag Orientation) says."""
    if turn >= 5:
        gray = gray.T
    if turn in {3, 4, 7, 8}:
        gray = gray[::-1]
    if turn in {2, 3, 6, 7}:
        gray = gray[:, ::-1]
    return np.ascontiguousarray(gray)


def _pixels(image: Image.Image) -> NDArray[np.uint8]:
    """Return a loaded picture's first frame as gray, RGB or RGBA, reduced if it is very large."""
    if image.mode.startswith(("I", "F")):
        return _eight_bits(np.asarray(image, dtype=np.float32))
    if image.mode == "LAB":  # Pillow cannot convert it; its first channel is lightness
        image = image.getchannel(0)
    elif image.has_transparency_data:
        image = image.convert("RGBA")
    elif image.mode not in {"L", "RGB"}:
        image = image.convert("L" if image.mode == "1" else "RGB")
    factor = max(image.size) // LONGEST_SIDE_PX
    return np.asarray(image.reduce(factor) if factor > 1 else image)


def _eight_bits(values: NDArray[np.float32]) -> Gray:
    """Return a picture of unknown depth in 0–255: white is the smallest usual scale that fits."""
    finite = np.isfinite(values)
    if not finite.any():
        return np.zeros(values.shape, np.uint8)
    low, high = float(values[finite].min()), float(values[finite].max())
    values = np.where(finite, values, low)
    if low < 0 or high > _FULL_SCALES[-1]:
        values, high = values - low, high - low
    white = next((scale for scale in _FULL_SCALES if high <= scale), high)
    return np.asarray(np.rint(values * (255 / white)), np.uint8)


def _to_gray(pixels: NDArray[np.uint8]) -> Gray:
    """Return the luma (ITU-R BT.601) of pixels, transparent ones on white.

    Where colours are about equally light, as red is on green, it is the channel that shows most.
    """
    if pixels.ndim == 2:
        return np.array(pixels)
    if pixels.shape[2] == 3:
        channel = _telling_channel(pixels)
        if channel is not None:
            return np.array(pixels[:, :, channel])
        return _as_gray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY))
    luma = cv2.cvtColor(pixels, cv2.COLOR_RGBA2GRAY).astype(np.float32)
    alpha = pixels[:, :, 3]
    on_white = np.rint(255 + (luma - 255) * (alpha / np.float32(255))).astype(np.uint8)
    if np.ptp(on_white) < _FAINT <= np.ptp(alpha):
        # White ink on nothing: the drawing is in the alpha, so take that as black ink on white.
        return 255 - alpha
    return on_white


def _telling_channel(pixels: NDArray[np.uint8]) -> int | None:
    """Return the channel, 0–2, that shows much of which the luma of RGB pixels shows little."""
    step = max(1, round(max(pixels.shape[:2]) / _LOOK_PX))
    sample = np.ascontiguousarray(pixels[::step, ::step])
    spreads = sample.std(axis=(0, 1))
    luma = _as_gray(cv2.cvtColor(sample, cv2.COLOR_RGB2GRAY))
    best = int(spreads.argmax())
    return best if float(luma.std()) < _EQUALLY_LIGHT * float(spreads[best]) else None


def _as_gray(array: object) -> Gray:
    """Return OpenCV's answer, whose annotation allows any number, as the uint8 that it is."""
    return np.asarray(array, dtype=np.uint8)


def _picture(gray: Gray, size: tuple[int, int], path: Path | None) -> Picture:
    height, width = gray.shape
    shrink = LONGEST_SIDE_PX / max(height, width)
    if shrink < 1:
        target = (max(1, round(width * shrink)), max(1, round(height * shrink)))
        gray = _as_gray(cv2.resize(gray, target, interpolation=cv2.INTER_AREA))
    return Picture(gray, max(gray.shape) / max(size), size, path)
