"""How sure a digit is, in words, the same wherever it is said."""

from PySide6.QtCore import QCoreApplication

from model.corrections import NOT_A_DIGIT
from model.reading import Certainty, DigitReading, Scores


def certainty_text(scores: Scores) -> str:
    """Return how sure a reading is, translated."""
    match scores.certainty:
        case Certainty.CERTAIN:
            return QCoreApplication.translate("Certainty", "certain")
        case Certainty.LIKELY:
            return QCoreApplication.translate("Certainty", "likely")
        case Certainty.UNSURE:
            return QCoreApplication.translate("Certainty", "unsure")
        case Certainty.NOT_A_DIGIT:
            return QCoreApplication.translate("Certainty", "not a digit")


def words_about(digit: DigitReading) -> str:
    """Return what the person said of a digit, or how sure its reading is; marks have names."""
    if digit.truth is not None:
        return said_text(digit.truth)
    match digit.mark:
        case "":
            return certainty_text(digit.scores)
        case ".":
            return QCoreApplication.translate("Certainty", "decimal point")
        case ",":
            return QCoreApplication.translate("Certainty", "comma")
        case _:
            return QCoreApplication.translate("Certainty", "minus sign")


def said_text(truth: int | None) -> str:
    """Return what the person said of a digit, translated; nothing where they said nothing."""
    if truth is None:
        return ""
    if truth == NOT_A_DIGIT:
        return QCoreApplication.translate("Certainty", "you said: not a digit")
    return QCoreApplication.translate("Certainty", "you said {0}").format(truth)
