import pytest

from model.geometry import Box


def test_edges_and_middle() -> None:
    box = Box(10, 20, 30, 40)
    assert (box.right, box.bottom, box.center, box.long_side) == (40, 60, (25, 40), 40)


def test_a_box_around_boxes_holds_them_all() -> None:
    assert Box.around([Box(0, 0, 1, 1), Box(5, -2, 1, 1)]) == Box(0, -2, 6, 3)


def test_there_is_no_box_around_nothing() -> None:
    with pytest.raises(ValueError, match="No boxes"):
        Box.around([])


def test_moving_keeps_the_size_and_growing_keeps_the_middle() -> None:
    box = Box(1, 2, 3, 4)
    assert box.moved(10, 20) == Box(11, 22, 3, 4)
    assert box.grown(2) == Box(-1, 0, 7, 8)
    assert box.grown(2).center == box.center


def test_edges_belong_to_the_box() -> None:
    box = Box(0, 0, 10, 10)
    assert box.contains(10, 10)
    assert not box.contains(10.1, 5)
