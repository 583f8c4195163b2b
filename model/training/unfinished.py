"""Where a run that can be resumed keeps its state until its model is written."""

from pathlib import Path
from shutil import rmtree


def unfinished_folder(out: Path) -> Path:
    """Return the folder, beside ``out``, of the state of the run that is to write ``out``."""
    return out.with_name(out.name + ".unfinished")


def discard_unfinished(out: Path) -> None:
    """Remove that state: the model is written, or nobody will resume the run."""
    rmtree(unfinished_folder(out), ignore_errors=True)
