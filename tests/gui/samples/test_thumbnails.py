from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from gui.samples import thumbnail_cache
from gui.samples.sample_desk import SampleDesk, Thumbnails
from gui.samples.thumbnail_cache import ThumbnailCache
from gui.samples.thumbnails import Look, thumbnail
from model.ink import Ink, Stroke
from model.samples.formats.common import png_bytes
from model.samples.sample import NewSample, Source
from tests.gui.samples.conftest import sample

BLUE = QColor("blue").rgba()


def drawn(*points: tuple[float, float]) -> NewSample:
    ink = Ink((Stroke.from_xy(points),))
    return NewSample(label=1, profile="Me", source=Source.CANVAS, ink=ink)


def inked(image: QImage) -> set[tuple[int, int]]:
    """Return the pixels that are not transparent."""
    size = range(image.width())
    return {(x, y) for x in size for y in size if image.pixelColor(x, y).alpha() > 128}


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_strokes_are_drawn_in_the_screen_s_own_pixels(ratio: float) -> None:
    image = thumbnail(sample(8), Look(64, ratio, BLUE))
    assert image.width() == image.height() == 64 * ratio
    assert image.devicePixelRatio() == ratio
    assert image.pixelColor(0, 0).alpha() == 0
    xs, ys = zip(*inked(image), strict=True)
    assert max(ys) - min(ys) > 0.85 * image.height()
    assert abs((max(xs) + min(xs)) / 2 - image.width() / 2) < 2
    assert {image.pixelColor(x, y).name() for x, y in inked(image)} == {"#0000ff"}


@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e6])
def test_the_size_of_the_drawing_does_not_matter(scale: float) -> None:
    one = thumbnail(drawn((0, 0), (3, 10)), Look(64, 1.0, BLUE))
    other = thumbnail(drawn((5, 5), (5 + 3 * scale, 5 + 10 * scale)), Look(64, 1.0, BLUE))
    assert len(inked(one) ^ inked(other)) < 0.1 * len(inked(one))


def test_a_tap_is_a_dot_in_the_middle() -> None:
    spots = inked(thumbnail(drawn((7, 7)), Look(64, 1.0, BLUE)))
    assert (32, 32) in spots
    assert 10 < len(spots) < 60


def test_pictures_keep_their_shape_and_colours() -> None:
    picture = png_bytes(np.full((20, 10), 180, np.uint8))
    image = thumbnail(
        NewSample(label=1, profile="Me", source=Source.PICTURE, picture=picture),
        Look(64, 1.0, BLUE),
    )
    spots = inked(image)
    assert len(spots) == 64 * 32
    assert image.pixelColor(32, 32).name() == "#b4b4b4"
    damaged = NewSample(
        label=1, profile="Me", source=Source.PICTURE, picture=picture[:12] + bytes(20)
    )
    assert inked(thumbnail(damaged, Look(64, 1.0, BLUE))) == set()


class FakeDesk(SampleDesk):
    """Notes what it is asked to draw."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(Path("nowhere"), Path("nowhere"), parent)
        self.asked: list[list[int]] = []

    def make_thumbnails(self, ids: object, look: Look) -> None:
        assert isinstance(ids, list)
        self.asked.append(ids)

    def answer(self, ids: list[int], look: Look) -> None:
        image = QImage(4, 4, QImage.Format.Format_ARGB32)
        self.thumbnails_made.emit(Thumbnails(look, dict.fromkeys(ids, image)))


@pytest.fixture
def desk(qapp: object) -> Iterator[FakeDesk]:
    parent = QObject()
    yield FakeDesk(parent)
    parent.deleteLater()


def test_only_what_is_in_sight_is_drawn_and_no_more_than_a_batch_at_once(
    qtbot: QtBot, desk: FakeDesk
) -> None:
    cache = ThumbnailCache(desk, desk)
    look = Look(64, 1.0, BLUE)
    cache.set_look(look)
    for number in range(100):
        assert cache.pixmap(number) is None
    cache.begin_painting()  # all of that has been scrolled away
    for number in range(500, 540):
        cache.pixmap(number)
    qtbot.waitUntil(lambda: bool(desk.asked))
    assert desk.asked == [list(range(500, 524))]
    with qtbot.waitSignal(cache.arrived):
        desk.answer(desk.asked[0], look)
    assert cache.pixmap(500) is not None
    assert cache.pixmap(530) is None
    qtbot.waitUntil(lambda: len(desk.asked) == 2)


def test_another_look_forgets_what_was_drawn(qtbot: QtBot, desk: FakeDesk) -> None:
    cache = ThumbnailCache(desk, desk)
    light, dark = Look(64, 1.0, BLUE), Look(64, 2.0, BLUE)
    cache.set_look(light)
    desk.answer([1], light)
    assert cache.pixmap(1) is not None
    cache.set_look(dark)
    assert cache.pixmap(1) is None
    desk.answer([1], light)
    assert cache.pixmap(1) is None, "drawn for the look of before"
    qtbot.waitUntil(lambda: desk.asked == [[1]])


def test_the_memory_for_pictures_is_bounded(
    desk: FakeDesk, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(thumbnail_cache, "MOST_BYTES", 3 * 4 * 64 * 64)
    cache = ThumbnailCache(desk, desk)
    look = Look(64, 1.0, BLUE)
    cache.set_look(look)
    desk.answer([1, 2, 3], look)
    assert cache.pixmap(1) is not None  # used again, so it stays
    desk.answer([4], look)
    assert [cache.pixmap(number) is not None for number in (1, 2, 3, 4)] == [
        True,
        False,
        True,
        True,
    ]
    qtbot.waitUntil(lambda: desk.asked == [[2]])
