import errno
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from model.bundle import LITERT_NAME, load_bundle
from model.errors import TrainingError
from model.recognizer import Recognizer
from tests.model.bundles import CARD
from tests.model.training.digit_files import make_digits

pytestmark = pytest.mark.tensorflow


def untrained(seed: int) -> Any:
    """Return a network with every kind of layer that recipes use, and nothing learned."""
    import keras

    from model.training.architectures import make_plan

    keras.utils.set_random_seed(seed)
    network = make_plan("quick", 1_000, 1).network
    rng = np.random.default_rng(seed)  # Normalisation that does nothing would hide mistakes.
    network.set_weights(
        [weights + rng.normal(0, 0.03, weights.shape) for weights in network.get_weights()]
    )
    return network


def test_both_forms_give_the_network_s_answers_on_1000_inputs(tmp_path: Path) -> None:
    from model.training.compile import publish, run_litert

    network = untrained(1)
    noise = np.random.default_rng(0).integers(0, 256, (500, 28, 28), np.uint8)
    images = np.concatenate([make_digits(500)[0], noise])
    fields = (images[..., None] / 255).astype(np.float32)

    bundle = publish(network, CARD, tmp_path / "model")

    expected = np.asarray(network.predict(fields, verbose=0), np.float64)
    found = run_litert(bundle.litert_path, fields).astype(np.float64)
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-5)
    recognizer = Recognizer(bundle)
    np.testing.assert_allclose(recognizer.logits(images[0]), expected[0], rtol=0, atol=1e-5)


def test_forms_that_disagree_are_refused(tmp_path: Path) -> None:
    from model.training.compile import check_agreement, publish

    publish(untrained(1), CARD, tmp_path / "one")
    publish(untrained(2), CARD, tmp_path / "two")
    shutil.copy(tmp_path / "two" / LITERT_NAME, tmp_path / "one" / LITERT_NAME)

    with pytest.raises(TrainingError, match="disagrees with the trained one"):
        check_agreement(tmp_path / "one")


def test_a_full_disk_leaves_the_previous_model_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from model.training import compile as compile_module

    previous = compile_module.publish(untrained(1), CARD, tmp_path / "model")

    def full(_folder: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(compile_module, "check_agreement", full)
    with pytest.raises(OSError, match="No space left"):
        compile_module.publish(untrained(2), CARD, tmp_path / "model")

    assert load_bundle(tmp_path / "model") == previous
    assert list(tmp_path.iterdir()) == [tmp_path / "model"]


def test_tensorflow_s_own_word_for_a_full_disk_becomes_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tensorflow as tf

    from model.training import compile as compile_module

    network = untrained(1)

    def full(*_: Any, **__: Any) -> None:
        raise tf.errors.ResourceExhaustedError(None, None, "No space left on device")

    monkeypatch.setattr(compile_module, "litert_form", full)
    with pytest.raises(TrainingError, match="the disk may be full"):
        compile_module.publish(network, CARD, tmp_path / "model")
    assert list(tmp_path.iterdir()) == []
