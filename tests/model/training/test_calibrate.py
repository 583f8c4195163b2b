import numpy as np
import pytest

from model.training.calibrate import (
    auroc,
    calibration_error,
    digit_scores,
    fit_temperature,
    fit_threshold,
    probabilities,
    quality,
    typical_temperature,
)


def test_probabilities_sum_to_one_and_cool_down_sharper() -> None:
    logits = np.array([[2.0, 1.0] + [0.0] * 9])
    warm, cold = probabilities(logits, 2.0), probabilities(logits, 0.5)
    assert warm.shape == (1, 10)
    assert warm.sum() == pytest.approx(1)
    assert cold[0, 0] > warm[0, 0]


def test_the_temperature_that_made_the_labels_is_found() -> None:
    rng = np.random.default_rng(0)
    logits = rng.normal(0, 3, (20_000, 10))
    shares = probabilities(logits, 1.7)
    labels = (shares.cumsum(axis=1) > rng.random((20_000, 1))).argmax(axis=1).astype(np.uint8)
    assert fit_temperature(logits, labels) == pytest.approx(1.7, rel=0.05)


def drawn_at(temperature: float, seed: int, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return logits and labels that are drawn as likely as the temperature makes them."""
    rng = np.random.default_rng(seed)
    logits = rng.normal(0, 3, (count, 10))
    shares = probabilities(logits, temperature)
    labels = (shares.cumsum(axis=1) > rng.random((count, 1))).argmax(axis=1)
    return logits, labels.astype(np.uint8)


def test_one_hard_writer_does_not_decide_the_temperature_of_all() -> None:
    sources = [drawn_at(t, seed, 4000) for seed, t in enumerate((0.9, 1.1, 1.9))]
    assert typical_temperature(sources) == pytest.approx(1.1, rel=0.08)
    together = tuple(np.concatenate(part) for part in zip(*sources, strict=True))
    assert fit_temperature(*together) > 1.2


def test_a_source_without_a_misread_digit_makes_nobody_surer_than_sane() -> None:
    logits = np.zeros((50, 11))
    logits[:, 2] = 9
    assert typical_temperature([(logits, np.full(50, 2, np.uint8))]) == pytest.approx(0.5)


def test_calibration_error_is_the_gap_between_confidence_and_accuracy() -> None:
    shares = np.full((10, 10), 0.2 / 9)
    shares[:, 0] = 0.8
    all_right = np.zeros(10, np.uint8)
    assert calibration_error(shares, all_right) == pytest.approx(0.2)
    eight_right = np.array([0] * 8 + [1] * 2, np.uint8)
    assert calibration_error(shares, eight_right) == pytest.approx(0)


def test_the_threshold_accepts_99_percent_of_every_group() -> None:
    rng = np.random.default_rng(1)
    groups = rng.beta(20, 1, 2000), rng.beta(5, 1, 500)
    threshold = fit_threshold(*groups)
    assert min(float((group >= threshold).mean()) for group in groups) >= 0.99
    assert max(float((group >= threshold + 0.001).mean()) for group in groups) > 0.99


def test_auroc_counts_pairs_in_the_right_order() -> None:
    assert auroc(np.array([0.9, 0.8]), np.array([0.1, 0.2, 0.3])) == 1
    assert auroc(np.array([0.5]), np.array([0.5, 0.1, 0.9, 0.5])) == pytest.approx(0.5)


def test_quality_counts_right_classes_and_accepted_digits() -> None:
    logits = np.zeros((4, 11))
    logits[:, 3] = 5
    logits[:, 10] = [9, 9, 9, -9]
    found = quality(logits, np.array([3, 3, 3, 4], np.uint8), 1.0, 0.5)
    assert found.accuracy == 0.75
    assert found.accepted == 0.75
    np.testing.assert_allclose(digit_scores(logits), [1, 1, 1, 0], atol=1e-3)
