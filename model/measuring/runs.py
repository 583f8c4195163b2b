"""Whole training runs for the record: each classic once, the shipped recipe with several seeds."""

import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from model.bundle import load_bundle
from model.measuring.records import Record
from model.training.job import run_training
from model.training.messages import EpochEnded, Message, TrainingRequest
from model.training.recipes import RECIPES

CLASSICS: Final = tuple(name for name in RECIPES if name != "shipped")
"""The recipes whose reference results others have published."""

_COLUMNS: Final = (
    "epoch",
    "step",
    "accuracy",
    "cross_entropy",
    "loss",
    "learning_rate",
    "mean_abs_gradient",
    "validation_accuracy",
    "test_accuracy",
)


def record_run(request: TrainingRequest) -> Record:
    """Train what a request asks for and return what it told on the way and what came out.

    Its folder is made in a temporary one and thrown away.

    Args:
        request: ``out`` is ignored.

    Returns:
        Ready for JSON: recipe, seed, rounds, CPU seconds, the figures of the card, its versions,
        and ``curve``: a list of values after each round for each of the messages' figures.

    Raises:
        InkdigitsError: If data are missing or damaged, or the run fails.
        OSError: If the model cannot be written.
    """
    ended: list[EpochEnded] = []

    def listen(message: Message) -> None:
        if isinstance(message, EpochEnded):
            ended.append(message)

    began = time.process_time()
    with TemporaryDirectory() as folder:
        wanted = replace(request, out=Path(folder) / "model")
        run_training(wanted, listen, lambda: False)
        seconds = time.process_time() - began
        card = load_bundle(wanted.out).card
    return {
        "recipe": card.recipe,
        "seed": card.seed,
        "made": card.created[:10],
        "rounds": len(ended),
        "steps": ended[-1].step,
        "parameters": card.parameters,
        "cpu_seconds": round(seconds),
        "data": list(card.data),
        "versions": dict(card.versions),
        "metrics": dict(card.metrics),
        "curve": {name: _column(name, ended) for name in _COLUMNS},
    }


def _column(name: str, ended: Iterable[EpochEnded]) -> list[Any]:
    """Return one figure after each round, to five digits."""
    values = [getattr(message, name) for message in ended]
    return [float(f"{value:.5g}") if isinstance(value, float) else value for value in values]
