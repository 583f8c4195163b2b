import json

import numpy as np
import pytest

from model.evaluation import (
    NONE,
    accuracy,
    as_json_object,
    auroc,
    confusion,
    evaluate,
    expected_calibration_error,
    negative_log_likelihood,
)
from model.reading import Scores


def row(digit: int, confidence: float) -> np.ndarray:
    probabilities = np.full(10, (1 - confidence) / 9)
    probabilities[digit] = confidence
    return probabilities


def said(digit: int, confidence: float, digit_score: float, *, is_digit: bool) -> Scores:
    return Scores(row(digit, confidence), digit_score, is_digit)


def test_accuracy_and_confusion_count_the_most_probable_class() -> None:
    labels = np.array([3, 3, 5])
    probabilities = np.array([row(3, 0.9), row(8, 0.5), row(5, 0.3)])
    assert accuracy(labels, probabilities) == pytest.approx(2 / 3)
    table = confusion(labels, probabilities)
    assert table.shape == (10, 10)
    assert (table[3, 3], table[3, 8], table[5, 5], table.sum()) == (1, 1, 1, 3)


def test_calibration_error_weighs_the_gap_of_each_bin() -> None:
    labels = np.array([1, 1, 2, 2])
    # Two items at 0.9, one of them wrong: gap 0.4. Two at 0.62, both right: gap 0.38.
    probabilities = np.array([row(1, 0.9), row(0, 0.9), row(2, 0.62), row(2, 0.62)])
    found = expected_calibration_error(labels, probabilities)
    assert found == pytest.approx(0.5 * 0.4 + 0.5 * 0.38)


def test_items_of_one_bin_cancel_and_bins_hold_their_upper_edge() -> None:
    labels = np.array([1, 1])
    # 0.82 and 0.86 share the bin (12/15, 13/15]; 0.8 = 12/15 belongs to the one below.
    shared = np.array([row(1, 0.86), row(0, 0.82)])
    assert expected_calibration_error(labels, shared) == pytest.approx(abs(1.68 - 1) / 2)
    apart = np.array([row(1, 0.86), row(0, 0.8)])
    assert expected_calibration_error(labels, apart) == pytest.approx((0.14 + 0.8) / 2)


def test_certain_and_right_is_perfectly_calibrated() -> None:
    assert expected_calibration_error(np.array([4]), np.array([row(4, 1.0)])) == 0


def test_likelihood_stays_finite_where_the_right_digit_got_nothing() -> None:
    probabilities = np.array([row(1, 0.5), row(1, 1.0)])
    found = negative_log_likelihood(np.array([1, 2]), probabilities)
    assert found == pytest.approx((np.log(2) - np.log(1e-12)) / 2)


def test_auroc_is_the_share_of_pairs_in_order_with_ties_half() -> None:
    rng = np.random.default_rng(3)
    positives = rng.integers(2, 9, 40) / 10
    negatives = rng.integers(0, 7, 30) / 10
    pairs = positives[:, None] - negatives[None, :]
    expected = ((pairs > 0) + 0.5 * (pairs == 0)).mean()
    assert auroc(positives, negatives) == pytest.approx(expected)
    assert auroc(np.array([0.9]), np.array([0.1])) == 1
    assert auroc(np.array([0.5]), np.array([0.5])) == 0.5


def test_digits_and_others_are_measured_apart() -> None:
    scores = [
        said(7, 0.9, 0.99, is_digit=True),
        said(1, 0.6, 0.30, is_digit=False),
        said(7, 0.8, 0.40, is_digit=False),
        said(0, 0.9, 0.80, is_digit=True),
        said(0, 0.9, 0.10, is_digit=False),
    ]
    found = evaluate([7, 7, 7, NONE, NONE], scores, seconds=0.01, failed=2)
    assert (found.count, found.failed) == (5, 2)
    assert found.accuracy == pytest.approx(2 / 3)
    assert found.accepted == pytest.approx(1 / 3)
    assert found.rejected == 0.5
    assert found.auroc == pytest.approx(4 / 6)
    assert found.ms_per_item == pytest.approx(2.0)
    assert np.sum(found.confusion) == 3


@pytest.mark.parametrize("labels", [[], [NONE], [4]])
def test_what_there_is_not_is_null_in_strict_json(labels: list[int]) -> None:
    scores = [said(4, 0.9, 0.9, is_digit=True) for _ in labels]
    found = as_json_object(evaluate(labels, scores, seconds=0.0))
    text = json.dumps(found, allow_nan=False)
    assert list(json.loads(text)) == [
        "count",
        "accuracy",
        "confusion",
        "ece",
        "nll",
        "accepted",
        "rejected",
        "auroc",
        "ms_per_item",
        "failed",
    ]
    assert (found["accuracy"] is None) == (labels != [4])
    assert found["auroc"] is None
