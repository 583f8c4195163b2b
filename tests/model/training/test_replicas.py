"""Two devices must learn what one does; TensorFlow makes two of one processor in a child."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.tensorflow

_CHILD = """
import sys
from pathlib import Path

import numpy as np

from model.training import runtime

runtime.load_keras(0)
import keras
import tensorflow as tf

processor = tf.config.list_physical_devices("CPU")[0]
halves = [tf.config.LogicalDeviceConfiguration()] * 2
tf.config.set_logical_device_configuration(processor, halves)

from model.training.checkpoint import Checkpoint
from model.training.examples import NOT_A_DIGIT, Examples
from model.training.replicas import mirrored
from model.training.schedule import Schedule
from model.training.trainer import Trainer, predict

rng = np.random.default_rng(0)
images = rng.integers(0, 255, (11, 28, 28)).astype(np.uint8)
images[:4, 4:24, 13:16] = 255
# The first device gets six digits, the other one digit and four that are none.
labels = np.array([1, 1, 1, 1, 2, 3, 4] + [NOT_A_DIGIT] * 4, np.uint8)
batch = Examples(images, labels)
said = rng.normal(0, 1, (11, 11)).astype(np.float16)
folder = Path(sys.argv[1])


def trainer(strategy=None):
    keras.utils.set_random_seed(1)
    return Trainer(Schedule(batch=11, softness=1.0), strategy)


def close(one, other, tolerance):
    np.testing.assert_allclose(np.asarray(one), np.asarray(other), atol=tolerance, rtol=1e-3)


alone, shared = trainer(), trainer(mirrored(["/cpu:0", "/cpu:1"]))
for step in range(3):
    close(alone.step(batch, 1e-3, said), shared.step(batch, 1e-3, said), 1e-3)
    if step == 1:
        Checkpoint(folder / "state.npz", "run").save(shared.variables, 1)
assert len(alone.variables) == len(shared.variables)
for mine, theirs in zip(alone.variables, shared.variables, strict=True):
    close(mine.numpy(), theirs.numpy(), 2e-3)

network = shared.finished_network()
assert not any(getattr(layer, "synchronized", False) for layer in network.layers)
close(predict(shared.network, images), predict(network, images), 1e-5)
close(predict(alone.network, images), predict(network, images), 1e-2)

# What two devices left unfinished goes on with one, and the other way round.
for strategy in (None, mirrored(["/cpu:0", "/cpu:1"])):
    resumed = trainer(strategy)
    assert Checkpoint(folder / "state.npz", "run").restore(resumed.variables) == 1
    resumed.step(batch, 1e-3)
    close(predict(resumed.finished_network(), images), predict(network, images), 1e-2)
print("equal")
"""


def test_two_devices_learn_what_one_does(tmp_path: Path) -> None:
    child = subprocess.run(
        [sys.executable, "-c", _CHILD, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).resolve().parents[3],
    )
    assert child.stdout.strip() == "equal", child.stderr[-3000:]


def test_one_device_needs_no_strategy() -> None:
    import tensorflow as tf

    from model.training.replicas import strategy_for_all

    if len(tf.config.list_logical_devices("GPU")) > 1:
        pytest.skip("There are several accelerators here.")
    assert strategy_for_all() is None
