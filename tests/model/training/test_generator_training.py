import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from model.bundle import CARD_NAME as MODEL_CARD_NAME
from model.errors import TrainingError
from model.training.data import MnistData
from model.training.generator import CARD_NAME, GENERATOR_NAME, LARGEST_FILE_BYTES, generate
from model.training.job import run_training
from model.training.messages import (
    EpochEnded,
    Finished,
    Message,
    Started,
    Stepped,
    TrainingCancelledError,
    TrainingRequest,
)
from model.training.recipes import GENERATOR, RECIPES, find_recipe
from model.training.unfinished import unfinished_folder
from tests.model.training.digit_files import make_digits

LEARNED_FROM = 2000


@pytest.fixture(scope="module")
def data() -> MnistData:
    """Return enough small digits for every cloud."""
    labels = (np.arange(LEARNED_FROM + 400) % 10).astype(np.uint8)
    images, printed = make_digits(400, 1)
    places = [np.flatnonzero(printed == label) for label in range(10)]
    picked = np.array([places[label][i % len(places[label])] for i, label in enumerate(labels)])
    return MnistData(images[picked], labels, images[:1], printed[:1])


def test_the_recipe_can_be_named_but_is_none_of_the_models_to_choose_from() -> None:
    assert find_recipe("generator") is GENERATOR
    assert "generator" not in RECIPES


def request(out: Path) -> TrainingRequest:
    return TrainingRequest("generator", None, out, seed=3)


def train(
    data: MnistData,
    out: Path,
    report: Callable[[Message], None] = lambda _: None,
    check: Callable[[], object] = lambda: None,
    epochs: int = 2,
) -> Finished:
    from model.training.generator_training import train_generator

    return train_generator(
        request(out), epochs, data, report, check, lambda _, count: {"learned_from": count}
    )


@pytest.mark.tensorflow
def test_a_generator_is_trained_measured_and_can_be_used(data: MnistData, tmp_path: Path) -> None:
    said: list[Message] = []
    out = tmp_path / "generator"

    finished = train(data, out, said.append)

    assert isinstance(said[0], Started)
    assert any(isinstance(message, Stepped) for message in said)
    rounds = [message for message in said if isinstance(message, EpochEnded)]
    assert [message.epoch for message in rounds] == [1, 2]
    assert rounds[1].cross_entropy < rounds[0].cross_entropy
    assert rounds[1].step == rounds[1].steps == said[0].steps

    assert {path.name for path in out.iterdir()} == {GENERATOR_NAME, CARD_NAME}
    assert (out / GENERATOR_NAME).stat().st_size <= LARGEST_FILE_BYTES
    card = json.loads((out / CARD_NAME).read_text(encoding="utf-8"))
    assert (card["recipe"], card["seed"], card["epochs"]) == ("generator", 3, 2)
    assert card["metrics"] == dict(finished.metrics)
    assert card["metrics"]["learned_from"] == LEARNED_FROM
    assert not unfinished_folder(out).exists()
    assert generate(np.arange(10, dtype=np.uint8), 1, out).shape == (10, 28, 28)


@pytest.mark.tensorflow
def test_a_stopped_run_goes_on_with_the_next_pass(data: MnistData, tmp_path: Path) -> None:
    out = tmp_path / "generator"
    said: list[Message] = []

    def stop_in_the_second_pass() -> None:
        if any(isinstance(message, EpochEnded) for message in said):
            raise TrainingCancelledError

    with pytest.raises(TrainingCancelledError):
        train(data, out, said.append, stop_in_the_second_pass)
    assert not out.exists()

    resumed: list[Message] = []
    train(data, out, resumed.append)
    assert [item.epoch for item in resumed if isinstance(item, EpochEnded)] == [2]
    assert (out / GENERATOR_NAME).is_file()


@pytest.mark.tensorflow
def test_a_generator_that_is_there_stays_until_the_new_one_is_whole(
    data: MnistData, tmp_path: Path
) -> None:
    from model.training.generator_training import train_generator

    out = tmp_path / "generator"
    out.mkdir()
    (out / CARD_NAME).write_text("the old one", encoding="utf-8")

    def fail(_folder: Path, _count: int) -> dict[str, float]:
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space left"):
        train_generator(request(out), 1, data, lambda _: None, lambda: None, fail)

    assert [path.name for path in out.iterdir()] == [CARD_NAME]
    assert (out / CARD_NAME).read_text(encoding="utf-8") == "the old one"


@pytest.mark.tensorflow
def test_too_few_digits_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="too few digits"):
        train(MnistData(*make_digits(600, 1), *make_digits(5, 2)), tmp_path / "generator")


@pytest.mark.parametrize("name", [MODEL_CARD_NAME, "notes.txt"])
def test_a_folder_of_something_else_is_not_replaced(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine", encoding="utf-8")

    with pytest.raises(TrainingError, match="is not a generator folder"):
        run_training(request(tmp_path), lambda _: None, lambda: False)

    assert (tmp_path / name).read_text(encoding="utf-8") == "mine"
