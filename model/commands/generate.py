"""``generate``: pictures of digits, drawn by the small generator that ships with the program."""

import argparse
import re
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from model.commands.console import complain, guarded, say
from model.files import write_bytes
from model.progress import ProgressBar
from model.training.generator import generate

MOST_OF_EACH: Final = 10_000


def add_parser(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add this command to the program's parser."""
    parser = commands.add_parser(
        "generate",
        help="draw pictures of digits",
        description="Draws digits as people write them and writes them as PNG pictures of 28×28 "
        "pixels, bright on black, named as in 7-0001.png.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "--digit",
        metavar="D",
        type=int,
        choices=range(10),
        action="append",
        help="which digit, 0 to 9; may be given several times (default: all)",
    )
    parser.add_argument(
        "--count",
        metavar="N",
        type=_count,
        default=20,
        help="how many of each digit (default: %(default)s)",
    )
    parser.add_argument(
        "--out", metavar="DIR", type=Path, required=True, help="folder to write them to"
    )
    parser.add_argument(
        "--seed",
        metavar="N",
        type=_seed,
        default=0,
        help="another seed gives other digits (default: 0)",
    )
    parser.add_argument(
        "--overwrite", action="store_true", help="replace pictures of the same names"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the pictures; return 1 if one is there already or cannot be written, else 0."""
    return guarded(lambda: _generate(options))


def _generate(options: argparse.Namespace) -> int:
    digits = sorted(set(options.digit or range(10)))
    labels = np.repeat(np.array(digits, np.uint8), options.count)
    files = [options.out / name for name in _names(digits, options.count)]
    there = next((file for file in files if file.exists()), None)
    if there is not None and not options.overwrite:
        complain(f"{there} is there already; choose another folder, or add --overwrite.")
        return 1
    options.out.mkdir(parents=True, exist_ok=True)
    pictures = generate(labels, options.seed)
    with ProgressBar() as bar:
        for number, (file, picture) in enumerate(zip(files, pictures, strict=True), 1):
            write_bytes(file, _png(picture))
            bar.show(number / len(files), "writing")
    what = "1 picture is" if len(files) == 1 else f"{len(files):,} pictures are"
    say(f"{what} in {options.out}")
    return 0


def _names(digits: list[int], count: int) -> list[str]:
    return [f"{digit}-{number:04}.png" for digit in digits for number in range(1, count + 1)]


def _png(picture: NDArray[np.uint8]) -> bytes:
    return cv2.imencode(".png", picture)[1].tobytes()


def _count(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", text) or not 1 <= int(text) <= MOST_OF_EACH:
        raise argparse.ArgumentTypeError(f"{text} is not from 1 to {MOST_OF_EACH}")
    return int(text)


def _seed(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,10}", text) or int(text) >= 2**31:
        raise argparse.ArgumentTypeError(f"{text} is not from 0 to 2147483647")
    return int(text)
