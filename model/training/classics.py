"""Trains every recipe but the shipped one: from digits to a calibrated model folder."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from model.bundle import ModelCard
from model.training.architectures import Plan, make_plan
from model.training.calibrate import (
    Calibration,
    calibration_error,
    fit_temperature,
    fit_threshold,
    negative_log_likelihood,
    probabilities,
    scores,
)
from model.training.checkpoint import Checkpoint
from model.training.compare import Rival, comparison
from model.training.compile import publish
from model.training.examples import NOT_A_DIGIT, Examples
from model.training.fit import Task, fit
from model.training.messages import Finished, Message, TrainingRequest
from model.training.recipes import Recipe
from model.training.rundata import RunData
from model.training.step import read_logits, share_right
from model.training.unfinished import discard_unfinished, unfinished_folder
from model.training.variety import with_variety


def train(
    recipe: Recipe,
    request: TrainingRequest,
    data: RunData,
    report: Callable[[Message], None],
    is_cancelled: Callable[[], bool],
    is_to_finish: Callable[[], bool] = lambda: False,
) -> Finished:
    """Train one recipe and write its model folder.

    Args:
        recipe: Which.
        request: Where to put it, the seed, and how many rounds.
        data: Digits to learn from, to choose by, and to report on.
        report: Called with each message but the outcome.
        is_cancelled: Asked before each batch; may raise ``TrainingCancelledError`` itself.
        is_to_finish: Asked after each batch; true ends the steps.

    Raises:
        InkdigitsError: If the result is not as it should be.
        OSError: If it cannot be written.
        TrainingCancelledError: If ``is_cancelled`` said so.
    """
    rival = Rival(request.current, data.test, data.own_test)
    training = data.training.digits()
    if recipe.rejects:
        training = with_variety(training, np.random.default_rng(request.seed), is_cancelled)
        training = training.joined(data.training.others())
    rounds = request.epochs or recipe.epochs
    plan = make_plan(recipe.name, len(training), rounds)
    task = Task(
        recipe.name,
        plan,
        rounds,
        training,
        data.held_out,
        data.test if recipe.reports_test else None,
        request.seed,
        request.watched,
        _checkpoint(request, plan, len(training)) if plan.keeps_checkpoints else None,
    )
    fit(task, report, is_cancelled, is_to_finish)

    network = plan.network
    calibration = _calibrate(read_logits(network, data.held_out.images), data.held_out.labels)
    logits = [read_logits(network, part.images) for part in (data.test, data.own_test)]
    metrics = _measure(data, logits, calibration)
    is_cancelled()
    sources = (*data.credits, *(_variety_credits(data, training) if recipe.rejects else ()))
    card = _card(recipe, request, sources, network, calibration, metrics)
    bundle = publish(network, card, request.out)
    discard_unfinished(request.out)
    found = comparison(rival.read(), tuple(map(_digits, logits)), data.test, data.own_test)
    return Finished(bundle.folder, metrics, found)


def _checkpoint(request: TrainingRequest, plan: Plan, examples: int) -> Checkpoint:
    """Return where the run's state is kept; a state of other data or another seed is refused."""
    folder = unfinished_folder(request.out)
    folder.mkdir(parents=True, exist_ok=True)
    key = repr((request.recipe, request.seed, examples, plan.batch))
    return Checkpoint(folder / "state.npz", key)


def _calibrate(logits: NDArray[np.float64], labels: NDArray[np.uint8]) -> Calibration:
    temperature = round(fit_temperature(logits, labels), 4)
    return Calibration(temperature, fit_threshold(scores(logits, temperature)))


def _digits(logits: NDArray[np.float64]) -> NDArray[np.intp]:
    return np.asarray(logits[:, :NOT_A_DIGIT].argmax(axis=1))


def _measure(
    data: RunData, logits: Sequence[NDArray[np.float64]], set_to: Calibration
) -> dict[str, float]:
    """Return the figures of the card: of the test part, and of a person's own digits.

    Args:
        data: What they are measured on.
        logits: Of the test part, and of a person's own digits.
        set_to: Temperature and threshold.
    """
    shares = probabilities(logits[0], set_to.temperature)
    accepted = scores(logits[0], set_to.temperature) >= set_to.threshold
    labels, name = data.test.labels, data.test_name
    figures = {
        f"{name}_accuracy": float((shares.argmax(axis=1) == labels).mean()),
        f"{name}_ece": calibration_error(shares, labels),
        f"{name}_nll": negative_log_likelihood(shares, labels),
        f"{name}_accepted": float(accepted.mean()),
    }
    if len(data.own_test):
        figures["own_test_accuracy"] = share_right(logits[1], data.own_test.labels)
    return {name: round(value, 5) for name, value in figures.items()}


def _variety_credits(data: RunData, training: Examples) -> tuple[str, ...]:
    """Return what ``with_variety`` has added, a line each."""
    others = int((training.labels == NOT_A_DIGIT).sum())
    own = int((data.training.labels == NOT_A_DIGIT).sum())
    drawn = len(training) - len(data.training) - (others - own)
    return (
        f"{drawn:,} digits, drawn from Inkdigits' own strokes",
        f"{others - own:,} symbols, scribbles, lines, blots, halves and pairs, generated",
    )


def _card(
    recipe: Recipe,
    request: TrainingRequest,
    sources: tuple[str, ...],
    network: keras.Model,
    set_to: Calibration,
    metrics: dict[str, float],
) -> ModelCard:
    return ModelCard(
        title=recipe.title,
        recipe=recipe.name,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        seed=request.seed,
        temperature=set_to.temperature,
        threshold=set_to.threshold,
        data=sources,
        metrics=metrics,
        versions={
            "keras": keras.__version__,
            "numpy": np.__version__,
            "tensorflow": tf.__version__,
        },
        parameters=network.count_params(),
    )
