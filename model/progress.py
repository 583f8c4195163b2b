"""A progress bar for terminals; where there is no terminal it prints nothing."""

import shutil
import sys
import time
from types import TracebackType
from typing import Final, Self, TextIO

_REDRAW_EVERY_S: Final = 0.1
_BAR_COLUMNS: Final = 24


class ProgressBar:
    """One line on standard error, redrawn in place. Leaving the ``with`` block wipes it away."""

    def __init__(self, stream: TextIO | None = None) -> None:
        """Draw on ``stream``, standard error by default; a stream may be None in a window."""
        self._stream = sys.stderr if stream is None else stream
        self._drawn_at = float("-inf")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.clear()

    @property
    def is_shown(self) -> bool:
        """True where the stream is a terminal."""
        return self._stream is not None and self._stream.isatty()

    def show(self, share: float, note: str = "") -> None:
        """Draw the bar, at most ten times a second and always when it is full.

        Args:
            share: How much is done, 0–1.
            note: What to say behind the bar; cut to the terminal's width.
        """
        now = time.monotonic()
        if not self.is_shown or (share < 1 and now - self._drawn_at < _REDRAW_EVERY_S):
            return
        self._drawn_at = now
        full = round(max(0.0, min(1.0, share)) * _BAR_COLUMNS)
        line = f"[{'#' * full}{'.' * (_BAR_COLUMNS - full)}] {share:4.0%}  {note}"
        columns = shutil.get_terminal_size().columns
        self._write(f"\r{line[: columns - 1]}\x1b[K")

    def say(self, text: str) -> None:
        """Print a line that stays, above the bar; on a stream that is no terminal, too."""
        if self._stream is not None:
            self._write(("\r\x1b[K" if self.is_shown else "") + text + "\n")

    def clear(self) -> None:
        """Wipe the bar away."""
        if self.is_shown:
            self._write("\r\x1b[K")
            self._drawn_at = float("-inf")

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()
