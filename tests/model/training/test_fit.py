import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from model.training.examples import NOT_A_DIGIT, Examples
from model.training.messages import (
    EpochEnded,
    Message,
    Started,
    Stepped,
    TrainingCancelledError,
)
from tests.model.training.digit_files import make_digits

pytestmark = pytest.mark.tensorflow

DIGITS = Examples(*make_digits(250))


def fit_recipe(
    name: str,
    rounds: int = 1,
    training: Examples = DIGITS,
    is_cancelled: Callable[[], bool] = lambda: False,
    **more: Any,
) -> tuple[Any, list[Message]]:
    """Fit a recipe from a fixed start; return its network and what was reported."""
    import keras

    from model.training.architectures import make_plan
    from model.training.fit import Task, fit

    keras.utils.set_random_seed(1)
    plan = make_plan(name, len(training), rounds)
    messages: list[Message] = []
    test = more.pop("test", None)
    task = Task(name, plan, rounds, training, DIGITS, test, seed=3, **more)
    fit(task, messages.append, is_cancelled)
    return plan.network, messages


def test_one_step_of_softmax_regression_is_what_the_formula_says() -> None:
    from model.training.architectures import make_plan
    from model.training.step import TrainingStep

    batch = DIGITS.pick(np.arange(100))
    plan = make_plan("softmax-1000", 100, 1)
    pixels = batch.images.reshape(100, -1) / 255
    # From zeros every class has a probability of 0.1.
    errors = 0.1 - np.eye(10)[batch.labels]
    gradient = np.vstack([pixels.T @ errors, errors.sum(axis=0)])

    figures = TrainingStep(plan)(batch)

    kernel, bias = plan.network.get_weights()
    np.testing.assert_allclose(kernel, -0.01 * gradient[:-1], atol=1e-6)
    np.testing.assert_allclose(bias, -0.01 * gradient[-1], atol=1e-6)
    assert figures.accuracy == pytest.approx((batch.labels == 0).mean())
    assert figures.cross_entropy == pytest.approx(math.log(10))
    assert figures.loss == pytest.approx(100 * math.log(10))
    assert figures.learning_rate == pytest.approx(0.01)
    assert figures.mean_abs_gradient == pytest.approx(np.abs(gradient).mean(), rel=1e-5)


def test_the_average_follows_the_weights_fast_at_first() -> None:
    from model.training.architectures import make_plan
    from model.training.step import TrainingStep

    plan = make_plan("mlp-ema", 250, 1)
    take_step = TrainingStep(plan)
    average = plan.network.get_weights()[0].astype(float)
    for number in (1, 2, 3):
        take_step(DIGITS)
        decay = (1 + number) / (10 + number)
        average = decay * average + (1 - decay) * plan.network.get_weights()[0]
    trained = plan.network.get_weights()[0]

    with take_step.averaged_weights():
        np.testing.assert_allclose(plan.network.get_weights()[0], average, atol=1e-6)

    np.testing.assert_array_equal(plan.network.get_weights()[0], trained)
    take_step.adopt_average()
    np.testing.assert_allclose(plan.network.get_weights()[0], average, atol=1e-6)


def test_what_is_no_digit_counts_for_the_eleventh_output_only() -> None:
    from model.training.architectures import make_plan
    from model.training.step import TrainingStep

    plan = make_plan("quick", 250, 1)
    blank = Examples(np.zeros((50, 28, 28), np.uint8), np.full(50, NOT_A_DIGIT, np.uint8))

    figures = TrainingStep(plan)(blank)

    assert figures.accuracy == 0
    assert figures.cross_entropy == 0
    assert figures.loss == pytest.approx(math.log(2), rel=0.5)
    assert figures.mean_abs_gradient > 0


def test_every_round_is_reported_in_order() -> None:
    _, messages = fit_recipe("dense-512", rounds=2, test=DIGITS)

    steps = [message for message in messages if isinstance(message, Stepped)]
    rounds = [message for message in messages if isinstance(message, EpochEnded)]
    assert messages[0] == Started("dense-512", 2, 4)  # 250 digits are two batches of 128.
    assert [step.step for step in steps] == sorted({step.step for step in steps})
    assert {2, 4} <= {step.step for step in steps}
    assert [item.epoch for item in rounds] == [1, 2]
    assert messages[-1] is rounds[-1]
    assert rounds[-1].seconds_left == 0
    assert rounds[-1].test_accuracy == rounds[-1].validation_accuracy
    assert rounds[-1].cross_entropy < rounds[0].cross_entropy


def test_a_network_learns_and_the_same_seed_learns_the_same() -> None:
    first, messages = fit_recipe("dense-128", rounds=1)
    second, _ = fit_recipe("dense-128", rounds=1)

    ended = messages[-1]
    assert isinstance(ended, EpochEnded)
    assert ended.validation_accuracy > 0.95
    assert ended.test_accuracy is None
    for one, other in zip(first.get_weights(), second.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-4)


def test_cancelling_is_noticed_before_the_next_batch() -> None:
    asked: list[int] = []

    def third_time() -> bool:
        asked.append(1)
        return len(asked) == 3

    with pytest.raises(TrainingCancelledError):
        fit_recipe("dense-128", is_cancelled=third_time)


def test_a_run_that_was_stopped_goes_on_as_if_it_had_not_been(tmp_path: Path) -> None:
    from model.training.checkpoint import Checkpoint

    state = Checkpoint(tmp_path / "state.npz", "a run")
    whole, _ = fit_recipe("softmax-epochs", rounds=4)

    fit_recipe("softmax-epochs", rounds=2, checkpoint=state)
    resumed, messages = fit_recipe("softmax-epochs", rounds=4, checkpoint=state)

    assert [item.epoch for item in messages if isinstance(item, EpochEnded)] == [3, 4]
    for one, other in zip(whole.get_weights(), resumed.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-6)
