"""Every recipe by name, with what a person wants to know before choosing one.

Only names and sentences: a list of recipes must not cost a second of importing Keras.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from model.errors import TrainingError

DEFAULT_RECIPE: Final = "quick"


@dataclass(frozen=True, slots=True)
class Recipe:
    """One way to train a model.

    Attributes:
        name: What it is called on the command line.
        title: What it is called in the window.
        summary: One sentence on what it is.
        accuracy: Expected share of MNIST's test digits read right, 0–1.
        seconds: Expected time of the fitting alone on two processor cores.
        epochs: Rounds that it takes unless another number is asked for.
        reports_test: Whether the classic that it follows prints test accuracy as it goes.
        rejects: Whether it learns what is not a digit.
    """

    name: str
    title: str
    summary: str
    accuracy: float
    seconds: float
    epochs: int
    reports_test: bool = False
    rejects: bool = False


_ALL = (
    Recipe(
        "quick",
        "Quick",
        "A small convolutional network in two passes; it also learns what is not a digit.",
        accuracy=0.991,
        seconds=7,
        epochs=2,
        rejects=True,
    ),
    Recipe(
        "shipped",
        "As shipped",
        "Rebuilds the model that comes with the program, from MNIST and rendered pen strokes.",
        accuracy=0.996,
        seconds=5400,
        epochs=200,
        rejects=True,
    ),
    Recipe(
        "cnn",
        "Convolutional network",
        "Two convolutions with pooling, dropout and one dense layer; Adam.",
        accuracy=0.992,
        seconds=300,
        epochs=15,
    ),
    Recipe(
        "dense-512",
        "512 hidden units",
        "One hidden layer of 512 units; RMSprop.",
        accuracy=0.98,
        seconds=15,
        epochs=5,
    ),
    Recipe(
        "mlp-ema",
        "500 hidden units, averaged weights",
        "One hidden layer of 500 units; decaying learning rate, L2, moving average of the weights.",
        accuracy=0.984,
        seconds=120,
        epochs=30,
        reports_test=True,
    ),
    Recipe(
        "dense-128",
        "128 hidden units",
        "One hidden layer of 128 units; 1,000 steps of plain gradient descent.",
        accuracy=0.967,
        seconds=3,
        epochs=10,
    ),
    Recipe(
        "softmax-1000",
        "Softmax regression, 1,000 steps",
        "No hidden layer, started from zeros; summed cross-entropy on 1,000 random batches.",
        accuracy=0.91,
        seconds=3,
        epochs=20,
        reports_test=True,
    ),
    Recipe(
        "softmax-epochs",
        "Softmax regression, 400 epochs",
        "No hidden layer; mean cross-entropy on every batch of every epoch, with checkpoints.",
        accuracy=0.92,
        seconds=300,
        epochs=400,
        reports_test=True,
    ),
)

RECIPES: Final[Mapping[str, Recipe]] = MappingProxyType({item.name: item for item in _ALL})
"""All recipes of models that read, by name, the one to offer first in front."""

GENERATOR: Final = Recipe(
    "generator",
    "Digit generator",
    "A small network that draws digits, for where MNIST cannot be had; a cnn that learned from "
    "60,000 of them alone reads MNIST with this accuracy:",
    accuracy=0.986,
    seconds=400,
    epochs=60,
)
"""Makes a generator instead of a model that reads, so it is not among those to choose from."""


def find_recipe(name: str) -> Recipe:
    """Return the recipe called ``name``.

    Raises:
        TrainingError: If there is none; it lists those there are.
    """
    try:
        return {**RECIPES, GENERATOR.name: GENERATOR}[name]
    except KeyError:
        known = ", ".join((*RECIPES, GENERATOR.name))
        raise TrainingError(f"There is no recipe “{name}”; there are {known}.") from None
