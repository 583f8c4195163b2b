from pathlib import Path

import numpy as np
import pytest

from model.bundle import LITERT_NAME, load_bundle
from model.ink import rasterise
from model.measuring import model_record
from model.measuring.model_record import drawn_anew, record_model
from model.measuring.scoring import Sheet
from model.paths import bundled_model
from model.preprocess import preprocess_bitmap
from model.training.bank import Material
from model.training.outliers import Kind
from model.training.pens import REPORT_DRAWERS, Drawing
from model.training.styles import path

TWO = path((-0.3, -0.4), (-0.2, -0.5), (0.2, -0.5), (0.3, -0.3), (-0.3, 0.5), (0.35, 0.5))
CROSS = (path((-0.4, -0.5), (0.4, 0.5)), path((0.4, -0.5), (-0.4, 0.5)))


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Material:
    """Return a world of twos, one of which is called a three, and let the record see only it."""
    image = preprocess_bitmap(rasterise((TWO,))).field
    drawers = sorted(REPORT_DRAWERS)
    letters = [
        Drawing("Latin/24", drawers[0], CROSS),
        Drawing("Latin/24", 1, CROSS),
        Drawing("Latin/26", drawers[1], (TWO,)),
    ]
    material = Material(
        np.stack([image] * 6),
        np.array([2, 2, 3, 2, 2, 2], np.uint8),
        [Drawing("2", 9, (TWO,))] * 4,
        letters[:1],
    )
    monkeypatch.setattr(model_record, "load_material", lambda *_: material)
    monkeypatch.setattr(model_record, "load_omniglot", lambda _: letters)
    monkeypatch.setattr(model_record, "record_robustness", lambda *_: {"blur": {"right": 1}})
    monkeypatch.setattr(model_record, "_recipe", lambda: {"epochs": 1})
    monkeypatch.setattr(model_record, "PER_KIND", 3)
    return material


@pytest.mark.usefixtures("small")
def test_everything_the_page_needs_is_recorded(tmp_path: Path) -> None:
    bundle = load_bundle(bundled_model())
    found = record_model(bundle, tmp_path, 0)
    assert found["sha256"] == bundle.card.sha256[LITERT_NAME]
    mnist = found["mnist_test"]
    assert (mnist["right"], mnist["count"]) == (5, 6)
    assert mnist["confusion"][3][2] == 1
    ((index, truth, said, probability, score),) = mnist["misread"]
    assert (index, truth, said) == (2, 3, 2)
    assert probability > 0.9
    assert score > 0.9
    assert found["pens_canvas"]["right"] == 4
    assert found["pens_drawn"]["count"] == 4 * model_record.PEN_SEEDS
    assert sum(found["pens_drawn"]["right_by_seed"]) == found["pens_drawn"]["right"]
    assert {kind: each["count"] for kind, each in found["rejection"]["kinds"].items()} == {
        str(kind): 3 for kind in Kind
    }
    assert found["letters"] == {
        "Latin": {"unlike": 1, "unlike_rejected": 1, "alike": 1, "alike_rejected": 0}
    }
    assert 0 < found["speed"]["median_cpu_ms"] < 100


def test_a_digit_drawn_anew_is_the_same_digit_in_another_hand() -> None:
    rng = np.random.default_rng(0)
    fields = [drawn_anew((TWO,), rng) for _ in range(20)]
    assert len({field.tobytes() for field in fields}) == 20
    marks = Sheet(load_bundle(bundled_model())).marks(np.stack(fields), np.full(20, 2, np.uint8))
    assert marks.is_right.mean() >= 0.9
