"""What the commands share: whole lines on the two streams, and the end of both."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from model.errors import InkdigitsError

PREFIX = "inkdigits: "


def say(text: str) -> None:
    """Print one line on standard output, whatever its characters."""
    _write(sys.stdout, text)


def complain(text: str) -> None:
    """Print one line on standard error; line breaks within it become spaces."""
    _write(sys.stderr, PREFIX + " ".join(text.split()))


def blaming(name: str, error: Exception) -> str:
    """Return what an error says, with the file it is about if the error does not name it."""
    text = str(error)
    return text if Path(name).name in text else f"{name}: {text}"


def guarded(work: Callable[[], int]) -> int:
    """Return the exit status of ``work``; what it raises on purpose becomes one line and 1.

    A reader that goes away, as ``| head`` does, ends the command quietly.
    """
    try:
        status = work()
        if sys.stdout is not None:
            sys.stdout.flush()
    except InkdigitsError as error:
        complain(str(error))
        return 1
    except BrokenPipeError:
        # Python flushes standard output once more at its end, and would report that failure.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        complain(f"{error.filename or 'The output'}: {error.strerror or error}.")
        return 1
    except KeyboardInterrupt:
        complain("Stopped.")
        return 130
    return status


def _write(stream: TextIO | None, text: str) -> None:
    if stream is None:  # a windowed program on Windows has no streams
        return
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")
