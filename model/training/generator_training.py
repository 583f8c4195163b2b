"""The recipe of the digit generator, from MNIST to its folder.

An autoencoder learns to put digits into codes and back; how the codes of each digit lie is
estimated afterwards. Then the generator is measured, and the figures are put on its card.
"""

import hashlib
import json
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from model.errors import TrainingError
from model.files import write_folder
from model.training.checkpoint import Checkpoint
from model.training.data import MnistData
from model.training.generator import CARD_FORMAT, CARD_NAME, GENERATOR_NAME, LARGEST_FILE_BYTES
from model.training.generator_fit import BETA, Learner, Pictures
from model.training.generator_mixture import Clouds, fit_clouds
from model.training.generator_network import CODE_SIZE, DIGITS, build_generator
from model.training.messages import Finished, Message, TrainingRequest
from model.training.recipes import GENERATOR
from model.training.unfinished import discard_unfinished, unfinished_folder

HELD_OUT: Final = 5_000
"""The last of MNIST's training digits; designs are compared on them, none is learned from."""

HALVINGS: Final = 6
SHRINKAGE: Final = 0.1
SPREAD: Final = 0.95
"""Samples stay a little nearer to a cloud's centre than the codes did: fewer are misshapen."""

_LARGEST_HELD_OUT_SHARE: Final = 1 / 6

Measure = Callable[[Path, int], Mapping[str, float]]


def train_generator(
    request: TrainingRequest,
    epochs: int,
    data: MnistData,
    report: Callable[[Message], None],
    check: Callable[[], object],
    measure: Measure,
) -> Finished:
    """Train a generator and write its folder: the network and its card.

    What has been done is kept beside ``request.out`` in a folder ending in ``.unfinished``; the
    same request goes on from there.

    Args:
        request: Where to put it, and the seed.
        epochs: How many passes over the training digits.
        data: MNIST. Its test part is not looked at.
        report: Called with each message but the outcome. What is called accuracy is the share of
            the pixels that come back on the right side of half brightness; the cross-entropy is
            that of a whole picture, in nats.
        check: Called before each batch; what it raises ends the run.
        measure: Given the generator's folder and how many digits it learned from, returns the
            figures for its card.

    Raises:
        TrainingError: If there are too few digits, or the result would be too large.
        OSError: If it cannot be written.
    """
    held_out = min(HELD_OUT, int(len(data.train_labels) * _LARGEST_HELD_OUT_SHARE))
    count = len(data.train_labels) - held_out
    training = Pictures(data.train_images[:count], data.train_labels[:count])
    validation = Pictures(data.train_images[count:], data.train_labels[count:])
    if np.bincount(training.labels, minlength=DIGITS).min() < 2 * 2**HALVINGS:
        raise TrainingError("There are too few digits to learn a generator from.")
    learner = Learner(request.seed, epochs, count)
    learner.learn(training, validation, _checkpoint(request, count, epochs), report, check)

    clouds = _fit_digits(learner.codes(training), training.labels)
    network = build_generator(learner.decoder, clouds)
    metrics = {"validation_cross_entropy": round(float(learner.measure(validation)[1]), 3)}

    def fill(new: Path) -> None:
        write_generator(new, network, _card(request, count, epochs, network, metrics))
        metrics.update(measure(new, count))
        write_metrics(new, metrics)

    write_folder(request.out, fill)
    discard_unfinished(request.out)
    return Finished(request.out, metrics)


def write_generator(folder: Path, network: keras.Model, card: dict[str, Any]) -> None:
    """Write a generator and its card, with its checksum, into a folder.

    The weights are rounded to half precision and the file is packed, which halves it.

    Raises:
        TrainingError: If the file would be larger than allowed.
        OSError: If it cannot be written.
    """
    path = folder / GENERATOR_NAME
    halved = [weight.astype(np.float16) for weight in network.get_weights()]
    network.set_weights([weight.astype(np.float32) for weight in halved])
    network.save(path)
    _pack(path)
    if path.stat().st_size > LARGEST_FILE_BYTES:
        raise TrainingError(f"The generator would have {path.stat().st_size:,} bytes: too many.")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    _write_card(folder, card | {"sha256": {GENERATOR_NAME: digest}})


def write_metrics(folder: Path, metrics: Mapping[str, float]) -> None:
    """Put figures on a generator's card, in the place of those of the same names.

    Raises:
        OSError: If it cannot be written.
    """
    card = json.loads((folder / CARD_NAME).read_bytes())
    _write_card(folder, card | {"metrics": {**card["metrics"], **metrics}})


def _write_card(folder: Path, card: dict[str, Any]) -> None:
    text = json.dumps(card, indent=2, ensure_ascii=False)
    (folder / CARD_NAME).write_text(text + "\n", encoding="utf-8")


def _checkpoint(request: TrainingRequest, digits: int, epochs: int) -> Checkpoint:
    folder = unfinished_folder(request.out)
    folder.mkdir(parents=True, exist_ok=True)
    key = repr((GENERATOR.name, request.seed, digits, epochs))
    return Checkpoint(folder / "state.npz", key)


def _fit_digits(codes: NDArray[np.float64], labels: NDArray[np.uint8]) -> list[Clouds]:
    fitted = [fit_clouds(codes[labels == digit], HALVINGS, SHRINKAGE) for digit in range(DIGITS)]
    return [Clouds(item.centres, SPREAD * item.spreads) for item in fitted]


def _pack(path: Path) -> None:
    """Compress a ``.keras`` file, a zip archive that Keras writes unpacked."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def _card(
    request: TrainingRequest,
    digits: int,
    epochs: int,
    network: keras.Model,
    metrics: Mapping[str, float],
) -> dict[str, Any]:
    return {
        "format": CARD_FORMAT,
        "title": "Digit generator",
        "recipe": GENERATOR.name,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "seed": request.seed,
        "epochs": epochs,
        "settings": {
            "code_size": CODE_SIZE,
            "clouds_per_digit": 2**HALVINGS,
            "beta": BETA,
            "shrinkage": SHRINKAGE,
            "spread": SPREAD,
        },
        "parameters": network.count_params(),
        "data": [f"MNIST (LeCun, Cortes, Burges), {digits:,} of its training digits"],
        "licence": "CC BY-SA 3.0, as the digits that it learned from",
        "versions": {
            "keras": keras.__version__,
            "numpy": np.__version__,
            "tensorflow": tf.__version__,
        },
        "metrics": dict(metrics),
    }
