from dataclasses import replace

from model.geometry import Box
from model.segmentation.evidence import Cutting, Seen, row_log_odds
from model.segmentation.partition import Likeness

WHOLE = Cutting(is_cut=False, several=True)
CUT = Cutting(is_cut=True, several=False, lead=0.5)


def seen(digit: int, x: float, sure: float = 0.999) -> Seen:
    return Seen(digit, sure, Likeness(sure * 0.95, 0.05), Box(x, 0, 60, 100))


def test_two_clear_digits_that_touch_are_a_row_and_two_doubtful_ones_are_not() -> None:
    clear = [seen(3, 0), seen(8, 55)]
    doubtful = [seen(3, 0, 0.6), seen(8, 55, 0.6)]
    assert row_log_odds(clear, 4.0, WHOLE) > 0 > row_log_odds(doubtful, 0.0, WHOLE)


def test_what_seems_to_be_ones_and_sevens_is_believed_less() -> None:
    arches = [seen(1, 0), seen(7, 30)]
    assert row_log_odds(arches, 1.0, CUT) < 0 < row_log_odds([seen(2, 0), seen(5, 55)], 1.0, CUT)


def test_a_stroke_that_is_cut_needs_more_than_strokes_that_are_kept_whole() -> None:
    row = [seen(2, 0), seen(5, 55)]
    assert row_log_odds(row, 1.0, CUT) < row_log_odds(row, 1.0, WHOLE)
    assert row_log_odds(row, 1.0, replace(CUT, lead=0.0)) < row_log_odds(row, 1.0, CUT)


def test_digits_stand_on_one_line() -> None:
    high = replace(seen(5, 55), box=Box(55, -50, 60, 100))
    assert row_log_odds([seen(2, 0), high], 1.0, CUT) < row_log_odds(
        [seen(2, 0), seen(5, 55)], 1.0, CUT
    )


def test_much_ink_speaks_for_several_digits() -> None:
    row = [seen(2, 0), seen(5, 55)]
    assert row_log_odds(row, 5.0, CUT) > row_log_odds(row, 0.0, CUT)


def test_digits_begin_at_the_top_and_the_last_leg_of_an_m_at_its_foot() -> None:
    row = [seen(1, 0), seen(1, 70)]
    legs = replace(CUT, lead=1.0, depth=1.0)
    assert row_log_odds(row, 4.0, legs) < row_log_odds(row, 4.0, replace(legs, depth=0.2)) - 1
