"""The networks and how each is fitted: a few lines of Keras a recipe.

Every network takes 28×28×1 fields in 0–1 and gives logits: ten, one a digit, or eleven, the last
being the logit of "this is a digit". Softmax is left to the loss and to the recogniser, which
is the same mathematics and more exact.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import keras
from keras import layers

from model.errors import TrainingError

FIELD = (28, 28, 1)


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A network and how it is to be fitted.

    Attributes:
        network: Untrained; ten or eleven outputs.
        optimizer: A Keras optimizer; its learning rate may be a schedule over steps.
        batch: Digits a step.
        steps_per_round: Steps until the next evaluation; None for one pass over the data.
        sums_loss: Whether the loss is the batch's summed cross-entropy instead of its mean.
        averaging: Decay of the moving average of the weights that is evaluated and kept in
            their place; None where the weights themselves are.
        keeps_checkpoints: Whether the weights are saved after each round.
    """

    network: keras.Model
    optimizer: keras.optimizers.Optimizer
    batch: int
    steps_per_round: int | None = None
    sums_loss: bool = False
    averaging: float | None = None
    keeps_checkpoints: bool = False


def make_plan(recipe: str, examples: int, rounds: int) -> Plan:
    """Return the network of a recipe with its hyper-parameters.

    Args:
        recipe: Its name.
        examples: How many training examples there are.
        rounds: How many rounds are asked for; schedules end with the last.

    Raises:
        TrainingError: If no network has that name.
    """
    try:
        build = _BUILDERS[recipe]
    except KeyError:
        raise TrainingError(f"There is no network for the recipe “{recipe}”.") from None
    return build(examples, rounds)


def _softmax_1000(_examples: int, _rounds: int) -> Plan:
    """Softmax regression from zeros (TensorFlow's "MNIST for ML beginners", 2015)."""
    return Plan(_softmax_regression(), keras.optimizers.SGD(0.01), 100, 50, sums_loss=True)


def _softmax_epochs(_examples: int, _rounds: int) -> Plan:
    """Softmax regression on the mean cross-entropy, all batches of every epoch."""
    optimizer = keras.optimizers.SGD(0.01)
    return Plan(_softmax_regression(), optimizer, 100, keeps_checkpoints=True)


def _dense_128(_examples: int, _rounds: int) -> Plan:
    """One hidden layer of 128 units and a bold learning rate."""
    network = _stack(layers.Flatten(), layers.Dense(128, "relu"), layers.Dense(10))
    return Plan(network, keras.optimizers.SGD(0.5), 100, 100)


def _mlp_ema(examples: int, _rounds: int) -> Plan:
    """Averaged weights of one hidden layer of 500 units.

    Zheng and Gu, "TensorFlow: a practical deep learning framework", 2017, chapter 5. Its weights
    start from a truncated normal of deviation 0.1 and its biases from 0.1. Its L2 term is
    1e-4 · Σw²/2, as TensorFlow's contrib package had it.
    """

    def dense(units: int, activation: str | None) -> layers.Layer:
        return layers.Dense(
            units,
            activation,
            kernel_initializer=keras.initializers.TruncatedNormal(stddev=0.1),
            bias_initializer=keras.initializers.Constant(0.1),
            kernel_regularizer=keras.regularizers.L2(1e-4 / 2),
        )

    batch = 100
    rate = keras.optimizers.schedules.ExponentialDecay(0.8, examples / batch, 0.99)
    network = _stack(layers.Flatten(), dense(500, "relu"), dense(10, None))
    return Plan(network, keras.optimizers.SGD(rate), batch, 1000, averaging=0.99)


def _dense_512(_examples: int, _rounds: int) -> Plan:
    """One hidden layer of 512 units (Chollet, "Deep learning with Python", 2017, chapter 2)."""
    network = _stack(layers.Flatten(), layers.Dense(512, "relu"), layers.Dense(10))
    return Plan(network, keras.optimizers.RMSprop(), 128)


def _cnn(_examples: int, _rounds: int) -> Plan:
    """Two convolutions, pooling, dropout, dense (Keras' example "Simple MNIST convnet")."""
    network = _stack(
        layers.Conv2D(32, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Conv2D(64, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Flatten(),
        layers.Dropout(0.5),
        layers.Dense(10),
    )
    return Plan(network, keras.optimizers.Adam(), 128)


def _quick(examples: int, rounds: int) -> Plan:
    """Three small convolutions, two passes, one cycle of the learning rate.

    Two strides instead of pooling make a pass so cheap that a second one fits in the time; that
    won over wider networks with one. The rate climbs for a fifth of all steps and falls as a
    cosine (Smith and Topin 2018, "Super-convergence").
    """
    network = _stack(
        layers.Conv2D(16, 5, strides=2, activation="relu", kernel_initializer="he_normal"),
        *_normalised(layers.Conv2D(32, 3, strides=2, use_bias=False)),
        *_normalised(layers.Conv2D(64, 3, use_bias=False)),
        layers.Flatten(),
        *_normalised(layers.Dense(128, use_bias=False)),
        layers.Dense(11),
    )
    batch = 256
    steps = rounds * steps_in_pass(examples, batch)
    climb = steps // 5
    rate = keras.optimizers.schedules.CosineDecay(
        5e-4, steps - climb, warmup_target=6e-3, warmup_steps=climb
    )
    return Plan(network, keras.optimizers.Adam(rate, beta_1=0.7, beta_2=0.9), batch)


_BUILDERS: Mapping[str, Callable[[int, int], Plan]] = {
    "softmax-1000": _softmax_1000,
    "softmax-epochs": _softmax_epochs,
    "dense-128": _dense_128,
    "mlp-ema": _mlp_ema,
    "dense-512": _dense_512,
    "cnn": _cnn,
    "quick": _quick,
}


def steps_in_pass(examples: int, batch: int) -> int:
    """Return how many batches show every example once; the last may be smaller."""
    return -(-examples // batch)


def _normalised(layer: layers.Layer) -> tuple[layers.Layer, ...]:
    """Return a layer followed by batch normalisation and ReLU.

    The default momentum of 0.99 would remember the untrained network through a short run.
    """
    return layer, layers.BatchNormalization(momentum=0.9), layers.ReLU()


def _softmax_regression() -> keras.Model:
    return _stack(layers.Flatten(), layers.Dense(10, kernel_initializer="zeros"))


def _stack(*parts: layers.Layer) -> keras.Model:
    return keras.Sequential([keras.Input(FIELD), *parts])
