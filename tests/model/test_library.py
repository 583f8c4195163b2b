from datetime import UTC, datetime
from pathlib import Path

import pytest

from model.bundle import LITERT_NAME
from model.errors import BundleError
from model.library import ModelLibrary
from tests.model.bundles import make_bundle

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


@pytest.fixture
def library(tmp_path: Path) -> ModelLibrary:
    """Return a library whose bundled model is whole and that has no trained ones."""
    make_bundle(tmp_path / "bundled", title="bundled")
    return ModelLibrary(tmp_path / "bundled", tmp_path / "trained")


def train(library: ModelLibrary, title: str) -> Path:
    """Return the folder of a new trained model."""
    folder = library.new_folder("quick", NOW)
    make_bundle(folder, title=title)
    return folder


def test_the_bundled_model_is_used_at_first(library: ModelLibrary) -> None:
    active = library.active()
    assert active.is_bundled
    assert not active.problem
    assert active.bundle.card.title == "bundled"


def test_an_activated_model_stays_active(library: ModelLibrary, tmp_path: Path) -> None:
    library.activate(train(library, "mine"))
    again = ModelLibrary(tmp_path / "bundled", tmp_path / "trained").active()
    assert not again.is_bundled
    assert again.bundle.card.title == "mine"


def test_restoring_keeps_the_trained_model_on_disk(library: ModelLibrary) -> None:
    folder = train(library, "mine")
    library.activate(folder)
    assert library.restore_bundled().card.title == "bundled"
    assert library.active().is_bundled
    assert folder.is_dir()
    library.activate(folder)
    assert library.active().bundle.card.title == "mine"


def test_models_of_one_moment_get_folders_of_their_own(library: ModelLibrary) -> None:
    assert train(library, "first") != train(library, "second")


def test_a_damaged_model_is_not_used_and_the_reason_is_told(library: ModelLibrary) -> None:
    folder = train(library, "mine")
    library.activate(folder)
    (folder / LITERT_NAME).write_bytes(b"rotten")
    active = library.active()
    assert active.is_bundled
    assert "damaged" in active.problem


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"model": 3}', '{"model": "../bundled"}', '{"model": ""}']
)
def test_a_damaged_pointer_falls_back_to_the_bundled_model(
    library: ModelLibrary, tmp_path: Path, text: str
) -> None:
    library.activate(train(library, "mine"))
    (tmp_path / "trained" / "active.json").write_text(text)
    active = library.active()
    assert active.is_bundled
    assert "damaged" in active.problem


def test_a_damaged_model_cannot_be_activated(library: ModelLibrary) -> None:
    good, bad = train(library, "good"), train(library, "bad")
    library.activate(good)
    (bad / LITERT_NAME).unlink()
    with pytest.raises(BundleError):
        library.activate(bad)
    assert library.active().bundle.card.title == "good"


def test_only_trained_models_can_be_activated(library: ModelLibrary, tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="not in the folder"):
        library.activate(tmp_path / "bundled")


def test_without_any_whole_model_the_error_says_so(library: ModelLibrary, tmp_path: Path) -> None:
    (tmp_path / "bundled" / LITERT_NAME).unlink()
    with pytest.raises(BundleError, match="cannot be read"):
        library.active()
