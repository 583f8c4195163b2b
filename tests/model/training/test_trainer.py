import numpy as np
import pytest

from model.training.examples import NOT_A_DIGIT, Examples

pytestmark = pytest.mark.tensorflow


def test_the_rate_rises_then_falls_to_nothing_and_once_more_half_as_high() -> None:
    from model.training.trainer import Schedule

    plan = Schedule(epochs=25, steps=5)
    rates = [plan.rate(step) for step in range(125)]
    first, second = rates[:100], rates[100:]
    for part, peak, rise in ((first, plan.peak_rate, 10), (second, plan.peak_rate / 2, 3)):
        assert part[0] <= peak / 2
        assert max(part) == pytest.approx(peak, rel=0.02)
        assert int(np.argmax(part)) == pytest.approx(rise - 1)
        assert part[-1] == pytest.approx(0)
        assert np.all(np.diff(part[rise:]) < 0)


def test_steps_teach_digits_and_what_is_none() -> None:
    from model.training.trainer import Schedule, Trainer, predict

    images = np.zeros((8, 28, 28), np.uint8)
    images[:4, 4:24, 13:16] = 255
    images[4:, 13:16, 4:24] = 255
    examples = Examples(images, np.array([1] * 4 + [NOT_A_DIGIT] * 4, np.uint8))
    trainer = Trainer(Schedule(batch=8))
    losses = [float(trainer.step(examples, 3e-3)[2]) for _ in range(60)]
    assert losses[-1] < losses[0] / 4
    logits = predict(trainer.network, images)
    assert logits.shape == (8, 11)
    assert (logits[:4, :10].argmax(axis=1) == 1).all()


def test_what_is_no_digit_teaches_no_class() -> None:
    from model.training.trainer import Schedule, Trainer

    trainer = Trainer(Schedule())
    before = trainer.network.layers[-1].bias.numpy()
    images = np.random.default_rng(0).integers(0, 255, (4, 28, 28)).astype(np.uint8)
    trainer.step(Examples(images, np.full(4, NOT_A_DIGIT, np.uint8)), 1e-2)
    moved = trainer.network.layers[-1].bias.numpy() - before
    assert (moved[:10] == 0).all()
    assert moved[10] < 0
