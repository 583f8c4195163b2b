"""Training sees what the window reads: the same bytes, on a thousand digits of each kind."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from model.bundle import load_bundle
from model.ink import Ink, Stroke
from model.paths import bundled_model
from model.reader import Reader
from model.recognizer import Recognizer
from model.training.augment import distort, render
from model.training.bank import Material
from model.training.data import load_mnist
from model.training.pens import load_pendigits
from model.training.report import mnist_fields

COUNT = 1_000


class NoChance(np.random.Generator):
    """Draws the same number always, one that leaves a digit as it is."""

    def __init__(self, share: float) -> None:
        super().__init__(np.random.PCG64(0))
        self._share = share

    def random(self, *_: object, **__: object) -> float:  # type: ignore[override] # one of many forms
        return self._share


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(Recognizer(load_bundle(bundled_model())))


def assert_same(trained: list[NDArray[np.uint8]], read: list[NDArray[np.uint8]]) -> None:
    assert len(trained) == len(read) == COUNT
    different = [
        n for n, pair in enumerate(zip(trained, read, strict=True)) if (pair[0] != pair[1]).any()
    ]
    assert different == []


def test_drawings_are_trained_on_as_they_are_read(reader: Reader, data_dir: Path) -> None:
    drawings = load_pendigits(data_dir)[:COUNT]
    chance = NoChance(0.3)  # the half that is as the canvas gives it
    trained = [render(drawing.strokes, chance) for drawing in drawings]
    inks = [Ink(tuple(Stroke.from_xy(xy) for xy in each.strokes)) for each in drawings]
    assert_same(trained, [reader.read_ink_digit(ink).stages.field for ink in inks])


def test_pictures_are_trained_on_as_they_are_read(reader: Reader, data_dir: Path) -> None:
    images = load_mnist(data_dir).train_images[:COUNT]
    chance = NoChance(0.1)  # the share that is not distorted
    trained = [distort(image, chance) for image in images]
    assert_same(trained, [reader.read_picture_digit(image).stages.field for image in images])


def test_what_is_reported_is_what_is_read(reader: Reader, data_dir: Path) -> None:
    images = load_mnist(data_dir).test_images[:COUNT]
    material = Material(images, np.zeros(COUNT, np.uint8), [], [])
    measured = list(mnist_fields(material).images)
    assert_same(measured, [reader.read_picture_digit(image).stages.field for image in images])
