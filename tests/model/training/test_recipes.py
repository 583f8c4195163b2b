import pytest

from model.errors import TrainingError
from model.training.recipes import DEFAULT_RECIPE, RECIPES, find_recipe

CLASSICS = {"softmax-1000", "softmax-epochs", "dense-128", "mlp-ema", "dense-512", "cnn"}


def test_every_classic_is_there_beside_our_own() -> None:
    assert set(RECIPES) == CLASSICS | {"quick", "shipped"}
    assert next(iter(RECIPES)) == DEFAULT_RECIPE


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_tells_what_a_person_wants_to_know(name: str) -> None:
    recipe = find_recipe(name)

    assert recipe.name == name
    assert recipe.title
    assert recipe.summary.endswith(".")
    assert 0.9 <= recipe.accuracy < 1
    assert recipe.seconds > 0
    assert recipe.epochs >= 1


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(TrainingError, match=r"no recipe “quik”; there are quick, shipped"):
        find_recipe("quik")
