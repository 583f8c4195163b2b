import errno
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from model.bundle import ModelBundle, load_bundle
from model.errors import DataError, TrainingError
from model.paths import bundled_model
from model.recognizer import Recognizer
from model.training import download
from model.training.job import check_place, run_training
from model.training.messages import (
    Downloading,
    EpochEnded,
    Message,
    TrainingCancelledError,
    TrainingRequest,
)
from model.training.process import failure
from model.training.rundata import obtain_mnist
from model.training.source import DataKind, DataSource
from model.training.unfinished import unfinished_folder
from tests.model.bundles import make_bundle
from tests.model.training.digit_files import make_digits, npz_arrays, write_mnist


@pytest.fixture(autouse=True)
def _no_data_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("INKDIGITS_DATA", raising=False)


@pytest.fixture
def request_(tmp_path: Path) -> TrainingRequest:
    return TrainingRequest("quick", None, tmp_path / "models" / "new")


@pytest.fixture
def fake_download(monkeypatch: pytest.MonkeyPatch) -> None:
    def fetch(folder: Path, progress: Callable[[float], None]) -> Path:
        progress(0.5)
        folder.mkdir(parents=True)
        np.savez(folder / "mnist.npz", **npz_arrays(12, 6))  # type: ignore[arg-type] # numpy's gap
        return folder / "mnist.npz"

    monkeypatch.setattr(download, "download_mnist", fetch)


def test_mnist_that_is_nowhere_is_not_fetched_unasked(request_: TrainingRequest) -> None:
    with pytest.raises(DataError, match=r"not on this machine.*or allow the download"):
        obtain_mnist(request_, lambda _: None, lambda: None)


@pytest.mark.usefixtures("fake_download")
def test_a_download_that_is_allowed_goes_to_the_cache_and_is_told(
    request_: TrainingRequest, inkdigits_home: Path
) -> None:
    messages: list[Message] = []

    data = obtain_mnist(replace(request_, allow_download=True), messages.append, lambda: None)

    assert len(data.train_images) == 12
    assert messages == [Downloading(0.5)]
    assert (inkdigits_home / "cache" / "mnist" / "mnist.npz").is_file()


@pytest.mark.usefixtures("fake_download")
def test_a_download_goes_to_the_folder_that_was_named(
    request_: TrainingRequest, tmp_path: Path
) -> None:
    wanted = replace(request_, data=tmp_path / "digits", allow_download=True)

    obtain_mnist(wanted, lambda _: None, lambda: None)

    assert (tmp_path / "digits" / "mnist.npz").is_file()


@pytest.mark.usefixtures("fake_download")
def test_a_download_can_be_cancelled(request_: TrainingRequest) -> None:
    with pytest.raises(TrainingCancelledError):
        run_training(replace(request_, allow_download=True), lambda _: None, lambda: True)


def test_damaged_data_are_not_replaced_by_a_download(
    request_: TrainingRequest, tmp_path: Path
) -> None:
    (tmp_path / "mnist.npz").write_bytes(b"damaged")

    with pytest.raises(DataError, match="is damaged"):
        obtain_mnist(
            replace(request_, data=tmp_path, allow_download=True), lambda _: None, lambda: None
        )


def test_an_unknown_recipe_and_impossible_epochs_are_refused_first(
    request_: TrainingRequest,
) -> None:
    with pytest.raises(TrainingError, match="no recipe “slow”"):
        run_training(replace(request_, recipe="slow"), lambda _: None, lambda: False)
    for epochs in (0, -1, 10_001):
        with pytest.raises(TrainingError, match="Epochs must be from 1 to 10,000"):
            run_training(replace(request_, epochs=epochs), lambda _: None, lambda: False)


def test_a_folder_that_is_no_model_is_never_replaced(
    request_: TrainingRequest, tmp_path: Path
) -> None:
    diary = tmp_path / "documents" / "diary.txt"
    diary.parent.mkdir()
    diary.write_text("dear diary")

    for out in (diary.parent, diary):
        with pytest.raises(TrainingError, match="is not a model folder"):
            run_training(replace(request_, out=out), lambda _: None, lambda: False)

    assert diary.read_text() == "dear diary"


def test_a_place_that_takes_a_model_is_free_empty_or_a_model(tmp_path: Path) -> None:
    make_bundle(tmp_path / "model")
    (tmp_path / "empty").mkdir()

    for name in ("model", "empty", "new/folders/below"):
        check_place(tmp_path / name)


