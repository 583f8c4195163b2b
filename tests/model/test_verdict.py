from dataclasses import replace

import numpy as np
import pytest

from model.corrections import NOT_A_DIGIT
from model.ink import Ink
from model.preprocess import preprocess_ink
from model.reading import DigitReading, Scores
from model.verdict import among_digits, likeness, with_clear_marks
from tests.model.pictures import digit_ink


def reading(digit_score: float, *, is_digit: bool, digit: int = 7) -> DigitReading:
    ink: Ink = digit_ink(digit)
    probabilities = np.full(10, 0.002)
    probabilities[digit] = 0.982
    scores = Scores(probabilities, digit_score, is_digit)
    return DigitReading(scores, preprocess_ink(ink), ink.bounds)


DIGIT = reading(0.99, is_digit=True)
DOUBTFUL = reading(0.4, is_digit=False, digit=9)
LETTER = reading(0.01, is_digit=False)


def texts(*line: DigitReading) -> list[str]:
    return [item.text for item in among_digits(line)]


def test_the_odds_are_even_at_the_threshold_of_a_model() -> None:
    for threshold in (0.3, 0.74):
        found = likeness(reading(threshold, is_digit=True).scores, threshold)
        assert found.stranger == pytest.approx(0.5)
        assert found.digit == pytest.approx(0.5 * 0.982)


def test_the_only_doubtful_one_among_digits_is_a_digit() -> None:
    assert texts(DIGIT, DOUBTFUL, DIGIT) == ["7", "9", "7"]
    assert texts(DIGIT, LETTER, DIGIT) == ["7", "", "7"]
    assert texts(DIGIT, DOUBTFUL, DOUBTFUL, DIGIT) == ["7", "", "", "7"]
    assert texts(DIGIT, DOUBTFUL) == ["7", ""]


def test_what_a_person_called_no_digit_stays_none() -> None:
    assert texts(DIGIT, replace(DOUBTFUL, truth=NOT_A_DIGIT), DIGIT) == ["7", "", "7"]


def test_marks_need_digits_beside_them() -> None:
    minus, point = (replace(LETTER, mark=mark) for mark in "-.")
    assert [item.mark for item in with_clear_marks([minus, DIGIT, point, DIGIT])] == [
        "-",
        "",
        ".",
        "",
    ]
    assert [item.mark for item in with_clear_marks([DIGIT, point, LETTER])] == ["", "", ""]
    assert [item.mark for item in with_clear_marks([point, DIGIT])] == ["", ""]
