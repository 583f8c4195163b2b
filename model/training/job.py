"""A whole training run: data, fitting, calibration, evaluation and the model folder.

Light to import; Keras loads when a run needs it.
"""

import errno
import os
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from model import paths
from model.bundle import CARD_NAME
from model.errors import TrainingError
from model.training import runtime
from model.training.examples import Examples
from model.training.generator import CARD_NAME as GENERATOR_CARD_NAME
from model.training.messages import (
    Finished,
    Message,
    TrainingCancelledError,
    TrainingRequest,
)
from model.training.recipes import GENERATOR, Recipe, find_recipe
from model.training.rundata import obtain_data, obtain_mnist
from model.training.source import FROM_MNIST

Report = Callable[[Message], None]
IsCancelled = Callable[[], bool]
IsToFinish = Callable[[], bool]

_MOST_EPOCHS: Final = 10_000
_CARD_NAMES: Final = {"model": CARD_NAME, "generator": GENERATOR_CARD_NAME}


def run_training(
    request: TrainingRequest,
    report: Report,
    is_cancelled: IsCancelled,
    is_to_finish: IsToFinish = lambda: False,
) -> Finished:
    """Train a model, write its folder and return where it is and how well it reads.

    Args:
        request: What to train, on what, and where to put it.
        report: Called with each message but the outcome, from this thread.
        is_cancelled: Asked before each batch and between the parts of the run.
        is_to_finish: Asked after each batch; true ends the steps, and the best becomes the model.

    Raises:
        InkdigitsError: If the recipe, the place, the data or the result is not as it should be.
        OSError: If the model cannot be written; one that was there is unchanged then.
        TrainingCancelledError: If ``is_cancelled`` said so.
    """
    recipe = find_recipe(request.recipe)
    if request.epochs is not None and not 1 <= request.epochs <= _MOST_EPOCHS:
        raise TrainingError(f"Epochs must be from 1 to {_MOST_EPOCHS:,}, not {request.epochs}.")

    makes_generator = recipe.name == GENERATOR.name
    check_place(request.out, "generator" if makes_generator else "model")

    def check() -> bool:
        if is_cancelled():
            raise TrainingCancelledError
        return False

    if recipe.name == "shipped":
        check_shipped(request)
        mnist = obtain_mnist(request, report, check)
        test = Examples(mnist.test_images, mnist.test_labels)
        runtime.load_keras(request.seed)
        return _train_shipped(request, test, report, check, is_to_finish)
    if makes_generator:
        return _train_generator(recipe, request, report, check)
    data = obtain_data(request, report, check)
    check()
    runtime.load_keras(request.seed)
    check()
    from model.training.classics import train

    return train(recipe, request, data, report, check, is_to_finish)


def check_place(out: Path, kind: str = "model") -> None:
    """Return if a model may be written to ``out``: better to know before an hour of training.

    Args:
        out: Where its folder shall be.
        kind: Of what: a model or a generator. It may only replace another of its kind.

    Raises:
        TrainingError: If something else is there, which a model would replace.
        OSError: If nothing can be written there.
    """
    is_free = not out.exists() or (out.is_dir() and not any(out.iterdir()))
    if not is_free and not (out / _CARD_NAMES[kind]).is_file():
        raise TrainingError(f"{out} is not a {kind} folder, so no {kind} is put in its place.")
    out.parent.mkdir(parents=True, exist_ok=True)
    if not os.access(out.parent, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(out.parent))


def _train_generator(
    recipe: Recipe, request: TrainingRequest, report: Report, check: IsCancelled
) -> Finished:
    data = obtain_mnist(request, report, check)
    runtime.load_keras(request.seed)
    from model.training.generator_measure import measure_generator
    from model.training.generator_training import train_generator

    measure = partial(measure_generator, data, request.seed, report, check)
    return train_generator(request, request.epochs or recipe.epochs, data, report, check, measure)


def check_shipped(request: TrainingRequest) -> None:
    """Return if the request leaves the shipped recipe its own data.

    Raises:
        TrainingError: If it names others.
    """
    if request.source != FROM_MNIST:
        raise TrainingError(
            "The recipe of the shipped model learns from its own data; choose MNIST for it."
        )


def _train_shipped(
    request: TrainingRequest,
    test: Examples,
    report: Report,
    check: IsCancelled,
    is_to_finish: IsToFinish,
) -> Finished:
    from model.training.compare import compare_models
    from model.training.shipped import train_shipped

    wanted = replace(request, data=_folder_of_all_data(request))
    bundle = train_shipped(wanted, report, check, is_to_finish=is_to_finish)
    found = compare_models(request.current, bundle.folder, test)
    return Finished(bundle.folder, bundle.card.metrics, found)


def _folder_of_all_data(request: TrainingRequest) -> Path | None:
    """Return the folder that holds pens and letters besides MNIST, if it is known.

    A person may have chosen its sub-folder with MNIST in it, which is enough for other recipes.
    """
    places = [request.data, request.data and request.data.parent, paths.training_data()]
    return next((place for place in places if place and (place / "pen").is_dir()), request.data)
