from gui.training import recipe_text
from model.training.recipes import RECIPES


def test_every_recipe_has_its_words_in_the_window_too() -> None:
    for recipe in RECIPES.values():
        assert recipe_text.title(recipe.name) == recipe.title
        assert recipe_text.summary(recipe.name) == recipe.summary


def test_a_recipe_of_another_version_is_called_by_its_name() -> None:
    assert recipe_text.title("quicker") == "quicker"
