"""One training step on several accelerators at once: each takes its part of the batch."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray


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


def spread(strategy: Any, *arrays: NDArray[Any]) -> tuple[Any, ...]:  # noqa: ANN401 - as above
    """Return arrays of a batch as values with one part a replica, of nearly one size.

    Args:
        strategy: From ``mirrored``.
        arrays: Each of at least one row a replica, and all of as many.
    """
    count = strategy.num_replicas_in_sync

    def value(array: NDArray[Any]) -> Any:  # noqa: ANN401 - as above
        parts = [tf.constant(part) for part in np.array_split(array, count)]
        return strategy.experimental_distribute_values_from_function(
            lambda context: parts[context.replica_id_in_sync_group]
        )

    return tuple(map(value, arrays))
