"""``teach``: a lesson as the dialog gives it, in this process and with its progress as text."""

import argparse
from pathlib import Path
from typing import Any, Final

from model import paths
from model.commands.console import complain, guarded, say
from model.commands.running import INTERRUPTED, interruptible, seed_number
from model.errors import InkdigitsError
from model.library.model_library import ModelLibrary
from model.progress import ProgressBar
from model.samples.exchange import load_samples
from model.training.messages import (
    Message,
    Score,
    Started,
    Stepped,
    Taught,
    TeachRequest,
    TrainingCancelledError,
)
from model.training.process import failure
from model.training.teach import run_teaching

REFUSED: Final = 3
"""Exit status when nothing failed, but the old model stays."""


def add_parser(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add this command to the program's parser."""
    parser = commands.add_parser(
        "teach",
        help="teach a model a person's hand",
        description="Teaches a model from a person's labelled samples and writes its folder, "
        "unless the taught model reads worse: then nothing is written.",
        epilog="The exit status is 0 when a model was written, 3 when the old one stays, 1 after "
        "an error, and 130 after Ctrl-C.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "--samples",
        metavar="DIR",
        type=Path,
        required=True,
        help="folder with the samples: sub-folders 0 to 9 with PNGs, or InkML, IDX or CSV files",
    )
    parser.add_argument(
        "--out", metavar="DIR", type=Path, required=True, help="where the model folder shall be"
    )
    parser.add_argument(
        "--base",
        metavar="DIR",
        type=Path,
        help="folder of the model to start from (default: the one in use)",
    )
    parser.add_argument(
        "--data",
        metavar="DIR",
        type=Path,
        help="folder with MNIST, so that nothing is forgotten (default: the usual places, or "
        "generated digits)",
    )
    parser.add_argument(
        "--seed",
        metavar="N",
        type=seed_number,
        default=0,
        help="seed of all randomness (default: 0)",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Give the lesson that the options ask for.

    Returns:
        The exit status: 0, 1 after an error, 3 when the old model stays, 130 after Ctrl-C.
    """
    return guarded(lambda: _teach(options))


def _teach(options: argparse.Namespace) -> int:
    request = TeachRequest(
        base=options.base or _model_in_use(),
        samples=tuple(load_samples(options.samples)),
        out=options.out.absolute(),
        seed=options.seed,
        data=options.data,
    )
    with interruptible() as interrupted:
        try:
            with ProgressBar() as bar:
                bar.show(0, "preparing")
                taught = run_teaching(
                    request, lambda message: _draw(message, bar), interrupted.is_set
                )
        except TrainingCancelledError:
            complain("Stopped; no model was written.")
            return INTERRUPTED
        except (InkdigitsError, BrokenPipeError):
            raise  # `guarded` knows what these mean.
        except Exception as error:  # noqa: BLE001 - a command answers with one line, whatever it is
            complain(failure(error).text)
            return 1
    return _tell(taught, len(request.samples))


def _model_in_use() -> Path:
    """Return the folder of the model in use; a chosen one that is damaged is named."""
    active = ModelLibrary(paths.bundled_model(), paths.user_paths().models).active()
    if active.problem:
        complain(f"{active.problem} The model “{active.bundle.card.title}” is taught instead.")
    return active.bundle.folder


def _draw(message: Message, bar: ProgressBar) -> None:
    match message:
        case Started():
            bar.show(0, "learning")
        case Stepped(step=step, steps=steps) if step < steps:
            bar.show(step / steps, f"learning, accuracy {message.accuracy:.1%}")
        case Stepped():
            bar.show(1, "trying out what was learned")
        case _:  # Lessons say nothing else.
            pass


def _tell(taught: Taught, count: int) -> int:
    """Print the verdict and return the exit status."""
    say(f"Samples: {count}, of which {taught.own_before.count} were kept aside to check")
    say(f"The person's samples: {_change(taught.own_before, taught.own_after)}")
    say(f"Everybody's digits: {_change(taught.general_before, taught.general_after)}")
    if taught.folder is None:
        say(f"The old model stays. {taught.reason}")
        return REFUSED
    say(f"The gate let the taught model pass. It is in {taught.folder}")
    return 0


def _change(before: Score, after: Score) -> str:
    """Return two scores on the same set in words."""
    return (
        f"{before.right:,} of {before.count:,} read correctly before ({before.share:.2%}), "
        f"{after.right:,} after ({after.share:.2%})"
    )
