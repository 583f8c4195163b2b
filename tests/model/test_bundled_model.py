"""What is promised of the model that ships: the same drawing reads the same, however it is made."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from model.bundle import ModelBundle, load_bundle
from model.ink import Ink, Stroke
from model.paths import bundled_model
from model.preprocess import preprocess_gray, preprocess_ink
from model.recognizer import Recognizer
from tests.model.pictures import digit_strokes, mnist_test_digits, render
from tests.model.test_preprocess_properties import pasted

DIGITS = range(10)


@pytest.fixture(scope="module")
def bundle() -> ModelBundle:
    """Return the bundled model's folder."""
    return load_bundle(bundled_model())


@pytest.fixture(scope="module")
def recognizer(bundle: ModelBundle) -> Recognizer:
    """Return the bundled model, ready to read."""
    return Recognizer(bundle)


def reading_of(recognizer: Recognizer, gray: NDArray[np.uint8]) -> int | None:
    """Return the digit read in a picture; None where it is taken for none."""
    scores = recognizer.recognize(preprocess_gray(gray).field)
    return scores.digit if scores.is_digit else None


@pytest.mark.parametrize("pen_28", [1.5, 2.5, 4.0, 6.0])
@pytest.mark.parametrize("digit", DIGITS)
def test_the_width_of_the_pen_does_not_matter(
    recognizer: Recognizer, digit: int, pen_28: float
) -> None:
    assert reading_of(recognizer, render(digit_strokes(digit), pen_28=pen_28)) == digit


@pytest.mark.parametrize("height_px", [40, 150, 1000, 4000])
@pytest.mark.parametrize("digit", DIGITS)
def test_the_size_does_not_matter(recognizer: Recognizer, digit: int, height_px: int) -> None:
    assert reading_of(recognizer, render(digit_strokes(digit), height_px=height_px)) == digit


@pytest.mark.parametrize("margin", [0.0, 0.1, 1.5, (0.1, 2.0, 3.0, 0.0)])
@pytest.mark.parametrize("inverted", [False, True])
@pytest.mark.parametrize("digit", DIGITS)
def test_place_margin_and_polarity_do_not_matter(
    recognizer: Recognizer,
    digit: int,
    inverted: bool,
    margin: float | tuple[float, float, float, float],
) -> None:
    picture = render(digit_strokes(digit), height_px=200, margin=margin)
    assert reading_of(recognizer, 255 - picture if inverted else picture) == digit


@pytest.mark.parametrize("scale", [0.25, 1.0, 1.5, 2.0, 40.0])
@pytest.mark.parametrize("digit", DIGITS)
def test_the_scale_of_the_screen_does_not_matter(
    recognizer: Recognizer, digit: int, scale: float
) -> None:
    ink = Ink(tuple(Stroke.from_xy(xy * scale + 7.3) for xy in digit_strokes(digit)))
    scores = recognizer.recognize(preprocess_ink(ink).field)
    assert scores.is_digit
    assert scores.digit == digit


@pytest.mark.data
@pytest.mark.parametrize("method", [cv2.INTER_NEAREST, cv2.INTER_LINEAR, cv2.INTER_CUBIC])
def test_mnist_digits_pasted_enlarged_and_inverted_keep_their_readings(
    recognizer: Recognizer, method: int
) -> None:
    rng = np.random.default_rng(method)
    pixels, _ = mnist_test_digits(700)
    factors = rng.integers(2, 12, len(pixels))
    same = [
        recognizer.recognize(preprocess_gray(pasted(field, int(factor), method, rng)).field).digit
        == recognizer.recognize(field).digit
        for field, factor in zip(pixels, factors, strict=True)
    ]
    assert np.mean(same) >= 0.99


@pytest.mark.tensorflow
def test_both_forms_of_the_bundled_model_agree(bundle: ModelBundle, recognizer: Recognizer) -> None:
    import keras

    rng = np.random.default_rng(0)
    noise = rng.integers(0, 256, (500, 28, 28), dtype=np.uint8)
    drawn = [render(digit_strokes(int(n)), pen_28=rng.uniform(1.5, 6)) for n in range(10)] * 50
    drawings = np.stack(
        [np.roll(preprocess_gray(each).field, k % 7) for k, each in enumerate(drawn)]
    )
    fields = np.concatenate([noise, drawings])
    model = keras.saving.load_model(bundle.keras_path, compile=False, safe_mode=True)
    expected = model.predict(fields[..., None].astype(np.float32) / 255, verbose=0)
    found = np.stack([recognizer.logits(field) for field in fields])
    # Logits of a few tens, in float32: relative to the largest, as both forms round alike.
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-5)
