from pathlib import Path
from typing import Any

import pytest

from model.errors import BundleError
from model.library.kerasfile import check_keras_file
from model.paths import bundled_model
from model.training.recipes import RECIPES
from tests.model.library.modelfiles import DENSE, keras_file, network


def layer(**values: Any) -> dict[str, Any]:
    return DENSE | values


def test_the_bundled_model_passes() -> None:
    check_keras_file((bundled_model() / "model.keras").read_bytes())


def test_plain_layers_pass() -> None:
    check_keras_file(keras_file())


HARMFUL = {
    "lambda layer": layer(class_name="Lambda"),
    "stored lambda": layer(class_name="__lambda__", module="builtins", config={"value": "x"}),
    "any Python": layer(module="os", class_name="system"),
    "any of Keras": layer(module="keras.utils", class_name="get_file"),
    "a switch": layer(module="keras.config", class_name="enable_unsafe_deserialization"),
    "a file reader": layer(class_name="StringLookup", config={"vocabulary": "/etc/hosts"}),
    "TensorFlow": layer(class_name="TFSMLayer", config={"filepath": "x"}),
    "code of its own": layer(registered_name="mine>Dense"),
    "no module": layer(module=None, class_name="Dense"),
    "a function": layer(class_name="function", module="builtins", config="eval"),
    "a list for a name": layer(class_name=["Dense"]),
    "hidden in values": layer(config={"kernel_initializer": [{"x": layer(class_name="Lambda")}]}),
    "posing as a tensor": layer(class_name="__keras_tensor__"),
}


@pytest.mark.parametrize("described", HARMFUL.values(), ids=HARMFUL)
def test_what_would_run_code_is_refused(described: dict[str, Any]) -> None:
    with pytest.raises(BundleError, match="does not know"):
        check_keras_file(keras_file(network(described)))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a zip file",
        keras_file([1, 2]),
        keras_file({}),
        keras_file(**{"config.json": b"{"}),
        keras_file(**{"config.json": b"[" * 100_000}),
        keras_file(**{"config.json": b"\xff\xfe"}),
        keras_file(**{"metadata.json": b"?"}),
        keras_file(**{"model.weights.h5": b"no weights"}),
        keras_file(**{"assets/x": b""}),
    ],
)
def test_what_is_no_keras_file_is_refused(content: bytes) -> None:
    with pytest.raises(BundleError, match="Keras model"):
        check_keras_file(content)


@pytest.mark.tensorflow
@pytest.mark.parametrize("recipe", [name for name in RECIPES if name != "shipped"])
def test_what_every_recipe_makes_passes(recipe: str, tmp_path: Path) -> None:
    from model.training.architectures import make_plan

    plan = make_plan(recipe, 1000, 2)
    plan.network.compile(plan.optimizer, "sparse_categorical_crossentropy", ["accuracy"])
    path = tmp_path / "model.keras"
    plan.network.save(path)
    check_keras_file(path.read_bytes())
