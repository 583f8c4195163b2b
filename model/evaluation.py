"""How well a model reads: each figure with its definition and where it comes from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from model.reading import Scores

CLASSES: Final = 10

ECE_BINS: Final = 15
"""As in Guo, Pleiss, Sun and Weinberger 2017, "On calibration of modern neural networks"."""

NONE: Final = -1
"""The label of what is not a digit."""

_LEAST_PROBABILITY: Final = 1e-12
"""Keeps the logarithm of a probability that was rounded to 0 finite."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of one model on one set. None where there was nothing to measure.

    Attributes:
        count: Items read, digits and others.
        accuracy: Share of digits whose most probable class is right, accepted or not.
        confusion: 10×10 counts: row true digit, column most probable one.
        ece: Expected calibration error of the digits, ``ECE_BINS`` bins.
        nll: Mean negative log likelihood of the right digit, natural logarithm.
        accepted: Share of digits that are taken for digits.
        rejected: Share of the others that are not.
        auroc: Probability that a digit has a higher digit score than one of the others.
        ms_per_item: Mean time from decoded item to scores, milliseconds.
        failed: Files that could not be read; they count nowhere else.
    """

    count: int
    accuracy: float | None
    confusion: list[list[int]]
    ece: float | None
    nll: float | None
    accepted: float | None
    rejected: float | None
    auroc: float | None
    ms_per_item: float | None
    failed: int


def evaluate(
    labels: Sequence[int], scores: Sequence[Scores], seconds: float, failed: int = 0
) -> Evaluation:
    """Return the figures of a model from what it said.

    Args:
        labels: What each item is: 0–9, or ``NONE``.
        scores: What the model said of each.
        seconds: How long reading them took in all.
        failed: Files that could not be read.
    """
    truth = np.asarray(labels, dtype=np.int64)
    said = np.array([item.probabilities for item in scores], dtype=np.float64).reshape(-1, CLASSES)
    digit_scores = np.array([item.digit_score for item in scores], dtype=np.float64)
    is_accepted = np.array([item.is_digit for item in scores], dtype=bool)
    is_digit = truth != NONE
    known, probabilities = truth[is_digit], said[is_digit]
    has_digits, has_others = bool(is_digit.any()), bool((~is_digit).any())
    return Evaluation(
        count=len(truth),
        accuracy=accuracy(known, probabilities) if has_digits else None,
        confusion=confusion(known, probabilities).tolist(),
        ece=expected_calibration_error(known, probabilities) if has_digits else None,
        nll=negative_log_likelihood(known, probabilities) if has_digits else None,
        accepted=float(is_accepted[is_digit].mean()) if has_digits else None,
        rejected=float((~is_accepted[~is_digit]).mean()) if has_others else None,
        auroc=auroc(digit_scores[is_digit], digit_scores[~is_digit])
        if has_digits and has_others
        else None,
        ms_per_item=1000 * seconds / len(truth) if len(truth) else None,
        failed=failed,
    )


def as_json_object(evaluation: Evaluation) -> dict[str, Any]:
    """Return the figures by name, ready for JSON."""
    return {name: getattr(evaluation, name) for name in Evaluation.__slots__}


def accuracy(labels: NDArray[np.int64], probabilities: NDArray[np.float64]) -> float:
    """Return the share of items whose most probable class is the right one.

    Args:
        labels: Shape (n,), 0–9, n ≥ 1.
        probabilities: Shape (n, 10), rows sum to 1.
    """
    return float((probabilities.argmax(axis=1) == labels).mean())


def confusion(labels: NDArray[np.int64], probabilities: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return how often each digit was taken for each: shape (10, 10), row true, column said.

    Args:
        labels: Shape (n,), 0–9.
        probabilities: Shape (n, 10), rows sum to 1.
    """
    table = np.zeros((CLASSES, CLASSES), np.int64)
    np.add.at(table, (labels, probabilities.argmax(axis=1)), 1)
    return table


def expected_calibration_error(
    labels: NDArray[np.int64], probabilities: NDArray[np.float64], bins: int = ECE_BINS
) -> float:
    """Return the mean gap between confidence and accuracy (Guo et al. 2017, equation 3).

    Items fall into bins of equal width by the probability of their most probable class, bin m
    being ((m - 1) / bins, m / bins]; the gaps are weighted by the share of items in the bin.

    Args:
        labels: Shape (n,), 0–9, n ≥ 1.
        probabilities: Shape (n, 10), rows sum to 1.
        bins: Number of bins.
    """
    confidence = probabilities.max(axis=1)
    is_right = probabilities.argmax(axis=1) == labels
    number = np.clip(np.ceil(confidence * bins).astype(np.int64) - 1, 0, bins - 1)
    gap = np.bincount(number, weights=confidence - is_right, minlength=bins)
    return float(np.abs(gap).sum() / len(labels))


def negative_log_likelihood(labels: NDArray[np.int64], probabilities: NDArray[np.float64]) -> float:
    """Return the mean of -ln p(right digit); probabilities below 1e-12 count as that.

    Args:
        labels: Shape (n,), 0–9, n ≥ 1.
        probabilities: Shape (n, 10), rows sum to 1.
    """
    right = probabilities[np.arange(len(labels)), labels]
    return float(-np.log(np.maximum(right, _LEAST_PROBABILITY)).mean())


def auroc(positives: NDArray[np.float64], negatives: NDArray[np.float64]) -> float:
    """Return the area under the ROC curve as the rank statistic of Mann and Whitney.

    It is the probability that a random positive scores above a random negative; ties count half
    (Hanley and McNeil 1982, "The meaning and use of the area under a ROC curve").

    Args:
        positives: Shape (n,), n ≥ 1.
        negatives: Shape (m,), m ≥ 1.
    """
    ordered = np.sort(negatives)
    below = np.searchsorted(ordered, positives, side="left")
    below_or_equal = np.searchsorted(ordered, positives, side="right")
    return float((below + below_or_equal).mean() / (2 * len(negatives)))
