"""Measures what the model card tells, and records it under ``docs/results``.

    python docs/measure.py model       the bundled model: every figure, some minutes
    python docs/measure.py classics    each classic recipe once, or those that are named
    python docs/measure.py seeds       the shipped recipe with three seeds, shortened: 1.5 hours

Each takes the folder of all data from ``--data`` or from ``INKDIGITS_DATA``. ``make model-card``
writes the page from what is recorded.
"""

import argparse
import multiprocessing
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))

from model import paths  # noqa: E402 - the path is set above
from model.bundle import load_bundle  # noqa: E402
from model.commands.console import guarded, say  # noqa: E402
from model.errors import DataError  # noqa: E402
from model.measuring.misread import draw_misread  # noqa: E402
from model.measuring.model_record import record_model  # noqa: E402
from model.measuring.records import read_record, write_record  # noqa: E402
from model.measuring.runs import CLASSICS, record_run  # noqa: E402
from model.paths import bundled_model  # noqa: E402
from model.training.messages import TrainingRequest  # noqa: E402

RESULTS = FOLDER / "results"
SHORTENED_EPOCHS = 60
"""Rounds of each seed: about 30 minutes on two cores, with drawing the bank."""


def main(arguments: list[str]) -> int:
    """Measure what the arguments ask for; return the exit status."""
    parser = argparse.ArgumentParser(description="Measures what the model card tells.")
    parser.add_argument("--data", metavar="DIR", type=Path, default=paths.training_data())
    parser.add_argument("--results", metavar="DIR", type=Path, default=RESULTS)
    parser.add_argument("--seed", metavar="N", type=int, default=0)
    commands = parser.add_subparsers(required=True)
    model = commands.add_parser("model")
    model.set_defaults(run=measure_model)
    classics = commands.add_parser("classics")
    classics.add_argument("names", metavar="NAME", nargs="*", default=CLASSICS)
    classics.set_defaults(run=measure_classics)
    seeds = commands.add_parser("seeds")
    seeds.add_argument("--epochs", metavar="N", type=int, default=SHORTENED_EPOCHS)
    seeds.add_argument("--seeds", metavar="N", type=int, nargs="+", default=(0, 1, 2))
    seeds.set_defaults(run=measure_seeds)
    options = parser.parse_args(arguments)
    return guarded(lambda: _with_data(options))


def _with_data(options: argparse.Namespace) -> int:
    if options.data is None:
        raise DataError("Name the folder of all data with --data or INKDIGITS_DATA.")
    options.run(options)
    return 0


def measure_model(options: argparse.Namespace) -> None:
    """Measure the bundled model and draw the digits that it misreads."""
    bundle = load_bundle(bundled_model())
    found = record_model(bundle, options.data, options.seed)
    write_record(options.results / "model.json", found)
    draw_misread(found["mnist_test"]["misread"], options.data, options.results / "misread.png")
    digits = found["mnist_test"]
    say(f"MNIST test digits: {digits['right']:,} of {digits['count']:,}")


def measure_classics(options: argparse.Namespace) -> None:
    """Train the named classics and record each; what is recorded of others stays."""
    path = options.results / "classics.json"
    for name in options.names:
        request = TrainingRequest(name, options.data, Path(), options.seed)
        found = record_run(request)
        write_record(path, read_record(path) | {name: found})
        say(f"{name}: {found['metrics']['mnist_test_accuracy']:.2%}, {found['cpu_seconds']} s CPU")


def measure_seeds(options: argparse.Namespace) -> None:
    """Train the shipped recipe, shortened, with several seeds, and record each."""
    path = options.results / "seeds.json"
    runs = []
    for seed in options.seeds:
        request = TrainingRequest("shipped", options.data, Path(), seed, epochs=options.epochs)
        found = record_run(request)
        runs.append(found)
        write_record(path, {"runs": runs})
        say(f"seed {seed}: {found['metrics']['mnist_test_accuracy']:.2%}")


if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.exit(main(sys.argv[1:]))
