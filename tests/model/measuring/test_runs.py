from pathlib import Path

import pytest

from model.measuring.runs import CLASSICS, record_run
from model.training.messages import TrainingRequest
from tests.model.training.digit_files import write_mnist


def test_the_classics_are_those_that_others_have_published() -> None:
    assert "softmax-1000" in CLASSICS
    assert "shipped" not in CLASSICS


@pytest.mark.tensorflow
def test_a_run_is_recorded_with_its_figures_after_each_round(tmp_path: Path) -> None:
    data = write_mnist(tmp_path / "mnist", 300, 50)
    request = TrainingRequest("softmax-epochs", data, Path("never-made"), seed=3, epochs=4)
    found = record_run(request)
    assert (found["recipe"], found["seed"], found["rounds"]) == ("softmax-epochs", 3, 4)
    assert found["parameters"] == 7850
    curve = found["curve"]
    assert curve["epoch"] == [1, 2, 3, 4]
    assert all(len(column) == 4 for column in curve.values())
    assert curve["cross_entropy"][-1] < curve["cross_entropy"][0]
    assert found["metrics"]["mnist_test_accuracy"] == pytest.approx(curve["test_accuracy"][-1])
    assert not Path("never-made").exists()
