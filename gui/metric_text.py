"""The figures of a model card in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from gui import wording

translate = QCoreApplication.translate

TEST_ACCURACY = "mnist_test_accuracy"
"""The one figure that every model has, and by which models are compared."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value.

    Attributes:
        name: What was measured.
        value: How much, with its unit.
        is_technical: True for what says little without a course in statistics.
    """

    name: str
    value: str
    is_technical: bool = False


def figures(metrics: Mapping[str, float]) -> tuple[Figure, ...]:
    """Return a card's metrics in words, in the card's order."""
    return tuple(_figure(key, value) for key, value in metrics.items())


def _figure(key: str, value: float) -> Figure:
    """Return one figure; a key without words of its own is shown by its name, as it is."""
    if key in (plain := _plain_names()):
        return Figure(plain[key], wording.percent(value))
    if key in (teachers := _teachers_names()):
        return Figure(teachers[key], wording.percent(value), is_technical=True)
    if key == "auroc":
        name = translate("MetricText", "Digits told from everything else (AUROC)")
        return Figure(name, wording.decimal(value, 4), is_technical=True)
    for ending, name in _technical_names().items():
        if key.endswith(ending) and (data := _data_names().get(key.removesuffix(ending))):
            is_share = ending != "_nll"
            text = wording.percent(value) if is_share else wording.decimal(value, 4)
            return Figure(name.format(data), text, is_technical=True)
    return Figure(key.replace("_", " "), wording.decimal(value, 4), is_technical=True)


def _plain_names() -> dict[str, str]:
    return {
        TEST_ACCURACY: translate("MetricText", "MNIST test digits read correctly"),
        "generated_test_accuracy": translate("MetricText", "Generated test digits read correctly"),
        "files_test_accuracy": translate("MetricText", "Test digits of the file read correctly"),
        "own_test_accuracy": translate("MetricText", "Held-out own samples read correctly"),
        "pens_accuracy": translate("MetricText", "Pen drawings read correctly"),
        "pens_varied_accuracy": translate(
            "MetricText", "Pen drawings in odd styles read correctly"
        ),
        "general_accuracy": translate("MetricText", "Everybody’s digits read correctly"),
        "general_accuracy_before": translate(
            "MetricText", "Everybody’s digits read correctly before it was taught"
        ),
        "own_accuracy": translate("MetricText", "The writer’s own digits read correctly"),
        "own_accuracy_before": translate(
            "MetricText", "The writer’s own digits read correctly before it was taught"
        ),
        "rejected_letter": translate("MetricText", "Letters rejected"),
        "rejected_symbol": translate("MetricText", "Symbols rejected"),
        "rejected_scribble": translate("MetricText", "Scribbles rejected"),
        "rejected_line": translate("MetricText", "Lines rejected"),
        "rejected_blot": translate("MetricText", "Blots rejected"),
        "rejected_half": translate("MetricText", "Half digits rejected"),
        "rejected_pair": translate("MetricText", "Two digits in one rejected"),
        "rejected_turned": translate("MetricText", "Digits on their side rejected"),
        "rejected_texture": translate("MetricText", "Textures rejected"),
    }


def _teachers_names() -> dict[str, str]:
    return {
        "teachers_mean_accuracy": translate(
            "MetricText", "Its three teachers, MNIST test digits, mean"
        ),
        "teachers_least_accuracy": translate(
            "MetricText", "Its three teachers, MNIST test digits, the worst"
        ),
        "teachers_most_accuracy": translate(
            "MetricText", "Its three teachers, MNIST test digits, the best"
        ),
        "teachers_together_accuracy": translate(
            "MetricText", "Its three teachers, MNIST test digits, together"
        ),
    }


def _technical_names() -> dict[str, str]:
    return {
        "_ece": translate("MetricText", "Calibration error, {0}"),
        "_nll": translate("MetricText", "Mean cross-entropy, {0}"),
        "_accepted": translate("MetricText", "Accepted as digits, {0}"),
    }


def _data_names() -> dict[str, str]:
    return {
        "mnist_test": translate("MetricText", "MNIST test digits"),
        "generated_test": translate("MetricText", "generated test digits"),
        "files_test": translate("MetricText", "test digits of the file"),
        "own_test": translate("MetricText", "held-out own samples"),
        "pens": translate("MetricText", "pen drawings"),
        "pens_varied": translate("MetricText", "pen drawings in odd styles"),
    }
