import pytest

from model.ink import Ink, Stroke, StrokePoint
from model.timeline import LONGEST_PAUSE_MS, Timeline


def stroke(*times: float) -> Stroke:
    """Return a stroke with a point at each time."""
    return Stroke(tuple(StrokePoint(float(i), 0.0, 0.5, time) for i, time in enumerate(times)))


FIRST = stroke(0, 10, 20, 30)
SECOND = stroke(130, 140, 150)
INK = Ink((FIRST, SECOND))


def points_at(timeline: Timeline, time_ms: float) -> list[int]:
    """Return how many points each stroke has at a moment."""
    return [len(stroke.points) for stroke in timeline.at(time_ms).strokes]


@pytest.mark.parametrize(
    ("time_ms", "points"),
    [(0, [1]), (10, [2]), (25, [3]), (30, [4]), (100, [4]), (130, [4, 1]), (150, [4, 3])],
)
def test_the_drawing_grows_as_it_was_made(time_ms: float, points: list[int]) -> None:
    assert points_at(Timeline(INK), time_ms) == points


def test_at_its_end_the_drawing_is_whole_and_its_strokes_are_the_same() -> None:
    timeline = Timeline(INK)
    assert timeline.duration_ms == 150
    whole = timeline.at(timeline.duration_ms)
    assert all(a is b for a, b in zip(whole.strokes, INK.strokes, strict=True))


def test_before_its_beginning_there_is_nothing() -> None:
    assert Timeline(INK).at(-1).is_blank
    assert Timeline(Ink()).at(5).is_blank
    assert Timeline(Ink()).duration_ms == 0


def test_long_pauses_are_shortened() -> None:
    timeline = Timeline(Ink((FIRST, stroke(60_000, 60_010))))
    assert timeline.duration_ms == 30 + LONGEST_PAUSE_MS + 10


def test_a_drawing_without_times_is_replayed_evenly() -> None:
    timeline = Timeline(Ink((stroke(0, 0, 0), stroke(0, 0))))
    assert points_at(timeline, 10) == [2]
    assert timeline.duration_ms == 40


def test_a_clock_that_ran_backwards_loses_no_ink() -> None:
    timeline = Timeline(Ink((stroke(100, 50, 120), stroke(10, 20))))
    assert timeline.at(timeline.duration_ms).strokes == timeline.ink.strokes
