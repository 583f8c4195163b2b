import io
import os
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from model.errors import PictureError
from model.images import FORMATS, LONGEST_SIDE_PX, Picture, decode, from_bytes, from_rgba
from model.preprocess import preprocess_gray
from tests.model.pictures import digit_strokes, render

Pixels = NDArray[np.uint8]

SEVEN = 255 - render(digit_strokes(7), 80)
"""Dark ink on white: not symmetric in any way, so that every turn shows."""


def saved(path: Path, image: Image.Image, **options: Any) -> Path:
    image.save(path, **options)
    return path


def field_of(picture: Picture) -> NDArray[np.float64]:
    return preprocess_gray(picture.gray).field.astype(np.float64)


def assert_reads_as_seven(picture: Picture) -> None:
    """The field is what the model sees; lossy formats may change it a little."""
    difference = np.abs(field_of(picture) - field_of(from_rgba(SEVEN))).mean()
    assert difference < 5, f"the field differs by {difference:.1f} grey levels"


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_is_read(tmp_path: Path, kind: str) -> None:
    path = saved(tmp_path / "seven", Image.fromarray(SEVEN), format=kind)

    picture = decode(path)

    assert picture.gray.dtype == np.uint8
    assert picture.gray.shape == SEVEN.shape
    assert picture.size == (SEVEN.shape[1], SEVEN.shape[0])
    assert picture.scale == 1
    assert picture.path == path
    assert_reads_as_seven(picture)


def test_lossless_gray_comes_back_exactly(tmp_path: Path) -> None:
    path = saved(tmp_path / "seven.png", Image.fromarray(SEVEN))

    assert np.array_equal(decode(path).gray, SEVEN)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "CMYK", "YCbCr", "LAB", "I", "F", "I;16"])
def test_every_colour_mode_is_read(tmp_path: Path, mode: str) -> None:
    gray = Image.fromarray(SEVEN)
    if mode == "I;16":
        image = Image.fromarray(SEVEN.astype(np.uint16) * 257)
    elif mode == "LAB":
        flat = np.full_like(SEVEN, 128)
        image = Image.fromarray(np.dstack([SEVEN, flat, flat]), mode="LAB")
    else:
        image = (
            gray.convert("RGB").convert(mode) if mode in {"CMYK", "YCbCr"} else gray.convert(mode)
        )

    assert image.mode == mode
    assert_reads_as_seven(decode(saved(tmp_path / "seven.tif", image)))


@pytest.mark.parametrize("mode", ["1", "P", "LA", "RGBA", "I;16"])
def test_png_of_every_depth_is_read(tmp_path: Path, mode: str) -> None:
    gray = Image.fromarray(SEVEN)
    deep = Image.fromarray(SEVEN.astype(np.uint16) * 257)
    image = deep if mode == "I;16" else gray.convert(mode)

    assert_reads_as_seven(decode(saved(tmp_path / "seven.png", image)))


@pytest.mark.parametrize("white", [1.0, 255.0, 4095.0, 65535.0])
def test_float_pictures_are_scaled_from_their_own_white(tmp_path: Path, white: float) -> None:
    image = Image.fromarray((SEVEN / 255 * white).astype(np.float32))

    gray = decode(saved(tmp_path / "seven.tif", image)).gray

    assert np.abs(gray.astype(int) - SEVEN).max() <= 1


def test_negative_and_undefined_values_are_survived(tmp_path: Path) -> None:
    values = SEVEN.astype(np.float32) - 300
    values[0, 0] = np.nan

    gray = decode(saved(tmp_path / "seven.tif", Image.fromarray(values))).gray

    assert gray[SEVEN == 0].max() < 60
    assert gray[SEVEN == 255][1:].min() > gray[SEVEN == 0].max() + 150


def test_cmyk_jpeg_is_read(tmp_path: Path) -> None:
    image = Image.fromarray(SEVEN).convert("RGB").convert("CMYK")

    assert_reads_as_seven(decode(saved(tmp_path / "seven.jpg", image, quality=95)))


@pytest.mark.parametrize("ink", [0, 120, 255], ids=["black", "gray", "white"])
@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_drawing_in_the_alpha_alone_is_read(tmp_path: Path, ink: int, mode: str) -> None:
    colour = np.full_like(SEVEN, ink)
    bands = [colour] * (len(mode) - 1)
    image = Image.fromarray(np.dstack([*bands, 255 - SEVEN]), mode=mode)

    assert_reads_as_seven(decode(saved(tmp_path / "seven.png", image)))


def test_transparent_ground_becomes_white() -> None:
    alpha = np.where(SEVEN < 255, 255, 0).astype(np.uint8)
    black_where_clear = np.where(SEVEN < 255, SEVEN, 0).astype(np.uint8)

    picture = from_rgba(np.dstack([black_where_clear] * 3 + [alpha]))

    assert np.array_equal(picture.gray, SEVEN)


