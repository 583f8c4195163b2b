from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest

from model.geometry import Box
from model.ink import Stroke
from model.segmentation.cutting import cut_places, part_of
from model.segmentation.touching import Strokes, divide

LEFT = [(0.0, 0.0), (40.0, 0.0), (40.0, 100.0), (0.0, 100.0)]
RIGHT = [(60.0, 0.0), (100.0, 0.0), (100.0, 100.0), (60.0, 100.0)]


def liking(*wanted: Box) -> Callable[[Strokes], float]:
    """Return a recogniser that takes only what fills one of these boxes for a digit."""

    def cost(strokes: Strokes) -> float:
        box = Box.around(stroke.bounds for stroke in strokes)
        is_wanted = any(abs(box.x - other.x) + abs(box.right - other.right) < 8 for other in wanted)
        return 0.1 if is_wanted else 6.0

    return cost


def test_a_stroke_may_be_cut_where_the_pen_turns_and_not_at_its_ends() -> None:
    places = cut_places(Stroke.from_xy(LEFT))
    assert places == pytest.approx([1, 2], abs=0.1)
    assert cut_places(Stroke.from_xy([(0, 0), (100, 3)])) == []
    for xy in ([(5, 5)], [(5, 5), (5, 5)]):
        assert cut_places(Stroke.from_xy(xy)) == []


def test_samples_that_stand_still_do_not_move_the_places() -> None:
    stroke = Stroke.from_xy([LEFT[0], LEFT[0], LEFT[1], LEFT[1], LEFT[1], LEFT[2], LEFT[3]])
    for place in cut_places(stroke):
        near = part_of(stroke, 0, place).xy[-1]
        assert min(float(np.hypot(*(near - corner))) for corner in LEFT[1:3]) < 8


def test_the_parts_of_a_stroke_meet_where_it_is_cut() -> None:
    stroke = Stroke.from_xy(LEFT)
    first, second = part_of(stroke, 0, 1.25), part_of(stroke, 1.25, 3)
    assert first.xy.tolist() == [[0, 0], [40, 0], [40, 25]]
    assert second.xy.tolist() == [[40, 25], [40, 100], [0, 100]]


def test_a_curve_is_straight_from_each_place_to_the_next() -> None:
    angle = np.linspace(0, 2 * np.pi, 50)
    stroke = Stroke.from_xy(np.column_stack([np.cos(angle), np.sin(angle)]) * 50)
    places = cut_places(stroke)
    assert 4 <= len(places) <= 16
    for start, end in pairwise([0, *places, 49]):
        part = part_of(stroke, start, end).xy
        chord = part[-1] - part[0]
        off = (part - part[0]) @ np.array([-chord[1], chord[0]]) / np.hypot(*chord)
        assert np.abs(off).max() <= 0.035 * 100


def test_two_digits_in_one_stroke_are_cut_where_the_recogniser_likes_it() -> None:
    stroke = Stroke.from_xy(LEFT + RIGHT)
    row = divide([stroke], liking(Box(0, 0, 40, 100), Box(60, 0, 40, 100)))
    assert row is not None
    assert row.numbers == ((0,), (0,))
    left, right = (Box.around(s.bounds for s in digit) for digit in row.digits)
    assert left.right <= 45
    assert right.x >= 55  # the line between them belongs to neither


def test_strokes_that_are_digits_already_are_not_cut() -> None:
    strokes = [Stroke.from_xy(LEFT), Stroke.from_xy(RIGHT)]
    row = divide(strokes, liking(Box(0, 0, 40, 100), Box(60, 0, 40, 100)))
    assert row is not None
    assert row.digits == ((strokes[0],), (strokes[1],))
    assert row.cost == pytest.approx(0.2)


def test_what_no_recogniser_likes_is_not_divided() -> None:
    assert divide([Stroke.from_xy(LEFT + RIGHT)], lambda strokes: 5.0) is None


def test_a_wild_scribble_is_not_even_looked_at() -> None:
    def never(strokes: Strokes) -> float:
        raise AssertionError("asked")

    zigzag = [(3.0 * i, 100.0 * (i % 2)) for i in range(60)]
    assert divide([Stroke.from_xy(zigzag)] * 2, never) is None
    assert divide([Stroke.from_xy(LEFT)] * 500, never) is None
