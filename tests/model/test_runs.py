import json
import math
from pathlib import Path

import pytest

from model.runs import MOST_POINTS, MOST_RUNS, Curve, Run, RunBook, thinned


@pytest.fixture
def book(tmp_path: Path) -> RunBook:
    return RunBook(tmp_path / "runs")


def a_run(name: str, points: int = 3) -> Run:
    curve = tuple((float(step), step / 4) for step in range(points))
    return Run(
        name,
        "quick",
        "2026-03-05T14:30:00+00:00",
        seed=4,
        steps=100,
        sources=("55,000 digits of MNIST", "“meine”"),
        metrics={"mnist_test_accuracy": 0.9912},
        curves={Curve.LOSS: curve},
    )


def test_a_run_comes_back_as_it_was_kept(book: RunBook) -> None:
    run = a_run("2026-03-05-quick")

    book.keep(run)

    (found,) = book.runs()
    assert found.curves[Curve.LOSS] == run.curves[Curve.LOSS]
    assert (found.name, found.recipe, found.seed, found.steps) == (
        "2026-03-05-quick",
        "quick",
        4,
        100,
    )
    assert found.sources == run.sources
    assert found.metrics == run.metrics


def test_the_newest_come_first_and_the_oldest_go(book: RunBook) -> None:
    names = [f"2026-01-01-{number:06}" for number in range(MOST_RUNS + 3)]
    for name in names:
        book.keep(a_run(name))

    assert [run.name for run in book.runs()] == names[: -MOST_RUNS - 1 : -1]


def test_a_run_can_be_forgotten_twice(book: RunBook) -> None:
    book.keep(a_run("a"))

    book.forget("a")
    book.forget("a")

    assert book.runs() == ()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"\xff",
        b'{"format": 99}',
        b'{"format": 1}',
        json.dumps(
            {
                "format": 1,
                "recipe": "q",
                "created": "",
                "seed": "x",
                "steps": 0,
                "sources": [],
                "metrics": {},
                "curves": {},
            }
        ).encode(),
        json.dumps(
            {
                "format": 1,
                "recipe": "q",
                "created": "",
                "seed": 0,
                "steps": 0,
                "sources": [],
                "metrics": {},
                "curves": {"other": []},
            }
        ).encode(),
    ],
)
def test_a_damaged_file_is_passed_over(book: RunBook, tmp_path: Path, content: bytes) -> None:
    book.keep(a_run("good"))
    (tmp_path / "runs" / "bad.json").write_bytes(content)

    assert [run.name for run in book.runs()] == ["good"]


def test_long_curves_are_thinned_and_what_is_no_number_is_left_out(book: RunBook) -> None:
    points = [(float(step), float(step)) for step in range(5 * MOST_POINTS)]

    found = thinned([*points, (1e9, math.nan)])

    assert len(found) <= MOST_POINTS
    assert found[-1] == points[-1]
    book.keep(a_run("long", points=5000))
    assert len(book.runs()[0].curves[Curve.LOSS]) <= MOST_POINTS


def test_without_a_folder_there_are_no_runs(book: RunBook) -> None:
    assert book.runs() == ()
