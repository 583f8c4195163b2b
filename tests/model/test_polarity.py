import numpy as np
import pytest

from model.polarity import bright_at_edges, has_bright_ink, otsu, shrunk
from tests.model.pictures import SCENES, Scene, digit_strokes, photograph, render


@pytest.mark.parametrize("digit", range(10))
@pytest.mark.parametrize("pen_28", [0.8, 2.5, 6.0])
@pytest.mark.parametrize("margin", [0.0, 0.5, 2.0], ids=["tight", "usual", "wide"])
@pytest.mark.parametrize("bright", [False, True], ids=["paper", "board"])
def test_photographs_of_paper_and_of_boards(
    digit: int, pen_28: float, margin: float, bright: bool
) -> None:
    drawn = render(digit_strokes(digit), 120, pen_28, margin)
    scene = Scene(paper=0.15, pigment=0.8) if bright else Scene(gradient=0.3)

    gray = photograph(drawn, scene, np.random.default_rng(digit))

    assert has_bright_ink(gray) is bright


@pytest.mark.parametrize("name", [name for name in SCENES if name != "blackboard"])
def test_what_surrounds_the_page_does_not_turn_it_round(name: str) -> None:
    for seed in range(5):
        drawn = render(digit_strokes(seed), 200, 1.5, 0.8)
        assert not has_bright_ink(photograph(drawn, SCENES[name], np.random.default_rng(seed)))


def test_edges_are_bright_dark_or_between() -> None:
    field = np.zeros((20, 30), bool)
    assert bright_at_edges(field) == -1
    assert bright_at_edges(~field) == 1
    field[:, 15:] = True
    assert bright_at_edges(field) == pytest.approx(0, abs=0.1)


def test_otsu_lies_between_two_levels() -> None:
    gray = np.array([[10, 12, 200, 210]], np.uint8)

    assert 12 <= otsu(gray) < 200


@pytest.mark.parametrize("shape", [(1000, 300), (300, 1000), (2000, 1)])
def test_shrunk_keeps_the_aspect_and_at_least_three_pixels(shape: tuple[int, int]) -> None:
    small = shrunk(np.zeros(shape, np.uint8), 100)

    assert max(small.shape) == 100
    assert min(small.shape) == max(3, round(min(shape) * 100 / max(shape)))


def test_small_picture_is_not_enlarged() -> None:
    gray = np.zeros((20, 30), np.uint8)

    assert shrunk(gray, 100) is gray
