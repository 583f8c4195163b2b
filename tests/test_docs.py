import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from model.bundle import LITERT_NAME, load_bundle
from model.measuring.perturbations import PERTURBATIONS
from model.measuring.records import read_record
from model.paths import bundled_model
from model.training.outliers import Kind

DOCS = Path(__file__).resolve().parents[1] / "docs"


def script(name: str) -> ModuleType:
    """Return a script of the documentation as a module."""
    spec = importlib.util.spec_from_file_location(name, DOCS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_model_page_says_what_is_recorded() -> None:
    page = script("model_card").page()
    assert (DOCS / "model.md").read_text(encoding="utf-8") == page, "run `make model-card`"


def test_what_is_recorded_is_of_the_bundled_model_and_complete() -> None:
    recorded = read_record(DOCS / "results" / "model.json")
    digits = recorded["mnist_test"]
    bundled = load_bundle(bundled_model()).card.sha256[LITERT_NAME]
    assert recorded["sha256"] == bundled, "run `make measure`"
    assert digits["count"] == 10_000
    assert len(digits["misread"]) == digits["count"] - digits["right"]
    assert list(recorded["robustness"]) == list(PERTURBATIONS)
    assert list(recorded["rejection"]["kinds"]) == [str(kind) for kind in Kind]


def test_the_sheet_of_misread_digits_is_there_and_small() -> None:
    sheet = DOCS / "results" / "misread.png"
    assert 1_000 < sheet.stat().st_size < 300_000


def test_measuring_asks_for_its_data(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.delenv("INKDIGITS_DATA", raising=False)
    assert script("measure").main(["--results", str(tmp_path), "model"]) == 1
    assert "INKDIGITS_DATA" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_the_pictures_of_the_readme_are_there() -> None:
    readme = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    for picture in DOCS.glob("*.png"):
        assert picture.stat().st_size > 10_000
    assert "docs/window.png" in readme
    assert (DOCS / "window.png").is_file()
