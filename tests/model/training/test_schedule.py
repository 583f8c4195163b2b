import numpy as np
import pytest

from model.training.schedule import TEACHERS, Schedule


def test_the_rate_rises_then_falls_to_nothing() -> None:
    plan = Schedule()
    rates = [plan.rate(step, 100) for step in range(100)]
    assert rates[0] <= plan.peak_rate / 2
    assert int(np.argmax(rates)) == pytest.approx(9)
    assert max(rates) == pytest.approx(plan.peak_rate, rel=0.02)
    assert rates[-1] == pytest.approx(0)
    assert np.all(np.diff(rates[10:]) < 0)


@pytest.mark.parametrize("epochs", [1, 4, 5, 33, 200])
def test_every_network_learns_something_however_few_rounds_are_asked_for(epochs: int) -> None:
    plan = Schedule(epochs=epochs)
    assert plan.teacher_rounds >= 1
    assert plan.student_rounds >= 1
    assert plan.rounds == max(epochs, TEACHERS + 1)


def test_the_student_takes_as_long_as_two_teachers() -> None:
    plan = Schedule()
    assert plan.student_rounds == 2 * plan.teacher_rounds
