"""Everything that the model card tells about a finished model, measured on what it never saw."""

import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from model.bundle import LITERT_NAME, ModelBundle
from model.ink import rasterise
from model.measuring.records import Record
from model.measuring.robustness import record_robustness
from model.measuring.scoring import Marks, Sheet
from model.preprocess import preprocess_bitmap
from model.recognizer import Recognizer
from model.training.bank import Material, Split, draw_outlier, load_material
from model.training.calibrate import auroc
from model.training.outliers import RESEMBLES_DIGIT, Kind
from model.training.pens import (
    REPORT_DRAWERS,
    REPORT_WRITERS,
    Drawing,
    Strokes,
    load_omniglot,
)
from model.training.report import REPORTED_WIDTHS_PX, mnist_fields, varied_fields
from model.training.schedule import TEACHERS, Schedule

Gray = NDArray[np.uint8]

PEN_SEEDS: Final = 5
"""How often the pen digits are drawn anew, with other widths, slants and sizes."""

PER_KIND: Final = 1_000
"""Things of each kind that is no digit."""

SLANT: Final = 0.25
_SPEED_READINGS: Final = 2_000


def record_model(bundle: ModelBundle, data: Path, seed: int) -> Record:
    """Return all figures of a model, ready for JSON.

    Args:
        bundle: The model; must have been trained and calibrated without MNIST's test part and
            the report writers and drawers.
        data: Folder of all data.
        seed: Seed of whatever is drawn to be measured.

    Raises:
        DataError: If data are missing or damaged.
    """
    cv2.setNumThreads(1)
    sheet, material = Sheet(bundle), load_material(data, Split.REPORT)
    scanned = mnist_fields(material)
    mnist = sheet.marks(scanned.images, scanned.labels)
    canvas = _canvas_marks(sheet, material.pens)
    return {
        "sha256": bundle.card.sha256[LITERT_NAME],
        "seed": seed,
        "writers": sorted(REPORT_WRITERS),
        "recipe": _recipe(),
        "mnist_test": mnist.as_record() | {"misread": _misread(mnist)},
        "pens_canvas": canvas.as_record(),
        "pens_drawn": _drawn_record(sheet, material.pens, seed),
        "pens_restyled": _restyled_record(sheet, material, seed),
        "robustness": record_robustness(sheet, data, seed),
        "rejection": _rejection_record(sheet, material, mnist, canvas, seed),
        "letters": _letters_record(sheet, data),
        "speed": _speed_record(bundle, scanned.images),
    }


def _recipe() -> Record:
    """Return the schedule of the shipped recipe."""
    plan = Schedule()
    rounds = {"teacher_rounds": plan.teacher_rounds, "student_rounds": plan.student_rounds}
    return asdict(plan) | {"teachers": TEACHERS} | rounds


def drawn_anew(strokes: Strokes, rng: np.random.Generator) -> Gray:
    """Return the field of a digit drawn with another pen, slant and size."""
    slant = np.array([[1.0, -rng.uniform(-SLANT, SLANT)], [0.0, 1.0]])
    size = float(np.exp(rng.uniform(np.log(0.2), np.log(5))))
    thin, wide = np.log(REPORTED_WIDTHS_PX)
    pen_px = float(np.exp(rng.uniform(thin, wide)))
    moved = tuple(size * xy @ slant.T for xy in strokes)
    return preprocess_bitmap(rasterise(moved, pen_px)).field


def _labels(pens: Sequence[Drawing]) -> NDArray[np.uint8]:
    return np.array([int(drawing.name) for drawing in pens], np.uint8)


def _canvas_marks(sheet: Sheet, pens: Sequence[Drawing]) -> Marks:
    """Return the marks of pen digits exactly as the canvas would have them."""
    fields = [preprocess_bitmap(rasterise(drawing.strokes)).field for drawing in pens]
    return sheet.marks(np.stack(fields), _labels(pens))


