from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from model.bundle import LITERT_NAME, ModelBundle, load_bundle
from model.errors import DataError
from model.measuring.page import Results, page_of, read_results
from model.measuring.perturbations import PERTURBATIONS
from model.measuring.records import Record, write_record
from model.paths import bundled_model
from model.training.outliers import Kind


@pytest.fixture(scope="module")
def bundle() -> ModelBundle:
    return load_bundle(bundled_model())


def read(right: int, count: int, ece: float = 0.001) -> Record:
    confusion = [[0] * 10 for _ in range(10)]
    confusion[4][9] = count - right
    return {"right": right, "count": count, "accepted": right, "ece": ece, "confusion": confusion}


@pytest.fixture
def model_record(bundle: ModelBundle) -> Record:
    """Return the record of a model that reaches every target."""
    perturbed = {name: {"right": 9950, "count": 10_000, "accepted": 9900} for name in PERTURBATIONS}
    columns = {"unlike": 50, "unlike_rejected": 49, "alike": 9, "alike_rejected": 2}
    schedule = {"bank": 1000, "epochs": 4, "steps": 10, "batch": 8, "teachers": 3}
    taught = {"teacher_rounds": 1, "student_rounds": 1, "taught_weight": 0.7, "softness": 4.0}
    return {
        "sha256": bundle.card.sha256[LITERT_NAME],
        "seed": 0,
        "writers": [9, 19],
        "recipe": schedule | taught | {"peak_rate": 0.003, "weight_decay": 0.02},
        "mnist_test": read(9975, 10_000) | {"misread": [[8, 5, 6, 0.61, 0.99]]},
        "pens_canvas": read(500, 500),
        "pens_drawn": read(998, 1000) | {"right_by_seed": [500, 498]},
        "pens_restyled": read(990, 1000),
        "robustness": perturbed,
        "rejection": {
            "kinds": {str(kind): {"rejected": 990, "count": 1000} for kind in Kind},
            "digits_accepted": 9900,
            "digits": 10_000,
            "auroc": 0.999,
        },
        "letters": {"Latin": columns, "Greek": columns},
        "speed": {"median_cpu_ms": 0.25, "readings": 100, "bytes": 1_000_000},
    }


def page(bundle: ModelBundle, model: Record, **others: Record) -> str:
    empty: dict[str, Record] = {"classics": {}, "seeds": {}, "generator": {}}
    return page_of(bundle, Results(model, **(empty | others)))


def row(text: str, start: str) -> str:
    return next(line for line in text.splitlines() if line.startswith(f"| {start}"))


def test_a_model_that_reaches_everything_is_said_to(
    bundle: ModelBundle, model_record: Record
) -> None:
    taught = replace(bundle, card=replace(bundle.card, metrics={}))
    text = page(taught, model_record)
    assert "missed" not in text
    assert "99.75 % (9,975 of 10,000)" in row(text, "MNIST test digits read right")
    assert "99.60 % to 100.00 %" in row(text, "pen digits of held-out writers")
    assert "98 of 100 cases" in text
    assert "| 8 | 5 | 6 | 61 % | 0.99 |" in text
    assert "not measured" in row(text, "the recipe at a shortened schedule")


@pytest.mark.parametrize(
    ("place", "value", "start"),
    [
        (("mnist_test", "right"), 9974, "MNIST test digits read right"),
        (("pens_drawn", "right"), 991, "pen digits of held-out"),
        (("robustness", "blur", "right"), 9899, "MNIST test digits turned"),
        (("pens_drawn", "ece"), 0.0031, "calibration error, held-out pens"),
        (("rejection", "kinds", "half", "rejected"), 949, "“not a digit” rejected"),
        (("rejection", "auroc"), 0.979, "digits told from everything"),
        (("speed", "median_cpu_ms"), 0.51, "one reading"),
        (("speed", "bytes"), 4 << 20, "file"),
    ],
)
def test_each_missed_target_is_owned_up_to(
    bundle: ModelBundle, model_record: Record, place: tuple[str, ...], value: Any, start: str
) -> None:
    part = model_record
    for key in place[:-1]:
        part = part[key]
    part[place[-1]] = value
    text = page(bundle, model_record)
    assert "**missed**" in row(text, start)


def test_seeds_classics_and_generator_appear_once_they_are_recorded(
    bundle: ModelBundle, model_record: Record
) -> None:
    shares = {"mnist_test_accuracy": 0.9966, "pens_accuracy": 0.99, "pens_varied_accuracy": 0.98}
    runs = [{"seed": n, "rounds": 16, "cpu_seconds": 60, "metrics": shares} for n in range(3)]
    curve = {"cross_entropy": [0.5, 0.4], "test_accuracy": [0.8, 0.85]}
    run = {"seed": 0, "rounds": 2, "steps": 100, "cpu_seconds": 5, "curve": curve}
    classics = {"softmax-epochs": run | {"metrics": {"mnist_test_accuracy": 0.9201}}}
    generator = {
        "recipe": "generator",
        "seed": 0,
        "epochs": 3,
        "parameters": 1000,
        "licence": "CC0",
        "metrics": {"nearest_distance": 4.5, "cnn_mnist_test_accuracy": 0.9861},
    }
    text = page(bundle, model_record, seeds={"runs": runs}, classics=classics, generator=generator)
    assert "99.66 % (99.66 to 99.66)" in row(text, "the recipe at a shortened schedule")
    assert "| 92.01 % | 0 | 2 × 50 | 5 s |" in row(text, "`softmax-epochs`")
    assert "| – | – | – | – |" in row(text, "`cnn`")
    assert row(text, "2 | 0") == "| 2 | 0.4000 | 85.00 % |"
    assert "98.61 % of MNIST's test digits; the target is 98.5 %: met." in text
    assert row(text, "nearest distance") == "| nearest distance | 4.5 |"


def test_the_teachers_tell_how_far_seeds_lie_apart(
    bundle: ModelBundle, model_record: Record
) -> None:
    teachers = {"mean": 0.9961, "least": 0.9958, "most": 0.9964}
    metrics = {f"teachers_{name}_accuracy": value for name, value in teachers.items()}
    taught = replace(bundle, card=replace(bundle.card, metrics=metrics))
    line = row(page(taught, model_record), "its three teachers")
    assert "99.61 % (99.58 to 99.64)" in line
    assert "**missed**" in line
    untaught = replace(bundle, card=replace(bundle.card, metrics={}))
    assert "its three teachers" not in page(untaught, model_record)


def test_what_is_recorded_of_another_model_is_refused(
    bundle: ModelBundle, model_record: Record
) -> None:
    with pytest.raises(DataError, match="make measure"):
        page(bundle, model_record | {"sha256": "of another"})
    with pytest.raises(DataError, match="make measure"):
        page(bundle, {})


def test_results_are_read_from_their_folder(tmp_path: Path) -> None:
    write_record(tmp_path / "seeds.json", {"runs": []})
    write_record(tmp_path / "generator.json", {"seed": 1})
    results = read_results(tmp_path, tmp_path / "generator.json")
    assert results == Results({}, {}, {"runs": []}, {"seed": 1})


def test_the_page_tells_of_the_model_that_it_is_given(
    bundle: ModelBundle, model_record: Record
) -> None:
    other = replace(bundle, card=replace(bundle.card, temperature=1.2345, seed=77))
    text = page(other, model_record)
    assert "1.2345" in text
    assert "--seed 77" in text
