"""A whole training run: data, fitting, calibration, evaluation and the model folder.

Light to import; Keras loads when a run needs it.
"""

import errno
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from model import paths
from model.bundle import CARD_NAME
from model.errors import DataError, TrainingError
from model.training import runtime
from model.training.data import WHAT_TO_DO, MnistData, find_mnist, load_mnist
from model.training.messages import (
    Downloading,
    Finished,
    Message,
    TrainingCancelledError,
    TrainingRequest,
)
from model.training.recipes import find_recipe

Report = Callable[[Message], None]
IsCancelled = Callable[[], bool]

_MOST_EPOCHS: Final = 10_000


def run_training(request: TrainingRequest, report: Report, is_cancelled: IsCancelled) -> Finished:
    """Train a model, write its folder and return where it is and how well it reads.

    Args:
        request: What to train, on what, and where to put it.
        report: Called with each message but the outcome, from this thread.
        is_cancelled: Asked before each batch and between the parts of the run.

    Raises:
        InkdigitsError: If the recipe, the place, the data or the result is not as it should be.
        OSError: If the model cannot be written; one that was there is unchanged then.
        TrainingCancelledError: If ``is_cancelled`` said so.
    """
    recipe = find_recipe(request.recipe)
    if request.epochs is not None and not 1 <= request.epochs <= _MOST_EPOCHS:
        raise TrainingError(f"Epochs must be from 1 to {_MOST_EPOCHS:,}, not {request.epochs}.")

    check_place(request.out)

    def check() -> bool:
        if is_cancelled():
            raise TrainingCancelledError
        return False

    data = obtain_mnist(request, report, check)
    check()
    runtime.load_keras(request.seed)
    check()
    if recipe.name == "shipped":
        return _train_shipped(request, report, check)
    from model.training.classics import train

    return train(recipe, request, data, report, check)


def check_place(out: Path) -> None:
    """Return if a model may be written to ``out``: better to know before an hour of training.

    Raises:
        TrainingError: If something else is there, which a model would replace.
        OSError: If nothing can be written there.
    """
    is_free = not out.exists() or (out.is_dir() and not any(out.iterdir()))
    if not is_free and not (out / CARD_NAME).is_file():
        raise TrainingError(f"{out} is not a model folder, so no model is put in its place.")
    out.parent.mkdir(parents=True, exist_ok=True)
    if not os.access(out.parent, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(out.parent))


def obtain_mnist(
    request: TrainingRequest, report: Report, check: Callable[[], object]
) -> MnistData:
    """Return MNIST from where the request says, fetched first where that is allowed and needed.

    Args:
        request: Names the folder and allows the download.
        report: Called with the progress of a download.
        check: Called again and again during a download; what it raises ends it.

    Raises:
        DataError: If it is nowhere, damaged, or cannot be fetched.
    """
    try:
        folder = find_mnist(request.data)
    except DataError:
        if not request.allow_download:
            raise
        folder = None
    if folder is None:
        if not request.allow_download:
            raise DataError(f"MNIST is not on this machine. {WHAT_TO_DO}")
        folder = request.data or paths.user_paths().mnist

        def arrived(share: float) -> None:
            check()
            report(Downloading(share))

        from model.training.download import download_mnist

        download_mnist(folder, arrived)
    return load_mnist(folder)


def _train_shipped(request: TrainingRequest, report: Report, check: IsCancelled) -> Finished:
    from model.training.shipped import train_shipped

    bundle = train_shipped(replace(request, data=_folder_of_all_data(request)), report, check)
    if bundle is None:
        raise TrainingCancelledError
    return Finished(bundle.folder, bundle.card.metrics)


def _folder_of_all_data(request: TrainingRequest) -> Path | None:
    """Return the folder that holds pens and letters besides MNIST, if it is known.

    A person may have chosen its sub-folder with MNIST in it, which is enough for other recipes.
    """
    places = [request.data, request.data and request.data.parent, paths.training_data()]
    return next((place for place in places if place and (place / "pen").is_dir()), request.data)
