"""One training step on several accelerators at once: each takes its part of the batch."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import tensorflow as tf

from model.training.examples import Examples


def strategy_for_all() -> Any:  # noqa: ANN401 - TensorFlow has no types
    """Return a ``MirroredStrategy`` over all accelerators, or None where there are no two."""
    accelerators = [device.name for device in tf.config.list_logical_devices("GPU")]
    return mirrored(accelerators) if len(accelerators) > 1 else None


def mirrored(devices: Sequence[str]) -> Any:  # noqa: ANN401 - TensorFlow has no types
    """Return a strategy that keeps a copy of the network on each device.

    Args:
        devices: Names of logical devices, such as ``"/gpu:0"``.
    """
    # The network is small, so the gradients may meet on one device, which works everywhere.
    meeting = tf.distribute.ReductionToOneDevice()
    return tf.distribute.MirroredStrategy(list(devices), cross_device_ops=meeting)


def spread(strategy: Any, batch: Examples) -> tuple[Any, Any]:  # noqa: ANN401 - as above
    """Return a batch's fields and labels as values with one part a replica, of nearly one size.

    Args:
        strategy: From ``mirrored``.
        batch: At least one example a replica.
    """
    count = strategy.num_replicas_in_sync
    parts = zip(
        np.array_split(batch.images, count), np.array_split(batch.labels, count), strict=True
    )
    made = [(tf.constant(images), tf.constant(labels)) for images, labels in parts]

    def value(which: int) -> Callable[[Any], Any]:
        return lambda context: made[context.replica_id_in_sync_group][which]

    images, labels = (
        strategy.experimental_distribute_values_from_function(value(which)) for which in (0, 1)
    )
    return images, labels
