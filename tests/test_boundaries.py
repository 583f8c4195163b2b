"""What importing a room of the house loads, seen in fresh processes.

The import contracts in pyproject.toml read the source; these tests see what really happens.
"""

import json
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HEAVY = {"tensorflow", "keras"}
QT = {"PySide6", "shiboken6"}


def modules_of(package: str) -> list[str]:
    """Return the dotted names of all modules of a package, without importing them."""
    found = [package]
    for module in pkgutil.iter_modules([str(ROOT.joinpath(*package.split(".")))], f"{package}."):
        found += modules_of(module.name) if module.ispkg else [module.name]
    return found


def loaded_by(*modules: str) -> set[str]:
    """Return the names of the top-level packages that a fresh process loads for some modules."""
    script = (
        "import importlib, json, sys\n"
        "for name in sys.argv[1:]: importlib.import_module(name)\n"
        "print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
    )
    result = subprocess.run(
        [sys.executable, "-c", script, *modules],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return set(json.loads(result.stdout))


def test_the_window_loads_no_training_library() -> None:
    loaded = loaded_by("main", *modules_of("gui"))

    assert "PySide6" in loaded
    assert not loaded & HEAVY


def test_the_model_outside_training_loads_neither_qt_nor_a_training_library() -> None:
    light = [name for name in modules_of("model") if not name.startswith("model.training")]

    loaded = loaded_by(*light)

    assert "numpy" in loaded
    assert not loaded & (HEAVY | QT | {"gui"})


@pytest.mark.tensorflow
def test_training_loads_no_qt() -> None:
    loaded = loaded_by(*modules_of("model"))

    assert not loaded & (QT | {"gui"})


def test_the_startup_check_runs_before_qt_is_loaded() -> None:
    assert not loaded_by("gui.startup_check") & QT


@pytest.mark.parametrize("package", ["gui", "model"])
def test_every_folder_of_modules_is_a_package(package: str) -> None:
    folders = {file.parent for file in ROOT.joinpath(package).rglob("*.py")}

    assert folders
    assert [str(folder) for folder in folders if not (folder / "__init__.py").is_file()] == []
