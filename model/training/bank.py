"""The prepared bank: hundreds of thousands of 28×28 fields and what each shows, made in parallel.

Drawing while training would cost as much as training. The bank is drawn once by several
processes, in pieces whose randomness depends only on the seed and the piece's number, so the
same seed gives the same bank however many processes there are.
"""

import multiprocessing
import multiprocessing.connection
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from model.errors import EmptyDrawingError
from model.ink import SUPERSAMPLING, rasterise
from model.preprocess import ink_extent
from model.training import outliers
from model.training.augment import distort, render, see
from model.training.data import load_mnist
from model.training.examples import NOT_A_DIGIT, Examples
from model.training.letters import write_letter
from model.training.outliers import Kind
from model.training.pens import (
    CALIBRATION_DRAWERS,
    CALIBRATION_WRITERS,
    REPORT_DRAWERS,
    REPORT_WRITERS,
    Drawing,
    load_omniglot,
    load_pendigits,
    vary,
)
from model.training.styles import restyle

Gray = NDArray[np.uint8]

VALIDATION_COUNT = 5_000
"""The last of MNIST's training digits are held out to set temperature and threshold."""

PIECE = 2_000
"""Fields drawn in one go by one process."""

SHARES: tuple[tuple[Kind, float], ...] = (
    (Kind.LETTER, 0.35),
    (Kind.SYMBOL, 0.14),
    (Kind.SCRIBBLE, 0.12),
    (Kind.PAIR, 0.13),
    (Kind.HALF, 0.10),
    (Kind.LINE, 0.07),
    (Kind.TURNED, 0.03),
    (Kind.BLOT, 0.04),
    (Kind.TEXTURE, 0.02),
)
"""How the part that is no digit is made up."""

_STROKES = {
    Kind.SYMBOL: outliers.symbol,
    Kind.SCRIBBLE: outliers.scribble,
    Kind.LINE: outliers.lines,
}
_BITMAPS = {Kind.BLOT: outliers.blot, Kind.TEXTURE: outliers.texture}

MNIST_SHARE = 0.48
PEN_SHARE = 0.32


class Split(Enum):
    """Who may see what: the three parts share no writer, drawer or picture."""

    TRAIN = 1
    CALIBRATION = 2
    REPORT = 3


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """What fields are drawn from, all of one split.

    Attributes:
        images: MNIST's pictures, shape (n, 28, 28), uint8.
        labels: Shape (n,), uint8, 0–9.
        pens: Digits as strokes.
        characters: Characters that look like no digit, as strokes.
    """

    images: Gray
    labels: NDArray[np.uint8]
    pens: Sequence[Drawing]
    characters: Sequence[Drawing]


def load_material(data: Path, split: Split) -> Material:
    """Return the material of one split from the folder of all data.

    Raises:
        DataError: If something is missing or damaged.
    """
    mnist = load_mnist(data)
    pens, characters = load_pendigits(data), outliers.usable_characters(load_omniglot(data))
    if split is Split.REPORT:
        images, labels = mnist.test_images, mnist.test_labels
    else:
        held_out = split is Split.CALIBRATION
        part = slice(-VALIDATION_COUNT, None) if held_out else slice(None, -VALIDATION_COUNT)
        images, labels = mnist.train_images[part], mnist.train_labels[part]
    return Material(
        images,
        labels,
        _of_split(pens, split, CALIBRATION_WRITERS, REPORT_WRITERS),
        _of_split(characters, split, CALIBRATION_DRAWERS, REPORT_DRAWERS),
    )


def build_bank(
    data: Path,
    path: Path,
    count: int,
    seed: int,
    report: Callable[[float], object] = lambda _: None,
) -> Examples:
    """Return the training bank, drawn now or, where ``path`` already holds it, read from there.

    Args:
        data: Folder of all data.
        path: Where to keep the fields, ``.npy``; the labels go beside it. Written under another
            name and renamed, so what is there is whole.
        count: How many fields.
        seed: Seed of all randomness.
        report: Told the share that is done, 0–1.

    Raises:
        DataError: If data are missing or damaged.
        OSError: If the bank cannot be written.
    """
    labels_path = path.with_suffix(".labels.npy")
    if not (path.is_file() and labels_path.is_file()):
        unfinished = path.with_suffix(".part.npy")
        fields = np.lib.format.open_memmap(
            unfinished, mode="w+", dtype=np.uint8, shape=(count, 28, 28)
        )
        labels = np.zeros(count, np.uint8)
        starts = range(0, count, PIECE)
        sizes = [min(PIECE, count - start) for start in starts]
        for done, piece in enumerate(_pieces(data, sizes, seed), start=1):
            start = (done - 1) * PIECE
            fields[start : start + PIECE], labels[start : start + PIECE] = piece
            report(done / len(sizes))
        fields.flush()
        del fields
        np.save(labels_path, labels)
        unfinished.replace(path)
    return Examples(np.load(path, mmap_mode="r"), np.load(labels_path))


def draw_mixture(
    material: Material, count: int, rng: np.random.Generator
) -> tuple[Gray, NDArray[np.uint8]]:
    """Return fields and labels of a training mixture of digits and what is none.

    Returns:
        Shape (count, 28, 28) and (count,), both uint8.
    """
    fields = np.zeros((count, 28, 28), np.uint8)
    labels = np.zeros(count, np.uint8)
    kinds, weights = zip(*SHARES, strict=True)
    for i in range(count):
        chance = rng.random()
        if chance < MNIST_SHARE:
            at = int(rng.integers(len(material.images)))
            fields[i], labels[i] = distort(material.images[at], rng), material.labels[at]
        elif chance < MNIST_SHARE + PEN_SHARE:
            drawing = material.pens[int(rng.integers(len(material.pens)))]
            fields[i], labels[i] = draw_digit(drawing, rng), int(drawing.name)
        else:
            kind = kinds[int(rng.choice(len(kinds), p=weights))]
            fields[i], labels[i] = draw_outlier(kind, material, rng), NOT_A_DIGIT
    return fields, labels


