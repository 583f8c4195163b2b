"""``evaluate``: how well the model reads a labelled set, each item taken as one digit."""

import argparse
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from model.commands.console import PREFIX, blaming, guarded, say
from model.commands.source import open_file, open_reader
from model.errors import DataError, EmptyDrawingError, InkdigitsError
from model.evaluation import CLASSES, NONE, Evaluation, as_json_object, evaluate
from model.images import Picture
from model.ink import Ink
from model.progress import ProgressBar
from model.reader import Reader
from model.reading import Scores
from model.training.idx import read_idx_images, read_idx_labels

NONE_FOLDER: Final = "none"


@dataclass(frozen=True, slots=True, eq=False)
class _Item:
    """Something to read: a picture from an IDX file, or a file."""

    label: int
    source: Picture | Path


def add_parser(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add this command to the program's parser."""
    parser = commands.add_parser(
        "evaluate",
        help="measure the model on labelled digits",
        description="Measures the model on labelled digits, each item taken as one digit.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "source",
        metavar="SOURCE",
        type=Path,
        help="an IDX image file, or a folder with sub-folders 0 to 9, and none for what is not a "
        "digit, that hold pictures or .inkml drawings",
    )
    parser.add_argument(
        "labels", metavar="LABELS", type=Path, nargs="?", help="the IDX label file, with an IDX one"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument(
        "--model", metavar="DIR", type=Path, help="a model folder instead of the model in use"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the figures; return 0, or 1 where nothing could be measured."""
    return guarded(lambda: _evaluate(options))


def _evaluate(options: argparse.Namespace) -> int:
    items = _items(options.source, options.labels)
    reader = open_reader(options.model)
    with ProgressBar() as bar:
        result = _measure(reader, items, bar)
    if options.json:
        say(json.dumps(as_json_object(result), allow_nan=False))
    else:
        for line in _table(result):
            say(line)
    return 0 if result.count else 1


def _items(source: Path, labels: Path | None) -> list[_Item]:
    """Return what is to be read.

    Raises:
        DataError: If the source is missing, damaged, empty, or does not go with its labels.
    """
    if source.is_dir():
        if labels is not None:
            raise DataError(f"{source} is a folder, which labels its files itself: no LABELS then.")
        items = list(_items_in(source))
        if not items:
            raise DataError(f"{source} has no files in sub-folders 0 to 9 or {NONE_FOLDER}.")
        return items
    if not source.exists():
        raise DataError(f"There is no file or folder {source}.")
    if labels is None:
        raise DataError(f"{source} is a file: name its file of LABELS, too.")
    images, digits = read_idx_images(source), read_idx_labels(labels)
    if len(images) != len(digits):
        raise DataError(f"{source} has {len(images):,} images but {labels} {len(digits):,} labels.")
    size = (images.shape[2], images.shape[1])
    return [
        _Item(int(digit), Picture(image, 1.0, size))
        for image, digit in zip(images, digits, strict=True)
    ]


def _items_in(folder: Path) -> Iterator[_Item]:
    """Yield the files of a labelled folder in a fixed order; hidden ones are no items.

    Raises:
        DataError: If a sub-folder cannot be listed.
    """
    names = {**{str(digit): digit for digit in range(CLASSES)}, NONE_FOLDER: NONE}
    for name, label in names.items():
        place = folder / name
        try:
            paths = sorted(place.rglob("*")) if place.is_dir() else []
            files = [path for path in paths if not path.is_dir() and not _is_hidden(path, place)]
        except OSError as error:
            raise DataError(f"The folder {place} cannot be read: {error.strerror}.") from error
        yield from (_Item(label, path) for path in files)


def _is_hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def _measure(reader: Reader, items: list[_Item], bar: ProgressBar) -> Evaluation:
    labels: list[int] = []
    scores: list[Scores] = []
    seconds = 0.0
    failed = 0
    for number, item in enumerate(items):
        bar.show(number / len(items), f"{number:,} of {len(items):,}")
        try:
            source = open_file(item.source) if isinstance(item.source, Path) else item.source
        except InkdigitsError as error:
            failed += 1
            bar.say(PREFIX + blaming(str(item.source), error))
            continue
        start = time.perf_counter()
        scores.append(_scores(reader, source))
        seconds += time.perf_counter() - start
        labels.append(item.label)
    return evaluate(labels, scores, seconds, failed)


def _scores(reader: Reader, source: Picture | Ink) -> Scores:
    """Return what the model says of an item; nothing at all is no digit, and each as likely."""
    try:
        if isinstance(source, Picture):
            return reader.read_picture_digit(source.gray).scores
        return reader.read_ink_digit(source).scores
    except EmptyDrawingError:
        return Scores(np.full(CLASSES, 1 / CLASSES), 0.0, is_digit=False)


def _table(result: Evaluation) -> Iterator[str]:
    """Yield the figures as lines for people."""
    yield f"items         {result.count:,}"
    yield f"not readable  {result.failed:,}"
    for name, share in (
        ("accuracy", result.accuracy),
        ("ECE", result.ece),
        ("accepted", result.accepted),
        ("rejected", result.rejected),
    ):
        yield f"{name:12}  {'–' if share is None else f'{share:.2%}'}"
    for name, value in (
        ("NLL", result.nll),
        ("AUROC", result.auroc),
        ("ms/item", result.ms_per_item),
    ):
        yield f"{name:12}  {'–' if value is None else f'{value:.4f}'}"
    yield ""
    yield "true  said 0" + "".join(f"{digit:6}" for digit in range(1, CLASSES))
    for digit, row in enumerate(result.confusion):
        yield f"{digit:4}  " + "".join(f"{count:6}" for count in row)
