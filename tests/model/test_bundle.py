import json
from pathlib import Path
from typing import Any

import pytest

from model.bundle import CARD_NAME, KERAS_NAME, LITERT_NAME, ModelCard, load_bundle, save_bundle
from model.errors import BundleError
from model.paths import bundled_model
from tests.model.bundles import CARD, make_bundle, write_models


def change_card(folder: Path, **values: Any) -> None:
    """Write other values into the card of a model folder."""
    path = folder / CARD_NAME
    card = json.loads(path.read_text())
    path.write_text(json.dumps(card | values))


def test_what_is_saved_is_loaded_again(tmp_path: Path) -> None:
    saved = make_bundle(tmp_path / "model")
    loaded = load_bundle(tmp_path / "model")
    assert loaded == saved
    assert loaded.card.title == CARD.title
    assert loaded.card.metrics == CARD.metrics
    assert set(loaded.card.sha256) == {KERAS_NAME, LITERT_NAME}


@pytest.mark.parametrize("name", [KERAS_NAME, LITERT_NAME])
def test_a_changed_model_file_is_refused_by_name(tmp_path: Path, name: str) -> None:
    make_bundle(tmp_path)
    (tmp_path / name).write_bytes(b"something else")
    with pytest.raises(BundleError, match=f"{name} is damaged"):
        load_bundle(tmp_path)


@pytest.mark.parametrize("name", [KERAS_NAME, LITERT_NAME, CARD_NAME])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    make_bundle(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(BundleError, match="cannot be read"):
        load_bundle(tmp_path)


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"format": 1}', '{"format": 99}', '{"format": "x"}', "\x00", "[" * 100_000],
)
def test_a_damaged_card_is_refused(tmp_path: Path, text: str) -> None:
    make_bundle(tmp_path)
    (tmp_path / CARD_NAME).write_text(text)
    with pytest.raises(BundleError, match="card"):
        load_bundle(tmp_path)


@pytest.mark.parametrize(
    "values",
    [
        {"temperature": 0},
        {"temperature": "hot"},
        {"threshold": 1.5},
        {"threshold": None},
        {"classes": []},
        {"sha256": 7},
        {"metrics": "good"},
    ],
)
def test_a_card_with_senseless_values_is_refused(tmp_path: Path, values: dict[str, Any]) -> None:
    make_bundle(tmp_path)
    change_card(tmp_path, **values)
    with pytest.raises(BundleError):
        load_bundle(tmp_path)


def test_fields_of_a_later_program_are_passed_over(tmp_path: Path) -> None:
    make_bundle(tmp_path)
    change_card(tmp_path, something_new=True)
    assert load_bundle(tmp_path).card.title == CARD.title


def test_a_failed_save_keeps_the_model_that_was_there(tmp_path: Path) -> None:
    make_bundle(tmp_path / "model", title="old")

    def half(folder: Path) -> None:
        (folder / KERAS_NAME).write_bytes(b"half")

    with pytest.raises(BundleError):
        save_bundle(tmp_path / "model", CARD, half)
    assert load_bundle(tmp_path / "model").card.title == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


def test_a_new_model_replaces_the_old_one(tmp_path: Path) -> None:
    make_bundle(tmp_path / "model", title="old")
    save_bundle(tmp_path / "model", CARD, write_models)
    assert load_bundle(tmp_path / "model").card.title == CARD.title


def test_a_card_survives_json() -> None:
    assert ModelCard.from_json(CARD.to_json()) == CARD


def test_the_bundled_model_verifies_and_is_small() -> None:
    bundle = load_bundle(bundled_model())
    assert bundle.card.recipe == "shipped"
    assert bundle.litert_path.stat().st_size <= 3 << 20
