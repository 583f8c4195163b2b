"""``train``: what the retrain dialog does, in this process and with its progress as text."""

import argparse
import signal
import sys
import textwrap
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, Final

from model.commands.console import complain, guarded, say
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
    TrainingRequest,
)
from model.training.process import failure
from model.training.recipes import DEFAULT_RECIPE, RECIPES
from model.training.unfinished import unfinished_folder

INTERRUPTED: Final = 130
"""Exit status after Ctrl-C, as shells have it: 128 and the number of the signal."""


def add_parser(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add this command to the program's parser."""
    parser = commands.add_parser(
        "train",
        help="train a model on MNIST",
        description="Trains a model on MNIST's digits and writes its folder.",
        epilog=_recipe_list(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "--recipe",
        metavar="NAME",
        choices=tuple(RECIPES),
        default=DEFAULT_RECIPE,
        help="one of the recipes below (default: %(default)s)",
    )
    parser.add_argument(
        "--data",
        metavar="DIR",
        type=Path,
        help="folder with MNIST's four IDX files or mnist.npz (default: the usual places)",
    )
    parser.add_argument(
        "--out", metavar="DIR", type=Path, required=True, help="where the model folder shall be"
    )
    parser.add_argument(
        "--seed", metavar="N", type=_seed, default=0, help="seed of all randomness (default: 0)"
    )
    parser.add_argument(
        "--epochs", metavar="N", type=int, help="how many rounds instead of the recipe's own number"
    )
    parser.add_argument(
        "--download", action="store_true", help="fetch MNIST where it is not on this machine"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Train what the options ask for.

    Returns:
        The exit status: 0, 1 after an error, 130 after Ctrl-C.
    """
    return guarded(lambda: _train(options))


def _train(options: argparse.Namespace) -> int:
    request = TrainingRequest(
        recipe=options.recipe,
        data=options.data,
        out=options.out.absolute(),
        seed=options.seed,
        epochs=options.epochs,
        allow_download=options.download,
    )
    with _interruptible() as interrupted:
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
        accuracy = done.metrics.get("mnist_test_accuracy")
        if accuracy is not None:
            self._say(f"MNIST test digits read correctly: {accuracy:.2%}")
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
    for recipe in RECIPES.values():
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


def _seed(text: str) -> int:
    """Return a seed that NumPy, TensorFlow and Python all take."""
    seed = int(text)
    if not 0 <= seed < 2**31:
        raise argparse.ArgumentTypeError(f"{text} is not from 0 to 2147483647")
    return seed


@contextmanager
def _interruptible() -> Iterator[threading.Event]:
    """Give an event that the first Ctrl-C sets; the second interrupts at once."""
    interrupted = threading.Event()

    def on_interrupt(_number: int, _frame: FrameType | None) -> None:
        interrupted.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    if threading.current_thread() is not threading.main_thread():
        yield interrupted  # Python takes signals in the main thread only.
        return
    before = signal.signal(signal.SIGINT, on_interrupt)
    try:
        yield interrupted
    finally:
        signal.signal(signal.SIGINT, before)
