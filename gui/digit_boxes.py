"""The boxes around digits that canvas and picture show, made from a reading."""

from gui.canvas.drawing_canvas import DigitBox
from gui.session import Shown
from model.reading import Certainty


def boxes_of(shown: Shown) -> list[DigitBox]:
    """Return a box for every digit of a reading, in its order."""
    return [
        DigitBox(
            digit.box,
            str(digit.scores.digit) if digit.scores.is_digit else "?",
            digit.scores.certainty is Certainty.CERTAIN,
            index == shown.chosen,
            digit.strokes,
        )
        for index, digit in enumerate(shown.reading.digits)
    ]
