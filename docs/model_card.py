"""Writes ``docs/model.md`` from recorded results, so that the page cannot drift.

Run it as ``make model-card`` after something was recorded anew.
"""

import sys
from pathlib import Path

_FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(_FOLDER.parent))

from model.bundle import load_bundle  # noqa: E402 - the path is set above
from model.commands.console import guarded  # noqa: E402
from model.measuring.page import page_of, read_results  # noqa: E402
from model.paths import asset, bundled_model  # noqa: E402

PAGE = _FOLDER / "model.md"


def page() -> str:
    """Return the page about the bundled model."""
    results = read_results(_FOLDER / "results", asset("models", "generator", "generator.json"))
    return page_of(load_bundle(bundled_model()), results)


def _write() -> int:
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(guarded(_write))
