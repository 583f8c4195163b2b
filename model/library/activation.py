"""Which model is in use, and which were before it: one small file, replaced as a whole.

Because the two stand in one file, no moment between two writes has one without the other.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeGuard

from model.errors import BundleError
from model.files import write_bytes

MOST_REMEMBERED: Final = 20
"""How many earlier models are remembered."""

Name = str | None
"""A model's folder name; None is the bundled model."""


@dataclass(frozen=True, slots=True)
class Activation:
    """The choice of a model.

    Attributes:
        model: The one to use.
        before: Those that were used before it, the newest last.
    """

    model: Name = None
    before: tuple[Name, ...] = ()

    def then(self, model: Name) -> "Activation":
        """Return what is remembered once ``model`` is chosen after this one."""
        if model == self.model:
            return self
        return Activation(model, (*self.before, self.model)[-MOST_REMEMBERED:])

    def ways_back(self) -> "list[Activation]":
        """Return each earlier choice as it would be gone back to, the newest first."""
        ways = [
            Activation(name, self.before[:index])
            for index, name in reversed(list(enumerate(self.before)))
            if name != self.model
        ]
        if self.model is not None and None not in self.before:
            ways.append(Activation())
        return ways


def is_name(found: object) -> TypeGuard[str]:
    """Tell whether a value can name one of the trained models' folders and nothing else."""
    if not isinstance(found, str) or not found or found.startswith("."):
        return False
    return found.isprintable() and Path(found).name == found


def read_activation(path: Path) -> Activation:
    """Return what the file at ``path`` says; without one, the bundled model is in use.

    Raises:
        BundleError: If the file is damaged.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        model = found["model"]
        before = found.get("before", [])
    except FileNotFoundError:
        return Activation()
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise BundleError(f"The file {path}, which names the model, is damaged.") from error
    if model is not None and not is_name(model):
        raise BundleError(f"The file {path}, which names the model, is damaged.")
    # What was used long ago is no reason to stop using the model of today.
    names = before if isinstance(before, list) else []
    kept = [name for name in names if name is None or is_name(name)]
    return Activation(model, tuple(kept[-MOST_REMEMBERED:]))


def write_activation(path: Path, activation: Activation) -> None:
    """Remember a choice.

    Raises:
        OSError: If it cannot be written; the one before counts then.
    """
    content = {"model": activation.model, "before": list(activation.before)}
    write_bytes(path, json.dumps(content, indent=1).encode())
