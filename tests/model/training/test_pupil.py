from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from model.training.examples import NOT_A_DIGIT, Examples
from tests.model.training.digit_files import make_digits

if TYPE_CHECKING:
    from model.training.pupil import Pupil

pytestmark = pytest.mark.tensorflow

DIGITS = Examples(*make_digits(40))
OTHERS = Examples(*make_digits(80, seed=1))


def network(outputs: int, *, pooled: bool = True) -> Any:
    from model.training import runtime

    runtime.load_keras(0)
    import keras
    from keras import layers

    pooling = [layers.MaxPooling2D(4)] if pooled else []
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(4, 5),
            *pooling,
            layers.BatchNormalization(),
            layers.Flatten(),
            layers.Dropout(0.5),
            layers.Dense(outputs),
        ]
    )


def teach(pupil: "Pupil", own: Examples, steps: int = 30) -> list[float]:
    seen, others = pupil.see(own.images), pupil.see(OTHERS.images)
    answers = pupil.answer(others).astype(np.float32)
    targets = pupil.targets(own)
    return [
        pupil.step(seen, targets, others, answers, rate=0.01).cross_entropy for _ in range(steps)
    ]


@pytest.mark.parametrize("outputs", [10, 11])
@pytest.mark.parametrize("pooled", [True, False])
def test_both_halves_together_answer_like_the_network(outputs: int, pooled: bool) -> None:
    from model.training.pupil import Pupil
    from model.training.step import read_logits

    whole = network(outputs, pooled=pooled)
    pupil = Pupil(whole)

    found = pupil.answer(pupil.see(DIGITS.images))

    assert found.shape == (40, outputs)
    np.testing.assert_allclose(found, read_logits(whole, DIGITS.images), atol=1e-5)


def test_only_what_follows_the_last_pooling_learns() -> None:
    from model.training.pupil import Pupil

    whole = network(11)
    pupil = Pupil(whole)
    before = [weight.numpy() for weight in whole.weights]

    losses = teach(pupil, DIGITS)

    assert losses[-1] < losses[0] / 2
    changed = {
        weight.path.split("/", 1)[1]
        for weight, old in zip(whole.weights, before, strict=True)
        if not np.array_equal(weight.numpy(), old)
    }
    # The statistics of batch normalisation stay everybody's.
    assert {name.split("/")[-1] for name in changed} == {"gamma", "beta", "kernel", "bias"}
    assert not any(name.startswith("conv2d") for name in changed)


def test_a_network_without_pooling_learns_as_a_whole() -> None:
    from model.training.pupil import Pupil

    whole = network(10, pooled=False)
    before = whole.layers[0].kernel.numpy()

    losses = teach(Pupil(whole), DIGITS)

    assert losses[-1] < losses[0] / 2
    assert not np.array_equal(whole.layers[0].kernel.numpy(), before)


def test_answers_to_everybodys_digits_stay_where_they_were() -> None:
    from model.training import pupil as module
    from model.training.pupil import Pupil

    def moved(replay_weight: float) -> float:
        pupil = Pupil(network(11))
        others = pupil.see(OTHERS.images)
        before = pupil.answer(others)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module, "REPLAY_WEIGHT", replay_weight)
            teach(pupil, Examples(DIGITS.images, (DIGITS.labels + 1) % 10))
        return float(np.abs(pupil.answer(others) - before).mean())

    assert moved(replay_weight=3.0) < moved(replay_weight=0.0) / 2


@pytest.mark.parametrize("outputs", [10, 11])
def test_what_is_no_digit_is_learned_to_be_refused(outputs: int) -> None:
    from model.training.calibrate import scores
    from model.training.pupil import Pupil

    pupil = Pupil(network(outputs))
    noise = np.random.default_rng(0).integers(0, 255, (30, 28, 28)).astype(np.uint8)
    unwanted = Examples(noise, np.full(30, NOT_A_DIGIT, np.uint8))
    before = scores(pupil.answer(pupil.see(noise)), 1.0)

    teach(pupil, DIGITS.joined(unwanted), steps=60)

    refused = scores(pupil.answer(pupil.see(noise)), 1.0)
    accepted = scores(pupil.answer(pupil.see(DIGITS.images)), 1.0)
    assert np.median(refused) < np.median(before) - 0.1
    assert np.median(refused) < np.median(accepted) - 0.1


def test_preparing_takes_no_step() -> None:
    from model.training.pupil import Pupil

    whole = network(11)
    before = whole.get_weights()

    Pupil(whole).prepare_steps()

    for old, new in zip(before, whole.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)
