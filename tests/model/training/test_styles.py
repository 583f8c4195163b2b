import numpy as np
import pytest

from model.training.pens import Strokes
from model.training.styles import arc, path, restyle

SEVEN: Strokes = (path((-0.3, -0.5), (0.3, -0.5), (-0.1, 0.5)),)
CROSSED: Strokes = (*SEVEN, path((-0.2, 0), (0.25, 0)))


def styles_of(digit: int, strokes: Strokes) -> list[Strokes]:
    return [restyle(digit, strokes, np.random.default_rng(seed)) for seed in range(200)]


def test_a_seven_gains_and_loses_its_crossbar() -> None:
    assert {len(drawn) for drawn in styles_of(7, SEVEN)} == {1, 2}
    assert {len(drawn) for drawn in styles_of(7, CROSSED)} == {1, 2}


def test_a_crossbar_is_level_and_crosses_the_stem() -> None:
    bars = [drawn[1] for drawn in styles_of(7, SEVEN) if len(drawn) == 2]
    for bar in bars:
        assert np.ptp(bar[:, 0]) > np.ptp(bar[:, 1])
        assert -0.3 < bar[:, 1].mean() < 0.4


def test_ones_get_upstrokes_and_feet() -> None:
    drawn = styles_of(1, (path((0, -0.5), (0, 0.5)),))
    assert any(len(strokes) == 2 for strokes in drawn), "a foot"
    starts = [strokes[0][0] for strokes in drawn if len(strokes[0]) > 30]
    assert any(y > 0.1 for _, y in starts), "an upstroke that begins below the middle"


def test_fours_are_open_and_closed() -> None:
    drawn = [strokes for strokes in styles_of(4, SEVEN) if len(strokes) == 2]
    gaps = [float(np.hypot(*(angle[0] - stem[0]))) for angle, stem in drawn]
    assert min(gaps) < 0.12
    assert max(gaps) > 0.3


@pytest.mark.parametrize("digit", range(10))
def test_every_style_stays_in_its_box(digit: int) -> None:
    for drawn in styles_of(digit, SEVEN):
        every = np.concatenate(drawn)
        assert np.isfinite(every).all()
        assert np.abs(every).max() < 1.1


def test_an_arc_runs_clockwise_from_the_right() -> None:
    points = arc((1, 2), (3, 4), 0, 90)
    np.testing.assert_allclose(points[[0, -1]], [[4, 2], [1, 6]])
