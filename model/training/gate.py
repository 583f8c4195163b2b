"""Whether a taught model may take the place of the one it came from, and how sure it may be."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.training.calibrate import (
    COLDEST,
    HOTTEST,
    Calibration,
    fit_temperature,
    rounded_down,
    scores,
)
from model.training.examples import NOT_A_DIGIT
from model.training.messages import Score

Real = NDArray[np.float64]

LARGEST_LOSS: Final = 0.001
"""Share of everybody's digits that a lesson may cost."""

LARGEST_REFUSAL_LOSS: Final = 0.02
"""Share of things that are no digits that may pass for one after a lesson and did not before."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What one model scores.

    Attributes:
        general: On everybody's digits: the most probable digit is the right one.
        own: On the person's held-out samples: the most probable digit is the right one, or what
            is no digit is refused.
        refused: On things that are no digits: they are refused.
    """

    general: Score
    own: Score
    refused: Score


def mark(logits: Real, labels: NDArray[np.uint8], certainty: Calibration) -> Score:
    """Return how many examples were read right.

    Whether a digit was accepted does not count, as in every figure of accuracy in this project;
    what is no digit is read right where it is refused.

    Args:
        logits: Shape (n, 10) or (n, 11).
        labels: Shape (n,), uint8, 0–9 or ``NOT_A_DIGIT``.
        certainty: What says where a refusal begins.
    """
    is_digit = labels != NOT_A_DIGIT
    is_refused = scores(logits, certainty.temperature) < certainty.threshold
    is_right = np.where(is_digit, logits[:, :NOT_A_DIGIT].argmax(axis=1) == labels, is_refused)
    return Score(int(is_right.sum()), len(labels))


def carried_over(
    certainty: Calibration, before: Real, after: Real, labels: NDArray[np.uint8]
) -> Calibration:
    """Return the certainty of a taught model: what its base's was, where the logits have moved to.

    The base was calibrated on more than a lesson has at hand, so its calibration is not replaced
    but moved: the temperature by the ratio of the temperatures that fit everybody's digits after
    and before, the threshold so that as many of them are accepted as before. It never rises: a
    lesson makes the model surer of everybody's digits, and a higher threshold would refuse the
    odd ones that the person has just taught. The gate sees to it that other things stay refused.

    Args:
        certainty: The base's.
        before: Its logits of everybody's digits, shape (n, 10) or (n, 11).
        after: The taught model's.
        labels: Shape (n,), uint8, 0–9.
    """
    ratio = fit_temperature(after, labels) / fit_temperature(before, labels)
    temperature = float(np.clip(certainty.temperature * ratio, COLDEST, HOTTEST))
    refused = float((scores(before, certainty.temperature) < certainty.threshold).mean())
    moved = float(np.quantile(scores(after, temperature), refused, method="lower"))
    threshold = min(certainty.threshold, rounded_down(moved))
    return Calibration(round(temperature, 4), threshold)


def objection(before: Marks, after: Marks) -> str:
    """Return in one sentence why the taught model may not be used; empty where it may."""
    lost, allowed = _loss(before.general, after.general, LARGEST_LOSS)
    if lost > allowed:
        return (
            f"After the lesson the model would misread {lost} more of everybody's "
            f"{before.general.count:,} digits, and more than {allowed} are too many."
        )
    if after.own.right < before.own.right:
        return (
            "After the lesson the model would read fewer of the samples that were kept aside to "
            f"check it: {after.own.right} of {after.own.count}, not {before.own.right}."
        )
    lost, allowed = _loss(before.refused, after.refused, LARGEST_REFUSAL_LOSS)
    # A model that refuses hardly anything, such as a classic recipe's, has nothing to lose here.
    if lost > allowed and before.refused.share > 0.5:
        return (
            "After the lesson the model would take more of what is no digit for one: "
            f"{after.refused.count - after.refused.right} of {after.refused.count}, "
            f"not {before.refused.count - before.refused.right}."
        )
    return ""


def _loss(before: Score, after: Score, share: float) -> tuple[int, int]:
    """Return how many fewer are read right, and how many fewer may be: a share of all."""
    return before.right - after.right, int(before.count * share + 1e-9)
