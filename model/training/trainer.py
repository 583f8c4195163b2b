"""The shipped model's network, and one step of its training, from labels or from teachers too."""

import contextlib
from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from keras import layers
from numpy.typing import NDArray

from model.training.examples import NOT_A_DIGIT, Examples
from model.training.replicas import spread
from model.training.schedule import Schedule


def build_network(*, is_shared: bool = False) -> keras.Model:
    """Return the untrained network: (28, 28, 1) in 0–1 to ten class logits and "is a digit".

    Six convolutions in three pairs. The first four have no padding: ink lies within 20 px, so
    the field's margin is all the border they need, and they cost half as much. One weight for
    each place and channel then gathers the 4×4 map: unlike a mean it knows above from below.

    Args:
        is_shared: Whether several devices share each batch, whose statistics are of all of it.
    """
    inputs = keras.Input((28, 28, 1))
    x = inputs
    for width, padding, pooled in ((16, "valid", True), (64, "valid", True), (160, "same", False)):
        for _ in range(2):
            x = layers.Conv2D(width, 3, padding=padding, use_bias=False)(x)
            x = layers.BatchNormalization(synchronized=is_shared)(x)
            x = layers.ReLU()(x)
        if pooled:
            x = layers.MaxPooling2D()(x)
    x = layers.DepthwiseConv2D(4, use_bias=False)(x)
    x = layers.BatchNormalization(synchronized=is_shared)(x)
    x = layers.Flatten()(x)
    return keras.Model(inputs, layers.Dense(11)(x), name="shipped")


class Trainer:
    """Takes the steps of one run; its whole state can be saved and restored."""

    def __init__(self, schedule: Schedule, strategy: Any = None) -> None:  # noqa: ANN401 - untyped
        """Build the network and its optimiser; nothing is trained yet.

        Args:
            schedule: How long and how fast.
            strategy: What several devices work together by, see ``replicas``; None for one.
        """
        self.schedule, self._strategy = schedule, strategy
        with contextlib.nullcontext() if strategy is None else strategy.scope():
            self.network = build_network(is_shared=strategy is not None)
            self.optimizer = keras.optimizers.AdamW(
                schedule.peak_rate, weight_decay=schedule.weight_decay
            )
            self.optimizer.exclude_from_weight_decay(var_names=["gamma", "beta", "bias"])
            self.optimizer.build(self.network.trainable_variables)
        self._step = tf.function(self._take_step if strategy is None else self._take_shared_step)

    @property
    def variables(self) -> list[Any]:
        """Everything that a step changes, in a fixed order, the same on one device and many."""
        return [*self.network.variables, *self.optimizer.variables]

    def step(
        self, batch: Examples, rate: float, taught: NDArray[np.float16] | None = None
    ) -> NDArray[np.float32]:
        """Take one step and return accuracy, cross-entropy, loss and mean absolute gradient.

        The first two are the digits' alone.

        Args:
            batch: What to learn from.
            rate: Learning rate.
            taught: Logits (n, 11) that teachers give the batch; None for a network that learns
                from the labels alone.
        """
        self.optimizer.learning_rate.assign(rate)
        digits = max(1.0, float(np.count_nonzero(batch.labels < NOT_A_DIGIT)))
        sizes = tf.constant([digits, len(batch)], tf.float32)
        weight = 0.0 if taught is None else self.schedule.taught_weight
        said = np.zeros((len(batch), 11), np.float16) if taught is None else taught
        parts = (batch.images, batch.labels, said)
        if self._strategy is None:
            examples = tuple(map(tf.constant, parts))
        else:
            examples = spread(self._strategy, *parts)
        return np.asarray(self._step(*examples, sizes, tf.constant(weight)))

    def finished_network(self) -> keras.Model:
        """Return the network as it is, on one device and without a trace of others."""
        if self._strategy is None:
            return self.network
        network = build_network()
        network.set_weights(self.network.get_weights())
        return network

    def _take_shared_step(self, *values: Any) -> Any:  # noqa: ANN401 - tensors
        """Take a step on all devices and return the sums of what each found on its part."""
        found = self._strategy.run(self._take_step, values)
        return self._strategy.reduce("SUM", found, axis=None)

    def _take_step(self, fields: Any, labels: Any, said: Any, sizes: Any, weight: Any) -> Any:  # noqa: ANN401 - tensors
        """Take a step; where devices share a batch, each adds its part to the batch's means.

        Args:
            fields: Shape (n, 28, 28), uint8; this device's.
            labels: Shape (n,), uint8.
            said: Logits (n, 11) of the teachers.
            sizes: How many digits, and how many fields, all devices have together.
            weight: Of the teachers, 0–1.
        """
        inputs = tf.cast(fields, tf.float32)[..., None] / 255
        said = tf.cast(said, tf.float32)
        is_digit = tf.cast(labels < NOT_A_DIGIT, tf.float32)
        classes = tf.cast(tf.where(labels < NOT_A_DIGIT, labels, tf.zeros_like(labels)), tf.int32)
        weights = self.network.trainable_variables
        with tf.GradientTape() as tape:
            logits = self.network(inputs, training=True)
            each = tf.nn.sparse_softmax_cross_entropy_with_logits(classes, logits[:, :10])
            imitated = _imitation(logits[:, :10], said[:, :10], self.schedule.softness)
            cross_entropy = tf.reduce_sum(each * is_digit) / sizes[0]
            which = (1 - weight) * each + weight * imitated
            whether = (1 - weight) * is_digit + weight * tf.sigmoid(said[:, 10])
            refusal = tf.nn.sigmoid_cross_entropy_with_logits(whether, logits[:, 10])
            loss = tf.reduce_sum(which * is_digit) / sizes[0]
            loss += self.schedule.digit_weight * tf.reduce_sum(refusal) / sizes[1]
        gradients = tape.gradient(loss, weights)
        # The optimiser adds up the devices' gradients; each loss is a part of the batch's mean.
        self.optimizer.apply_gradients(zip(gradients, weights, strict=True))
        found = tf.argmax(logits[:, :10], axis=1, output_type=tf.int32)
        right = tf.reduce_sum(tf.cast(found == classes, tf.float32) * is_digit) / sizes[0]
        return tf.stack([right, cross_entropy, loss, self._mean_size(gradients)])

    def _mean_size(self, gradients: Sequence[Any]) -> Any:  # noqa: ANN401 - tensors
        """Return this device's part of the mean absolute gradient of the whole batch."""
        parts = 1
        if self._strategy is not None:
            parts = self._strategy.num_replicas_in_sync
            gradients = tf.distribute.get_replica_context().all_reduce("SUM", list(gradients))
        size = sum(tf.reduce_sum(tf.abs(gradient)) for gradient in gradients)
        return size / self.network.count_params() / parts


def _imitation(logits: Any, said: Any, softness: float) -> Any:  # noqa: ANN401 - tensors
    """Return the cross-entropy of a student to its teachers, both softened, shape (n,).

    It is scaled by the square of the temperature, so that its gradient is as large as that of
    hard labels (Hinton, Vinyals and Dean 2015, "Distilling the knowledge in a neural network").
    """
    shares = tf.nn.softmax(said / softness)
    return softness**2 * tf.nn.softmax_cross_entropy_with_logits(shares, logits / softness)


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
