from typing import Any

import pytest

from model.errors import TrainingError
from model.training.recipes import RECIPES

pytestmark = pytest.mark.tensorflow

WEIGHTS = {
    "softmax-1000": 7_850,
    "softmax-epochs": 7_850,
    "dense-128": 101_770,
    "mlp-ema": 397_510,
    "dense-512": 407_050,
    "cnn": 34_826,
}
"""Trained weights of the published networks, counted by hand."""


def plan_of(name: str, examples: int = 55_000) -> Any:
    from model.training.architectures import make_plan

    return make_plan(name, examples, RECIPES[name].epochs)


@pytest.mark.parametrize("name", WEIGHTS)
def test_a_classic_has_the_published_number_of_weights_and_ten_outputs(name: str) -> None:
    network = plan_of(name).network

    assert network.count_params() == WEIGHTS[name]
    assert network.input_shape == (None, 28, 28, 1)
    assert network.output_shape == (None, 10)


def test_quick_has_an_eleventh_output() -> None:
    assert plan_of("quick").network.output_shape == (None, 11)


@pytest.mark.parametrize("name", ["softmax-1000", "softmax-epochs"])
def test_softmax_regression_starts_from_zeros(name: str) -> None:
    assert all(not weights.any() for weights in plan_of(name).network.get_weights())


@pytest.mark.parametrize(
    ("name", "optimizer", "rate", "batch"),
    [
        ("softmax-1000", "SGD", 0.01, 100),
        ("softmax-epochs", "SGD", 0.01, 100),
        ("dense-128", "SGD", 0.5, 100),
        ("dense-512", "RMSprop", 0.001, 128),
        ("cnn", "Adam", 0.001, 128),
    ],
)
def test_a_classic_is_fitted_as_published(
    name: str, optimizer: str, rate: float, batch: int
) -> None:
    plan = plan_of(name)

    assert type(plan.optimizer).__name__ == optimizer
    assert float(plan.optimizer.learning_rate) == pytest.approx(rate)
    assert plan.batch == batch
    assert plan.sums_loss == (name == "softmax-1000")


@pytest.mark.parametrize(
    ("name", "steps"), [("softmax-1000", 1_000), ("dense-128", 1_000), ("mlp-ema", 30_000)]
)
def test_recipes_that_count_steps_take_the_published_number(name: str, steps: int) -> None:
    per_round = plan_of(name).steps_per_round

    assert per_round is not None
    assert per_round * RECIPES[name].epochs == steps


def test_the_averaged_network_decays_its_rate_by_one_per_cent_an_epoch() -> None:
    plan = plan_of("mlp-ema")
    rate = plan.optimizer._learning_rate

    assert float(rate(0)) == pytest.approx(0.8)
    assert float(rate(550)) == pytest.approx(0.8 * 0.99)
    assert float(rate(5_500)) == pytest.approx(0.8 * 0.99**10)
    assert plan.averaging == 0.99


def test_l2_acts_on_the_weights_but_not_on_the_biases() -> None:
    network = plan_of("mlp-ema").network
    kernels = [weights for weights in network.get_weights() if weights.ndim == 2]

    penalty = sum(float(value) for value in network.losses)

    assert len(kernels) == 2
    expected = sum(1e-4 * float((kernel**2).sum()) / 2 for kernel in kernels)
    assert penalty == pytest.approx(expected, rel=1e-5)


def test_quick_turns_its_rate_up_and_down_once() -> None:
    plan = plan_of("quick", examples=2_560)
    rates = [float(plan.optimizer._learning_rate(step)) for step in range(21)]
    peak = rates.index(max(rates))

    assert max(rates) == pytest.approx(6e-3)
    assert 0 < peak < 10
    assert rates[:peak] == sorted(rates[:peak])
    assert rates[peak:] == sorted(rates[peak:], reverse=True)
    assert rates[-1] < 1e-4


def test_a_recipe_without_a_network_is_an_error() -> None:
    from model.training.architectures import make_plan

    with pytest.raises(TrainingError, match="no network for the recipe “shipped”"):
        make_plan("shipped", 1, 1)
