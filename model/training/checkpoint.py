"""The state of a stopped run, so that it can go on where it was."""

import os
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from model.errors import TrainingError


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A file with all variables of a run and the rounds it has behind it.

    Attributes:
        path: The ``.npz`` file.
        key: What the run is; a file of another run is refused.
    """

    path: Path
    key: str

    def save(self, variables: Sequence[Any], epochs_done: int) -> None:
        """Write Keras variables; what was there before stays until all is written.

        Raises:
            OSError: If it cannot be written.
        """
        arrays = {f"v{i:03d}": variable.numpy() for i, variable in enumerate(variables)}
        unfinished = self.path.with_suffix(".part")
        with unfinished.open("wb") as file:
            np.savez(file, key=np.array(self.key), epochs_done=np.array(epochs_done), **arrays)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(self.path)

    def restore(self, variables: Sequence[Any]) -> int:
        """Give Keras variables their saved values and return how many rounds are behind them.

        Returns:
            0 where nothing has been saved; the variables are unchanged then.

        Raises:
            TrainingError: If the file is damaged or is of another run.
        """
        if not self.path.is_file():
            return 0
        try:
            with self.path.open("rb") as file, np.load(file) as saved:
                if str(saved["key"]) != self.key:
                    raise TrainingError(f"{self.path} is the state of another training run.")
                values = [saved[f"v{i:03d}"] for i in range(len(variables))]
                epochs_done = int(saved["epochs_done"])
            for variable, value in zip(variables, values, strict=True):
                variable.assign(value)
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
            raise TrainingError(f"The saved state {self.path} is damaged: {error}.") from error
        return epochs_done
