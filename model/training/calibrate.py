"""How sure the model may say it is, and where "not a digit" begins: both from held-out digits."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.training.examples import NOT_A_DIGIT

Real = NDArray[np.float64]

BINS = 15
"""Bins of the calibration error (Guo, Pleiss, Sun and Weinberger 2017)."""

ACCEPTED_SHARE = 0.99
"""Share of held-out digits that the threshold must accept."""

COLDEST, HOTTEST = 0.25, 4.0
"""Bounds of every temperature."""

_SANE = (0.5, 2.0)
"""Temperatures of single sources: one without any misread digit would have the coldest."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """What turns logits into an answer: see ``ModelCard``."""

    temperature: float
    threshold: float


@dataclass(frozen=True, slots=True)
class Quality:
    """How well a model reads digits whose labels are known.

    Attributes:
        accuracy: Share whose most probable class is right, 0–1.
        ece: Expected calibration error over 15 equal bins, 0–1.
        nll: Mean negative log-likelihood, in nats.
        accepted: Share whose digit score reaches the threshold, 0–1.
    """

    accuracy: float
    ece: float
    nll: float
    accepted: float


def probabilities(logits: Real, temperature: float) -> Real:
    """Return the softmax of the first ten logits over the temperature, shape (n, 10)."""
    scaled = logits[:, :10].astype(np.float64) / temperature
    weights = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def digit_scores(logits: Real) -> Real:
    """Return the sigmoid of the eleventh logit, shape (n,), 0–1."""
    return np.asarray(1 / (1 + np.exp(-np.clip(logits[:, 10].astype(np.float64), -60, 60))))


def scores(logits: Real, temperature: float) -> Real:
    """Return how surely each is a digit, shape (n,), 0–1, as the recogniser computes it.

    Args:
        logits: Shape (n, 10) or (n, 11); with ten, the largest probability has to do.
        temperature: What the logits are divided by.
    """
    if logits.shape[1] > NOT_A_DIGIT:
        return digit_scores(logits)
    return np.asarray(probabilities(logits, temperature).max(axis=1))


def negative_log_likelihood(shares: Real, labels: NDArray[np.uint8]) -> float:
    """Return the mean of minus the logarithm of the right class's probability."""
    right = shares[np.arange(len(labels)), labels]
    return float(-np.log(np.maximum(right, 1e-12)).mean())


def calibration_error(shares: Real, labels: NDArray[np.uint8]) -> float:
    """Return the expected calibration error of the most probable class.

    Confidence is cut into 15 equal bins; the error is the mean over all items of the distance
    between their bin's accuracy and mean confidence (Guo et al. 2017, "On calibration of modern
    neural networks").
    """
    confidence = shares.max(axis=1)
    right = shares.argmax(axis=1) == labels
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    gaps = np.bincount(bins, confidence - right, BINS)
    return float(np.abs(gaps).sum() / len(labels))


def fit_temperature(logits: Real, labels: NDArray[np.uint8]) -> float:
    """Return the temperature with the smallest negative log-likelihood.

    It is a smooth function of one number with one valley, so golden-section search over its
    logarithm finds the bottom (Kiefer 1953, "Sequential minimax search for a maximum").

    Args:
        logits: Shape (n, 10) or (n, 11).
        labels: Shape (n,), uint8, 0–9.

    Returns:
        A number within 0.25–4.
    """

    def cost(log_temperature: float) -> float:
        shares = probabilities(logits, float(np.exp(log_temperature)))
        return negative_log_likelihood(shares, labels)

    low, high = np.log(COLDEST), np.log(HOTTEST)
    ratio = (np.sqrt(5) - 1) / 2
    for _ in range(40):
        left, right = high - ratio * (high - low), low + ratio * (high - low)
        if cost(left) < cost(right):
            high = right
        else:
            low = left
    return float(np.exp((low + high) / 2))


def typical_temperature(sources: Sequence[tuple[Real, NDArray[np.uint8]]]) -> float:
    """Return the median of the temperatures that suit each source of held-out digits.

    Who uses the program is one person, and people differ: the temperatures that suit single
    writers lie between 0.5 and 1.9, and one whose digits are hard to read decides the mean
    likelihood of a handful of writers alone, at the cost of everybody else.

    Args:
        sources: Logits (n, 10) or (n, 11) and labels (n,) of each writer, and of each set of
            many writers.
    """
    own = [np.log(np.clip(fit_temperature(*source), *_SANE)) for source in sources]
    return float(np.exp(np.median(own)))


def fit_threshold(*score_groups: Real) -> float:
    """Return the largest threshold that accepts 99 % of the digits of every group.

    Args:
        score_groups: Digit scores of held-out digits, one array a source.
    """
    lowest = min(float(np.quantile(group, 1 - ACCEPTED_SHARE)) for group in score_groups)
    return rounded_down(lowest)


def rounded_down(threshold: float) -> float:
    """Return a threshold as the card's short decimal, which accepts whatever the exact one does."""
    return float(np.floor(threshold * 1e4) / 1e4)


def quality(
    logits: Real, labels: NDArray[np.uint8], temperature: float, threshold: float
) -> Quality:
    """Return how well logits tell the labels.

    Args:
        logits: Shape (n, 11).
        labels: Shape (n,), uint8, 0–9.
        temperature: What the logits are divided by.
        threshold: Smallest digit score that is accepted.
    """
    shares = probabilities(logits, temperature)
    return Quality(
        accuracy=float((shares.argmax(axis=1) == labels).mean()),
        ece=calibration_error(shares, labels),
        nll=negative_log_likelihood(shares, labels),
        accepted=float((digit_scores(logits) >= threshold).mean()),
    )


def auroc(digits: Real, others: Real) -> float:
    """Return the share of pairs of a digit and something else that the scores order rightly.

    This is the area under the receiver operating characteristic; ties count half (Hanley and
    McNeil 1982).
    """
    ordered = np.sort(others)
    below = np.searchsorted(ordered, digits, side="left")
    ties = np.searchsorted(ordered, digits, side="right") - below
    return float((below + ties / 2).mean() / len(others))
