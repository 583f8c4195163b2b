"""The digit generator that ships: how well its digits teach, and that they are no copies.

Run with ``make bench``; one network is trained for some minutes. All is seeded. Test digits of
MNIST are only reported on.
"""

import json
import platform
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

import pytest

from model import paths
from model.training.data import load_mnist
from model.training.generator import CARD_NAME
from model.training.runtime import load_keras

pytestmark = pytest.mark.benchmark

_SEED = 0
_LEARNED_FROM = 55_000
_TARGETS = {"cnn_mnist_test_accuracy": 0.985}


@pytest.fixture(scope="module")
def card() -> Mapping[str, float]:
    """Return the figures that the generator's card claims."""
    text = (paths.asset("models", "generator") / CARD_NAME).read_text(encoding="utf-8")
    metrics: dict[str, float] = json.loads(text)["metrics"]
    return metrics


def _print_table(measured: Mapping[str, float], claimed: Mapping[str, float]) -> None:
    versions = ", ".join(f"{name} {version(name)}" for name in ("tensorflow", "keras"))
    print(f"\n{platform.machine()}, Python {platform.python_version()}, {versions}, seed {_SEED}")
    print(f"{'':44}{'measured':>10}{'card':>10}{'target':>10}")
    for name, value in measured.items():
        target = f"{_TARGETS[name]:10.4f}" if name in _TARGETS else ""
        print(f"{name:44}{value:10.4f}{claimed[name]:10.4f}{target}")


@pytest.mark.tensorflow
def test_generated_digits_are_no_copies(card: Mapping[str, float], data_dir: Path) -> None:
    load_keras(_SEED)
    from model.training.generator_measure import neighbour_distances

    folder = paths.asset("models", "generator")
    measured = neighbour_distances(folder, load_mnist(data_dir), _LEARNED_FROM, _SEED)

    _print_table(measured, card)
    usual = measured["test_nearest_train_distance_p05"]
    assert measured["nearest_train_distance_p05"] >= 0.9 * usual
    assert measured["undeformed_nearer_than_test_p01"] <= 0.02
    assert all(abs(value - card[name]) < 0.05 for name, value in measured.items())


@pytest.mark.tensorflow
def test_a_network_that_saw_generated_digits_alone_reads_mnist(
    card: Mapping[str, float], data_dir: Path
) -> None:
    load_keras(_SEED)
    from model.training.generator_measure import accuracy_of_reader

    folder = paths.asset("models", "generator")
    measured = accuracy_of_reader(folder, load_mnist(data_dir), _SEED)

    _print_table(measured, card)
    for name, target in _TARGETS.items():
        assert measured[name] >= target
