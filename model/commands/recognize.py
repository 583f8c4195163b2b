"""``recognize``: the digits in pictures and drawings, one line a file."""

import argparse
import json
from pathlib import Path
from typing import Any

from model.commands.console import blaming, complain, guarded, say
from model.commands.source import open_file, open_reader
from model.errors import EmptyDrawingError, InkdigitsError
from model.geometry import Box
from model.images import Picture
from model.reader import Reader
from model.reading import DigitReading, Reading


def add_parser(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add this command to the program's parser."""
    parser = commands.add_parser(
        "recognize",
        help="read pictures and InkML drawings",
        description="Reads the digits in pictures (PNG, JPEG, BMP, GIF, TIFF, WebP) and InkML "
        "drawings. The exit status is 1 if a file could not be read.",
        allow_abbrev=False,
    )
    parser.add_argument("files", metavar="FILE", nargs="+", help="a picture or an .inkml drawing")
    parser.add_argument(
        "--json", action="store_true", help="one JSON object a line, with every probability"
    )
    parser.add_argument(
        "--digits-only",
        action="store_true",
        help="take no dot, tail or dash for a decimal point, comma or minus sign",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print what each file says; return 1 if one could not be read, else 0."""
    return guarded(
        lambda: _recognize(options.files, as_json=options.json, punctuation=not options.digits_only)
    )


def _recognize(files: list[str], *, as_json: bool, punctuation: bool) -> int:
    reader = open_reader()
    failed = False
    for name in files:
        try:
            reading, scale = _read(reader, Path(name), punctuation=punctuation)
        except (InkdigitsError, OSError) as error:
            failed = True
            if as_json:
                say(json.dumps(_as_object(name, Reading(), 1.0, str(error))))
            else:
                complain(blaming(name, error))
            continue
        if as_json:
            say(json.dumps(_as_object(name, reading, scale, None)))
        else:
            say(f"{name}: {reading.text.replace(chr(10), ' ')}".rstrip())
    return 1 if failed else 0


def _read(reader: Reader, path: Path, *, punctuation: bool) -> tuple[Reading, float]:
    """Return what a file says, and how many of the reading's units make one of the file's.

    Raises:
        InkdigitsError: If the file cannot be read.
    """
    source = open_file(path)
    try:
        if isinstance(source, Picture):
            return reader.read_picture(source.gray, punctuation=punctuation), source.scale
        return reader.read_ink(source, punctuation=punctuation), 1.0
    except EmptyDrawingError:  # a blank page is no mistake
        return Reading(), 1.0


def _as_object(name: str, reading: Reading, scale: float, error: str | None) -> dict[str, Any]:
    return {
        "path": name,
        "text": reading.text,
        "digits": [_digit(digit, scale) for digit in reading.digits if not digit.mark],
        "error": error,
    }


def _digit(digit: DigitReading, scale: float) -> dict[str, Any]:
    scores = digit.scores
    return {
        "digit": scores.digit,
        "confidence": scores.confidence,
        "probabilities": scores.probabilities.tolist(),
        "box": _in_original(digit.box, scale),
        "is_digit": bool(scores.is_digit),
    }


def _in_original(box: Box, scale: float) -> list[float]:
    """Return (x, y, width, height) in the units of the file."""
    return [float(side) / scale for side in (box.x, box.y, box.width, box.height)]
