"""A library of small models that pass every check but the trial, and the dialog that shows it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from gui.models.models_dialog import ModelsDialog
from gui.settings import Settings
from model.bundle import ModelBundle
from model.library.model_library import ModelLibrary
from tests.model.bundles import CARD
from tests.model.library.modelfiles import make_model

AddModel = Callable[..., ModelBundle]
ShowDialog = Callable[[], ModelsDialog]


@pytest.fixture
def library(tmp_path: Path) -> ModelLibrary:
    """Return a library with the bundled model only."""
    make_model(tmp_path / "bundled", replace(CARD, title="The bundled one"))
    return ModelLibrary(tmp_path / "bundled", tmp_path / "trained")


@pytest.fixture
def add(library: ModelLibrary) -> AddModel:
    """Return what adds a trained model; each is newer than the one before."""
    count = 0

    def add(title: str, **values: Any) -> ModelBundle:
        nonlocal count
        count += 1
        created = f"2026-01-{count:02}T00:00:00+00:00"
        card = replace(CARD, title=title, created=created)
        card = replace(card, **values)
        return make_model(library.trained / title, card, litert=title.encode())

    return add


@pytest.fixture
def show(qtbot: QtBot, library: ModelLibrary, tmp_path: Path) -> ShowDialog:
    """Return what opens the dialog in a window that reads with the active model."""

    def show() -> ModelsDialog:
        bundle = library.active().bundle
        dialog = ModelsDialog(library, Settings(tmp_path / "settings.ini"), bundle)
        qtbot.addWidget(dialog)
        with qtbot.waitActive(dialog):  # Keys of the list count in the active window only.
            dialog.show()
        return dialog

    return show