def test_transparent_palette_colour_becomes_white(tmp_path: Path) -> None:
    image = Image.fromarray((SEVEN < 128).astype(np.uint8), mode="P")
    image.putpalette([0, 0, 0, 40, 40, 40])

    path = saved(tmp_path / "seven.gif", image, transparency=0)

    assert_reads_as_seven(decode(path))


def test_fully_transparent_picture_is_blank() -> None:
    picture = from_rgba(np.zeros((20, 30, 4), np.uint8))

    assert picture.gray.min() == picture.gray.max() == 255


@pytest.mark.parametrize(
    ("ground", "ink"),
    [
        ((0, 128, 0), (255, 0, 0)),
        ((200, 30, 30), (30, 110, 30)),
        ((255, 255, 255), (255, 240, 60)),
        ((255, 255, 0), (255, 255, 255)),
    ],
    ids=["red on green", "green on red", "yellow on white", "white on yellow"],
)
def test_ink_as_light_as_its_ground_is_seen(
    ground: tuple[int, int, int], ink: tuple[int, int, int]
) -> None:
    cover = 1 - SEVEN[..., None] / 255
    pixels = np.rint(np.array(ground) * (1 - cover) + np.array(ink) * cover).astype(np.uint8)

    assert_reads_as_seven(from_rgba(pixels))


def test_colours_become_luma() -> None:
    red = np.zeros((4, 4, 3), np.uint8)
    red[..., 0] = 255

    assert set(np.unique(from_rgba(red).gray)) == {76}


@pytest.mark.parametrize("turn", range(1, 9))
@pytest.mark.parametrize("name", ["seven.jpg", "seven.png", "seven.tif", "seven.webp"])
def test_exif_orientation_is_applied(tmp_path: Path, turn: int, name: str) -> None:
    # What a camera stores so that the tag's turn makes it upright (EXIF 2.32, 4.6.4).
    stored = {
        1: SEVEN,
        2: SEVEN[:, ::-1],
        3: SEVEN[::-1, ::-1],
        4: SEVEN[::-1],
        5: SEVEN.T,
        6: np.rot90(SEVEN),
        7: SEVEN[::-1, ::-1].T,
        8: np.rot90(SEVEN, -1),
    }[turn]
    exif = Image.Exif()
    exif[0x0112] = turn
    image = Image.fromarray(np.ascontiguousarray(stored))

    picture = decode(saved(tmp_path / name, image, exif=exif, quality=95))

    assert picture.size == (SEVEN.shape[1], SEVEN.shape[0])
    assert np.abs(picture.gray.astype(int) - SEVEN).mean() < 5


def test_damaged_metadata_does_not_matter(tmp_path: Path) -> None:
    path = saved(tmp_path / "seven.jpg", Image.fromarray(SEVEN), exif=b"Exif\0\0II*\0\xff\xff\xff")

    assert_reads_as_seven(decode(path))


@pytest.mark.parametrize("name", ["many.gif", "many.png", "many.webp", "many.tif"])
def test_first_frame_of_many_is_taken(tmp_path: Path, name: str) -> None:
    first, second = Image.fromarray(SEVEN), Image.new("L", SEVEN.shape[::-1], 255)

    path = saved(tmp_path / name, first, save_all=True, append_images=[second])

    assert_reads_as_seven(decode(path))


def test_content_decides_and_not_the_name(tmp_path: Path) -> None:
    assert_reads_as_seven(
        decode(saved(tmp_path / "seven.jpg", Image.fromarray(SEVEN), format="PNG"))
    )


@pytest.mark.parametrize("name", ["large.jpg", "large.png"])
def test_large_picture_is_reduced_and_says_by_how_much(tmp_path: Path, name: str) -> None:
    page = np.full((3024, 4032), 255, np.uint8)
    page[1000:1200, 3000:3040] = 0

    picture = decode(saved(tmp_path / name, Image.fromarray(page).convert("RGB")))

    assert max(picture.gray.shape) <= LONGEST_SIDE_PX
    assert picture.size == (4032, 3024)
    rows, columns = np.nonzero(picture.gray < 128)
    assert columns.min() / picture.scale == pytest.approx(3000, abs=4)
    assert (columns.max() + 1) / picture.scale == pytest.approx(3040, abs=4)
    assert rows.min() / picture.scale == pytest.approx(1000, abs=4)


def test_very_long_strip_keeps_at_least_a_pixel() -> None:
    picture = from_rgba(np.zeros((1, 50_000), np.uint8))

    assert picture.gray.shape == (1, LONGEST_SIDE_PX)


