"""Photographs, composed from what held-out people wrote, each with one thing that is difficult.

Run with ``make bench``. Everything is seeded; times are of the processor, on one thread.
"""

import time
from pathlib import Path

import cv2
import numpy as np
import pytest

from model.bundle import load_bundle
from model.paths import bundled_model
from model.reader import Reader
from model.recognizer import Recognizer
from tests.benchmarks import compose, photos

pytestmark = pytest.mark.benchmark

_SEED = 20261
_COUNT = 100
_TARGET = 0.95
"""Share of digits and whole numbers of one to four digits read right, of each kind."""

_HARDER = {photos.Photo.PHONE: 0.9}
"""A shadow that comes in from the edge looks like the table."""


def test_photographs_of_digits_and_numbers(data_dir: Path) -> None:
    reader = Reader(Recognizer(load_bundle(bundled_model())))
    digits = compose.held_out_digits(data_dir)
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    missed = []
    print(f"\n{'':50}{'share':>9}{'target':>9}{'count':>8}{'ms':>8}")
    try:
        for photo in photos.Photo:
            rng = np.random.default_rng(_SEED)
            right, times = 0, []
            for _ in range(_COUNT):
                number = compose.number(digits, compose.Spacing.SPACED, rng, (1, 4))
                gray = photos.photographed(number, photo, rng)
                start = time.process_time()
                right += reader.read_picture(gray).text == number.text
                times.append(1000 * (time.process_time() - start))
            share, target = right / _COUNT, _HARDER.get(photo, _TARGET)
            if share < target:
                missed.append(photo.value)
            row = f"{share:9.3f}{target:9.3f}{_COUNT:8}{float(np.median(times)):8.0f}"
            print(f"{photo.value:50}{row}{'' if share >= target else '  missed'}")
    finally:
        cv2.setNumThreads(threads)
    assert not missed, f"missed: {', '.join(missed)}"
