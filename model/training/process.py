"""Training in a process of its own: the handle that the window holds, and the child's entry.

Two one-way pipes join them: messages come out of the child, and one word, "cancel", goes in. A
pipe needs no lock that a killed child could take to its grave, and its end of file tells each
side at once that the other is gone.
"""

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import traceback
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Final

from model.errors import InkdigitsError, TrainingError
from model.training.messages import (
    Cancelled,
    Failed,
    Message,
    Outcome,
    TrainingCancelledError,
    TrainingRequest,
)
from model.training.unfinished import discard_unfinished

_CANCEL: Final = "cancel"
_NICENESS: Final = 5
_JOIN_S: Final = 5.0


class TrainingProcess:
    """One training run in a child process; importing and holding it loads no Keras.

    The owner calls ``poll`` now and then. Exactly one of the messages is an outcome, the last.
    """

    def __init__(self) -> None:
        """Prepare the handle; ``start`` starts the process."""
        self._process: multiprocessing.process.BaseProcess | None = None
        self._messages: Connection | None = None
        self._control: Connection | None = None
        self._outcome: Outcome | None = None
        self._cancel_asked = False
        self._out: Path | None = None

    @property
    def is_alive(self) -> bool:
        """True while the child process runs."""
        return self._process is not None and self._process.is_alive()

    @property
    def outcome(self) -> Outcome | None:
        """How the run ended, once ``poll`` has returned it."""
        return self._outcome

    def start(self, request: TrainingRequest) -> None:
        """Start the child; its first message takes some seconds, while TensorFlow loads.

        Raises:
            TrainingError: If the process cannot be started.
            RuntimeError: If this handle was used before.
        """
        if self._process is not None:
            raise RuntimeError("A TrainingProcess starts only once")
        self._out = request.out
        context = multiprocessing.get_context("spawn")
        self._messages, child_messages = context.Pipe(duplex=False)
        child_control, self._control = context.Pipe(duplex=False)
        self._process = context.Process(
            target=_run_child,
            args=(request, child_messages, child_control),
            name="inkdigits-training",
            daemon=True,  # Python ends daemons when the program exits in order.
        )
        try:
            self._process.start()
        except OSError as error:
            self._process = None
            raise TrainingError(f"Training cannot start: {error.strerror}.") from error
        finally:
            # Only the child may hold these, or its end would not be an end of file here.
            child_messages.close()
            child_control.close()

    def poll(self) -> list[Message]:
        """Return the messages that have come since the last call, without waiting."""
        if self._outcome is not None or self._process is None:
            return []
        has_ended = not self._process.is_alive()  # Asked first: what it sent last is then here.
        found = self._drain()
        outcomes = [message for message in found if isinstance(message, Outcome)]
        if outcomes:
            self._outcome = outcomes[-1]
        elif has_ended:
            self._outcome = self._silent_end()
            found.append(self._outcome)
        return found

    def cancel(self) -> None:
        """Ask the child to stop after the batch that it is in."""
        self._cancel_asked = True
        if self._control is not None:
            with contextlib.suppress(OSError):  # It has ended by itself.
                self._control.send(_CANCEL)

    def kill(self) -> None:
        """End the child at once; the last resort."""
        if self._process is not None and self._process.is_alive():
            self._process.kill()
            self._process.join(_JOIN_S)
            if self._out is not None:
                discard_unfinished(self._out)

    def join(self, timeout_s: float | None = None) -> None:
        """Wait until the child has ended, but no longer than ``timeout_s``."""
        if self._process is not None:
            self._process.join(timeout_s)

    def _drain(self) -> list[Message]:
        found: list[Message] = []
        try:
            while self._messages is not None and self._messages.poll():
                found.append(self._messages.recv())
        except (EOFError, OSError):
            self._messages = None  # The other end is closed; the process is about to be gone.
        return found

    def _silent_end(self) -> Outcome:
        """Return what it means that the child ended without a word."""
        if self._cancel_asked:
            return Cancelled()
        code = self._process.exitcode if self._process is not None else None
        how = f"signal {-code}" if code is not None and code < 0 else f"exit status {code}"
        return Failed(
            "The training process ended without a result; the system may have run out of memory.",
            f"The process ended with {how}.",
        )


def _run_child(request: TrainingRequest, messages: Connection, control: Connection) -> None:
    """Train, in the child process, and send every message to the parent."""
    # Ctrl-C in a terminal reaches the whole group; what it means is for the parent to decide.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _close_outputs()
    if hasattr(os, "nice"):
        os.nice(_NICENESS)  # The pen in the window goes first.
    cancelled = threading.Event()
    threading.Thread(target=_watch_parent, args=(control, cancelled), daemon=True).start()
    with contextlib.suppress(OSError):  # The parent is gone: nobody waits for an outcome.
        messages.send(_outcome(request, messages, cancelled))


def _outcome(request: TrainingRequest, messages: Connection, cancelled: threading.Event) -> Outcome:
    """Return how the run ended; an expected error becomes one sentence, any other a report."""
    from model.training.job import run_training

    try:
        return run_training(request, messages.send, cancelled.is_set)
    except TrainingCancelledError:
        outcome: Outcome = Cancelled()
    except Exception as error:  # noqa: BLE001 - whatever it is, the person must be told
        outcome = failure(error)
    # The window gives every run a new folder, so nobody would resume this one.
    discard_unfinished(request.out)
    return outcome


def failure(error: Exception) -> Failed:
    """Return what to tell about an error that ended a run."""
    if isinstance(error, InkdigitsError):
        return Failed(str(error))
    # TensorFlow has its own name for it, which cannot be imported without loading TensorFlow.
    if isinstance(error, MemoryError) or type(error).__name__ == "ResourceExhaustedError":
        return Failed("There is not enough memory to train this model.")
    if isinstance(error, OSError):
        where = f" ({error.filename})" if error.filename else ""
        return Failed(f"The model could not be trained: {error.strerror or error}{where}.")
    details = "".join(traceback.format_exception(error))
    said = (str(error).splitlines() or [""])[0]
    return Failed(f"Training ended unexpectedly ({type(error).__name__}: {said}).", details)


def _watch_parent(control: Connection, cancelled: threading.Event) -> None:
    """Turn the parent's word into the flag, and leave at once when the parent is gone."""
    parent = multiprocessing.parent_process()
    watched: list[Connection | int] = [control, *([parent.sentinel] if parent else [])]
    while True:
        wait(watched)
        try:
            if not control.poll() or control.recv() != _CANCEL:
                os._exit(1)
        except (EOFError, OSError):
            os._exit(1)
        cancelled.set()


def _close_outputs() -> None:
    """Send what libraries print to nowhere: a windowed program may have no outputs at all."""
    quiet = os.open(os.devnull, os.O_WRONLY)
    for number in (1, 2):
        with contextlib.suppress(OSError):
            os.dup2(quiet, number)
    if sys.stdout is None or sys.stderr is None:
        sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - open until the process ends
