from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from model import paths
from model.bundle import ModelBundle, load_bundle
from model.errors import BundleError, DataError, TrainingError
from model.inkml import read_inkml
from model.recognizer import Recognizer
from model.samples.field import field_of
from model.samples.sample import NOT_A_DIGIT, NewSample
from model.training import gate, replay
from model.training.messages import (
    Message,
    Started,
    Stepped,
    Taught,
    TeachRequest,
    TrainingCancelledError,
)
from model.training.outliers import scribble
from model.training.pens import vary
from model.training.teach import run_teaching, warm_up
from tests.benchmarks.people import Style, alter, sample_of
from tests.model.training.digit_files import write_mnist

pytestmark = pytest.mark.tensorflow

ODD_DIGITS = (2, 3, 7, 9)


@pytest.fixture(autouse=True)
def _little_to_replay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("INKDIGITS_DATA", raising=False)
    for name, count in {
        "REPLAYED_DIGITS": 300,
        "REPLAYED_DRAWN": 100,
        "REPLAYED_OTHERS": 100,
        "GENERAL_DIGITS": 200,
        "GENERAL_DRAWN": 100,
        "GENERAL_OTHERS": 50,
    }.items():
        monkeypatch.setattr(replay, name, count)
    # A tenth of a point of so few would be none at all.
    monkeypatch.setattr(gate, "LARGEST_LOSS", 0.02)
    monkeypatch.setattr(gate, "LARGEST_REFUSAL_LOSS", 0.1)


@pytest.fixture(scope="module")
def small_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a model with ten outputs that has learned nothing."""
    from model.training import runtime

    runtime.load_keras(0)
    from model.training.architectures import make_plan
    from model.training.compile import publish
    from tests.model.bundles import CARD

    network = make_plan("dense-128", 1_000, 1).network
    return publish(network, CARD, tmp_path_factory.mktemp("base") / "model").folder


@pytest.fixture
def small(small_base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TeachRequest:
    """Return a lesson that is quickly given, to a model with nothing to forget."""
    monkeypatch.setattr(gate, "LARGEST_LOSS", 1.0)
    monkeypatch.setattr(gate, "LARGEST_REFUSAL_LOSS", 1.0)
    rng = np.random.default_rng(0)
    samples = tuple(odd_digit(digit, rng) for digit in (1, 2) for _ in range(3))
    data = write_mnist(tmp_path / "mnist", 600)
    return TeachRequest(small_base, samples, tmp_path / "out", 0, data)


def odd_digit(digit: int, rng: np.random.Generator) -> NewSample:
    """Return a digit as somebody writes it who turns some of them round."""
    ink = read_inkml(paths.asset("strokes", f"{digit}.inkml"))
    strokes = vary(tuple(stroke.xy for stroke in ink.strokes), rng)
    return sample_of(digit, alter(Style.MIRRORED, digit, strokes, rng))


def give(request: TeachRequest) -> tuple[Taught, list[Message]]:
    messages: list[Message] = []
    return run_teaching(request, messages.append, lambda: False), messages


def logits(folder: Path) -> NDArray[np.float64]:
    """Return what a model says of the program's own three."""
    sample = sample_of(3, (read_inkml(paths.asset("strokes", "3.inkml")).strokes[0].xy,))
    return Recognizer(load_bundle(folder)).logits(field_of(sample))


def wrong(bundle: ModelBundle, samples: list[NewSample]) -> int:
    """Return how many samples the model misreads or refuses, as the window runs it."""
    recognizer = Recognizer(bundle)
    found = [recognizer.recognize(field_of(sample)) for sample in samples]
    return sum(
        not score.is_digit or score.digit != sample.label
        for score, sample in zip(found, samples, strict=True)
    )


