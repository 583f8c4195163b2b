"""How well a model reads MNIST's test digits after each perturbation, through the pipeline."""

import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from model.errors import EmptyDrawingError
from model.measuring.perturbations import PERTURBATIONS
from model.measuring.records import Record
from model.measuring.scoring import Sheet
from model.preprocess import FIELD_SIDE_PX, preprocess_gray
from model.training.data import load_mnist

Gray = NDArray[np.uint8]


def record_robustness(sheet: Sheet, data: Path, seed: int) -> Record:
    """Return accuracy and acceptance of all test digits after each perturbation.

    What the pipeline finds no ink in counts as misread.

    Args:
        sheet: Marks what the model says.
        data: Folder that holds MNIST.
        seed: Seed of the noise.
    """
    labels = load_mnist(data).test_labels
    found: Record = {}
    for name, (fields, is_blank) in _all_fields(data, seed):
        marks = sheet.marks(fields, labels)
        is_right = marks.is_right & ~is_blank
        found[name] = {
            "right": int(is_right.sum()),
            "count": len(labels),
            "accepted": int((marks.is_accepted & ~is_blank).sum()),
        }
    return found


def perturbed_fields(data: Path, name: str, seed: int) -> tuple[Gray, NDArray[np.bool_]]:
    """Return the fields of all test digits after a perturbation, and where nothing was left.

    Args:
        data: Folder that holds MNIST.
        name: Of the perturbation.
        seed: Seed of the noise.

    Returns:
        Shape (10000, 28, 28), uint8, and (10000,), bool.
    """
    cv2.setNumThreads(1)
    images = load_mnist(data).test_images
    change, rng = PERTURBATIONS[name], np.random.default_rng(seed)
    fields = np.zeros((len(images), FIELD_SIDE_PX, FIELD_SIDE_PX), np.uint8)
    is_blank = np.zeros(len(images), bool)
    for number, image in enumerate(images):
        try:
            fields[number] = preprocess_gray(change(image, rng)).field
        except EmptyDrawingError:
            is_blank[number] = True
    return fields, is_blank


def _all_fields(data: Path, seed: int) -> Iterator[tuple[str, tuple[Gray, NDArray[np.bool_]]]]:
    """Yield the fields of each perturbation in their order, made by as many processes as cores."""
    names = list(PERTURBATIONS)
    with ProcessPoolExecutor(os.cpu_count(), multiprocessing.get_context("spawn")) as pool:
        made = pool.map(perturbed_fields, [data] * len(names), names, [seed] * len(names))
        yield from zip(names, made, strict=True)
