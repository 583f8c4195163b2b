import numpy as np
import pytest

from model.training.generator_mixture import fit_clouds

RNG = np.random.default_rng(0)
RING = RNG.uniform(0, 2 * np.pi, 4000)
CODES = np.stack([3 * np.cos(RING), 3 * np.sin(RING)], axis=1) + RNG.normal(0, 0.1, (4000, 2))


def test_clouds_lie_where_the_codes_lie_and_not_between() -> None:
    clouds = fit_clouds(CODES, halvings=5, shrinkage=0.0)

    chosen = RNG.integers(0, len(clouds.centres), 4000)
    noise = RNG.normal(size=(4000, 2))
    samples = clouds.centres[chosen] + np.einsum("nij,nj->ni", clouds.spreads[chosen], noise)

    radii = np.linalg.norm(samples, axis=1)
    assert 2.8 < radii.mean() < 3.2
    assert radii.min() > 1.5  # one cloud for all would fill the middle
    np.testing.assert_allclose(samples.mean(axis=0), CODES.mean(axis=0), atol=0.2)
    np.testing.assert_allclose(np.cov(samples.T), np.cov(CODES.T), atol=0.4)


def test_every_cloud_stands_for_as_many_codes() -> None:
    clouds = fit_clouds(CODES, halvings=3, shrinkage=0.3)

    assert clouds.centres.shape == (8, 2)
    assert clouds.spreads.shape == (8, 2, 2)
    assert np.all(np.triu(clouds.spreads, 1) == 0)
    np.testing.assert_allclose(clouds.centres.mean(axis=0), CODES.mean(axis=0), atol=1e-9)


def test_full_shrinkage_gives_all_clouds_one_spread() -> None:
    clouds = fit_clouds(CODES, halvings=2, shrinkage=1.0)

    np.testing.assert_allclose(clouds.spreads, np.broadcast_to(clouds.spreads[0], (4, 2, 2)))


def test_directions_in_which_nothing_varies_are_no_trouble() -> None:
    flat = np.column_stack([CODES, np.zeros(len(CODES))])

    clouds = fit_clouds(flat, halvings=2, shrinkage=0.3)

    assert np.isfinite(clouds.spreads).all()
    assert np.abs(clouds.spreads[:, 2]).max() < 0.01


def test_too_few_codes_are_refused() -> None:
    with pytest.raises(ValueError, match="15 codes are too few for 8 clouds"):
        fit_clouds(CODES[:15], halvings=3, shrinkage=0.3)
