import errno
import hashlib
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from model.bundle import CARD_NAME, KERAS_NAME, LITERT_NAME, ModelBundle
from model.errors import BundleError
from model.library.exchange import Imported, export_model, import_model
from model.library.model_library import ModelLibrary
from model.paths import bundled_model
from tests.model.bundles import CARD
from tests.model.library.modelfiles import (
    DENSE,
    keras_file,
    make_model,
    model_file_parts,
    network,
    zipped,
)

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)

Bring = Callable[[Path], Imported]


@pytest.fixture
def library(tmp_path: Path) -> ModelLibrary:
    """Return a library without trained models."""
    make_model(tmp_path / "bundled")
    return ModelLibrary(tmp_path / "bundled", tmp_path / "trained")


@pytest.fixture
def bring(library: ModelLibrary) -> Bring:
    """Return what imports a file without trying the model out."""

    def bring(path: Path) -> Imported:
        return import_model(path, library, NOW, trial=lambda _bundle: None)

    return bring


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    """Return a whole model file."""
    bundle = make_model(tmp_path / "elsewhere", replace(CARD, title="Mine"), litert=b"other")
    export_model(bundle, tmp_path / "mine.inkdigits-model")
    return tmp_path / "mine.inkdigits-model"


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_an_exported_model_arrives_whole_and_is_not_activated(
    bring: Bring, exported: Path, library: ModelLibrary, tmp_path: Path
) -> None:
    found = bring(exported)

    assert found.is_new
    assert found.bundle.card.title == "Mine"
    assert found.bundle.card.imported.startswith("2026-03-04T05:06:07")
    assert found.bundle.litert_path.read_bytes() == b"other"
    assert found.bundle.keras_path.read_bytes() == keras_file_of(tmp_path / "elsewhere")
    assert library.active().is_bundled
    assert library.activate(found.bundle.folder) == found.bundle


def keras_file_of(folder: Path) -> bytes:
    return (folder / KERAS_NAME).read_bytes()


def test_the_real_model_goes_out_and_comes_in(tmp_path: Path) -> None:
    target = tmp_path / "out" / "model.inkdigits-model"
    library = ModelLibrary(tmp_path / "none", tmp_path / "trained")
    export_model(ModelLibrary(bundled_model(), tmp_path / "none").bundled(), target)

    found = import_model(target, library, NOW)

    assert found.is_new
    assert found.bundle.litert_path.read_bytes() == (bundled_model() / LITERT_NAME).read_bytes()


def test_what_is_there_already_is_not_imported_twice(
    bring: Bring, exported: Path, library: ModelLibrary
) -> None:
    first = bring(exported)
    second = bring(exported)
    assert not second.is_new
    assert second.bundle == first.bundle
    assert len(library.models()) == 2


def test_a_damaged_twin_does_not_stand_in_the_way(bring: Bring, exported: Path) -> None:
    first = bring(exported)
    first.bundle.litert_path.write_bytes(b"rotten")
    second = bring(exported)
    assert second.is_new
    assert second.bundle.folder != first.bundle.folder


def test_the_same_model_gives_the_same_file(tmp_path: Path) -> None:
    bundle = make_model(tmp_path / "model")
    export_model(bundle, tmp_path / "one")
    export_model(bundle, tmp_path / "two")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_a_damaged_model_is_not_exported(tmp_path: Path) -> None:
    bundle = make_model(tmp_path / "model")
    bundle.keras_path.write_bytes(b"rotten")
    with pytest.raises(BundleError, match="damaged"):
        export_model(bundle, tmp_path / "file")
    assert not (tmp_path / "file").exists()


def test_a_full_disk_during_export_leaves_the_file_that_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = make_model(tmp_path / "model")
    target = tmp_path / "out" / "file"
    export_model(bundle, target)
    before = target.read_bytes()

    monkeypatch.setattr("os.fsync", no_room)
    with pytest.raises(OSError, match="space"):
        export_model(bundle, target)
    assert target.read_bytes() == before
    assert left_in(target.parent) == ["file"]


