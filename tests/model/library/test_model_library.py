import errno
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from model.bundle import CARD_NAME, LITERT_NAME
from model.errors import BundleError
from model.library.model_library import ModelLibrary
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


def titles(library: ModelLibrary) -> list[str]:
    return [entry.title for entry in library.models()]


def again(library: ModelLibrary, tmp_path: Path) -> ModelLibrary:
    """Return the library as another start of the program, or another window, sees it."""
    return ModelLibrary(tmp_path / "bundled", library.trained)


def test_going_back_leads_step_by_step_to_the_bundled_model(
    library: ModelLibrary, tmp_path: Path
) -> None:
    for title in ("first", "second"):
        library.activate(train(library, title))

    assert again(library, tmp_path).go_back().card.title == "first"
    assert again(library, tmp_path).active().bundle.card.title == "first"
    assert library.go_back().card.title == "bundled"
    assert library.active().is_bundled
    assert library.previous() is None
    with pytest.raises(BundleError, match="no earlier model"):
        library.go_back()


def test_going_back_undoes_restoring_the_bundled_model(library: ModelLibrary) -> None:
    library.activate(train(library, "mine"))
    library.restore_bundled()
    assert library.go_back().card.title == "mine"


def test_going_back_passes_over_what_is_damaged_or_gone(library: ModelLibrary) -> None:
    folders = [train(library, title) for title in ("first", "second", "third", "fourth")]
    for folder in folders:
        library.activate(folder)
    (folders[2] / LITERT_NAME).write_bytes(b"rotten")
    library.delete(folders[1])

    previous = library.previous()

    assert previous is not None
    assert previous.card.title == "first"
    assert library.go_back() == previous


def test_a_damaged_model_gives_way_to_the_one_before_it(library: ModelLibrary) -> None:
    first, second = train(library, "first"), train(library, "second")
    library.activate(first)
    library.activate(second)
    (second / LITERT_NAME).write_bytes(b"rotten")

    active = library.active()

    assert active.bundle.card.title == "first"
    assert not active.is_bundled
    assert "damaged" in active.problem


def test_a_model_that_another_window_deleted_gives_way(
    library: ModelLibrary, tmp_path: Path
) -> None:
    here, there = library, again(library, tmp_path)
    folder = train(here, "mine")
    here.activate(folder)

    there.delete(folder)

    assert here.active().is_bundled
    assert not here.active().problem


def test_all_models_are_listed_the_newest_first(library: ModelLibrary) -> None:
    for title, year in (("old", 2024), ("new", 2026), ("middle", 2025)):
        folder = train(library, title)
        card = json.loads((folder / CARD_NAME).read_text())
        card["created"] = f"{year}-05-06T00:00:00+00:00"
        (folder / CARD_NAME).write_text(json.dumps(card))

    assert titles(library) == ["bundled", "new", "middle", "old"]
    library.previous()
    assert library.models()[0].is_bundled


def test_damaged_models_are_listed_with_the_reason(library: ModelLibrary) -> None:
    changed, cardless = train(library, "changed"), train(library, "cardless")
    (changed / LITERT_NAME).write_bytes(b"rotten")
    (cardless / CARD_NAME).write_text("{")

    found = {entry.folder: entry for entry in library.models()}

    assert found[changed].title == "changed"
    assert "checksum" in found[changed].problem
    assert found[changed].bundle is None
    assert found[cardless].title == cardless.name
    assert "card" in found[cardless].problem


def test_a_model_of_a_later_program_asks_for_an_update(library: ModelLibrary) -> None:
    folder = train(library, "mine")
    (folder / CARD_NAME).write_text('{"format": 2}')
    entry = library.models()[1]
    assert entry.is_newer
    assert "Please update Inkdigits" in entry.problem


def test_what_changes_after_a_listing_is_seen_in_the_next(library: ModelLibrary) -> None:
    folder = train(library, "mine")
    assert not library.models()[1].problem
    (folder / LITERT_NAME).write_bytes(b"rotten and longer")
    assert library.models()[1].problem


def test_other_things_in_the_folder_are_no_models(library: ModelLibrary, tmp_path: Path) -> None:
    train(library, "mine")
    (library.trained / "2026-run.unfinished").mkdir()
    (library.trained / ".hidden").mkdir()
    (library.trained / "note.txt").write_text("mine")
    assert titles(library) == ["bundled", "mine"]


def test_a_name_is_changed_for_good_and_nothing_else_is(
    library: ModelLibrary, tmp_path: Path
) -> None:
    folder = train(library, "mine")
    card = json.loads((folder / CARD_NAME).read_text()) | {"of a later program": 1}
    (folder / CARD_NAME).write_text(json.dumps(card))

    assert library.rename(folder, "  Anna’s \n hand ").card.title == "Anna’s hand"

    assert titles(again(library, tmp_path)) == ["bundled", "Anna’s hand"]
    assert json.loads((folder / CARD_NAME).read_text()) == card | {"title": "Anna’s hand"}


def test_no_name_is_no_name(library: ModelLibrary) -> None:
    folder = train(library, "mine")
    with pytest.raises(BundleError, match="needs a name"):
        library.rename(folder, " \n")
    assert titles(library) == ["bundled", "mine"]


def test_the_bundled_model_is_neither_renamed_nor_deleted(
    library: ModelLibrary, tmp_path: Path
) -> None:
    for act in (lambda: library.rename(tmp_path / "bundled", "x"), deletes(library, tmp_path)):
        with pytest.raises(BundleError, match="not in the folder"):
            act()
    assert library.bundled().card.title == "bundled"


def deletes(library: ModelLibrary, tmp_path: Path) -> Callable[[], object]:
    return lambda: library.delete(tmp_path / "bundled")


