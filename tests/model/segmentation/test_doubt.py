from model.segmentation.doubt import Candidate, may_hold_more
from model.segmentation.partition import Likeness
from model.segmentation.pieces import Piece
from tests.model.segmentation.shapes import ring


def candidate(digit: float, excess: float) -> Candidate:
    upper, lower = ring(5, 0, 60, 50), ring(0, 50, 70, 50)
    pieces: tuple[Piece, ...] = (upper, lower)
    return Candidate(pieces, Likeness(digit, 1 - digit), excess, is_settled=False)


def test_an_eight_of_two_rings_is_one_digit_for_all_its_ink() -> None:
    assert not may_hold_more([candidate(digit=0.9999, excess=3.4)])


def test_much_ink_that_may_be_a_digit_is_looked_at_for_two() -> None:
    assert may_hold_more([candidate(digit=0.97, excess=3.4)])
    assert not may_hold_more([candidate(digit=0.97, excess=0.5)])


def test_what_is_hardly_a_digit_is_looked_at_for_two() -> None:
    assert may_hold_more([candidate(digit=0.4, excess=0.5)])
