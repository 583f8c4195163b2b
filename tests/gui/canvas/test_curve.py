import numpy as np
import pytest

from gui.canvas.curve import flatten
from model.ink import smooth

SAMPLES = np.array([(0, 0), (10, 3), (18, 12), (19, 40), (5, 44.5)], float)


def test_the_painted_curve_is_the_recognised_curve() -> None:
    recognised = smooth(SAMPLES, 5.0)
    painted = flatten(SAMPLES, 0.05).xy
    gaps = np.hypot(*(recognised[:, None] - painted[None]).transpose(2, 0, 1)).min(axis=1)
    assert gaps.max() < 0.05


def test_every_sample_lies_on_the_curve_at_its_number() -> None:
    curve = flatten(SAMPLES, 2.0)
    whole = curve.at % 1 == 0
    np.testing.assert_allclose(curve.xy[whole], SAMPLES)
    assert (np.diff(curve.at) > 0).all()


def test_pieces_keep_to_the_step() -> None:
    lengths = np.hypot(*np.diff(flatten(SAMPLES, 2.0).xy, axis=0).T)
    assert lengths.max() < 3.0


@pytest.mark.parametrize("count", [1, 2, 3])
def test_values_go_from_sample_to_sample(count: int) -> None:
    curve = flatten(SAMPLES[:count], 1.0)
    values = curve.values(np.arange(count) * 10)
    np.testing.assert_allclose(values, curve.at * 10)
