"""What the list of models says of each: how it was made, whether it can be used."""

from PySide6.QtCore import QCoreApplication

from gui import wording
from gui.metric_text import TEST_ACCURACY
from model.bundle import ModelCard
from model.library.catalogue import ModelEntry
from model.training.recipes import RECIPES

translate = QCoreApplication.translate

OWN_ACCURACY = "own_accuracy"
"""Share read right of what the person wrote and the lesson did not see."""

UNKNOWN = "–"


def origin(entry: ModelEntry) -> str:
    """Return how a model was made or where it came from."""
    if entry.is_bundled:
        return translate("ModelWords", "Came with Inkdigits")
    if entry.card is None:
        return UNKNOWN
    text = recipe_title(entry.card)
    return translate("ModelWords", "{0}, imported").format(text) if entry.card.imported else text


def recipe_title(card: ModelCard) -> str:
    """Return what the retrain dialog calls a card's recipe, or its name where it has no other."""
    if card.recipe == "teach":
        return translate("ModelWords", "Taught your hand")
    recipe = RECIPES.get(card.recipe)
    return translate("Recipe", recipe.title) if recipe is not None else card.recipe


def share(card: ModelCard | None, metric: str) -> str:
    """Return a metric that is a share, or a dash where the model has not been measured so."""
    value = card.metrics.get(metric) if card is not None else None
    return UNKNOWN if value is None else wording.percent(value)


def test_accuracy(card: ModelCard | None) -> str:
    """Return how many of MNIST's test digits a model reads right."""
    return share(card, TEST_ACCURACY)


def created(card: ModelCard | None) -> str:
    """Return the day on which a model was made."""
    return wording.short_day(card.created) if card is not None else UNKNOWN


def state(entry: ModelEntry, *, is_in_use: bool, is_next: bool) -> str:
    """Return whether a model is in use or cannot be, in a word and a sign.

    Args:
        entry: The model.
        is_in_use: Whether the window reads with it.
        is_next: Whether the next start will.
    """
    if entry.is_newer:
        return translate("ModelWords", "⚠ Too new")
    if entry.problem:
        return translate("ModelWords", "⚠ Damaged")
    if is_in_use:
        return translate("ModelWords", "✓ In use")
    return translate("ModelWords", "○ From next start") if is_next else ""
