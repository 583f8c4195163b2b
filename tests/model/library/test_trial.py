import os
import threading
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from model.bundle import KERAS_NAME, LITERT_NAME, ModelBundle, load_bundle, save_bundle
from model.errors import BundleError
from model.library.trial import try_out
from model.paths import bundled_model
from tests.model.bundles import CARD


def crash(_bundle: ModelBundle, _answer: Connection) -> None:
    os.abort()


def hang(_bundle: ModelBundle, _answer: Connection) -> None:
    threading.Event().wait()


def bundle_with(folder: Path, litert: bytes) -> ModelBundle:
    def write_models(new: Path) -> None:
        (new / KERAS_NAME).write_bytes(b"keras")
        (new / LITERT_NAME).write_bytes(litert)

    return save_bundle(folder, CARD, write_models)


def test_a_model_that_reads_passes() -> None:
    try_out(load_bundle(bundled_model()))


def test_what_is_no_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="does not read"):
        try_out(bundle_with(tmp_path / "model", b"garbage"))


def test_half_a_model_is_refused(tmp_path: Path) -> None:
    whole = (bundled_model() / LITERT_NAME).read_bytes()
    with pytest.raises(BundleError, match="does not read"):
        try_out(bundle_with(tmp_path / "model", whole[: len(whole) // 2]))


def test_a_model_that_ends_its_process_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("model.library.trial._run", crash)
    with pytest.raises(BundleError, match="crashes"):
        try_out(bundle_with(tmp_path / "model", b"any"))


def test_a_model_that_never_answers_is_refused_and_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("model.library.trial._run", hang)
    monkeypatch.setattr("model.library.trial._PATIENCE_S", 0.1)
    with pytest.raises(BundleError, match="does not answer"):
        try_out(bundle_with(tmp_path / "model", b"any"))


@pytest.mark.tensorflow
@pytest.mark.parametrize(("side", "outputs"), [(8, 10), (28, 5)])
def test_a_model_of_another_form_is_refused(tmp_path: Path, side: int, outputs: int) -> None:
    import keras

    layers = keras.layers
    network = keras.Sequential(
        [layers.Input((side, side, 1)), layers.Flatten(), layers.Dense(outputs)]
    )
    path = tmp_path / "other.tflite"
    network.export(str(path), format="litert", verbose=False)
    with pytest.raises(BundleError, match="does not read 28×28"):
        try_out(bundle_with(tmp_path / "model", path.read_bytes()))


def test_answers_that_are_no_numbers_are_refused(tmp_path: Path) -> None:
    weights = bytearray((bundled_model() / LITERT_NAME).read_bytes())
    # Somewhere in the middle of the file are nothing but weights, each of four bytes.
    middle = len(weights) // 2 // 4 * 4
    weights[middle : middle + 4000] = b"\x00\x00\xc0\x7f" * 1000
    with pytest.raises(BundleError, match="no numbers"):
        try_out(bundle_with(tmp_path / "model", bytes(weights)))
