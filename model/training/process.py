"""Training in a process of its own: the handle that the window holds, and the child's entry.

Two one-way pipes join them: messages come out of the child, and orders go in. A pipe needs no
lock that a killed child could take to its grave, and its end of file tells each side at once that
the other is gone.
"""

import contextlib
import importlib
import multiprocessing
import os
import signal
import sys
import traceback
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from model.errors import InkdigitsError, TrainingError
from model.training.messages import (
    Cancelled,
    Failed,
    Message,
    Outcome,
    Request,
    TeachRequest,
    TrainingCancelledError,
)
from model.training.orders import Command, Orders, Outbox
from model.training.unfinished import discard_unfinished

_NICENESS: Final = 5
_JOIN_S: Final = 5.0


@dataclass(frozen=True, slots=True)
class Preparation:
    """What a child shall have at hand before it is asked for anything, besides TensorFlow.

    Attributes:
        base: The model that is about to be taught; None before a training from the start.
        data: Folder of MNIST; None for the usual places.
    """

    base: Path | None = None
    data: Path | None = None


@dataclass(frozen=True, slots=True)
class _Ready:
    """The child has prepared itself; the next it says belongs to a run."""


class TrainingProcess:
    """One run in a child process; importing and holding it loads no Keras.

    The owner calls ``poll`` now and then. Exactly one of the messages is an outcome, the last.
    """

    def __init__(self) -> None:
        """Prepare the handle; ``prepare`` or ``start`` starts the process."""
        self._process: multiprocessing.process.BaseProcess | None = None
        self._messages: Connection | None = None
        self._outbox: Outbox | None = None
        self._request: Request | None = None
        self._outcome: Outcome | None = None
        self._cancel_asked = False
        self._is_ready = False

    @property
    def is_alive(self) -> bool:
        """True while the child process runs."""
        return self._process is not None and self._process.is_alive()

    @property
    def is_ready(self) -> bool:
        """True once ``poll`` has heard that the child is prepared."""
        return self._is_ready

    @property
    def outcome(self) -> Outcome | None:
        """How the run ended, once ``poll`` has returned it."""
        return self._outcome

    def prepare(self, base: Path | None = None, data: Path | None = None) -> None:
        """Start the child, which loads TensorFlow and waits for ``start``.

        Args:
            base: Folder of the model that a lesson will start from; it is loaded, too.
            data: Folder of MNIST for that lesson; None for the usual places.

        Raises:
            TrainingError: If the process cannot be started.
            RuntimeError: If this handle was used before.
        """
        if self._process is not None:
            raise RuntimeError("A TrainingProcess starts only once")
        self._spawn(Preparation(base, data))

    def start(self, request: Request) -> None:
        """Have the child do what is asked; unprepared, its first message takes some seconds.

        Raises:
            TrainingError: If the process cannot be started.
            RuntimeError: If this handle was asked before.
        """
        if self._request is not None:
            raise RuntimeError("A TrainingProcess does only one run")
        if self._process is None:
            self._spawn(None)
        self._request = request
        self._send(request)

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
        self._send(Command.CANCEL)

    def pause(self) -> None:
        """Ask the child to take no further step for now."""
        self._send(Command.PAUSE)

    def resume(self) -> None:
        """Let a paused child go on."""
        self._send(Command.RESUME)

    def keep_best(self) -> None:
        """Ask the child to take no further step and to keep the best it has; lessons go on."""
        self._send(Command.KEEP_BEST)

    def kill(self) -> None:
        """End the child at once; the last resort."""
        if self._process is not None and self._process.is_alive():
            self._process.kill()
            self._process.join(_JOIN_S)
            if self._request is not None:
                discard_unfinished(self._request.out)
        if self._outbox is not None:
            self._outbox.close()

    def join(self, timeout_s: float | None = None) -> None:
        """Wait until the child has ended, but no longer than ``timeout_s``."""
        if self._process is not None:
            self._process.join(timeout_s)

    def _spawn(self, preparation: Preparation | None) -> None:
        context = multiprocessing.get_context("spawn")
        self._messages, child_messages = context.Pipe(duplex=False)
        child_control, control = context.Pipe(duplex=False)
        process = context.Process(
            target=_run_child,
            args=(preparation, child_messages, child_control),
            name="inkdigits-training",
            daemon=True,  # Python ends daemons when the program exits in order.
        )
        try:
            process.start()
        except OSError as error:
            raise TrainingError(f"Training cannot start: {error.strerror}.") from error
        finally:
            # Only the child may hold these, or its end would not be an end of file here.
            child_messages.close()
            child_control.close()
        self._process, self._outbox = process, Outbox(control)

    def _send(self, order: Request | Command) -> None:
        if self._outbox is not None:
            self._outbox.send(order)

    def _drain(self) -> list[Message]:
        found: list[Message] = []
        try:
            while self._messages is not None and self._messages.poll():
                said: Message | _Ready = self._messages.recv()
                if isinstance(said, _Ready):
                    self._is_ready = True
                else:
                    found.append(said)
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


def _run_child(preparation: Preparation | None, messages: Connection, control: Connection) -> None:
    """Do one run, in the child process, and send every message to the parent."""
    # Ctrl-C in a terminal reaches the whole group; what it means is for the parent to decide.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _close_outputs()
    if hasattr(os, "nice"):
        os.nice(_NICENESS)  # The pen in the window goes first.
    orders = Orders(control)
    with contextlib.suppress(OSError):  # The parent is gone: nobody waits for an outcome.
        if preparation is not None:
            _prepare(preparation)
            messages.send(_Ready())
        messages.send(_outcome(orders.wait_for_request(), messages, orders))


def _prepare(preparation: Preparation) -> None:
    """Load what any run needs."""
    # What goes wrong here goes wrong again in the run, and that has somebody to tell.
    with contextlib.suppress(Exception):
        from model.training import runtime

        runtime.load_keras(seed=0)
        if preparation.base is None:
            importlib.import_module("model.training.classics")  # And all that most recipes need.
        else:
            from model.training.teach import warm_up

            warm_up(preparation.base, preparation.data)


def _outcome(request: Request, messages: Connection, orders: Orders) -> Outcome:
    """Return how the run ended; an expected error becomes one sentence, any other a report."""
    try:
        if isinstance(request, TeachRequest):
            from model.training.teach import run_teaching

            return run_teaching(request, messages.send, orders.is_cancelled)
        from model.training.job import run_training

        return run_training(request, messages.send, orders.is_cancelled, orders.is_to_finish)
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


def _close_outputs() -> None:
    """Send what libraries print to nowhere: a windowed program may have no outputs at all."""
    quiet = os.open(os.devnull, os.O_WRONLY)
    for number in (1, 2):
        with contextlib.suppress(OSError):
            os.dup2(quiet, number)
    if sys.stdout is None or sys.stderr is None:
        sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - open until the process ends
