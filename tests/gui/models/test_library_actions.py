"""The list of models and going back, in the real window with the real model."""

import errno
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gui.main_window import MainWindow
from gui.models.models_dialog import ModelsDialog
from model.bundle import KERAS_NAME, LITERT_NAME, ModelBundle, load_bundle, save_bundle
from model.library.model_library import ModelLibrary
from model.paths import UserPaths, bundled_model
from tests.gui.driving import open_window
from tests.model.bundles import make_bundle


@pytest.fixture
def paths(tmp_path: Path) -> UserPaths:
    """Return folders for settings and models that no other test uses."""
    return UserPaths.below(tmp_path / "home")


@pytest.fixture
def library(paths: UserPaths) -> ModelLibrary:
    """Return the library of the window, as another window would have it."""
    return ModelLibrary(bundled_model(), paths.models)


@pytest.fixture
def mine(paths: UserPaths) -> ModelBundle:
    """Return a trained model that reads like the bundled one."""

    def write_models(new: Path) -> None:
        for name in (KERAS_NAME, LITERT_NAME):
            shutil.copyfile(bundled_model() / name, new / name)

    card = replace(load_bundle(bundled_model()).card, title="Mine")
    return save_bundle(paths.models / "mine", card, write_models)


@pytest.fixture
def window(qtbot: QtBot, paths: UserPaths, mine: ModelBundle) -> Iterator[MainWindow]:
    """Return the main window, shown and ready to read."""
    assert mine.folder.parent == paths.models
    window = open_window(qtbot, paths)
    yield window
    window.close()


def message(window: MainWindow) -> str:
    shown = window.message_bar.message
    return shown.text if shown is not None else ""


def opened(window: MainWindow) -> ModelsDialog:
    window.menu_actions.models.trigger()
    dialog = window.library.dialog
    assert dialog is not None
    return dialog


def test_a_model_chosen_in_the_list_reads_and_is_left_again_from_the_menu(
    qtbot: QtBot, window: MainWindow, library: ModelLibrary
) -> None:
    dialog = opened(window)
    dialog.table.choose_rows([1])
    with qtbot.waitSignal(window.models.model_changed) as changed:
        dialog.tools.use.trigger()
    assert changed.args[0].card.title == "Mine"
    assert message(window) == "“Mine” is in use."

    with qtbot.waitSignal(window.models.model_changed) as changed:
        window.menu_actions.previous_model.trigger()
    assert changed.args[0].folder == bundled_model()
    assert library.active().is_bundled
    assert dialog.table.list.is_in_use(dialog.table.list.entries[0])

    window.menu_actions.previous_model.trigger()
    assert "no earlier model" in message(window)


def test_the_list_opens_once_and_again_after_it_was_closed(window: MainWindow) -> None:
    dialog = opened(window)
    assert not dialog.isModal()
    assert opened(window) is dialog
    dialog.close()
    assert window.library.dialog is None
    assert opened(window) is not dialog


def test_closing_the_window_closes_the_list(window: MainWindow) -> None:
    dialog = opened(window)
    window.close()
    assert not dialog.isVisible()


def test_a_model_that_cannot_read_is_not_chosen_for_the_next_start(
    qtbot: QtBot, window: MainWindow, library: ModelLibrary
) -> None:
    pretender = make_bundle(library.trained / "pretender", title="Pretender")
    dialog = opened(window)
    dialog.refresh()
    dialog.table.choose(pretender.folder)

    dialog.tools.use.trigger()

    qtbot.waitUntil(lambda: "is not a LiteRT model" in message(window))
    assert library.active().is_bundled
    listed = dialog.table.list
    assert [listed.is_in_use(entry) for entry in listed.entries] == [True, False, False]


def test_a_damaged_model_gives_way_to_the_one_before_it_and_the_window_says_so(
    qtbot: QtBot, paths: UserPaths, mine: ModelBundle, library: ModelLibrary
) -> None:
    library.activate(mine.folder)
    newer = make_bundle(library.trained / "newer", title="Newer")
    library.activate(newer.folder)
    newer.litert_path.write_bytes(b"rotten")

    window = open_window(qtbot, paths)

    assert message(window).startswith("“Mine” is in use again.")
    assert "damaged" in message(window)
    window.close()


def test_where_the_choice_cannot_be_written_the_model_in_use_stays(
    qtbot: QtBot, paths: UserPaths, mine: ModelBundle, library: ModelLibrary
) -> None:
    library.activate(mine.folder)
    window = open_window(qtbot, paths)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("model.library.activation.write_bytes", refuse)
        window.menu_actions.previous_model.trigger()

    assert message(window) == "The model in use stays: Read-only file system."
    assert library.active().bundle == mine
    window.close()


def refuse(*_arguments: object) -> None:
    raise OSError(errno.EROFS, os.strerror(errno.EROFS))
