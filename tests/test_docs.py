import importlib.util
from pathlib import Path
from types import ModuleType

from model.bundle import load_bundle
from model.paths import bundled_model

DOCS = Path(__file__).resolve().parents[1] / "docs"


def script(name: str) -> ModuleType:
    """Return a script of the documentation as a module."""
    spec = importlib.util.spec_from_file_location(name, DOCS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_model_page_says_what_the_model_card_says() -> None:
    page = script("model_card").page_of(load_bundle(bundled_model()))
    assert (DOCS / "model.md").read_text(encoding="utf-8") == page, "run `make model-card`"


def test_the_pictures_of_the_readme_are_there() -> None:
    readme = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    for picture in DOCS.glob("*.png"):
        assert picture.stat().st_size > 10_000
    assert "docs/window.png" in readme
    assert (DOCS / "window.png").is_file()
