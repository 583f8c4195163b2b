"""Libraries in C that talk to standard error past Python, and how to quiet them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def native_messages_silenced() -> Iterator[None]:
    """Keep what runs within from writing to standard error.

    LiteRT reports which delegate it made and libtiff each fault of a file; neither has a switch
    for that, and our own message is the one line that the user shall see.
    """
    try:
        kept = os.dup(2)
    except OSError:  # A windowed Windows build has no standard error.
        yield
        return
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
