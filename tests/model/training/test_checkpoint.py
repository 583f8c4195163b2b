from pathlib import Path

import numpy as np
import pytest

from model.errors import TrainingError
from model.training.checkpoint import Checkpoint


class FakeVariable:
    def __init__(self, value: np.ndarray) -> None:
        self.value = value

    def numpy(self) -> np.ndarray:
        return self.value

    def assign(self, value: np.ndarray) -> None:
        if value.shape != self.value.shape:
            raise ValueError("another shape")
        self.value = value


def variables(start: float) -> list[FakeVariable]:
    return [FakeVariable(np.full((2, 3), start)), FakeVariable(np.array(start + 1))]


def test_nothing_saved_changes_nothing(tmp_path: Path) -> None:
    kept = variables(5)
    assert Checkpoint(tmp_path / "state.npz", "a").restore(kept) == 0
    assert kept[0].value[0, 0] == 5


def test_values_and_rounds_come_back(tmp_path: Path) -> None:
    checkpoint = Checkpoint(tmp_path / "state.npz", "a")
    checkpoint.save(variables(1), 3)
    checkpoint.save(variables(2), 4)
    fresh = variables(0)
    assert checkpoint.restore(fresh) == 4
    assert fresh[0].value.tolist() == [[2] * 3] * 2
    assert fresh[1].value == 3
    assert [path.name for path in tmp_path.iterdir()] == ["state.npz"]


def test_the_state_of_another_run_is_refused(tmp_path: Path) -> None:
    Checkpoint(tmp_path / "state.npz", "a").save(variables(1), 3)
    with pytest.raises(TrainingError, match="another training run"):
        Checkpoint(tmp_path / "state.npz", "b").restore(variables(0))


@pytest.mark.parametrize("kept_bytes", [0, 10, 300])
def test_a_damaged_state_is_refused(tmp_path: Path, kept_bytes: int) -> None:
    checkpoint = Checkpoint(tmp_path / "state.npz", "a")
    checkpoint.save(variables(1), 3)
    checkpoint.path.write_bytes(checkpoint.path.read_bytes()[:kept_bytes])
    with pytest.raises(TrainingError, match="damaged"):
        checkpoint.restore(variables(0))


def test_a_state_of_other_shapes_is_refused(tmp_path: Path) -> None:
    checkpoint = Checkpoint(tmp_path / "state.npz", "a")
    checkpoint.save(variables(1), 3)
    with pytest.raises(TrainingError, match="damaged"):
        checkpoint.restore([*variables(0), FakeVariable(np.zeros(1))])
