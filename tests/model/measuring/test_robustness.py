from pathlib import Path

import numpy as np
import pytest

from model.bundle import load_bundle
from model.measuring import robustness
from model.measuring.perturbations import PERTURBATIONS
from model.measuring.robustness import perturbed_fields, record_robustness
from model.measuring.scoring import Sheet
from model.paths import bundled_model
from tests.model.training.digit_files import write_mnist


def test_every_test_digit_is_perturbed_and_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_mnist(tmp_path, 10, 30)
    chosen = {name: PERTURBATIONS[name] for name in ("blur", "noise")}
    monkeypatch.setattr(robustness, "PERTURBATIONS", chosen)
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    found = record_robustness(Sheet(load_bundle(bundled_model())), folder, 0)
    assert list(found) == ["blur", "noise"]
    for each in found.values():
        assert each["count"] == 30
        assert 27 <= each["right"] <= 30
        assert 0 <= each["accepted"] <= 30


def test_a_digit_that_vanished_is_no_field(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_mnist(tmp_path, 10, 4)
    monkeypatch.setattr(
        robustness, "PERTURBATIONS", {"wiped": lambda image, _: np.zeros_like(image)}
    )
    fields, is_blank = perturbed_fields(folder, "wiped", 0)
    assert is_blank.all()
    assert not fields.any()


def test_the_same_seed_gives_the_same_noise(tmp_path: Path) -> None:
    folder = write_mnist(tmp_path, 10, 4)
    first, again, other = (perturbed_fields(folder, "noise", seed)[0] for seed in (0, 0, 1))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()
