from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from model.ink import rasterise
from model.preprocess import preprocess_bitmap
from model.training import report
from model.training.bank import Material
from model.training.calibrate import Calibration
from model.training.outliers import Kind
from model.training.pens import Drawing
from model.training.report import calibrate, measure, mnist_fields, pen_fields
from model.training.styles import path


@pytest.fixture
def material() -> Material:
    stroke = path((-0.3, -0.5), (0.3, -0.5), (-0.3, 0.5), (0.3, 0.5))
    image = preprocess_bitmap(rasterise((stroke,))).field
    pens = [Drawing("2", 1, (stroke,))] * 20
    labels = np.full(40, 2, np.uint8)
    return Material(np.stack([image] * 40), labels, pens, [Drawing("Latin/24", 1, (stroke,))])


@pytest.fixture(autouse=True)
def _small(material: Material, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "load_material", lambda *_: material)
    monkeypatch.setattr(report, "PER_KIND", 3)


def always_two(fields: NDArray[np.uint8]) -> NDArray[np.float64]:
    logits = np.zeros((len(fields), 11))
    logits[:, 2] = 9
    logits[:, 10] = 2
    return logits


def test_pen_digits_are_measured_at_two_widths(material: Material) -> None:
    examples = pen_fields(material, np.random.default_rng(0))
    assert len(examples) == 40
    ink = examples.images.sum(axis=(1, 2))
    assert len(set(ink[::2].tolist())) == 1, "the canvas always gives the same"
    assert len(set(ink[1::2].tolist())) > 3


def test_pictures_pass_through_the_pipeline(material: Material) -> None:
    off_centre = np.roll(material.images, 5, axis=2)
    moved = Material(off_centre, material.labels, material.pens, material.characters)
    np.testing.assert_array_equal(mnist_fields(moved).images, mnist_fields(material).images)


def test_a_reader_of_twos_is_measured_as_one(tmp_path: Path) -> None:
    found = measure(always_two, tmp_path, Calibration(1.0, 0.5), 0)
    assert found["mnist_test_accuracy"] == 1
    assert found["pens_varied_accepted"] == 1
    assert found["auroc"] == 0.5, "it calls everything a digit alike"
    assert {f"rejected_{kind}" for kind in Kind} <= found.keys()
    assert all(found[f"rejected_{kind}"] == 0 for kind in Kind)


def test_calibration_accepts_what_it_was_fitted_on(tmp_path: Path) -> None:
    found = calibrate(always_two, tmp_path, 0)
    assert found.temperature == pytest.approx(0.5, abs=0.01), "always right may be surest"
    assert found.threshold == pytest.approx(1 / (1 + np.exp(-2)), abs=2e-4)
