"""A model from elsewhere is tried out in a process of its own before it is let into the window.

LiteRT is native code: a file that was made to harm, or is merely damaged in a way that its checks
miss, could end the process that runs it, never answer, or take all memory. Here that ends a child.
"""

import multiprocessing
import sys
import time
from multiprocessing.connection import Connection
from typing import Final

import numpy as np

from model.bundle import ModelBundle
from model.errors import BundleError
from model.preprocess import FIELD_SIDE_PX

_PATIENCE_S: Final = 20.0
_JOIN_S: Final = 5.0
_SLOWEST_S: Final = 0.1
_MOST_MEMORY_BYTES: Final = 4 << 30
_NO_ANSWER: Final = "The compiled model in it does not answer."


def try_out(bundle: ModelBundle) -> None:
    """Return if a model answers as a reader of digits should.

    Raises:
        BundleError: If it has another form, its answers are none, or it crashes, hangs or is slow.
    """
    context = multiprocessing.get_context("spawn")
    answers, child_end = context.Pipe(duplex=False)
    child = context.Process(target=_run, args=(bundle, child_end), name="trial", daemon=True)
    has_answer = False
    try:
        child.start()
        child_end.close()  # Else the end of the child would not be the end of the pipe.
        has_answer = answers.poll(_PATIENCE_S)
        problem = answers.recv_bytes().decode() if has_answer else _NO_ANSWER
    except EOFError:
        problem = "The compiled model in it cannot be run: it crashes."
    except OSError as error:
        raise BundleError("The model cannot be tried out: no process can be started.") from error
    finally:
        answers.close()
        _end(child, _JOIN_S if has_answer else 0)
    if problem:
        raise BundleError(problem)


def _end(child: multiprocessing.process.BaseProcess, patience_s: float) -> None:
    if child.pid is None:  # It never started.
        return
    child.join(patience_s)
    if child.is_alive():
        child.kill()
        child.join()
    child.close()


def _run(bundle: ModelBundle, answer: Connection) -> None:
    """Run in the child: send what is wrong, or nothing where the model can be used."""
    _limit_use()
    try:
        problem = _problem_of(bundle)
    except BundleError:
        problem = "The compiled model in it does not read 28×28 fields as digits."
    except (ValueError, RuntimeError, MemoryError):
        problem = "The compiled model in it cannot be run."
    answer.send_bytes(problem.encode())
    answer.close()


def _problem_of(bundle: ModelBundle) -> str:
    from model.recognizer import Recognizer

    recognizer = Recognizer(bundle)
    for field in _fields():
        began = time.process_time()
        logits = recognizer.logits(field)
        if time.process_time() - began > _SLOWEST_S:
            return "The compiled model in it is too slow to read while somebody draws."
        if not np.isfinite(logits).all():
            return "The compiled model in it gives answers that are no numbers."
    return ""


def _fields() -> list[np.ndarray[tuple[int, ...], np.dtype[np.uint8]]]:
    """Return a blank field, a stroke, noise and full ink, each (28, 28), uint8."""
    side = FIELD_SIDE_PX
    blank = np.zeros((side, side), np.uint8)
    stroke = blank.copy()
    stroke[4:24, 13:16] = 255
    noise = np.random.default_rng(0).integers(0, 256, (side, side), np.uint8)
    return [blank, stroke, noise, np.full_like(blank, 255)]


def _limit_use() -> None:
    """Have the system refuse this process more memory and time than any digit reader needs."""
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY_BYTES, _MOST_MEMORY_BYTES))
        seconds = round(_PATIENCE_S)
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
