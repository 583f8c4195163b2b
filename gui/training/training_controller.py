"""Watches the training process for the window: starts it, hands on what it says, ends it."""

import logging
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from model.errors import TrainingError
from model.training.messages import (
    Cancelled,
    Failed,
    Finished,
    Message,
    Outcome,
    Request,
    Taught,
)
from model.training.process import TrainingProcess
from model.training.unfinished import discard_unfinished

log = logging.getLogger(__name__)

POLL_INTERVAL_MS = 50
CANCEL_GRACE_MS = 3000
"""How long a cancelled run may take to end by itself: one batch, unless TensorFlow is loading."""

_STOP_GRACE_S = 1.0


class ProcessHandle(Protocol):
    """What the controller needs of a ``TrainingProcess``."""

    @property
    def is_alive(self) -> bool:
        """True while the child process runs."""

    def prepare(self, base: Path | None = None, data: Path | None = None) -> None:
        """Start the child, which loads TensorFlow and waits."""

    def start(self, request: Request) -> None:
        """Have the child do what is asked."""

    def poll(self) -> list[Message]:
        """Return the messages that have come since the last call, without waiting."""

    def cancel(self) -> None:
        """Ask the child to stop."""

    def pause(self) -> None:
        """Ask the child to take no further step for now."""

    def resume(self) -> None:
        """Let a paused child go on."""

    def keep_best(self) -> None:
        """Ask the child to take no further step and to keep the best it has."""

    def kill(self) -> None:
        """End the child at once."""

    def join(self, timeout_s: float | None = None) -> None:
        """Wait until the child has ended."""


class TrainingController(QObject):
    """Runs at most one training process; the window's own thread never waits for it.

    Signals:
        message_received: A ``model.training.messages.Message``. Exactly one outcome, a
            ``Finished``, ``Taught``, ``Failed`` or ``Cancelled``, ends every run; the process is
            gone by then.
        ended: The outcome was told.
    """

    message_received = Signal(object)
    ended = Signal()

    def __init__(
        self,
        parent: QObject | None = None,
        make_process: Callable[[], ProcessHandle] = TrainingProcess,
    ) -> None:
        """Prepare; nothing runs yet.

        Args:
            parent: The object that owns this one.
            make_process: Makes the handle of one run.
        """
        super().__init__(parent)
        self._make_process = make_process
        self._process: ProcessHandle | None = None
        self._prepared: ProcessHandle | None = None
        self._out = Path()
        self._out_is_new = True
        self._is_cancelled = False
        self._is_paused = False
        self._poll_timer = QTimer(self, interval=POLL_INTERVAL_MS)
        self._poll_timer.timeout.connect(self.on_poll_due)
        self._grace_timer = QTimer(self, interval=CANCEL_GRACE_MS, singleShot=True)
        self._grace_timer.timeout.connect(self.on_grace_over)

    @property
    def is_running(self) -> bool:
        """True from ``start`` until the outcome."""
        return self._process is not None

    @property
    def is_cancelled(self) -> bool:
        """True from ``cancel`` until the outcome."""
        return self.is_running and self._is_cancelled

    @property
    def is_paused(self) -> bool:
        """True from ``pause`` until ``resume``, ``keep_best``, ``cancel`` or the outcome."""
        return self.is_running and self._is_paused

    def prepare(self, base: Path | None = None, data: Path | None = None) -> None:
        """Start a process that loads TensorFlow and waits, so that the next run begins sooner.

        Nothing is told of it. Whoever prepares calls ``stop`` in the end, run or no run. Where
        nothing can be prepared, or a run goes on, this does nothing.

        Args:
            base: Folder of the model that a lesson will start from; it is loaded, too.
            data: Folder of MNIST for that lesson; None for the usual places.
        """
        if self.is_running or (self._prepared is not None and self._prepared.is_alive):
            return
        process = self._make_process()
        try:
            process.prepare(base, data)
        except TrainingError as error:
            log.info("No process could be prepared: %s", error)
        else:
            self._prepared = process

    def start(self, request: Request) -> None:
        """Start a run; where the process cannot be started, the outcome comes at once.

        Raises:
            RuntimeError: If a run is going on.
        """
        if self.is_running:
            raise RuntimeError("A training run is going on")
        self._is_cancelled = self._is_paused = False
        self._out = request.out
        self._out_is_new = not request.out.exists()
        self._process = self._take_prepared() or self._make_process()
        try:
            self._process.start(request)
        except TrainingError as error:
            self._end(Failed(str(error)))
        else:
            self._poll_timer.start()

    def pause(self) -> None:
        """Have the run take no further step for now."""
        if self._process is not None and not self._is_paused and not self._is_cancelled:
            self._is_paused = True
            self._process.pause()

    def resume(self) -> None:
        """Let a paused run go on."""
        if self._process is not None and self._is_paused:
            self._is_paused = False
            self._process.resume()

    def keep_best(self) -> None:
        """Have the run take no further step and end with the best it has learned."""
        if self._process is not None and not self._is_cancelled:
            self._is_paused = False
            self._process.keep_best()

    def cancel(self) -> None:
        """Ask the run to end; it is killed where it does not within some seconds."""
        if self._process is not None and not self._is_cancelled:
            self._is_cancelled = True
            self._is_paused = False
            self._process.cancel()
            self._grace_timer.start()

    def stop(self) -> None:
        """End the run and wait for that, a second or two: for when the window closes.

        A process that was only prepared ends at once, and nothing is told of it.
        """
        prepared = self._take_prepared()
        if prepared is not None:
            prepared.kill()
        if self._process is None:
            return
        self._is_cancelled = True
        self._process.cancel()
        self._process.join(_STOP_GRACE_S)
        self._end(Cancelled())

    @Slot()
    def on_poll_due(self) -> None:
        """Hand on what the process has said since the last time."""
        if self._process is None:
            return
        for message in self._process.poll():
            if isinstance(message, Outcome):
                self._end(message)
                return
            self.message_received.emit(message)

    @Slot()
    def on_grace_over(self) -> None:
        """Kill a cancelled run that goes on: nobody waits for its result."""
        if self._process is not None:
            self._end(Cancelled())

    def _end(self, outcome: Outcome) -> None:
        """Let go of the process and tell how the run ended.

        A run that finished between being cancelled and noticing it counts as cancelled.
        """
        process, self._process = self._process, None
        self._poll_timer.stop()
        self._grace_timer.stop()
        if process is not None:
            # The model is on the disk by now; TensorFlow's slow way out is not worth the wait.
            process.kill()
        if self._is_cancelled:
            outcome = Cancelled()
        if not isinstance(outcome, Finished | Taught):
            self._remove_leftovers()
        self.message_received.emit(outcome)
        self.ended.emit()

    def _take_prepared(self) -> ProcessHandle | None:
        """Return the process that waits, if there is one and it has not died of it."""
        process, self._prepared = self._prepared, None
        if process is not None and not process.is_alive:
            process.kill()  # Lets go of what it held.
            return None
        return process

    def _remove_leftovers(self) -> None:
        """Remove a model that nobody wants, and what a killed process has written of it so far."""
        discard_unfinished(self._out)
        leftovers = [*self._out.parent.glob(f".{self._out.name}.*.part")]
        if self._out_is_new:
            leftovers.append(self._out)
        for path in leftovers:
            shutil.rmtree(path, ignore_errors=True)
