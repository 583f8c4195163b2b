from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.errors import SampleStoreError
from model.ink import Ink, Stroke, StrokePoint
from model.samples.sample import (
    LABELS,
    NOT_A_DIGIT,
    NewSample,
    Source,
    check_label,
    strokes_from_text,
    strokes_to_text,
)
from model.training import examples

NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
POINTS = st.builds(StrokePoint, NUMBERS, NUMBERS, NUMBERS, NUMBERS)
STROKES = st.lists(POINTS, min_size=1, max_size=5).map(lambda points: Stroke(tuple(points)))
INKS = st.lists(STROKES, max_size=3).map(lambda strokes: Ink(tuple(strokes)))

GOOD: dict[str, Any] = {
    "label": 3,
    "profile": "Ada",
    "source": Source.TEACH,
    "ink": Ink((Stroke((StrokePoint(1, 2),)),)),
}


@given(INKS)
def test_strokes_come_back_to_the_last_bit(ink: Ink) -> None:
    assert strokes_from_text(strokes_to_text(ink)) == ink


@pytest.mark.parametrize("text", ["", "[[[1,2,3", "7", "[[]]", "[[[1,2,3,4,5]]]", '[[["x",2]]]'])
def test_damaged_strokes_say_so(text: str) -> None:
    with pytest.raises(SampleStoreError, match="damaged"):
        strokes_from_text(text)


def test_training_means_the_same_by_not_a_digit() -> None:
    assert examples.NOT_A_DIGIT == NOT_A_DIGIT == LABELS[-1]


@pytest.mark.parametrize("label", [-1, 11, 255, True])
def test_labels_that_do_not_exist_are_refused(label: int) -> None:
    with pytest.raises(SampleStoreError, match="0 to 9"):
        check_label(label)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"label": 11}, "0 to 9"),
        ({"read_digit": -1}, "0 to 9"),
        ({"read_confidence": 1.2}, "between 0 and 1"),
        ({"read_confidence": float("nan")}, "between 0 and 1"),
        ({"profile": ""}, "name of a profile"),
        ({"profile": " Ada"}, "name of a profile"),
        ({"profile": "Ada\n"}, "name of a profile"),
        ({"profile": "A" * 101}, "at most 100"),
        ({"ink": None}, "either strokes or a picture"),
        ({"picture": b"\x89PNG\r\n\x1a\n"}, "either strokes or a picture"),
        ({"ink": Ink()}, "no ink"),
        ({"ink": Ink((Stroke((StrokePoint(float("inf"), 0),)),))}, "infinity"),
        ({"ink": Ink((Stroke((StrokePoint(0, 0, float("nan")),)),))}, "infinity"),
        ({"ink": None, "picture": b"GIF89a"}, "PNG"),
        ({"ink": None, "picture": b"\x89PNG\r\n\x1a\n" + bytes(5_000_000)}, "too large"),
        ({"created": datetime(2026, 1, 1)}, "time zone"),  # noqa: DTZ001 - what is refused here
    ],
)
def test_what_is_no_sample_is_refused(change: dict[str, Any], complaint: str) -> None:
    NewSample(**GOOD)
    with pytest.raises(SampleStoreError, match=complaint):
        NewSample(**GOOD | change)