def test_a_person_who_turns_digits_round_is_read_after_a_lesson(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    taught = tuple(odd_digit(digit, rng) for _ in range(3) for digit in range(10))
    others = [odd_digit(digit, rng) for _ in range(10) for digit in ODD_DIGITS]
    base = load_bundle(paths.bundled_model())
    warm_up(base.folder)

    found, messages = give(TeachRequest(base.folder, taught, tmp_path / "out"))

    assert found.reason == ""
    assert found.folder == tmp_path / "out"
    after = load_bundle(tmp_path / "out")
    assert wrong(base, others) > 20
    assert wrong(after, others) <= 0.7 * wrong(base, others)
    assert found.own_after.right > found.own_before.right
    assert found.own_after.count == 10
    assert found.general_after.count == 300
    assert isinstance(messages[0], Started)
    steps = [message.step for message in messages if isinstance(message, Stepped)]
    assert steps == [*range(1, messages[0].steps + 1)]


def test_the_card_says_who_taught_which_model(small: TeachRequest, tmp_path: Path) -> None:
    give(small)
    found, _ = give(replace(small, base=small.out, out=tmp_path / "again"))

    first = load_bundle(small.out).card
    assert first.title == "A model for tests, taught by Somebody"
    assert first.recipe == "teach"
    assert "Taught from “A model for tests” (none)" in first.data
    card = load_bundle(tmp_path / "again").card
    assert card.title == first.title
    assert f"Taught from “{first.title}” (teach)" in card.data
    assert card.data.count("6 samples by Somebody, with variations") == 1
    assert card.metrics["own_accuracy"] == pytest.approx(found.own_after.share, abs=1e-5)
    assert card.metrics["own_accuracy_before"] == pytest.approx(found.own_before.share, abs=1e-5)
    assert card.metrics["general_accuracy"] == pytest.approx(found.general_after.share, abs=1e-5)
    assert "mnist_test_accuracy" not in card.metrics


def test_the_same_lesson_gives_the_same_model_whatever_was_prepared(
    small: TeachRequest, tmp_path: Path
) -> None:
    give(small)
    warm_up(small.base, small.data)
    give(replace(small, out=tmp_path / "prepared"))
    warm_up(small.out, small.data)
    give(replace(small, out=tmp_path / "prepared for another model"))

    once = logits(small.out)
    np.testing.assert_allclose(logits(tmp_path / "prepared"), once, atol=1e-4)
    np.testing.assert_allclose(logits(tmp_path / "prepared for another model"), once, atol=1e-4)


def test_a_model_that_the_gate_refuses_is_not_written(
    small: TeachRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "LARGEST_LOSS", -1.0)

    found, _ = give(small)

    assert found.folder is None
    assert found.reason.startswith("After the lesson the model would misread ")
    assert not small.out.exists()


def test_half_of_what_was_learned_is_kept_where_the_whole_costs_too_much(
    small: TeachRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    from model.training import teacher

    verdicts = iter(["It forgets too much.", "", "It forgets too much."])
    monkeypatch.setattr(teacher, "objection", lambda *_: next(verdicts))
    monkeypatch.setattr(teacher, "MILDER", (0.0,))

    found, _ = give(small)

    assert found.reason == ""
    assert found.general_after == found.general_before
    np.testing.assert_allclose(logits(small.out), logits(small.base), atol=1e-4)


def test_a_second_part_that_costs_too_much_is_taken_back(
    small: TeachRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from model.training import teacher

    with monkeypatch.context() as patch:
        patch.setattr(teacher.Teacher, "_learn_the_rest", lambda *found: found[3:])
        give(small)
    verdicts = iter(["", "It forgets too much."])
    monkeypatch.setattr(teacher, "objection", lambda *_: next(verdicts))

    found, messages = give(replace(small, out=tmp_path / "again"))

    assert found.folder is not None
    assert isinstance(messages[-1], Stepped)
    assert messages[-1].step == messages[-1].steps
    np.testing.assert_allclose(logits(small.out), logits(tmp_path / "again"), atol=1e-4)


def test_what_is_no_digit_can_be_taught(small: TeachRequest) -> None:
    rng = np.random.default_rng(1)
    scribbles = tuple(sample_of(NOT_A_DIGIT, scribble(rng)) for _ in range(6))

    found, _ = give(replace(small, samples=(*small.samples, *scribbles)))

    assert found.own_after.count == 2 + 2


@pytest.mark.parametrize("steps", [0, 5, 40])
def test_a_lesson_that_is_stopped_leaves_nothing(small: TeachRequest, steps: int) -> None:
    taken: list[Message] = []

    with pytest.raises(TrainingCancelledError):
        run_teaching(small, taken.append, lambda: len(taken) > steps)

    assert not list(small.out.parent.glob("*out*"))


@pytest.mark.parametrize(
    ("change", "error", "said"),
    [
        (lambda r: replace(r, samples=()), TrainingError, "no samples to learn from"),
        (lambda r: replace(r, samples=r.samples[:1]), TrainingError, "needed twice"),
        (lambda r: replace(r, base=r.base / "none"), BundleError, "cannot be read"),
        (lambda r: replace(r, data=r.base), DataError, "There is no MNIST in"),
        (lambda r: replace(r, out=r.data), TrainingError, "is not a model folder"),
    ],
)
def test_what_cannot_be_taught_is_one_sentence(
    small: TeachRequest,
    change: Callable[[TeachRequest], TeachRequest],
    error: type[Exception],
    said: str,
) -> None:
    with pytest.raises(error, match=said):
        give(change(small))

    assert not small.out.exists()