def no_room(_handle: int) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_during_import_leaves_nothing(
    bring: Bring, exported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.fsync", no_room)
    with pytest.raises(OSError, match="space"):
        bring(exported)
    assert left_in(tmp_path / "trained") == []


def test_a_model_that_fails_its_trial_is_not_imported(
    library: ModelLibrary, exported: Path, tmp_path: Path
) -> None:
    def refuse(_bundle: ModelBundle) -> None:
        raise BundleError("The compiled model in it cannot be run: it crashes.")

    with pytest.raises(BundleError, match=r"mine.*cannot be imported.*crashes"):
        import_model(exported, library, NOW, trial=refuse)
    assert left_in(tmp_path / "trained") == []


def test_a_compiled_model_that_is_none_is_not_imported(
    library: ModelLibrary, exported: Path, tmp_path: Path
) -> None:
    with pytest.raises(BundleError, match="does not read 28×28"):
        import_model(exported, library, NOW)
    assert left_in(tmp_path / "trained") == []


def with_card(**values: object) -> dict[str, bytes]:
    parts = model_file_parts()
    card = json.loads(parts[CARD_NAME]) | values
    return parts | {CARD_NAME: json.dumps(card).encode()}


LAMBDA = keras_file(network(DENSE | {"class_name": "Lambda"}))

WRONG = {
    "garbage": (b"no zip file at all", "not a whole model file"),
    "nothing": (b"", "not a whole model file"),
    "truncated": (zipped(model_file_parts())[:-40], "not a whole model file"),
    "traversal": (zipped({**model_file_parts(), "../evil": b""}), "does not belong"),
    "part missing": (zipped({CARD_NAME: b"{}"}), "no part called"),
    "card no JSON": (zipped({**model_file_parts(), CARD_NAME: b"{"}), "card is damaged"),
    "card no text": (zipped({**model_file_parts(), CARD_NAME: b"\xff"}), "card is damaged"),
    "card too large": (zipped({**model_file_parts(), CARD_NAME: bytes(2 << 20)}), "too large"),
    "hash wrong": (zipped({**model_file_parts(), LITERT_NAME: b"x"}), "checksum is wrong"),
    "bomb": (zipped({**model_file_parts(), LITERT_NAME: bytes(65 << 20)}), "too large"),
    "newer": (zipped(with_card(format=2)), "newer version of Inkdigits"),
    "hidden code": (zipped(model_file_parts(keras=LAMBDA)), "does not know: keras.layers.Lambda"),
    "keras garbage": (zipped(model_file_parts(keras=b"HDF")), "Keras model in it"),
    "wild numbers": (zipped(with_card(seed=10**40)), "card is damaged"),
    "endless number": (zipped(with_card(temperature=10**400)), "card is damaged"),
    "title no text": (zipped(with_card(title=["x"])), "card is damaged"),
}


@pytest.mark.parametrize(("content", "why"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told_and_leaves_nothing(
    bring: Bring, tmp_path: Path, content: bytes, why: str
) -> None:
    path = tmp_path / "odd.inkdigits-model"
    path.write_bytes(content)
    with pytest.raises(BundleError, match=f"odd.inkdigits-model cannot be imported.*{why}"):
        bring(path)
    assert left_in(tmp_path / "trained") == []


def test_a_file_of_any_size_is_not_read_to_its_end(
    bring: Bring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "large"
    path.write_bytes(bytes(2000))
    monkeypatch.setattr("model.library.exchange._LARGEST_FILE_BYTES", 1000)
    with pytest.raises(BundleError, match="too large"):
        bring(path)


def test_a_file_that_is_gone_or_a_folder_is_told(bring: Bring, tmp_path: Path) -> None:
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(BundleError, match="cannot be read"):
            bring(path)


def test_an_untidy_title_is_tidied_and_an_empty_one_replaced(bring: Bring, tmp_path: Path) -> None:
    path = tmp_path / "from a friend.inkdigits-model"
    keras = keras_file(**{"metadata.json": b"[]"})
    path.write_bytes(zipped(model_file_parts(replace(CARD, title="\u202eevil\n"), keras)))
    assert bring(path).bundle.card.title == "evil"

    keras = keras_file(**{"metadata.json": b"{}"})
    path.write_bytes(zipped(model_file_parts(replace(CARD, title=""), keras)))
    assert bring(path).bundle.card.title == "from a friend"


def test_the_parts_of_a_file_are_those_of_the_folder(exported: Path) -> None:
    with zipfile.ZipFile(exported) as archive:
        card = json.loads(archive.read(CARD_NAME))
        assert sorted(archive.namelist()) == sorted([CARD_NAME, KERAS_NAME, LITERT_NAME])
        digest = hashlib.sha256(archive.read(LITERT_NAME)).hexdigest()
    assert card["sha256"][LITERT_NAME] == digest
