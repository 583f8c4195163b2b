"""What a finished model scores: set by the calibration split, measured on the report split."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.ink import PEN_WIDTH_PX, rasterise
from model.preprocess import preprocess_bitmap
from model.training.bank import Material, Split, draw_digit, draw_outlier, load_material
from model.training.calibrate import (
    Calibration,
    auroc,
    digit_scores,
    fit_threshold,
    quality,
    typical_temperature,
)
from model.training.examples import Examples
from model.training.outliers import Kind

Gray = NDArray[np.uint8]
Predict = Callable[[Gray], NDArray[np.float64]]

REPORTED_WIDTHS_PX = (1.5, 6.0)
"""Pen widths in pixels of the 28×28 field; MNIST's own mean is 2.5."""

DRAWN_TIMES = 2
"""How often each pen digit is drawn by ``pen_fields``."""

PER_KIND = 400
"""Things of each kind that is no digit, drawn to be reported."""


def calibrate(predict: Predict, data: Path, seed: int) -> Calibration:
    """Return temperature and threshold, both fitted on MNIST validation and held-out writers.

    The temperature is the one that suits the typical source, MNIST being one and each writer
    another; the threshold accepts 99 % of MNIST and of the writers' digits together.

    Args:
        predict: Gives logits (n, 11) of fields (n, 28, 28), uint8.
        data: Folder of all data.
        seed: Seed of the pen widths.
    """
    material = load_material(data, Split.CALIBRATION)
    rng = np.random.default_rng([seed, 1])
    scanned, drawn = mnist_fields(material), pen_fields(material, rng)
    logits = [predict(examples.images) for examples in (scanned, drawn)]
    writers = np.repeat([drawing.writer for drawing in material.pens], DRAWN_TIMES)
    sources = [(logits[0], scanned.labels)]
    for writer in np.unique(writers):
        is_own = writers == writer
        sources.append((logits[1][is_own], drawn.labels[is_own]))
    return Calibration(typical_temperature(sources), fit_threshold(*map(digit_scores, logits)))


def measure(predict: Predict, data: Path, set_to: Calibration, seed: int) -> dict[str, float]:
    """Return the figures of the model card, measured on MNIST's test part and unseen writers.

    Args:
        predict: Gives logits (n, 11) of fields (n, 28, 28), uint8.
        data: Folder of all data.
        set_to: Temperature and threshold.
        seed: Seed of what is drawn to be measured.
    """
    material = load_material(data, Split.REPORT)
    rng = np.random.default_rng([seed, 2])
    sets = {
        "mnist_test": mnist_fields(material),
        "pens": pen_fields(material, rng),
        "pens_varied": varied_fields(material, rng),
    }
    figures: dict[str, float] = {}
    digits = []
    for name, examples in sets.items():
        logits = predict(examples.images)
        found = quality(logits, examples.labels, set_to.temperature, set_to.threshold)
        figures |= {
            f"{name}_accuracy": found.accuracy,
            f"{name}_ece": found.ece,
            f"{name}_nll": found.nll,
            f"{name}_accepted": found.accepted,
        }
        if name != "pens_varied":
            digits.append(digit_scores(logits))
    return figures | _rejection(predict, material, np.concatenate(digits), set_to, rng)


def measure_several(networks: Sequence[Predict], data: Path) -> dict[str, float]:
    """Return how networks of one recipe but of several seeds read MNIST's test part.

    Args:
        networks: Each gives logits (n, 11) of fields (n, 28, 28), uint8.
        data: Folder of all data.

    Returns:
        The mean, the least and the largest share that one of them reads right, and what their
        mean logits do; nothing where there are no networks.
    """
    if not networks:
        return {}
    test = mnist_fields(load_material(data, Split.REPORT))
    logits = [predict(test.images)[:, :10] for predict in networks]

    def share(some: NDArray[np.float64]) -> float:
        return float((some.argmax(axis=1) == test.labels).mean())

    shares = list(map(share, logits))
    return {
        "teachers_mean_accuracy": float(np.mean(shares)),
        "teachers_least_accuracy": min(shares),
        "teachers_most_accuracy": max(shares),
        "teachers_together_accuracy": share(np.asarray(np.mean(logits, axis=0))),
    }


def mnist_fields(material: Material) -> Examples:
    """Return MNIST's pictures as the pipeline passes them on."""
    fields = [preprocess_bitmap(image).field for image in material.images]
    return Examples(np.stack(fields), material.labels)


def pen_fields(material: Material, rng: np.random.Generator) -> Examples:
    """Return each pen digit twice: as the canvas gives it, and with a pen of another width."""
    drawn = [
        (preprocess_bitmap(rasterise(drawing.strokes, width)).field, int(drawing.name))
        for drawing in material.pens
        for width in (PEN_WIDTH_PX, rng.uniform(*REPORTED_WIDTHS_PX))
    ]
    fields, labels = zip(*drawn, strict=True)
    return Examples(np.stack(fields), np.array(labels, np.uint8))


def varied_fields(material: Material, rng: np.random.Generator) -> Examples:
    """Return each pen digit in another style, by another hand, seen another way."""
    fields = np.stack([draw_digit(drawing, rng) for drawing in material.pens])
    return Examples(fields, np.array([int(drawing.name) for drawing in material.pens], np.uint8))


def _rejection(
    predict: Predict,
    material: Material,
    digits: NDArray[np.float64],
    set_to: Calibration,
    rng: np.random.Generator,
) -> dict[str, float]:
    """Return the share of each kind that is rejected, and how well scores part all from digits."""
    figures: dict[str, float] = {}
    others = []
    for kind in Kind:
        drawn = np.stack([draw_outlier(kind, material, rng) for _ in range(PER_KIND)])
        scores = digit_scores(predict(drawn))
        figures[f"rejected_{kind}"] = float((scores < set_to.threshold).mean())
        others.append(scores)
    return figures | {"auroc": auroc(digits, np.concatenate(others))}