def test_pasted_bytes_are_read() -> None:
    buffer = io.BytesIO()
    Image.fromarray(SEVEN).save(buffer, "PNG")

    picture = from_bytes(buffer.getvalue())

    assert np.array_equal(picture.gray, SEVEN)
    assert picture.path is None


def test_array_is_copied() -> None:
    mine = SEVEN.copy()
    picture = from_rgba(mine)

    mine[:] = 7

    assert np.array_equal(picture.gray, SEVEN)


def png_claiming(width: int, height: int) -> bytes:
    """Return a PNG whose header promises more (or fewer) pixels than it holds."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(10))) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def png_bytes() -> bytes:
    buffer = io.BytesIO()
    noise = np.random.default_rng(0).integers(0, 255, (60, 60), dtype=np.uint8)
    Image.fromarray(noise).save(buffer, "PNG")
    return buffer.getvalue()


BAD_FILES = {
    "empty.png": (b"", "empty"),
    "text.png": (b"These are only words, and not a picture of anything.", "not a PNG"),
    "drawing.svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a PNG"),
    "paper.pdf": (b"%PDF-1.7\n", "not a PNG"),
    "cut.png": (png_bytes()[:900], "damaged or incomplete"),
    "head.png": (png_bytes()[:20], "damaged or incomplete"),
    "riff.webp": (b"RIFF\0\0\0\0WEBPVP8 ", "damaged or incomplete"),
    "bomb.png": (png_claiming(60_000, 60_000), "too large"),
    "large.png": (png_claiming(10_001, 10_000), "too large"),
    "lying.png": (png_claiming(300, 300), "damaged or incomplete"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_bad_file_gives_one_sentence_with_its_name(tmp_path: Path, name: str) -> None:
    data, trouble = BAD_FILES[name]
    (tmp_path / name).write_bytes(data)

    with pytest.raises(PictureError, match=trouble) as caught:
        decode(tmp_path / name)

    message = str(caught.value)
    assert name in message
    assert message.endswith(".")
    assert "\n" not in message
    assert len(message) < 120


@pytest.mark.parametrize("kind", FORMATS)
def test_truncated_file_of_every_format(tmp_path: Path, kind: str) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (90, 90), dtype=np.uint8)
    path = saved(tmp_path / "cut", Image.fromarray(noise), format=kind)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    with pytest.raises(PictureError, match="cut is damaged or incomplete"):
        decode(path)


@pytest.mark.parametrize("kind", FORMATS)
def test_altered_bytes_never_escape_as_another_error(tmp_path: Path, kind: str) -> None:
    rng = np.random.default_rng(1)
    path = saved(tmp_path / "altered", Image.fromarray(SEVEN).convert("RGB"), format=kind)
    good = np.frombuffer(path.read_bytes(), np.uint8)
    for _ in range(60):
        data = good.copy()
        data[rng.integers(0, min(len(data), 300), 6)] = rng.integers(0, 255, 6)
        try:
            picture = from_bytes(data.tobytes())
        except PictureError:
            continue
        assert picture.gray.ndim == 2


@pytest.mark.parametrize("size", [(0, 10), (10, 0)])
def test_picture_without_pixels(tmp_path: Path, size: tuple[int, int]) -> None:
    path = tmp_path / "nothing.png"
    path.write_bytes(png_claiming(*size))

    with pytest.raises(PictureError, match=r"nothing\.png"):
        decode(path)
    with pytest.raises(PictureError, match="no pixels"):
        from_rgba(np.zeros((*size, 4), np.uint8))


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(PictureError, match=r"There is no file .*seven\.png"):
        decode(tmp_path / "seven.png")


def test_folder(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()

    with pytest.raises(PictureError, match="pictures is a folder, not a picture"):
        decode(tmp_path / "pictures")


def test_file_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(tmp_path / "secret.png", Image.fromarray(SEVEN))
    path.chmod(0)
    if os.access(path, os.R_OK):  # an administrator may read everything
        monkeypatch.setattr(Path, "open", _refuse)

    with pytest.raises(PictureError, match=r"secret\.png cannot be opened: permission denied"):
        decode(path)


def _refuse(path: Path, *arguments: object, **options: object) -> None:
    raise PermissionError(13, "Permission denied", str(path))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_pipe_is_refused_rather_than_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(PictureError, match="pipe is not a regular file"):
        decode(tmp_path / "pipe")


@pytest.mark.parametrize("name", ["x" * 300 + ".png", "nu\0ll.png"])
def test_impossible_names(tmp_path: Path, name: str) -> None:
    with pytest.raises(PictureError):
        decode(tmp_path / name)


def test_empty_clipboard() -> None:
    with pytest.raises(PictureError, match="The pasted picture is empty"):
        from_bytes(b"", "The pasted picture")
