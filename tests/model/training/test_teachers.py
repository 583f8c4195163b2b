from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from model.errors import TrainingError
from model.training.schedule import TEACHERS
from model.training.teachers import judge, mean_of_strangers, own_part

FIELDS = np.zeros((31, 28, 28), np.uint8)


def test_the_parts_cover_the_bank_once() -> None:
    parts = [own_part(teacher, 31) for teacher in range(TEACHERS)]
    assert [number for part in parts for number in range(31)[part]] == list(range(31))


def test_each_field_is_judged_by_those_who_have_not_learned_it(tmp_path: Path) -> None:
    def says(teacher: int) -> NDArray[np.float16]:
        def predict(fields: NDArray[np.uint8]) -> NDArray[np.float64]:
            return np.full((len(fields), 11), 10.0**teacher)

        return judge(tmp_path / f"{teacher}.npy", teacher, FIELDS, predict, lambda: None)

    said = list(map(says, range(TEACHERS)))
    mean = mean_of_strangers(said)
    assert mean.shape == (31, 11)
    for teacher, expected in enumerate(((10 + 100) / 2, (1 + 100) / 2, (1 + 10) / 2)):
        assert (mean[own_part(teacher, 31)] == expected).all()


def test_a_bank_is_judged_once(tmp_path: Path) -> None:
    path = tmp_path / "said.npy"

    def stop() -> None:
        raise TrainingError("stopped")

    def one(fields: NDArray[np.uint8]) -> NDArray[np.float64]:
        return np.ones((len(fields), 11))

    with pytest.raises(TrainingError, match="stopped"):
        judge(path, 0, FIELDS, one, stop)
    assert not path.exists()
    first = judge(path, 0, FIELDS, one, lambda: None)
    again = judge(path, 0, FIELDS, lambda _: np.zeros((0, 11)), stop)
    np.testing.assert_array_equal(first, again)
