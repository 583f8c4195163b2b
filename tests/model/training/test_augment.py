import numpy as np
import pytest

from model.ink import rasterise
from model.preprocess import preprocess_bitmap
from model.training.augment import distort, photograph, render, roughen, thicken
from model.training.pens import vary
from model.training.styles import path

HOOK = (path((-0.3, -0.5), (0.3, -0.3), (-0.1, 0.5)),)
FIELD = preprocess_bitmap(rasterise(HOOK)).field


def test_half_of_the_drawings_are_what_the_canvas_gives() -> None:
    fields = [render(HOOK, np.random.default_rng(seed)) for seed in range(200)]
    same = sum(np.array_equal(field, FIELD) for field in fields)
    assert 60 < same < 130


@pytest.mark.parametrize("seed", range(40))
def test_every_field_has_ink(seed: int) -> None:
    rng = np.random.default_rng(seed)
    for field in (render(vary(HOOK, rng), rng), distort(FIELD, rng)):
        assert field.shape == (28, 28)
        assert field.dtype == np.uint8
        assert field.max() > 100


@pytest.mark.parametrize("factor", [0.6, 2.0])
def test_strokes_become_as_wide_as_asked(factor: float) -> None:
    bar = np.zeros((120, 120), np.uint8)
    bar[10:110, 50:60] = 255
    width = np.count_nonzero(thicken(bar, factor)[60])
    assert width == pytest.approx(10 * factor, abs=2)


def test_a_stroke_that_would_vanish_stays_a_line() -> None:
    hair = np.zeros((60, 60), np.uint8)
    hair[10:50, 30:33] = 255
    widths = np.count_nonzero(thicken(hair, 0.1)[11:49], axis=1)
    assert (widths == 1).all()


def test_a_photograph_is_dark_on_light_and_reads_as_the_same_ink() -> None:
    bitmap = rasterise(HOOK)
    for seed in range(5):
        picture = photograph(bitmap, np.random.default_rng(seed))
        assert np.median(picture) > picture.min() + 30


def test_most_fields_are_left_as_they_are() -> None:
    kept = [np.array_equal(roughen(FIELD, np.random.default_rng(n)), FIELD) for n in range(200)]
    assert 150 < sum(kept) < 190
