from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from model.light import contrast_with_ground, ground_noise, typical_contrast
from tests.model.pictures import Scene, digit_strokes, photograph, render

STILL = Scene(gradient=0.0, noise=0.0, grain=0.0, blur=0.0, jpeg=0)


def contrasts(scene: Scene, pen_28: float = 2.5) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Return the contrast of a photographed digit, and where its ink is."""
    drawn = render(digit_strokes(8), 300, pen_28, 0.3)
    gray = photograph(drawn, scene, np.random.default_rng(0))
    return contrast_with_ground(gray, bright_ink=scene.pigment > scene.paper), drawn == 255


@pytest.mark.parametrize("pen_28", [0.5, 2.5, 6.0])
def test_ink_differs_from_paper_by_its_reflectance(pen_28: float) -> None:
    contrast, ink = contrasts(STILL, pen_28)

    assert np.median(contrast[ink]) == pytest.approx(1 - STILL.pigment / STILL.paper, abs=0.03)
    assert np.median(np.abs(contrast[~ink])) < 0.02


@pytest.mark.parametrize("gradient", [0.3, 0.7])
def test_contrast_does_not_depend_on_the_light(gradient: float) -> None:
    even, ink = contrasts(STILL)
    uneven, _ = contrasts(replace(STILL, gradient=gradient))

    assert np.abs(uneven - even)[ink].mean() < 0.03
    assert np.abs(uneven[~ink]).mean() < 0.03


def test_edge_of_a_shadow_is_not_ink() -> None:
    shaded, ink = contrasts(replace(STILL, shadow=0.5))

    assert np.median(shaded[ink]) > 0.7
    assert (shaded[~ink] > 0.35).mean() < 0.02


def test_chalk_stands_out_from_its_board() -> None:
    contrast, ink = contrasts(replace(STILL, paper=0.12, pigment=0.8))

    assert np.median(contrast[ink]) > 1
    assert np.median(np.abs(contrast[~ink])) < 0.02


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6])
def test_noise_is_measured_on_the_ground_however_much_ink_there_is(share: float) -> None:
    rng = np.random.default_rng(0)
    contrast = rng.normal(0.02, 0.05, (400, 300)).astype(np.float32)
    contrast[: int(400 * share)] += 0.8

    middle, noise = ground_noise(contrast)

    assert middle == pytest.approx(0.02, abs=0.08)
    assert 0.045 < noise < 0.09


def test_typical_contrast_is_that_of_the_ink_and_not_of_a_wide_shadow() -> None:
    contrast = np.zeros((200, 200), np.float32)
    contrast[:, :60] = 0.12
    contrast[100:104, 70:190] = 0.8

    assert typical_contrast(contrast, 0.08) > 0.6


def test_few_black_specks_do_not_outweigh_pencil() -> None:
    contrast = np.zeros((200, 200), np.float32)
    contrast[100:106, 20:180] = 0.25
    contrast[:2, :2] = 0.9

    assert typical_contrast(contrast, 0.08) < 0.45


def test_without_ink_the_floor_is_typical() -> None:
    assert typical_contrast(np.zeros((5, 5), np.float32), 0.08) == 0.08
