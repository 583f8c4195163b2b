"""A window that is killed between any two of its writes, as a power cut would."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from model.samples.store import SampleStore

ROOT = Path(__file__).parents[3]

# What the store holds after each step, as (writer, label) of the samples that are there.
AFTER = {
    "nothing": [],
    "added 1": [("Ada", 1)],
    "added 2": [("Ada", 1), ("Ada", 2)],
    "imported": [("Ada", 1), ("Ada", 2), ("Ben", 3), ("Ben", 4), ("Ben", 5)],
    "relabelled": [("Ada", 1), ("Ada", 2), ("Ben", 3), ("Ben", 6), ("Ben", 7)],
    "renamed": [("Ida", 1), ("Ida", 2), ("Ben", 3), ("Ben", 6), ("Ben", 7)],
    "deleted": [("Ida", 1), ("Ida", 2)],
    "closed": [("Ida", 1), ("Ida", 2)],
}
STEPS = list(AFTER)


@pytest.fixture
def moments(tmp_path: Path) -> list[Path]:
    """Return the folders that a window was killed in, at every moment of its life."""
    program = ROOT / "tests" / "model" / "samples" / "dying_window.py"
    subprocess.run(
        [sys.executable, str(program), str(tmp_path)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=True,
    )
    return sorted((path for path in tmp_path.iterdir() if path.name.isdecimal()), key=number)


def number(path: Path) -> int:
    return int(path.name)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are begun and killed otherwise here")
def test_a_window_killed_between_any_two_writes_loses_nothing_that_was_confirmed(
    moments: list[Path],
) -> None:
    reached = []
    for folder in moments:
        step = ["nothing", *(folder / "confirmed").read_text().splitlines()][-1]
        reached.append(step)
        path, backups = folder / "samples.sqlite3", folder / "backups"
        with SampleStore.open(path, backups, patience_s=0) as store:
            assert store.notice == ""
            found = [(sample.profile, sample.label) for sample in reversed(store.list())]
            assert {writer for writer, _ in found} <= set(store.profiles())
            # What was under way is there as a whole or not at all.
            following = STEPS[min(STEPS.index(step) + 1, len(STEPS) - 1)]
            assert found in (AFTER[step], AFTER[following])
    assert reached == sorted(reached, key=STEPS.index)
    assert set(reached) >= {"nothing", "imported", "relabelled", "renamed", "deleted", "closed"}
    assert len(moments) > 40
