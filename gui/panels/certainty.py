"""How sure a digit is, in words, the same wherever it is said."""

from PySide6.QtCore import QCoreApplication

from model.corrections import NOT_A_DIGIT
from model.reading import Certainty, DigitReading, Scores


def certainty_text(scores: Scores) -> str:
    """Return how sure a reading is, translated."""
    text = {
        Certainty.CERTAIN: QCoreApplication.translate("Certainty", "certain"),
        Certainty.LIKELY: QCoreApplication.translate("Certainty", "likely"),
        Certainty.UNSURE: QCoreApplication.translate("Certainty", "unsure"),
        Certainty.NOT_A_DIGIT: QCoreApplication.translate("Certainty", "not a digit"),
    }
    return text[scores.certainty]


def words_about(digit: DigitReading) -> str:
    """Return what the person said of a digit, or how sure its reading is; marks have names."""
    if digit.truth is not None:
        return said_text(digit.truth)
    names = {
        ".": QCoreApplication.translate("Certainty", "decimal point"),
        ",": QCoreApplication.translate("Certainty", "comma"),
    }
    if digit.mark:
        return names.get(digit.mark, QCoreApplication.translate("Certainty", "minus sign"))
    return certainty_text(digit.scores)


def said_text(truth: int | None) -> str:
    """Return what the person said of a digit, translated; nothing where they said nothing."""
    if truth is None:
        return ""
    if truth == NOT_A_DIGIT:
        return QCoreApplication.translate("Certainty", "you said: not a digit")
    return QCoreApplication.translate("Certainty", "you said {0}").format(truth)
