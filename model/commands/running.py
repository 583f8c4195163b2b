"""What commands share that run for a while: Ctrl-C between two steps, and a seed."""

import argparse
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

INTERRUPTED: Final = 130
"""Exit status after Ctrl-C, as shells have it: 128 and the number of the signal."""


def seed_number(text: str) -> int:
    """Return a seed that NumPy, TensorFlow and Python all take.

    Raises:
        argparse.ArgumentTypeError: If it is out of their range.
        ValueError: If it is no whole number.
    """
    seed = int(text)
    if not 0 <= seed < 2**31:
        raise argparse.ArgumentTypeError(f"{text} is not from 0 to 2147483647")
    return seed


@contextmanager
def interruptible() -> Iterator[threading.Event]:
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
