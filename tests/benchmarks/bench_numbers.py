"""Whole numbers, composed from what held-out people wrote, against the targets of the design.

Run with ``make bench``. Everything is seeded; times are of the processor, on one thread.
"""

import os
import platform
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from model.bundle import load_bundle
from model.ink import Ink, Stroke
from model.paths import bundled_model
from model.reader import Reader
from model.recognizer import Recognizer
from tests.benchmarks import compose, marking

pytestmark = pytest.mark.benchmark

_SEED = 20260
_COUNT = 400

Row = tuple[str, float, float, int]


@pytest.fixture(scope="module")
def reader() -> Reader:
    """Return a reader with the bundled model."""
    return Reader(Recognizer(load_bundle(bundled_model())))


def _print_table(rows: list[Row], unit: str, is_good: Callable[[float, float], bool]) -> None:
    print(f"\n{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"{'':46}{unit:>9}{'target':>9}{'count':>8}")
    for name, measured, target, count in rows:
        verdict = "" if is_good(measured, target) else "  missed"
        print(f"{name:46}{measured:9.3f}{target:9.3f}{count:8}{verdict}")


def test_numbers_of_people_that_the_model_never_saw(reader: Reader, data_dir: Path) -> None:
    digits = compose.held_out_digits(data_dir)
    letters = compose.held_out_letters(data_dir)
    rows: list[Row] = []
    shares = {
        spacing: marking.numbers_right(reader, digits, spacing, _COUNT, _SEED)
        for spacing in compose.Spacing
    }
    every = float(np.mean(list(shares.values())))
    rows.append(("whole numbers", every, 0.97, 3 * _COUNT))
    for spacing, share in shares.items():
        target = 0.985 if spacing is compose.Spacing.SPACED else 0.97
        rows.append((f"  {spacing.name.lower()}", share, target, _COUNT))
    pairs = {
        touch: marking.pairs_right(reader, digits, touch, _COUNT, _SEED) for touch in compose.Touch
    }
    rows.append(("touching pairs", float(np.mean(list(pairs.values()))), 0.9, 2 * _COUNT))
    rows.extend((f"  {touch.value}", share, 0.9, _COUNT) for touch, share in pairs.items())
    marked, read, count = marking.strangers_marked(reader, digits, letters, _COUNT, _SEED)
    rows.append(("letters and scribbles marked as no digits", marked, 0.9, count))
    rows.append(("  digits beside them right", read, 0.97, _COUNT))
    split = marking.singles_split(reader, digits)
    _print_table(rows, "share", lambda measured, target: measured >= target)
    _print_table([("single digits split", split, 0.003, 750)], "share", lambda m, t: m <= t)
    missed = [name for name, measured, target, _ in rows if measured < target]
    assert split <= 0.003
    assert not missed, f"missed: {', '.join(missed)}"


def test_reading_after_each_pen_move(reader: Reader, data_dir: Path) -> None:
    digits = compose.held_out_digits(data_dir)
    rows = []
    for length, target, numbers in ((1, 2.0, 80), (10, 8.0, 8)):
        rng = np.random.default_rng(_SEED)
        times = []
        for _ in range(numbers):
            spacing = compose.Spacing.SPACED
            written = compose.number(digits, spacing, rng, lengths=(length, length))
            times.extend(_moves_ms(reader, written.ink))
        name = "one digit" if length == 1 else f"a number of {length} digits"
        p99 = float(np.percentile(times, 99))
        rows.append((f"reading after each pen move, {name}", p99, target, len(times)))
    _print_table(rows, "p99 ms", lambda measured, target: measured <= target)
    missed = [name for name, measured, target, _ in rows if measured > target]
    assert not missed, f"missed: {', '.join(missed)}"


def _moves_ms(reader: Reader, ink: Ink) -> list[float]:
    """Return how long each reading takes while a drawing is made point by point."""
    times = []
    finished: list[Stroke] = []
    for stroke in ink.strokes:
        for count in range(1, len(stroke.points) + 1):
            drawn = Ink((*finished, Stroke(stroke.points[:count])))
            began = time.thread_time()
            reader.read_ink(drawn, pen_is_down=count < len(stroke.points))
            times.append((time.thread_time() - began) * 1000)
        finished.append(stroke)
    return times
