"""What stands on one page and must not change what is read elsewhere on it."""

import numpy as np
import pytest

from model.bundle import load_bundle
from model.ink import Ink, Stroke
from model.paths import bundled_model
from model.reader import Reader
from model.recognizer import Recognizer
from tests.model.pictures import digit_ink

HEIGHT = 300.0


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(Recognizer(load_bundle(bundled_model())))


def number(digits: str, size: float = 1.0, y: float = 0.0) -> tuple[Stroke, ...]:
    """Return digits side by side, ``size`` times 300 units tall, from ``y`` down."""
    strokes = (
        stroke.xy + np.array((place * 360.0, 0.0))
        for place, digit in enumerate(digits)
        for stroke in digit_ink(int(digit)).strokes
    )
    return tuple(Stroke.from_xy(xy * size + np.array((0.0, y))) for xy in strokes)


def scribble(x: float, height: float) -> Stroke:
    """Return a wild scribble to the right of ``x``, half of it above the line and half below."""
    turns = np.linspace(0, 9 * np.pi, 200)
    across = x + height * (0.5 + 0.02 * turns - 0.5 * np.cos(1.7 * turns))
    return Stroke.from_xy(np.column_stack([across, HEIGHT / 2 + height / 2 * np.sin(turns)]))


@pytest.mark.parametrize("height", [3.5, 4.5])
def test_a_scribble_beside_a_number_leaves_its_digits_as_they_are(
    reader: Reader, height: float
) -> None:
    strokes = number("31415926")
    alone = reader.read_ink(Ink(strokes)).digits
    beside = reader.read_ink(Ink((*strokes, scribble(8 * 360 + 200, height * HEIGHT)))).digits
    assert [digit.value for digit in alone] == [3, 1, 4, 1, 5, 9, 2, 6]
    found = {digit.strokes: digit.value for digit in beside}
    assert all(found.get(digit.strokes) == digit.value for digit in alone)


@pytest.mark.parametrize("size", [0.35, 0.25])
def test_a_smaller_number_under_a_larger_one_is_a_line_of_its_own(
    reader: Reader, size: float
) -> None:
    small = number("2038", size, y=HEIGHT * 1.4)
    assert reader.read_ink(Ink((*number("352"), *small))).text == "352\n2038"
