"""Trains every recipe but the shipped one: from MNIST to a calibrated model folder."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from model.bundle import ModelCard
from model.training.architectures import Plan, make_plan
from model.training.calibrate import (
    calibration_error,
    digit_scores,
    fit_temperature,
    fit_threshold,
    negative_log_likelihood,
    probabilities,
)
from model.training.checkpoint import Checkpoint
from model.training.compile import publish
from model.training.data import MnistData
from model.training.examples import NOT_A_DIGIT, Examples
from model.training.fit import Task, fit
from model.training.messages import Finished, Message, TrainingRequest
from model.training.recipes import Recipe
from model.training.step import read_logits
from model.training.unfinished import discard_unfinished, unfinished_folder
from model.training.variety import with_variety

HELD_OUT: Final = 5_000
"""The last of MNIST's training digits set temperature and threshold; none is learned from."""

LARGEST_HELD_OUT_SHARE: Final = 1 / 6


@dataclass(frozen=True, slots=True)
class Calibration:
    """What turns logits into an answer: see ``ModelCard``."""

    temperature: float
    threshold: float


def train(
    recipe: Recipe,
    request: TrainingRequest,
    data: MnistData,
    report: Callable[[Message], None],
    is_cancelled: Callable[[], bool],
) -> Finished:
    """Train one recipe and write its model folder.

    Args:
        recipe: Which.
        request: Where to put it, the seed, and how many rounds.
        data: Digits to learn from, and to report on.
        report: Called with each message but the outcome.
        is_cancelled: Asked before each batch; may raise ``TrainingCancelledError`` itself.

    Raises:
        InkdigitsError: If the result is not as it should be.
        OSError: If it cannot be written.
        TrainingCancelledError: If ``is_cancelled`` said so.
    """
    every = Examples(data.train_images, data.train_labels)
    kept_back = min(HELD_OUT, int(len(every) * LARGEST_HELD_OUT_SHARE))
    digits, held_out = every.without_last(kept_back)
    training = digits
    if recipe.rejects:
        training = with_variety(digits, np.random.default_rng(request.seed), is_cancelled)
    test = Examples(data.test_images, data.test_labels)
    rounds = request.epochs or recipe.epochs
    plan = make_plan(recipe.name, len(training), rounds)
    shown = test if recipe.reports_test else None
    checkpoint = _checkpoint(request, plan, len(training)) if plan.keeps_checkpoints else None
    task = Task(recipe.name, plan, rounds, training, held_out, shown, request.seed, checkpoint)
    fit(task, report, is_cancelled)

    calibration = _calibrate(read_logits(plan.network, held_out.images), held_out.labels)
    metrics = _measure(read_logits(plan.network, test.images), test.labels, calibration)
    is_cancelled()
    card = _card(recipe, request, len(digits), training, plan.network, calibration, metrics)
    bundle = publish(plan.network, card, request.out)
    discard_unfinished(request.out)
    return Finished(bundle.folder, metrics)


def _checkpoint(request: TrainingRequest, plan: Plan, examples: int) -> Checkpoint:
    """Return where the run's state is kept; a state of other data or another seed is refused."""
    folder = unfinished_folder(request.out)
    folder.mkdir(parents=True, exist_ok=True)
    key = repr((request.recipe, request.seed, examples, plan.batch))
    return Checkpoint(folder / "state.npz", key)


def _calibrate(logits: NDArray[np.float64], labels: NDArray[np.uint8]) -> Calibration:
    temperature = round(fit_temperature(logits, labels), 4)
    return Calibration(temperature, fit_threshold(_scores(logits, temperature)))


def _scores(logits: NDArray[np.float64], temperature: float) -> NDArray[np.float64]:
    """Return digit scores, shape (n,), as the recogniser computes them."""
    if logits.shape[1] > NOT_A_DIGIT:
        return digit_scores(logits)
    return np.asarray(probabilities(logits, temperature).max(axis=1))


def _measure(
    logits: NDArray[np.float64], labels: NDArray[np.uint8], set_to: Calibration
) -> dict[str, float]:
    """Return the figures of the card, all of the test part."""
    shares = probabilities(logits, set_to.temperature)
    accepted = _scores(logits, set_to.temperature) >= set_to.threshold
    figures = {
        "mnist_test_accuracy": float((shares.argmax(axis=1) == labels).mean()),
        "mnist_test_ece": calibration_error(shares, labels),
        "mnist_test_nll": negative_log_likelihood(shares, labels),
        "mnist_test_accepted": float(accepted.mean()),
    }
    return {name: round(value, 5) for name, value in figures.items()}


def _card(
    recipe: Recipe,
    request: TrainingRequest,
    digits: int,
    training: Examples,
    network: keras.Model,
    set_to: Calibration,
    metrics: dict[str, float],
) -> ModelCard:
    sources = [f"MNIST (LeCun, Cortes, Burges), {digits:,} of its training digits, CC BY-SA 3.0"]
    if recipe.rejects:
        others = int((training.labels == NOT_A_DIGIT).sum())
        drawn = len(training) - digits - others
        sources.append(f"{drawn:,} digits, drawn from Inkdigits' own strokes")
        sources.append(f"{others:,} symbols, scribbles, lines, blots, halves and pairs, generated")
    return ModelCard(
        title=recipe.title,
        recipe=recipe.name,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        seed=request.seed,
        temperature=set_to.temperature,
        threshold=set_to.threshold,
        data=tuple(sources),
        metrics=metrics,
        versions={
            "keras": keras.__version__,
            "numpy": np.__version__,
            "tensorflow": tf.__version__,
        },
        parameters=network.count_params(),
    )
