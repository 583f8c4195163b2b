"""Digits where no MNIST is at hand: what the small generator that ships with the program draws.

Light to import; Keras loads with the first digit.
"""

import functools
import hashlib
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from model import paths
from model.errors import DataError
from model.training import runtime
from model.training.data import MnistData
from model.training.generator_shapes import vary

GENERATOR_NAME: Final = "generator.keras"
CARD_NAME: Final = "generator.json"
CARD_FORMAT: Final = 1
LARGEST_FILE_BYTES: Final = 2_000_000

_BATCH: Final = 1000
_DIGITS: Final = 10

Gray = NDArray[np.uint8]


def generate(
    labels: NDArray[np.uint8], seed: int, folder: Path | None = None, deformation: float = 1.0
) -> Gray:
    """Return one digit for each label, in MNIST's own form.

    Args:
        labels: Shape (n,), values 0–9.
        seed: The same labels with the same seed give the same digits.
        folder: Of the generator; without it, the one that ships with the program.
        deformation: How much each is deformed at random after it was drawn; 0 for not at all.

    Returns:
        Shape (n, 28, 28), uint8; bright ink on black, in a box of 20 px, its mass in the middle.

    Raises:
        DataError: If the generator is missing or damaged.
        TrainingError: If TensorFlow cannot be loaded.
        ValueError: If a label is no digit.
    """
    return _draw(np.asarray(labels), np.random.default_rng(seed), folder, deformation)


def generated_digits(train: int, test: int, seed: int) -> MnistData:
    """Return generated digits in the place of MNIST, all ten equally often, in random order.

    Args:
        train: How many in the training part.
        test: How many in the test part, which is drawn by itself.
        seed: Of both.

    Raises:
        DataError: If the generator is missing or damaged.
        TrainingError: If TensorFlow cannot be loaded.
    """
    parts: list[Gray] = []
    for number, count in enumerate((train, test)):
        rng = np.random.default_rng([seed, number])
        labels = rng.permutation(np.arange(count) % _DIGITS).astype(np.uint8)
        parts += [_draw(labels, rng, None, 1.0), labels]
    return MnistData(*parts)


@dataclass(frozen=True, slots=True, eq=False)
class _Generator:
    """The loaded network.

    Attributes:
        network: From cloud numbers and noise to pictures in 0–1.
        clouds: How many each digit has.
        noise: How many normal numbers each picture takes.
    """

    network: Any
    clouds: int
    noise: int


def _draw(
    labels: NDArray[Any], rng: np.random.Generator, folder: Path | None, deformation: float
) -> Gray:
    if labels.ndim != 1 or (len(labels) and not 0 <= labels.min() <= labels.max() < _DIGITS):
        raise ValueError("labels must be one row of digits")
    generator = _load(folder or paths.asset("models", "generator"))
    clouds = labels.astype(np.int32) * generator.clouds
    clouds += rng.integers(0, generator.clouds, len(labels), dtype=np.int32)
    noise = rng.standard_normal((len(labels), generator.noise), dtype=np.float32)
    pictures = np.zeros((len(labels), 28, 28), np.uint8)
    for start in range(0, len(labels), _BATCH):
        part = slice(start, start + _BATCH)
        shares = generator.network.predict_on_batch([clouds[part], noise[part]])
        pictures[part] = np.rint(shares * 255)
    return vary(pictures, rng, deformation)


@functools.lru_cache(maxsize=1)
def _load(folder: Path) -> _Generator:
    """Return the generator in a folder, once its checksum is found right.

    Raises:
        DataError: If it is missing, damaged or of another form.
        TrainingError: If TensorFlow cannot be loaded.
    """
    wanted = _checksum(folder)
    path = folder / GENERATOR_NAME
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DataError(_complaint(path, f"cannot be read: {error.strerror}")) from error
    if hashlib.sha256(content).hexdigest() != wanted:
        raise DataError(_complaint(path, "is damaged: its checksum is wrong"))
    if "keras" not in sys.modules:  # Where it is loaded, its state is that of a training run.
        runtime.load_keras(seed=0)
    import keras

    try:
        network = keras.saving.load_model(path, compile=False, safe_mode=True)
        rows = network.get_layer("centres").input_dim
        noise = network.inputs[1].shape[1]
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OSError) as error:
        raise DataError(_complaint(path, "is not a digit generator")) from error
    return _Generator(network, rows // _DIGITS, noise)


def _checksum(folder: Path) -> str:
    """Return the checksum that the generator's card promises.

    Raises:
        DataError: If the card is missing or damaged.
    """
    path = folder / CARD_NAME
    try:
        card = json.loads(path.read_bytes())
        return str(card["sha256"][GENERATOR_NAME])
    except OSError as error:
        raise DataError(_complaint(path, f"cannot be read: {error.strerror}")) from error
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(_complaint(path, "is damaged")) from error


def _complaint(path: Path, what: str) -> str:
    return f"The digit generator's file {path} {what}; installing the program again mends it."
