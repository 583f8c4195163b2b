"""What the window says to the training process: one request, and words on how to go on."""

import contextlib
import multiprocessing
import os
import threading
from enum import Enum
from multiprocessing.connection import Connection, wait
from queue import SimpleQueue

from model.training.messages import Request


class Command(Enum):
    """A word from the window to a run."""

    CANCEL = "cancel"
    PAUSE = "pause"
    RESUME = "resume"
    KEEP_BEST = "keep best"
    """Take no more steps, and keep the best of what has been learned."""


class Outbox:
    """The window's end: nothing that it sends makes it wait, however large, however busy the child.

    A pipe holds some kilobytes, and a child that imports TensorFlow empties it late.
    """

    def __init__(self, control: Connection) -> None:
        """Send through ``control``, from a thread of its own, until closed."""
        self._control = control
        self._waiting: SimpleQueue[Request | Command | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def send(self, order: Request | Command) -> None:
        """Have something sent after what is waiting; a child that is gone misses it."""
        self._waiting.put(order)

    def close(self) -> None:
        """Send nothing more after what is waiting."""
        self._waiting.put(None)

    def _run(self) -> None:
        with self._control, contextlib.suppress(OSError):  # The child has ended by itself.
            while (order := self._waiting.get()) is not None:
                self._control.send(order)


class Orders:
    """The child's end: hears the window at any time, and leaves at once when that is gone."""

    def __init__(self, control: Connection) -> None:
        """Listen to ``control`` in a thread of its own."""
        self._control = control
        self._requests: SimpleQueue[Request] = SimpleQueue()
        self._cancelled = threading.Event()
        self._finishing = threading.Event()
        self._may_go_on = threading.Event()
        self._may_go_on.set()
        threading.Thread(target=self._listen, daemon=True).start()

    def wait_for_request(self) -> Request:
        """Return what the run shall be, once the window has said so."""
        return self._requests.get()

    def is_cancelled(self) -> bool:
        """Tell whether to stop; while the run is paused, the answer takes until that ends."""
        self._may_go_on.wait()
        return self._cancelled.is_set()

    def is_to_finish(self) -> bool:
        """Tell whether to stop and to keep what has been learned."""
        return self._finishing.is_set()

    def _listen(self) -> None:
        """Take in what the window says, and end the process when its end of file comes."""
        parent = multiprocessing.parent_process()
        watched: list[Connection | int] = [self._control, *([parent.sentinel] if parent else [])]
        try:
            while wait(watched) and self._control.poll():
                self._obey(self._control.recv())
        finally:  # The parent is gone, or something came that it never sends.
            os._exit(1)

    def _obey(self, order: Request | Command) -> None:
        match order:
            case Command.CANCEL:
                self._cancelled.set()
                self._may_go_on.set()
            case Command.PAUSE:
                self._may_go_on.clear()
            case Command.RESUME:
                self._may_go_on.set()
            case Command.KEEP_BEST:
                self._finishing.set()
                self._may_go_on.set()
            case _:
                self._requests.put(order)
