"""``train``: what the retrain dialog does, in this process and with its progress as text."""

import argparse
import sys
import textwrap
from pathlib import Path
from typing import Any, Final

from model.commands.console import complain, guarded, say
from model.commands.running import INTERRUPTED, interruptible, seed_number
from model.commands.training_data import add_data_options, request_of
from model.errors import InkdigitsError
from model.progress import ProgressBar
from model.training.job import run_training
from model.training.messages import (
    Downloading,
    EpochEnded,
    Finished,
    Message,
    Started,
    Stepped,
    TrainingCancelledError,
)
from model.training.process import failure
from model.training.recipes import DEFAULT_RECIPE, GENERATOR, RECIPES
from model.training.unfinished import unfinished_folder

_MEASURED: Final = {
    "mnist_test_accuracy": "MNIST test digits",
    "generated_test_accuracy": "Generated test digits",
    "files_test_accuracy": "Test digits of the file",
    "own_test_accuracy": "Held-out samples",
}


def add_parser(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add this command to the program's parser."""
    parser = commands.add_parser(
        "train",
        help="train a model on MNIST, or on other digits",
        description="Trains a model and writes its folder.",
        epilog=_recipe_list(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "--recipe",
        metavar="NAME",
        choices=(*RECIPES, GENERATOR.name),
        default=DEFAULT_RECIPE,
        help="one of the recipes below (default: %(default)s)",
    )
    parser.add_argument(
        "--out", metavar="DIR", type=Path, required=True, help="where the model folder shall be"
    )
    parser.add_argument(
        "--seed",
        metavar="N",
        type=seed_number,
        default=0,
        help="seed of all randomness (default: 0)",
    )
    parser.add_argument(
        "--epochs", metavar="N", type=int, help="how many rounds instead of the recipe's own number"
    )
    add_data_options(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Train what the options ask for.

    Returns:
        The exit status: 0, 1 after an error, 130 after Ctrl-C.
    """
    return guarded(lambda: _train(options))


def _train(options: argparse.Namespace) -> int:
    request = request_of(options)
    with interruptible() as interrupted:
        try:
            with ProgressBar() as bar:
                narrator = _Narrator(bar)
                narrator.finish(run_training(request, narrator.on_message, interrupted.is_set))
        except TrainingCancelledError:
            has_state = unfinished_folder(request.out).is_dir()
            resuming = "The same command goes on from here." if has_state else ""
            complain(f"Stopped; no model was written. {resuming}")
            return INTERRUPTED
        except (InkdigitsError, BrokenPipeError):
            raise  # `guarded` knows what these mean.
        except Exception as error:  # noqa: BLE001 - a command answers with one line, whatever it is
            complain(failure(error).text)
            return 1
    return 0


class _Narrator:
    """Tells on standard output how each round ended, and between rounds draws the bar."""

    def __init__(self, bar: ProgressBar) -> None:
        self._bar = bar
        bar.show(0, "preparing")

    def on_message(self, message: Message) -> None:
        match message:
            case Downloading(share=share):
                self._bar.show(share, "downloading MNIST")
            case Started():
                self._say(f"{message.recipe}: {message.steps:,} steps in {_rounds(message.epochs)}")
            case Stepped():
                left = _duration(message.seconds_left)
                note = f"accuracy {message.accuracy:.1%}, {left} left"
                self._bar.show(message.step / message.steps, note)
            case EpochEnded():
                self._say(_round_line(message))
            case _:  # How it ended is told by ``run``.
                pass

    def finish(self, done: Finished) -> None:
        for name, what in _MEASURED.items():
            if name in done.metrics:
                self._say(f"{what} read correctly: {done.metrics[name]:.2%}")
        self._say(f"The model is in {done.folder}")

    def _say(self, text: str) -> None:
        self._bar.clear()
        say(text)
        if sys.stdout is not None:
            sys.stdout.flush()  # Into a file, too, each round is told when it ends.


def _round_line(ended: EpochEnded) -> str:
    """Return one round in one line; the test figure is marked as only being reported."""
    width = len(str(ended.epochs))
    parts = [
        f"{ended.epoch:>{width}}/{ended.epochs}",
        f"step {ended.step:,}",
        f"accuracy {ended.accuracy:.2%}",
        f"cross-entropy {ended.cross_entropy:.4f}",
        f"loss {ended.loss:.4f}",
        f"rate {ended.learning_rate:.2g}",
        f"validation {ended.validation_accuracy:.2%}",
    ]
    if ended.test_accuracy is not None:
        parts.append(f"test (reported only) {ended.test_accuracy:.2%}")
    return "  ".join(parts)


def _recipe_list() -> str:
    """Return the recipes with a sentence each, for ``--help``."""
    lines = ["recipes, with MNIST's test digits read and fitting time expected on two cores:"]
    for recipe in (*RECIPES.values(), GENERATOR):
        expected = f"about {recipe.accuracy:.1%} in {_duration(recipe.seconds)}"
        told = f"{recipe.summary} {expected}, {_rounds(recipe.epochs)}."
        name = f"  {recipe.name:<15}"
        lines += textwrap.wrap(told, 79, initial_indent=name, subsequent_indent=" " * len(name))
    return "\n".join(lines)


def _rounds(count: int) -> str:
    return "1 round" if count == 1 else f"{count:,} rounds"


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{max(0, round(seconds))} s"
    return f"{round(seconds / 60)} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