def test_a_place_that_cannot_be_written_is_found_out_before_training(
    request_: TrainingRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Root may write anywhere, so the answer of the system is replaced.
    monkeypatch.setattr(os, "access", lambda *_: False)

    with pytest.raises(PermissionError) as raised:
        run_training(request_, lambda _: None, lambda: False)
    assert raised.value.filename == str(request_.out.parent)


@pytest.mark.tensorflow
@pytest.mark.parametrize(
    ("recipe", "epochs", "shows_test", "sources"),
    [("dense-512", 6, False, 1), ("softmax-epochs", 6, True, 1), ("quick", 12, False, 3)],
)
def test_a_recipe_becomes_a_calibrated_model(
    recipe: str,
    epochs: int,
    shows_test: bool,
    sources: int,
    request_: TrainingRequest,
    tmp_path: Path,
) -> None:
    messages: list[Message] = []
    wanted = replace(request_, recipe=recipe, data=write_mnist(tmp_path / "d"), seed=4)

    finished = run_training(replace(wanted, epochs=epochs), messages.append, lambda: False)

    bundle = load_bundle(finished.folder)
    assert (bundle.card.recipe, bundle.card.seed) == (recipe, 4)
    assert bundle.card.metrics == finished.metrics
    assert finished.metrics["mnist_test_accuracy"] > 0.9
    assert finished.metrics["mnist_test_accepted"] > 0.9
    assert "500 training digits of MNIST" in bundle.card.data[0]  # 100 of 600 are held out.
    assert len(bundle.card.data) == sources
    assert set(bundle.card.versions) >= {"keras", "tensorflow", "numpy"}
    rounds = [message for message in messages if isinstance(message, EpochEnded)]
    assert all((item.test_accuracy is not None) == shows_test for item in rounds)
    images, labels = make_digits(50, seed=9)
    recognizer = Recognizer(bundle)
    read = [recognizer.recognize(image).digit for image in images]
    assert np.mean(read == labels) > 0.9
    assert not unfinished_folder(wanted.out).exists()


@pytest.mark.tensorflow
@pytest.mark.parametrize("chosen", ["all", "all/mnist"])
def test_the_shipped_recipe_gets_the_folder_with_pens_beside_mnist(
    chosen: str, request_: TrainingRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from model.training import shipped

    write_mnist(tmp_path / "all" / "mnist", 20, 10)
    (tmp_path / "all" / "pen").mkdir()
    bundle = load_bundle(bundled_model())
    seen: list[Path | None] = []

    def fake(request: TrainingRequest, *_: object, **__: object) -> ModelBundle:
        seen.append(request.data)
        return bundle

    monkeypatch.setattr(shipped, "train_shipped", fake)
    wanted = replace(request_, recipe="shipped", data=tmp_path / chosen)

    finished = run_training(wanted, lambda _: None, lambda: False)

    assert (finished.folder, finished.metrics) == (bundle.folder, bundle.card.metrics)
    assert finished.comparison is not None
    assert finished.comparison.after.score.count == 10
    assert seen == [tmp_path / "all"]


@pytest.mark.parametrize("kind", [DataKind.GENERATED, DataKind.SAMPLES])
def test_the_shipped_recipe_takes_no_other_data(kind: DataKind, request_: TrainingRequest) -> None:
    wanted = replace(request_, recipe="shipped", source=DataSource(kind))

    with pytest.raises(TrainingError, match="learns from its own data"):
        run_training(wanted, lambda _: None, lambda: False)


@pytest.mark.tensorflow
def test_both_models_are_read_on_the_runs_test_digits(
    request_: TrainingRequest, tmp_path: Path
) -> None:
    wanted = replace(
        request_, recipe="dense-128", data=write_mnist(tmp_path / "d"), current=bundled_model()
    )

    found = run_training(wanted, lambda _: None, lambda: False).comparison

    assert found is not None
    assert found.before is not None
    assert found.before.score.count == found.after.score.count == 100
    assert found.before.score.share > 0.5
    assert found.after.score.share > 0.9
    assert found.own_after is None


@pytest.mark.tensorflow
def test_a_run_that_is_to_finish_makes_a_model_of_what_it_has(
    request_: TrainingRequest, tmp_path: Path
) -> None:
    messages: list[Message] = []
    wanted = replace(request_, recipe="dense-128", data=write_mnist(tmp_path / "d"))

    finished = run_training(
        replace(wanted, epochs=1000), messages.append, lambda: False, lambda: len(messages) > 20
    )

    rounds = [message.epoch for message in messages if isinstance(message, EpochEnded)]
    assert 1 <= rounds[-1] < 1000
    assert load_bundle(finished.folder).card.metrics == finished.metrics


@pytest.mark.tensorflow
def test_a_disk_that_is_full_while_saving_leaves_the_previous_model(
    request_: TrainingRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from model.training import compile as compiling

    previous = make_bundle(request_.out)
    wanted = replace(request_, recipe="dense-128", data=write_mnist(tmp_path / "d"), epochs=1)

    def full(folder: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))

    monkeypatch.setattr(compiling, "check_agreement", full)

    with pytest.raises(OSError, match="No space left") as raised:
        run_training(wanted, lambda _: None, lambda: False)

    assert failure(raised.value).text.startswith("The model could not be trained: No space left")
    assert load_bundle(request_.out) == previous
    assert list(request_.out.parent.iterdir()) == [request_.out]
