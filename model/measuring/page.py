"""The model card as a page: every figure from what was recorded, none written by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from model.bundle import LITERT_NAME, ModelBundle, ModelCard
from model.errors import DataError
from model.measuring import tables
from model.measuring.classics_text import classics_table, softmax_course
from model.measuring.generator_text import generator_text
from model.measuring.page_text import TEXT
from model.measuring.records import Record, read_record
from model.measuring.seeds_text import seeds_text

TEST_TARGET: Final = 0.9975
SPREAD_TARGET: Final = 0.9965
PENS_TARGET: Final = 0.992
PERTURBED_TARGET: Final = 0.99
ECE_TARGET: Final = 0.003
REJECTED_TARGET: Final = 0.95
AUROC_TARGET: Final = 0.98
MS_TARGET: Final = 0.5
BYTES_TARGET: Final = 3 << 20


@dataclass(frozen=True, slots=True)
class Results:
    """What has been recorded; empty where nothing has been.

    Attributes:
        model: Of the bundled model.
        classics: Of the classic recipes, by name.
        seeds: Of the shipped recipe with several seeds.
        generator: The card of the generator of digits.
    """

    model: Record
    classics: Record
    seeds: Record
    generator: Record


def read_results(folder: Path, generator_card: Path) -> Results:
    """Return everything that is recorded in a folder, and the generator's own card.

    Raises:
        DataError: If a file is damaged.
    """
    names = ("model", "classics", "seeds")
    model, classics, seeds = (read_record(folder / f"{name}.json") for name in names)
    return Results(model, classics, seeds, read_record(generator_card))


def page_of(bundle: ModelBundle, results: Results) -> str:
    """Return the page about a model, as Markdown.

    Raises:
        DataError: If what is recorded is of another model.
    """
    card, found = bundle.card, results.model
    if found.get("sha256") != card.sha256[LITERT_NAME]:
        raise DataError("What is recorded is not of the bundled model: run `make measure`.")
    drawn, canvas = found["pens_drawn"], found["pens_canvas"]
    every = {
        key: sum(each[key] for each in found["letters"].values())
        for key in ("unlike", "unlike_rejected")
    }
    return TEXT.format(
        recipe=card.recipe,
        seed=card.seed,
        created=card.created[:10],
        parameters=card.parameters,
        size=bundle.litert_path.stat().st_size / 1e6,
        input=card.input,
        temperature=card.temperature,
        threshold=card.threshold,
        versions=", ".join(f"{name} {version}" for name, version in card.versions.items()),
        data="\n".join(f"- {source}" for source in card.data),
        making=_making(found["recipe"]),
        targets=_targets(card, results),
        measure_seed=found["seed"],
        writers=", ".join(map(str, found["writers"])),
        canvas=tables.share_of(canvas),
        drawn=tables.share_of(drawn),
        restyled=tables.share_of(found["pens_restyled"]),
        restyled_ece=f"{100 * found['pens_restyled']['ece']:.2f} %",
        mnist_confusion=tables.confusion_table(found["mnist_test"]["confusion"]),
        pens_confusion=tables.confusion_table(drawn["confusion"]),
        misread_count=len(found["mnist_test"]["misread"]),
        misread=tables.misread_table(found["mnist_test"]["misread"]),
        robustness=tables.robustness_table(found["robustness"], PERTURBED_TARGET),
        rejection=tables.rejection_table(found["rejection"], REJECTED_TARGET),
        letters=tables.letters_table(found["letters"]),
        unlike=f"{every['unlike_rejected']} of {every['unlike']}",
        seeds=seeds_text(results.seeds),
        classics=classics_table(results.classics),
        softmax_course=softmax_course(results.classics),
        generator=generator_text(results.generator),
    )


def _making(recipe: Record) -> str:
    """Return the numbers of the schedule in a few sentences."""
    rounds = f"rounds of {recipe['steps']} steps of {recipe['batch']}"
    return (
        f"A bank of {recipe['bank']:,} fields in {recipe['teachers']} parts. From each part one "
        f"teacher learns, with a seed of its own, in {recipe['teacher_rounds']} {rounds}. Then "
        f"the student, the network that is shipped, learns from the whole bank in "
        f"{recipe['student_rounds']} rounds: with a weight of {recipe['taught_weight']:g} what "
        f"the teachers say of each field that they have not learned from, softened by a "
        f"temperature of {recipe['softness']:g} (Hinton, Vinyals and Dean 2015), and for the "
        f"rest its label. Each network: AdamW, peak rate {recipe['peak_rate']:g} after a tenth "
        f"of its steps, then half a cosine; weight decay {recipe['weight_decay']:g}"
    )


def _targets(card: ModelCard, results: Results) -> str:
    """Return the table of what the model was to reach and what it reaches."""
    found = results.model
    mnist, drawn, canvas = found["mnist_test"], found["pens_drawn"], found["pens_canvas"]
    by_seed = [tables.percent(right, canvas["count"]) for right in sorted(drawn["right_by_seed"])]
    weakest = min(found["robustness"], key=lambda name: found["robustness"][name]["right"])
    weakest_share = found["robustness"][weakest]["right"] / found["robustness"][weakest]["count"]
    kinds = found["rejection"]["kinds"]
    hardest = min(kinds, key=lambda kind: kinds[kind]["rejected"])
    hardest_share = kinds[hardest]["rejected"] / kinds[hardest]["count"]
    digits = found["rejection"]
    speed = found["speed"]
    ece = {"MNIST test": mnist["ece"], "held-out pens": drawn["ece"]}
    rows = [
        _row(
            "MNIST test digits read right",
            "≥ 99.75 %",
            tables.share_of(mnist),
            "the one shipped model, last state of a fixed schedule",
            mnist["right"] / mnist["count"] >= TEST_TARGET,
        ),
        *_spread_rows(card, results.seeds),
        _row(
            "pen digits of held-out writers, random widths, slants, sizes",
            "≥ 99.2 %",
            tables.share_of(drawn),
            f"{len(by_seed)} seeds, {by_seed[0]} to {by_seed[-1]}",
            drawn["right"] / drawn["count"] >= PENS_TARGET,
        ),
        _row(
            "MNIST test digits turned, slanted, thinner, thicker, noisy, blurred, cut",
            "each ≥ 99.0 %",
            f"lowest {100 * weakest_share:.2f} %: {weakest}",
            "all 10,000 digits each; table below",
            weakest_share >= PERTURBED_TARGET,
        ),
        *(
            _row(
                f"calibration error, {name}",
                "≤ 0.3 %",
                f"{100 * value:.2f} %",
                "15 bins of equal width",
                value <= ECE_TARGET,
            )
            for name, value in ece.items()
        ),
        _row(
            "“not a digit” rejected",
            "each kind ≥ 95 %",
            f"lowest {100 * hardest_share:.1f} %: {hardest}",
            f"{kinds[hardest]['count']:,} of each kind, at a threshold that accepts "
            f"{tables.percent(digits['digits_accepted'], digits['digits'])} of held-out digits",
            hardest_share >= REJECTED_TARGET,
        ),
        _row(
            "digits told from everything else (AUROC)",
            "≥ 0.98",
            f"{digits['auroc']:.4f}",
            f"{digits['digits']:,} digits against all kinds",
            digits["auroc"] >= AUROC_TARGET,
        ),
        _row(
            "one reading, LiteRT, one thread",
            "≤ 0.5 ms median",
            f"{speed['median_cpu_ms']:.2f} ms",
            f"CPU time, {speed['readings']:,} readings",
            speed["median_cpu_ms"] <= MS_TARGET,
        ),
        _row(
            "file",
            "≤ 3 MB",
            f"{speed['bytes'] / 1e6:.2f} MB",
            "LiteRT",
            speed["bytes"] <= BYTES_TARGET,
        ),
    ]
    return tables.table(["measure", "target", "reached", "how", ""], rows)


def _row(name: str, target: str, reached: str, how: str, is_met: bool) -> list[str]:  # noqa: FBT001 - a verdict
    return [name, target, reached, how, tables.met(is_met)]


def _spread_rows(card: ModelCard, seeds: Record) -> list[list[str]]:
    """Return what chance makes of it: of the whole recipe, shortened, and of its teachers."""
    rows = []
    name, target = "the recipe at a shortened schedule, mean of 3 seeds", "≥ 99.65 %"
    runs = seeds.get("runs", [])
    if runs:
        shares = sorted(run["metrics"]["mnist_test_accuracy"] for run in runs)
        how = f"seeds {', '.join(str(run['seed']) for run in runs)}; {runs[0]['rounds']} rounds"
        rows.append(_spread_row(name, target, sum(shares) / len(shares), shares, how))
    else:
        rows.append([name, target, "not measured", "`make measure-seeds`", ""])
    if "teachers_mean_accuracy" in card.metrics:
        ends = [card.metrics[f"teachers_{end}_accuracy"] for end in ("least", "most")]
        mean = card.metrics["teachers_mean_accuracy"]
        how = "the same network without the student's part, each from a third of the bank"
        rows.append(_spread_row("its three teachers, three seeds", target, mean, ends, how))
    return rows


def _spread_row(
    name: str, target: str, mean: float, shares: Sequence[float], how: str
) -> list[str]:
    spread = f"{100 * mean:.2f} % ({100 * shares[0]:.2f} to {100 * shares[-1]:.2f})"
    return _row(name, target, spread, how, mean >= SPREAD_TARGET)