def _drawn_record(sheet: Sheet, pens: Sequence[Drawing], seed: int) -> Record:
    rngs = [np.random.default_rng([seed, 10, number]) for number in range(PEN_SEEDS)]
    fields = [drawn_anew(drawing.strokes, rng) for rng in rngs for drawing in pens]
    marks = sheet.marks(np.stack(fields), np.tile(_labels(pens), PEN_SEEDS))
    by_seed = marks.is_right.reshape(PEN_SEEDS, -1).sum(axis=1)
    return marks.as_record() | {"right_by_seed": by_seed.tolist()}


def _restyled_record(sheet: Sheet, material: Material, seed: int) -> Record:
    drawn = [
        varied_fields(material, np.random.default_rng([seed, 11, number]))
        for number in range(PEN_SEEDS)
    ]
    fields = np.concatenate([examples.images for examples in drawn])
    marks = sheet.marks(fields, np.concatenate([examples.labels for examples in drawn]))
    by_seed = marks.is_right.reshape(PEN_SEEDS, -1).sum(axis=1)
    return marks.as_record() | {"right_by_seed": by_seed.tolist()}


def _misread(marks: Marks) -> list[list[int | float]]:
    """Return index, truth, reading, its probability and digit score of each misread digit."""
    wrong = np.flatnonzero(~marks.is_right)
    read = marks.shares.argmax(axis=1)
    return [
        [
            int(index),
            int(marks.labels[index]),
            int(read[index]),
            round(float(marks.shares[index].max()), 3),
            round(float(marks.digit_scores[index]), 3),
        ]
        for index in wrong
    ]


def _rejection_record(
    sheet: Sheet, material: Material, mnist: Marks, pens: Marks, seed: int
) -> Record:
    """Return how many of each kind are rejected, and how well scores part all from digits."""
    digits = np.concatenate([mnist.digit_scores, pens.digit_scores])
    kinds: Record = {}
    others = []
    for number, kind in enumerate(Kind):
        rng = np.random.default_rng([seed, 12, number])
        drawn = np.stack([draw_outlier(kind, material, rng) for _ in range(PER_KIND)])
        others.append(sheet.digit_scores(drawn))
        rejected = int((others[-1] < sheet.card.threshold).sum())
        kinds[str(kind)] = {"rejected": rejected, "count": PER_KIND}
    accepted = int(mnist.is_accepted.sum() + pens.is_accepted.sum())
    return {
        "kinds": kinds,
        "digits_accepted": accepted,
        "digits": len(digits),
        "auroc": round(auroc(digits, np.concatenate(others)), 5),
    }


def _letters_record(sheet: Sheet, data: Path) -> Record:
    """Return what becomes of characters that no recipe of ours draws, as people drew them.

    They are Omniglot's, by the held-out drawers, without any distortion; of each alphabet those
    that look like no digit, and those that do.
    """
    drawings = [each for each in load_omniglot(data) if each.writer in REPORT_DRAWERS]
    fields = np.stack([preprocess_bitmap(rasterise(each.strokes)).field for each in drawings])
    scores = sheet.digit_scores(fields)
    found: Record = {}
    for drawing, score in zip(drawings, scores, strict=True):
        alphabet = drawing.name.partition("/")[0].replace("_", " ")
        row = found.setdefault(alphabet, dict.fromkeys(_LETTER_COLUMNS, 0))
        looks = "alike" if drawing.name in RESEMBLES_DIGIT else "unlike"
        row[looks] += 1
        row[f"{looks}_rejected"] += int(score < sheet.card.threshold)
    return found


_LETTER_COLUMNS = ("unlike", "unlike_rejected", "alike", "alike_rejected")


def _speed_record(bundle: ModelBundle, fields: Gray) -> Record:
    """Return the median CPU time of reading one field on one thread, and the file's size."""
    recognizer = Recognizer(bundle)
    seconds = []
    for field in fields[:_SPEED_READINGS]:
        began = time.process_time()
        recognizer.logits(field)
        seconds.append(time.process_time() - began)
    return {
        "median_cpu_ms": round(1000 * float(np.median(seconds)), 3),
        "readings": len(seconds),
        "bytes": bundle.litert_path.stat().st_size,
    }
