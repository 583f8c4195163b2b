"""The boxes around digits that canvas and picture show, made from a reading."""

from PySide6.QtCore import QCoreApplication

from gui.canvas.highlights import DigitBox
from gui.session import Shown
from model.ink import Ink, Stroke
from model.reading import Certainty, DigitReading


def boxes_of(shown: Shown) -> list[DigitBox]:
    """Return a box for every digit of a reading, in its order."""
    chosen = shown.digit
    return [
        DigitBox(
            digit.box,
            _label(digit),
            _is_plain(digit),
            digit is chosen,
            digit.strokes,
            ink_of(digit, shown),
            line,
        )
        for line, digits in enumerate(shown.reading.lines)
        for digit in digits
    ]


def ink_of(digit: DigitReading, shown: Shown) -> tuple[Stroke, ...]:
    """Return the strokes of a digit on show, or its own pieces of them; none in a picture."""
    if digit.cut or not isinstance(shown.subject, Ink):
        return digit.cut
    return tuple(shown.subject.strokes[number] for number in digit.strokes)


def _is_plain(digit: DigitReading) -> bool:
    """Tell whether a digit leaves no doubt."""
    is_settled = digit.truth is not None or bool(digit.mark)
    return is_settled or digit.scores.certainty is Certainty.CERTAIN


def _label(digit: DigitReading) -> str:
    """Return what a digit was read as: with a question mark in doubt, a tick where it was said."""
    if digit.truth is not None:
        text = QCoreApplication.translate("DigitBox", "{0} ✓")
        return text.format(digit.text or "–")
    if not digit.text:
        return "?"
    if digit.scores.certainty is Certainty.UNSURE:
        return QCoreApplication.translate("DigitBox", "{0}?").format(digit.text)
    return digit.text
