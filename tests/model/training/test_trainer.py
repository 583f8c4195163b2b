import numpy as np
import pytest

from model.training.examples import NOT_A_DIGIT, Examples
from model.training.schedule import Schedule

pytestmark = pytest.mark.tensorflow


def test_steps_teach_digits_and_what_is_none() -> None:
    from model.training.trainer import Trainer, predict

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
    from model.training.trainer import Trainer

    trainer = Trainer(Schedule())
    before = trainer.network.layers[-1].bias.numpy()
    images = np.random.default_rng(0).integers(0, 255, (4, 28, 28)).astype(np.uint8)
    trainer.step(Examples(images, np.full(4, NOT_A_DIGIT, np.uint8)), 1e-2)
    moved = trainer.network.layers[-1].bias.numpy() - before
    assert (moved[:10] == 0).all()
    assert moved[10] < 0


def test_a_student_becomes_no_surer_than_its_teachers() -> None:
    from model.training.trainer import Trainer

    images = np.zeros((8, 28, 28), np.uint8)
    images[:4, 4:24, 13:16] = 255
    images[4:, 13:16, 4:24] = 255
    labels = np.array([1] * 4 + [NOT_A_DIGIT] * 4, np.uint8)
    said = np.full((8, 11), -4, np.float16)
    said[:4, 1], said[:4, 7], said[:4, 10] = 6, 3, 5  # ones that are a little like sevens
    trainer = Trainer(Schedule(batch=8, taught_weight=1.0))
    seen = [trainer.step(Examples(images, labels), 3e-3, said) for _ in range(60)]
    share_of_one = 1 / (1 + np.exp(-3) + 8 * np.exp(-10))
    assert seen[-1][1] == pytest.approx(-np.log(share_of_one), abs=0.01)


def test_teachers_are_heard_by_their_weight() -> None:
    import keras

    from model.training.trainer import Trainer

    images = np.random.default_rng(0).integers(0, 255, (6, 28, 28)).astype(np.uint8)
    batch = Examples(images, np.arange(6, dtype=np.uint8))
    said = np.random.default_rng(1).normal(0, 5, (6, 11)).astype(np.float16)

    def loss(weight: float, taught: np.ndarray | None) -> float:
        keras.utils.set_random_seed(1)
        trainer = Trainer(Schedule(batch=6, taught_weight=weight))
        return float(trainer.step(batch, 0.0, taught)[2])

    assert loss(0.7, None) == pytest.approx(loss(0.0, said), rel=1e-5)
    assert loss(0.7, said) != pytest.approx(loss(0.7, None), rel=1e-2)