def draw_digit(drawing: Drawing, rng: np.random.Generator) -> Gray:
    """Return the field of a pen digit in another style, by another hand, seen another way."""
    return render(vary(restyle(int(drawing.name), drawing.strokes, rng), rng), rng)


def draw_outlier(kind: Kind, material: Material, rng: np.random.Generator) -> Gray:
    """Return the field of something of a kind that is no digit."""
    while True:
        try:
            return _outlier(kind, material, rng)
        except EmptyDrawingError:
            continue  # an unlucky cut or a texture without ink


def _outlier(kind: Kind, material: Material, rng: np.random.Generator) -> Gray:
    if kind in _STROKES:
        return render(_STROKES[kind](rng), rng)
    if kind in _BITMAPS:
        return see(_BITMAPS[kind](rng), rng)
    if kind is Kind.LETTER:
        return _letter(material, rng)
    if kind is Kind.PAIR:
        first, second = (_tight_digit(material, rng)[1] for _ in range(2))
        return see(outliers.pair(first, second, rng), rng)
    if kind is Kind.TURNED:
        return see(_lying_digit(material, rng), rng)
    cut = None
    while cut is None:
        cut = outliers.half(*_tight_digit(material, rng), rng)
    return see(cut, rng)


def _letter(material: Material, rng: np.random.Generator) -> Gray:
    chance = rng.random()
    if chance < 0.2:
        return see(outliers.printed_letter(rng), rng)
    if chance < 0.5:
        return render(write_letter(rng), rng)
    at = int(rng.integers(len(material.characters)))
    return render(vary(material.characters[at].strokes, rng), rng)


def _lying_digit(material: Material, rng: np.random.Generator) -> Gray:
    """Return the tight bitmap of a digit on its side, one of those that are none then."""
    while True:
        digit, bitmap = _tight_digit(material, rng)
        if digit in outliers.TURNED_DIGITS:
            quarter_turns = 1 if rng.random() < 0.5 else -1
            return np.ascontiguousarray(np.rot90(bitmap, quarter_turns))


def _tight_digit(material: Material, rng: np.random.Generator) -> tuple[int, Gray]:
    """Return a digit and its tight bitmap, from MNIST or from a pen."""
    if rng.random() < 0.5:
        at = int(rng.integers(len(material.images)))
        image = material.images[at]
        left, top, right, bottom = ink_extent(image)
        tight = image[top:bottom, left:right]
        size = (tight.shape[1] * SUPERSAMPLING, tight.shape[0] * SUPERSAMPLING)
        enlarged = cv2.resize(tight, size, interpolation=cv2.INTER_CUBIC)
        return int(material.labels[at]), np.asarray(enlarged, np.uint8)
    drawing = material.pens[int(rng.integers(len(material.pens)))]
    digit = int(drawing.name)
    return digit, rasterise(vary(restyle(digit, drawing.strokes, rng), rng), rng.uniform(1.8, 4))


def _of_split(
    drawings: Sequence[Drawing], split: Split, calibration: frozenset[int], report: frozenset[int]
) -> list[Drawing]:
    chosen = {Split.CALIBRATION: calibration, Split.REPORT: report}.get(split)
    if chosen is not None:
        return [drawing for drawing in drawings if drawing.writer in chosen]
    return [drawing for drawing in drawings if drawing.writer not in calibration | report]


_worker_material: Material | None = None


def _start_worker(data: Path) -> None:
    """Load the material once in each process; OpenCV's threads would fight the processes."""
    global _worker_material  # noqa: PLW0603 - how a process pool shares what each worker loads
    cv2.setNumThreads(1)
    _worker_material = load_material(data, Split.TRAIN)


def _start_pool_worker(data: Path) -> None:
    threading.Thread(target=end_with_parent, daemon=True).start()
    _start_worker(data)


def end_with_parent() -> None:
    """End this process when its parent is gone: a pool's workers would wait for it for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)


def _draw_piece(task: tuple[int, int, int]) -> tuple[Gray, NDArray[np.uint8]]:
    seed, number, size = task
    if _worker_material is None:
        raise RuntimeError("The worker has not been started")
    return draw_mixture(_worker_material, size, np.random.default_rng([seed, number]))


def _pieces(
    data: Path, sizes: Sequence[int], seed: int
) -> Iterator[tuple[Gray, NDArray[np.uint8]]]:
    """Yield all pieces in order, drawn by as many processes as there are cores.

    A daemonic process may have no children, and one piece is not worth any: these draw here.
    """
    tasks = [(seed, number, size) for number, size in enumerate(sizes)]
    workers = min(os.cpu_count() or 1, len(tasks))
    if workers == 1 or multiprocessing.current_process().daemon:
        _start_worker(data)
        yield from map(_draw_piece, tasks)
        return
    context = multiprocessing.get_context("spawn")  # never fork after TensorFlow has loaded
    with ProcessPoolExecutor(workers, context, _start_pool_worker, (data,)) as pool:
        yield from pool.map(_draw_piece, tasks)
