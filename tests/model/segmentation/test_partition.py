from collections.abc import Callable, Sequence

import numpy as np

from model.segmentation.partition import Likeness, Run, best_partition
from model.segmentation.pieces import Piece
from model.segmentation.strokes import rarity
from tests.model.segmentation.shapes import likeness, line, ring


def liking(*runs: Run) -> Callable[[Run], Likeness]:
    """Return a recogniser that is sure of these runs and of no other."""
    return lambda run: likeness(0.99 if run in runs else 0.02)


def indifferent(run: Run) -> Likeness:
    return likeness(0.9)


def never(run: Run) -> Likeness:
    raise AssertionError(f"asked about {run}")


def order(pieces: Sequence[Piece]) -> list[int]:
    return sorted(range(len(pieces)), key=lambda index: pieces[index].box.center[0])


FOUR = [line((30, 0), (0, 60), (70, 60)), line((45, 30), (45, 100))]
FIVE = [line((5, 0), (0, 40), (60, 60), (0, 100)), line((5, 0), (60, 2))]
SEVEN = [line((0, 0), (60, 0), (20, 100)), line((15, 50), (55, 50))]


def moved(pieces: Sequence[Piece], x: float) -> list[Piece]:
    return [line(*(piece.outline + np.array((x, 0)))) for piece in pieces]


def test_the_strokes_of_one_digit_join_by_their_geometry() -> None:
    for pieces in (FOUR, FIVE, SEVEN):
        assert best_partition(order(pieces), pieces, indifferent, 100.0) == [(0, 1)]


def test_digits_apart_stay_apart_without_asking() -> None:
    pieces = [ring(x, 0, 60, 100) for x in (0, 110, 220)]
    assert best_partition(order(pieces), pieces, never, 100.0) == [(0,), (1,), (2,)]


def test_a_crossbar_drawn_last_joins_its_seven() -> None:
    pieces = [SEVEN[0], *moved(SEVEN[:1], 100), ring(200, 0, 60, 100), SEVEN[1]]
    assert best_partition(order(pieces), pieces, indifferent, 100.0) == [(0, 3), (1,), (2,)]


def test_the_recogniser_decides_where_digits_nearly_touch() -> None:
    pieces = [ring(0, 0, 60, 100), line((64, 0), (66, 100))]
    assert best_partition([0, 1], pieces, liking((0,), (1,)), 100.0) == [(0,), (1,)]
    assert best_partition([0, 1], pieces, liking((0, 1)), 100.0) == [(0, 1)]


def test_one_digit_is_preferred_where_no_other_digit_is_drawn() -> None:
    pieces = [line((0, 0), (5, 50), (40, 60)), line((52, 20), (50, 100))]
    said = {(0,): 0.8, (1,): 0.9, (0, 1): 0.8}

    def doubtful(run: Run) -> Likeness:
        return likeness(said[run])

    assert best_partition([0, 1], pieces, doubtful, 100.0, likely=[0, 1]) == [(0, 1)]
    elsewhere = [*pieces, ring(500, 0, 60, 100)]
    assert best_partition([0, 1], elsewhere, doubtful, 100.0, likely=[0, 1, 2]) == [(0,), (1,)]


def test_a_run_is_asked_about_with_its_pieces_in_drawing_order() -> None:
    asked: list[Run] = []

    def score(run: Run) -> Likeness:
        asked.append(run)
        return likeness(0.02)

    pieces = [line((64, 0), (66, 100)), ring(0, 0, 60, 100)]
    best_partition(order(pieces), pieces, score, 100.0)
    assert sorted(asked) == [(0,), (0, 1), (1,)]


def test_what_cannot_be_cheapest_is_not_asked_about() -> None:
    asked: list[Run] = []

    def score(run: Run) -> Likeness:
        asked.append(run)
        return likeness(0.99)

    assert best_partition(order(FOUR), FOUR, score, 100.0) == [(0, 1)]
    assert set(asked) <= {(0, 1)}


def test_the_strokes_of_a_letter_are_one_stranger_and_no_digits() -> None:
    letter = [line((0, 0), (2, 100)), line((2, 50), (60, 52)), line((60, 0), (58, 100))]
    pieces = [*letter, ring(120, 0, 60, 100)]
    two_ones: dict[Run, float] = {(0,): 0.9, (1,): 0.05, (2,): 0.9, (3,): 0.99}

    def score(run: Run) -> Likeness:
        return likeness(two_ones.get(run, 0.01))

    assert best_partition(order(pieces), pieces, score, 100.0) == [(0, 1, 2), (3,)]


def test_digits_that_the_recogniser_is_sure_of_are_not_one_stranger_however_near_they_stand() -> (
    None
):
    five = moved(FIVE, 64)
    long_cap = line((69, 0), (150, -2))
    three = line((126, 0), (170, 25), (135, 45), (170, 75), (124, 100))
    pieces = [ring(0, 0, 60, 100), five[0], long_cap, three]
    found = best_partition(order(pieces), pieces, liking((0,), (1, 2), (3,)), 100.0)
    assert found == [(0,), (1, 2), (3,)]


def test_a_nought_of_two_arcs_is_no_one_beside_a_nought() -> None:
    left = line((30, 0), (4, 20), (0, 60), (12, 90), (35, 100))
    right = line((30, 0), (55, 25), (60, 60), (50, 90), (35, 100))
    said: dict[Run, tuple[int, float]] = {(0,): (1, 0.98), (1,): (0, 0.98), (0, 1): (0, 0.99)}

    def score(run: Run) -> Likeness:
        digit, share = said[run]
        return Likeness(share, 1 - share, rarity(digit, len(run)))

    assert best_partition(order([left, right]), [left, right], score, 100.0) == [(0, 1)]