def test_a_deleted_model_is_gone_and_can_come_back(library: ModelLibrary) -> None:
    keep, drop = train(library, "keep"), train(library, "drop")
    library.activate(keep)

    deleted = library.delete(drop)
    assert titles(library) == ["bundled", "keep"]
    assert deleted.title == "drop"

    library.bring_back(deleted)
    assert sorted(titles(library)) == ["bundled", "drop", "keep"]
    assert library.active().bundle.folder == keep


def test_deleting_the_active_model_goes_back_and_undoing_it_too(library: ModelLibrary) -> None:
    first, second = train(library, "first"), train(library, "second")
    library.activate(first)
    library.activate(second)

    deleted = library.delete(second)
    assert deleted.was_active
    assert library.active().bundle.card.title == "first"
    assert not library.active().problem

    library.bring_back(deleted)
    assert library.active().bundle.card.title == "second"
    assert library.go_back().card.title == "first"


def test_a_damaged_model_can_be_deleted(library: ModelLibrary) -> None:
    folder = train(library, "mine")
    library.activate(folder)
    (folder / CARD_NAME).write_text("{")
    library.delete(folder)
    assert titles(library) == ["bundled"]
    assert not library.active().problem


def test_a_damaged_model_that_was_active_comes_back_unused(library: ModelLibrary) -> None:
    folder = train(library, "mine")
    library.activate(folder)
    (folder / CARD_NAME).write_text("{")
    library.bring_back(library.delete(folder))
    assert folder.is_dir()
    assert library.active().is_bundled
    assert not library.active().problem


def test_what_is_removed_for_good_does_not_come_back(library: ModelLibrary) -> None:
    deleted = library.delete(train(library, "mine"))
    library.forget(deleted)
    assert list(library.trained.iterdir()) == []
    with pytest.raises(BundleError, match="for good"):
        library.bring_back(deleted)


def test_a_taken_place_is_not_overwritten(library: ModelLibrary) -> None:
    folder = train(library, "mine")
    deleted = library.delete(folder)
    make_bundle(folder, title="other")
    with pytest.raises(BundleError, match="another model in the place"):
        library.bring_back(deleted)
    assert titles(library) == ["bundled", "other"]


def test_only_what_was_deleted_long_ago_is_removed(library: ModelLibrary) -> None:
    fresh, old, future = (library.delete(train(library, f"{number}")) for number in range(3))
    half_written = library.trained / ".2026-quick.abc.part"
    half_written.mkdir()
    kept = library.trained / ".kept"
    kept.mkdir()
    for path, days in ((old.place.parent, -2), (future.place.parent, 400), (half_written, -2)):
        moment = path.stat().st_mtime + days * 24 * 3600
        os.utime(path, (moment, moment))
    os.utime(kept, (0, 0))

    library.tidy()

    assert sorted(library.trained.iterdir()) == sorted([fresh.place.parent, kept])


def test_a_file_that_was_left_half_written_is_removed(library: ModelLibrary) -> None:
    library.activate(train(library, "mine"))
    half_written = library.trained / ".active.json.abc.part"
    half_written.write_text("{")
    os.utime(half_written, (0, 0))
    library.tidy()
    assert not half_written.exists()
    assert library.active().bundle.card.title == "mine"


@pytest.mark.skipif(os.name == "nt", reason="Windows lets few people make links")
def test_of_a_linked_model_only_the_link_is_removed(library: ModelLibrary, tmp_path: Path) -> None:
    make_bundle(tmp_path / "elsewhere", title="linked")
    library.trained.mkdir()
    link = library.trained / "linked"
    link.symlink_to(tmp_path / "elsewhere")
    assert titles(library) == ["bundled", "linked"]

    library.forget(library.delete(link))

    assert titles(library) == ["bundled"]
    assert (tmp_path / "elsewhere" / LITERT_NAME).is_file()


def test_tidying_needs_no_folder(library: ModelLibrary) -> None:
    library.tidy()
    assert not library.trained.exists()


class Refusal:
    """Stands in for a function of the system on a full disk or in a read-only folder."""

    def __init__(self, number: int) -> None:
        self._number = number

    def __call__(self, *_arguments: object, **_values: object) -> None:
        raise OSError(self._number, os.strerror(self._number))


@pytest.mark.parametrize("place", ["tempfile.mkstemp", "os.fsync", "pathlib.Path.replace"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS])
def test_where_nothing_can_be_written_everything_stays(
    library: ModelLibrary, monkeypatch: pytest.MonkeyPatch, place: str, number: int
) -> None:
    first, second = train(library, "first"), train(library, "second")
    library.activate(first)
    with monkeypatch.context() as patched:
        patched.setattr(place, Refusal(number))
        for act in (
            lambda: library.activate(second),
            library.restore_bundled,
            library.go_back,
            lambda: library.rename(first, "x"),
            lambda: library.delete(first),
        ):
            with pytest.raises(OSError, match=os.strerror(number)):
                act()

    assert sorted(titles(library)) == ["bundled", "first", "second"]
    assert library.active().bundle.folder == first
    assert sorted(path.name for path in library.trained.iterdir()) == sorted(
        ["active.json", first.name, second.name]
    )


@pytest.mark.parametrize("place", ["tempfile.mkdtemp", "pathlib.Path.rename"])
def test_a_model_that_cannot_be_moved_away_stays_and_stays_active(
    library: ModelLibrary, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    folder = train(library, "mine")
    library.activate(folder)
    with monkeypatch.context() as patched:
        patched.setattr(place, Refusal(errno.EACCES))
        with pytest.raises(PermissionError):
            library.delete(folder)

    assert library.active().bundle.folder == folder
    assert library.previous() is not None
    assert sorted(path.name for path in library.trained.iterdir()) == [folder.name, "active.json"]
