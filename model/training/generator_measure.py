"""What a digit generator is worth: how well its digits teach, and that they are no copies."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import keras
import numpy as np
from numpy.typing import NDArray

from model.training.architectures import make_plan
from model.training.data import MnistData
from model.training.examples import Examples
from model.training.fit import Task, fit
from model.training.generator import generate
from model.training.messages import Message
from model.training.step import accuracy_of

Gray = NDArray[np.uint8]

READER: Final = "cnn"
READER_DIGITS: Final = 60_000
READER_EPOCHS: Final = 5
NEIGHBOURS: Final = 2_000
"""How many digits of each kind are compared with every digit that was learned from."""

_COPY_PERCENT: Final = 1
_CHUNK: Final = 500


def measure_generator(
    data: MnistData,
    seed: int,
    report: Callable[[Message], None],
    check: Callable[[], object],
    folder: Path,
    learned_from: int,
) -> dict[str, float]:
    """Return all figures of the generator in a folder; see the other functions."""
    figures = neighbour_distances(folder, data, learned_from, seed)
    return figures | accuracy_of_reader(folder, data, seed, report, check)


def accuracy_of_reader(
    folder: Path,
    data: MnistData,
    seed: int,
    report: Callable[[Message], None] = lambda _: None,
    check: Callable[[], object] = lambda: None,
    *,
    digits: int = READER_DIGITS,
    epochs: int = READER_EPOCHS,
) -> dict[str, float]:
    """Return how well a network reads MNIST that has only ever seen generated digits.

    The measure is known as classification accuracy score (Ravuri and Vinyals 2019). The schedule
    is fixed and the last state counts; MNIST's last 5,000 training digits and its test digits are
    only reported on.

    Args:
        folder: Of the generator.
        data: MNIST.
        seed: Of the digits, of the network and of the order.
        report: Called with the messages of the fit.
        check: Called before each batch; what it raises ends the measuring.
        digits: How many to generate.
        epochs: How many passes over them.
    """
    labels = (np.arange(digits) % 10).astype(np.uint8)
    training = Examples(generate(labels, seed, folder), labels)
    _, held_out = Examples(data.train_images, data.train_labels).without_last(
        min(5_000, len(data.train_labels) // 6)
    )
    keras.utils.set_random_seed(seed)
    plan = make_plan(READER, digits, epochs)

    def is_cancelled() -> bool:
        check()
        return False

    fit(Task(READER, plan, epochs, training, held_out, None, seed), report, is_cancelled)
    test = Examples(data.test_images, data.test_labels)
    return {
        "cnn_mnist_test_accuracy": round(accuracy_of(plan.network, test), 5),
        "cnn_mnist_validation_accuracy": round(accuracy_of(plan.network, held_out), 5),
        "cnn_generated_digits": digits,
        "cnn_epochs": epochs,
        "cnn_seed": seed,
    }


def neighbour_distances(
    folder: Path, data: MnistData, learned_from: int, seed: int, count: int = NEIGHBOURS
) -> dict[str, float]:
    """Return how far generated digits lie from the nearest digit that was learned from.

    A distance is Euclidean over the 784 pixels in 0–1. Test digits, which nobody learned from,
    say what distance is usual; before they are deformed, generated ones must not lie nearer.

    Args:
        folder: Of the generator.
        data: MNIST.
        learned_from: How many of its training digits the generator learned from, the first ones.
        seed: Of the generated digits.
        count: How many of each kind.
    """
    learned = data.train_images[:learned_from]
    labels = data.test_labels[:count]  # The same mixture: ones all lie near each other.
    real = nearest_distances(data.test_images[:count], learned)
    usual_smallest = np.percentile(real, _COPY_PERCENT)
    figures = {
        "nearest_train_distance_count": count,
        "nearest_train_distance_seed": seed,
        "test_nearest_train_distance_median": np.percentile(real, 50),
        "test_nearest_train_distance_p05": np.percentile(real, 5),
    }
    for kind, deformation in (("", 1.0), ("undeformed_", 0.0)):
        made = nearest_distances(generate(labels, seed, folder, deformation), learned)
        figures |= {
            f"{kind}nearest_train_distance_median": np.percentile(made, 50),
            f"{kind}nearest_train_distance_p05": np.percentile(made, 5),
            f"{kind}nearer_than_test_p{_COPY_PERCENT:02}": (made < usual_smallest).mean(),
        }
    return {name: round(float(value), 4) for name, value in figures.items()}


def nearest_distances(fields: Gray, others: Gray) -> NDArray[np.float64]:
    """Return the distance from each field to the nearest of others, shape (n,).

    Args:
        fields: Shape (n, 28, 28), uint8.
        others: Shape (m, 28, 28), uint8; at least one.
    """
    rows = others.reshape(len(others), -1).astype(np.float32) / 255
    squares = (rows**2).sum(axis=1)
    found = []
    for start in range(0, len(fields), _CHUNK):
        part = fields[start : start + _CHUNK].reshape(-1, rows.shape[1]).astype(np.float32) / 255
        nearest = (squares - 2 * part @ rows.T).argmin(axis=1)
        # The difference itself is exact where the expanded square is not: at copies.
        found.append(np.linalg.norm(part - rows[nearest], axis=1))
    return np.concatenate(found).astype(np.float64)
