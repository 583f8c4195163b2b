from dataclasses import replace
from pathlib import Path

import pytest

from gui.models.comparison import compare
from model.library.catalogue import ModelEntry
from tests.model.bundles import CARD

NAMELESS = ModelEntry(Path("x"), None, "Its card is damaged.", 1000)
NOT_MEASURED = {"Made by", "Created", "Weights", "Size"}

pytestmark = pytest.mark.usefixtures("qapp")


def entry(**metrics: float) -> ModelEntry:
    return ModelEntry(Path("x"), replace(CARD, metrics=metrics), "", 1000)


def cells(*entries: ModelEntry) -> dict[str, tuple[str, ...]]:
    return {row.name: row.cells for row in compare(entries)}


@pytest.mark.parametrize(
    ("metric", "first", "second", "verdict"),
    [
        ("mnist_test_accuracy", 0.99, 0.995, "▲ better"),
        ("mnist_test_accuracy", 0.99, 0.985, "▼ worse"),
        ("mnist_test_accuracy", 0.99, 0.990_001, "= same"),
        ("own_accuracy", 0.9, 0.95, "▲ better"),
        ("rejected_blot", 0.9, 0.95, "▲ better"),
        ("pens_accepted", 0.9, 0.8, "▼ worse"),
        ("auroc", 0.99, 0.98, "▼ worse"),
        ("pens_ece", 0.01, 0.005, "▲ better"),
        ("mnist_test_nll", 0.01, 0.02, "▼ worse"),
    ],
)
def test_each_figure_says_which_is_better(
    metric: str, first: float, second: float, verdict: str
) -> None:
    found = cells(entry(**{metric: first}), entry(**{metric: second}))
    (measured,) = [row for name, row in found.items() if name not in NOT_MEASURED]
    assert measured[1].endswith(f"   {verdict}")
    assert "   " not in measured[0]


def test_of_an_unknown_figure_nobody_says_which_is_better() -> None:
    assert cells(entry(shelf_life=1.0), entry(shelf_life=2.0))["shelf life"] == (
        "1.0000",
        "2.0000",
    )


def test_what_one_model_lacks_is_a_dash() -> None:
    found = cells(entry(auroc=0.5), entry(), NAMELESS)
    assert found["Digits told from everything else (AUROC)"] == ("0.5000", "–", "–")
    assert found["Weights"][2] == "–"
    found = cells(entry(), entry(auroc=0.5))
    assert found["Digits told from everything else (AUROC)"] == ("–", "0.5000")


def test_plain_figures_come_before_technical_ones() -> None:
    names = list(cells(entry(auroc=0.5), entry(rejected_blot=0.5)))
    assert names.index("Blots rejected") < names.index("Digits told from everything else (AUROC)")
