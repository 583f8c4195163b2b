"""Models side by side: for each figure its value in every model, and which is better."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from gui import wording
from gui.metric_text import TEST_ACCURACY, figures
from gui.models import model_words as words
from model.library.catalogue import ModelEntry

translate = QCoreApplication.translate

_HIGHER = (TEST_ACCURACY, words.OWN_ACCURACY, "auroc")
_HIGHER_ENDINGS = ("_accuracy", "_accepted")
_HIGHER_BEGINNING = "rejected_"
_LOWER_ENDINGS = ("_ece", "_nll")


@dataclass(frozen=True, slots=True)
class Row:
    """One figure.

    Attributes:
        name: What was measured.
        cells: Its value in each model, and how that compares with the first one's.
    """

    name: str
    cells: tuple[str, ...]


def compare(entries: Sequence[ModelEntry]) -> tuple[Row, ...]:
    """Return the figures of some models, each compared with the first of them.

    Args:
        entries: Whole or damaged; at least one.
    """
    rows = [
        _plain(translate("Comparison", "Made by"), entries, words.origin),
        _plain(
            translate("Comparison", "Created"), entries, lambda entry: words.created(entry.card)
        ),
        *_measured(entries),
        _plain(translate("Comparison", "Weights"), entries, _weights),
        _plain(
            translate("Comparison", "Size"),
            entries,
            lambda entry: wording.byte_size(entry.size_bytes),
        ),
    ]
    return tuple(rows)


def _plain(name: str, entries: Sequence[ModelEntry], text: Callable[[ModelEntry], str]) -> Row:
    return Row(name, tuple(text(entry) for entry in entries))


def _weights(entry: ModelEntry) -> str:
    return wording.whole(entry.card.parameters) if entry.card else words.UNKNOWN


def _measured(entries: Sequence[ModelEntry]) -> list[Row]:
    """Return a row for each figure that any of the models has: those in plain words first."""
    plain: dict[str, Row] = {}
    technical: dict[str, Row] = {}
    for entry in entries:
        metrics = entry.card.metrics if entry.card else {}
        for key, figure in zip(metrics, figures(metrics), strict=True):
            target = technical if figure.is_technical else plain
            if key not in target:
                target[key] = Row(figure.name, _cells(key, entries))
    return [*plain.values(), *technical.values()]


def _cells(key: str, entries: Sequence[ModelEntry]) -> tuple[str, ...]:
    values = [entry.card.metrics.get(key) if entry.card else None for entry in entries]
    return tuple(_cell(key, value, values[0], index) for index, value in enumerate(values))


def _cell(key: str, value: float | None, first: float | None, index: int) -> str:
    if value is None:
        return words.UNKNOWN
    text = figures({key: value})[0].value
    if index == 0 or first is None:
        return text
    verdict = _verdict(key, value, first, is_equal=text == figures({key: first})[0].value)
    return f"{text}   {verdict}" if verdict else text


def _verdict(key: str, value: float, first: float, *, is_equal: bool) -> str:
    """Return in a sign and a word how a value compares; empty where nobody can say."""
    is_higher_better = _is_higher_better(key)
    if is_higher_better is None:
        return ""
    if is_equal:
        return translate("Comparison", "= same")
    if (value > first) is is_higher_better:
        return translate("Comparison", "▲ better")
    return translate("Comparison", "▼ worse")


def _is_higher_better(key: str) -> bool | None:
    """Return whether more of a figure is better, or None where that is not known."""
    if key.endswith(_LOWER_ENDINGS):
        return False
    is_known = key in _HIGHER or key.endswith(_HIGHER_ENDINGS)
    return True if is_known or key.startswith(_HIGHER_BEGINNING) else None
