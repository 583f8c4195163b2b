from pathlib import Path

import numpy as np
import pytest

from model.errors import TrainingError
from model.training import bank, report
from model.training.bank import Material
from model.training.messages import (
    EpochEnded,
    Examined,
    Message,
    Started,
    Stepped,
    TrainingRequest,
)
from model.training.pens import Drawing
from model.training.schedule import Schedule
from model.training.styles import path

pytestmark = pytest.mark.tensorflow


@pytest.fixture
def material(monkeypatch: pytest.MonkeyPatch) -> Material:
    """Return a world of twos and stems, and let every part of the recipe see only it."""
    from model.training import round_report

    images = np.zeros((12, 28, 28), np.uint8)
    images[:, 4:24, 13:16] = 255
    two = path((-0.3, -0.5), (0.3, -0.5), (-0.3, 0.5), (0.3, 0.5))
    small = Material(
        images,
        np.ones(12, np.uint8),
        [Drawing("2", 1, (two,))] * 6,
        [Drawing("Latin/24", 1, (two[:, ::-1],))],
    )
    for module in (bank, report, round_report):
        monkeypatch.setattr(module, "load_material", lambda *_: small)
    monkeypatch.setattr(report, "PER_KIND", 2)
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    return small


def run(out: Path, steps_until_stopped: int | None = None) -> list[Message]:
    from model.training.shipped import train_shipped

    seen: list[Message] = []
    left = [-1 if steps_until_stopped is None else steps_until_stopped]

    def check() -> None:
        if left[0] == 0:
            raise TrainingError("stopped")
        left[0] -= 1

    request = TrainingRequest("shipped", out.parent, out, seed=3, watched=(bytes(28 * 28),))
    plan = Schedule(bank=24, epochs=5, steps=10, batch=4)
    train_shipped(request, seen.append, check, plan)
    return seen


@pytest.mark.usefixtures("material")
def test_a_stopped_run_goes_on_and_ends_like_an_unbroken_one(tmp_path: Path) -> None:
    from model.training.compile import run_litert

    messages = run(tmp_path / "whole")
    assert isinstance(messages[0], Started)
    assert [m.epoch for m in messages if isinstance(m, EpochEnded)] == [1, 2, 3, 4, 5]
    assert [m.step for m in messages if isinstance(m, Stepped)] == [10, 20, 30, 40, 50]
    looks = [m for m in messages if isinstance(m, Examined)]
    assert [len(look.watched) for look in looks] == [1] * 5

    with pytest.raises(TrainingError, match="stopped"):
        run(tmp_path / "broken", steps_until_stopped=51)
    assert not (tmp_path / "broken").exists()
    rest = run(tmp_path / "broken")
    assert [m.epoch for m in rest if isinstance(m, EpochEnded)] == [5], "of the student"

    whole, broken = (tmp_path / name / "model.tflite" for name in ("whole", "broken"))
    probes = np.random.default_rng(0).random((5, 28, 28, 1), dtype=np.float32)
    # The order in which cores add up differs by a last bit, which training makes larger.
    np.testing.assert_allclose(run_litert(whole, probes), run_litert(broken, probes), atol=1e-3)
    assert whole.stat().st_size <= 3 << 20
    assert sorted(path.name for path in tmp_path.iterdir() if "unfinished" in path.name) == []


def test_the_data_folder_is_needed(tmp_path: Path) -> None:
    from model.training.shipped import train_shipped

    request = TrainingRequest("shipped", None, tmp_path / "out")
    with pytest.raises(TrainingError, match="folder"):
        train_shipped(request, lambda _: None, lambda: None)
