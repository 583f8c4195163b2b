"""The shipped model's network, and one step of its training."""

from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from keras import layers
from numpy.typing import NDArray

from model.training.examples import NOT_A_DIGIT, Examples

DEFAULT_EPOCHS = 34


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long and how fast.

    Attributes:
        bank: Fields drawn before training.
        epochs: Rounds.
        steps: Steps of one round.
        batch: Fields of one step.
        peak_rate: Largest learning rate, reached after a tenth of all steps.
        weight_decay: Of the convolutions and the last layer (Loshchilov and Hutter 2019).
        digit_weight: Weight of "is a digit" beside "which digit".
    """

    bank: int = 480_000
    epochs: int = DEFAULT_EPOCHS
    steps: int = 240
    batch: int = 256
    peak_rate: float = 3e-3
    weight_decay: float = 0.02
    digit_weight: float = 0.5

    def rate(self, step: int) -> float:
        """Return the learning rate of a step, from 0: a straight rise, then half a cosine."""
        done = (step + 1) / (self.epochs * self.steps)
        rise = 0.1
        if done < rise:
            return self.peak_rate * done / rise
        return self.peak_rate * 0.5 * (1 + float(np.cos(np.pi * (done - rise) / (1 - rise))))


def build_network() -> keras.Model:
    """Return the untrained network: (28, 28, 1) in 0–1 to ten class logits and "is a digit".

    Six convolutions in three pairs. The first four have no padding: ink lies within 20 px, so
    the field's margin is all the border they need, and they cost half as much. One weight for
    each place and channel then gathers the 4×4 map: unlike a mean it knows above from below.
    """
    inputs = keras.Input((28, 28, 1))
    x = inputs
    for width, padding, pooled in ((24, "valid", True), (64, "valid", True), (128, "same", False)):
        for _ in range(2):
            x = layers.Conv2D(width, 3, padding=padding, use_bias=False)(x)
            x = layers.BatchNormalization()(x)
            x = layers.ReLU()(x)
        if pooled:
            x = layers.MaxPooling2D()(x)
    x = layers.DepthwiseConv2D(4, use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    x = layers.Flatten()(x)
    return keras.Model(inputs, layers.Dense(11)(x), name="shipped")


class Trainer:
    """Takes the steps of one run; its whole state can be saved and restored."""

    def __init__(self, network: keras.Model, schedule: Schedule) -> None:
        """Prepare the optimiser; nothing is trained yet."""
        self.network, self.schedule = network, schedule
        self.optimizer = keras.optimizers.AdamW(
            schedule.peak_rate, weight_decay=schedule.weight_decay
        )
        self.optimizer.exclude_from_weight_decay(var_names=["gamma", "beta", "bias"])
        self.optimizer.build(network.trainable_variables)
        self._step = tf.function(self._take_step)

    @property
    def variables(self) -> list[Any]:
        """Everything that a step changes, in a fixed order."""
        return [*self.network.variables, *self.optimizer.variables]

    def step(self, batch: Examples, rate: float) -> NDArray[np.float32]:
        """Take one step and return accuracy, cross-entropy, loss and mean absolute gradient.

        The first two are the digits' alone.
        """
        self.optimizer.learning_rate.assign(rate)
        return np.asarray(self._step(tf.constant(batch.images), tf.constant(batch.labels)))

    def _take_step(self, fields: Any, labels: Any) -> Any:  # noqa: ANN401 - tensors have no types
        inputs = tf.cast(fields, tf.float32)[..., None] / 255
        is_digit = tf.cast(labels < NOT_A_DIGIT, tf.float32)
        classes = tf.where(labels < NOT_A_DIGIT, labels, tf.zeros_like(labels))
        count = tf.maximum(tf.reduce_sum(is_digit), 1)
        weights = self.network.trainable_variables
        with tf.GradientTape() as tape:
            logits = self.network(inputs, training=True)
            each = tf.nn.sparse_softmax_cross_entropy_with_logits(
                tf.cast(classes, tf.int32), logits[:, :10]
            )
            cross_entropy = tf.reduce_sum(each * is_digit) / count
            digit_loss = tf.nn.sigmoid_cross_entropy_with_logits(is_digit, logits[:, 10])
            loss = cross_entropy + self.schedule.digit_weight * tf.reduce_mean(digit_loss)
        gradients = tape.gradient(loss, weights)
        self.optimizer.apply_gradients(zip(gradients, weights, strict=True))
        found = tf.argmax(logits[:, :10], axis=1, output_type=tf.int32)
        right = tf.cast(found == tf.cast(classes, tf.int32), tf.float32)
        size = sum(tf.reduce_sum(tf.abs(gradient)) for gradient in gradients)
        mean_gradient = size / self.network.count_params()
        return tf.stack(
            [tf.reduce_sum(right * is_digit) / count, cross_entropy, loss, mean_gradient]
        )


def predict(network: keras.Model, fields: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Return the logits of many fields, shape (n, 11).

    Args:
        network: Trained.
        fields: Shape (n, 28, 28), uint8.
    """
    tensors = (
        network(fields[start : start + 500, :, :, None].astype(np.float32) / 255, training=False)
        for start in range(0, len(fields), 500)
    )
    return np.concatenate([np.asarray(tensor, np.float64) for tensor in tensors])
