from pathlib import Path

import numpy as np
import pytest

from model.bundle import load_bundle
from model.errors import BundleError
from model.ink import Ink
from model.inkml import read_inkml
from model.paths import asset, bundled_model
from model.preprocess import preprocess_ink
from model.reading import Certainty, Scores
from model.recognizer import Recognizer
from tests.model.bundles import make_bundle


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    """Return the bundled model."""
    return Recognizer(load_bundle(bundled_model()))


def drawing(digit: int) -> Ink:
    """Return the drawing of a digit that ships with the program."""
    return read_inkml(asset("strokes", f"{digit}.inkml"))


@pytest.mark.parametrize("digit", range(10))
def test_the_shipped_drawings_are_read_with_certainty(recognizer: Recognizer, digit: int) -> None:
    scores = recognizer.recognize(preprocess_ink(drawing(digit)).field)
    assert scores.digit == digit
    assert scores.certainty is Certainty.CERTAIN


def test_probabilities_are_shares(recognizer: Recognizer) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (28, 28), dtype=np.uint8)
    scores = recognizer.recognize(noise)
    assert scores.probabilities.shape == (10,)
    assert scores.probabilities.sum() == pytest.approx(1)
    assert (scores.probabilities >= 0).all()


def test_noise_and_a_full_field_are_no_digits(recognizer: Recognizer) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (28, 28), dtype=np.uint8)
    for field in (noise, np.full((28, 28), 255, np.uint8)):
        assert recognizer.recognize(field).certainty is Certainty.NOT_A_DIGIT


def test_a_higher_temperature_makes_less_sure(recognizer: Recognizer, tmp_path: Path) -> None:
    logits = np.array([5.0, 1, 0, 0, 0, 0, 0, 0, 0, 0])
    card_t = recognizer.bundle.card.temperature
    expected = np.exp(logits / card_t) / np.exp(logits / card_t).sum()
    assert recognizer.scores(logits).probabilities == pytest.approx(expected)


def test_without_a_digit_output_the_largest_probability_decides(recognizer: Recognizer) -> None:
    flat = recognizer.scores(np.zeros(10))
    assert flat.digit_score == pytest.approx(0.1)
    assert flat.is_digit == (recognizer.bundle.card.threshold <= 0.1)


def test_extreme_outputs_stay_finite(recognizer: Recognizer) -> None:
    scores = recognizer.scores(np.array([1e6, -1e6, *[0.0] * 8, -1e6]))
    assert np.isfinite(scores.probabilities).all()
    assert scores.digit_score == pytest.approx(0)


def test_a_file_that_is_no_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="not a LiteRT model"):
        Recognizer(make_bundle(tmp_path / "model"))


def scores_of(confidence: float, *, is_digit: bool = True) -> Scores:
    """Return scores whose best digit, 3, has a probability."""
    shares = np.full(10, (1 - confidence) / 9)
    shares[3] = confidence
    return Scores(shares, 1.0 if is_digit else 0.0, is_digit)


@pytest.mark.parametrize(
    ("scores", "certainty"),
    [
        (scores_of(0.99), Certainty.CERTAIN),
        (scores_of(0.8), Certainty.LIKELY),
        (scores_of(0.5), Certainty.UNSURE),
        (scores_of(0.99, is_digit=False), Certainty.NOT_A_DIGIT),
    ],
)
def test_certainty_in_words(scores: Scores, certainty: Certainty) -> None:
    assert scores.certainty is certainty
    assert scores.digit == 3
    assert scores.ranking[0] == 3
    assert sorted(scores.ranking) == list(range(10))


def test_loading_a_model_says_nothing_on_standard_error(capfd: pytest.CaptureFixture[str]) -> None:
    Recognizer(load_bundle(bundled_model()))
    assert capfd.readouterr().err == ""
