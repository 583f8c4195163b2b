"""One training step in a compiled graph, and reading many fields with a Keras network."""

import contextlib
import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from model.training.architectures import FIELD, Plan
from model.training.examples import NOT_A_DIGIT, Examples

_EVALUATION_BATCH = 1000
_IMAGES = tf.TensorSpec((None, *FIELD[:2]), tf.uint8)
_LABELS = tf.TensorSpec((None,), tf.uint8)


@dataclass(frozen=True, slots=True)
class StepFigures:
    """What one step saw; the messages of the same names say what each is."""

    accuracy: float
    cross_entropy: float
    loss: float
    learning_rate: float
    mean_abs_gradient: float


class TrainingStep:
    """Takes the steps of one plan and looks after the moving average of its weights."""

    def __init__(self, plan: Plan) -> None:
        """Prepare the optimizer; the graph is compiled at the first step."""
        self._plan = plan
        self._weights: list[tf.Variable] = plan.network.trainable_variables
        self._count = sum(int(np.prod(weight.shape)) for weight in self._weights)
        plan.optimizer.build(self._weights)
        self._average: list[tf.Variable] = []
        if plan.averaging is not None:
            self._average = [tf.Variable(weight, trainable=False) for weight in self._weights]
        self._compiled = tf.function(self._step, input_signature=[_IMAGES, _LABELS])

    def __call__(self, batch: Examples) -> StepFigures:
        """Take one step and return what it saw, before the weights changed."""
        return StepFigures(*self._compiled(batch.images, batch.labels).numpy().tolist())

    @property
    def variables(self) -> list[tf.Variable]:
        """Everything that a step changes, in a fixed order."""
        plan = self._plan
        return [*plan.network.variables, *plan.optimizer.variables, *self._average]

    @contextlib.contextmanager
    def averaged_weights(self) -> Iterator[None]:
        """Let the network have its averaged weights while the block runs, where it keeps any."""
        kept = [weight.numpy() for weight in self._weights] if self._average else []
        self.adopt_average()
        try:
            yield
        finally:
            for weight, value in zip(self._weights, kept, strict=False):
                weight.assign(value)

    def adopt_average(self) -> None:
        """Give the network its averaged weights for good, where it keeps any."""
        for weight, average in zip(self._weights, self._average, strict=False):
            weight.assign(average)

    def _step(self, images: tf.Tensor, labels: tf.Tensor) -> tf.Tensor:
        plan = self._plan
        fields = tf.cast(images, tf.float32)[..., None] / 255
        with tf.GradientTape() as tape:
            logits = plan.network(fields, training=True)
            cross_entropy, total, accuracy = _measure(logits, labels)
            scale = tf.cast(tf.size(labels), tf.float32) if plan.sums_loss else 1.0
            loss = scale * total + tf.add_n([tf.constant(0.0), *plan.network.losses])
        gradients = tape.gradient(loss, self._weights)
        rate = tf.cast(plan.optimizer.learning_rate, tf.float32)
        plan.optimizer.apply(gradients, self._weights)
        self._update_average()
        steepness = tf.add_n([tf.reduce_sum(tf.abs(item)) for item in gradients]) / self._count
        return tf.stack([accuracy, cross_entropy, loss, rate, steepness])

    def _update_average(self) -> None:
        """Move the average towards the weights, faster in the first steps.

        The decay is min(d, (1 + n) / (10 + n)) at step n, as in TensorFlow's
        ``ExponentialMovingAverage`` with ``num_updates``.
        """
        steps = tf.cast(self._plan.optimizer.iterations, tf.float32)
        for average, weight in zip(self._average, self._weights, strict=False):
            decay = tf.minimum(self._plan.averaging, (1 + steps) / (10 + steps))
            average.assign(decay * average + (1 - decay) * weight)


def read_logits(network: keras.Model, images: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Return a network's outputs, shape (n, 10) or (n, 11), for images of shape (n, 28, 28)."""
    if not len(images):
        return np.zeros((0, network.output_shape[-1]))
    read = _reader(network)
    starts = range(0, len(images), _EVALUATION_BATCH)
    parts = [read(images[start : start + _EVALUATION_BATCH]).numpy() for start in starts]
    return np.concatenate(parts).astype(np.float64)


@functools.lru_cache(maxsize=2)
def _reader(network: keras.Model) -> Callable[[NDArray[np.uint8]], tf.Tensor]:
    """Return a network as a compiled function: one graph for all sizes, which ``predict`` lacks."""

    def read(images: tf.Tensor) -> tf.Tensor:
        return network(tf.cast(images, tf.float32)[..., None] / 255, training=False)

    compiled: Callable[[NDArray[np.uint8]], tf.Tensor]
    compiled = tf.function(read, input_signature=[_IMAGES])
    return compiled


def accuracy_of(network: keras.Model, examples: Examples) -> float:
    """Return the share of the digits among ``examples`` that a network reads right, 0–1."""
    return share_right(read_logits(network, examples.images), examples.labels)


def share_right(logits: NDArray[np.float64], labels: NDArray[np.uint8]) -> float:
    """Return the share of the digits among the labels that logits get right, 0–1."""
    is_digit = labels != NOT_A_DIGIT
    read = logits[is_digit, :NOT_A_DIGIT].argmax(axis=1)
    return float(np.mean(read == labels[is_digit]))


def _measure(logits: tf.Tensor, labels: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
    """Return the digits' mean cross-entropy, the mean to be minimised, and the accuracy.

    An eleventh output adds the binary cross-entropy of "this is a digit", over all examples;
    which digit it is counts for digits only.
    """
    labels = tf.cast(labels, tf.int32)
    digits = logits[:, :NOT_A_DIGIT]
    if logits.shape[1] == NOT_A_DIGIT:
        each = tf.nn.sparse_softmax_cross_entropy_with_logits(labels, digits)
        cross_entropy = tf.reduce_mean(each)
        return cross_entropy, cross_entropy, _share_right(digits, labels, tf.ones_like(each))
    is_digit = tf.cast(labels < NOT_A_DIGIT, tf.float32)
    known = tf.minimum(labels, NOT_A_DIGIT - 1)
    each = tf.nn.sparse_softmax_cross_entropy_with_logits(known, digits) * is_digit
    refusal = tf.nn.sigmoid_cross_entropy_with_logits(is_digit, logits[:, NOT_A_DIGIT])
    total = tf.reduce_mean(each) + tf.reduce_mean(refusal)
    cross_entropy = tf.math.divide_no_nan(tf.reduce_sum(each), tf.reduce_sum(is_digit))
    return cross_entropy, total, _share_right(digits, known, is_digit)


def _share_right(digits: tf.Tensor, labels: tf.Tensor, weights: tf.Tensor) -> tf.Tensor:
    right = tf.cast(tf.argmax(digits, axis=1, output_type=tf.int32) == labels, tf.float32)
    return tf.math.divide_no_nan(tf.reduce_sum(right * weights), tf.reduce_sum(weights))
