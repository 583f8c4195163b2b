"""The models a person can choose from: the bundled one and those trained here.

Every trained model keeps a folder of its own; a small file names the active one. Switching is
one rename, so there is no moment without a usable model, and the bundled one is never written to.
"""

import json
import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from model.bundle import ModelBundle, load_bundle
from model.errors import BundleError
from model.files import write_bytes

log = logging.getLogger(__name__)

_POINTER_NAME = "active.json"


@dataclass(frozen=True, slots=True)
class ActiveModel:
    """The model in use.

    Attributes:
        bundle: The verified model folder.
        is_bundled: True when it is the one that ships with the program.
        problem: Why the chosen model is not the one in use; empty when it is.
    """

    bundle: ModelBundle
    is_bundled: bool
    problem: str = ""


class ModelLibrary:
    """The bundled model and the folder of trained ones."""

    def __init__(self, bundled: Path, trained: Path) -> None:
        """Remember where the models are; reads and writes nothing."""
        self._bundled = bundled
        self._trained = trained

    def active(self) -> ActiveModel:
        """Return the active model, or the bundled one where that cannot be used.

        Raises:
            BundleError: If the bundled model is needed and is damaged too.
        """
        try:
            chosen = self._chosen()
            if chosen is not None:
                return ActiveModel(load_bundle(chosen), is_bundled=False)
        except BundleError as error:
            log.info("The chosen model is not used: %s", error)
            return ActiveModel(self.bundled(), is_bundled=True, problem=str(error))
        return ActiveModel(self.bundled(), is_bundled=True)

    def new_folder(self, recipe: str, now: datetime) -> Path:
        """Return a folder name, not taken yet, for a model about to be trained."""
        stem = f"{now:%Y-%m-%d-%H%M%S}-{recipe}"
        names = [stem, *(f"{stem}-{number}" for number in range(2, 100))]
        return next(path for name in names if not (path := self._trained / name).exists())

    def activate(self, folder: Path) -> ModelBundle:
        """Verify the trained model in ``folder`` and make it the active one.

        Raises:
            BundleError: If it does not verify or is not one of the trained models.
        """
        if folder.parent != self._trained:
            raise BundleError(f"The model {folder} is not in the folder of trained models.")
        bundle = load_bundle(folder)
        write_bytes(self._trained / _POINTER_NAME, json.dumps({"model": folder.name}).encode())
        return bundle

    def bundled(self) -> ModelBundle:
        """Return the bundled model, whichever is active.

        Raises:
            BundleError: If it is damaged.
        """
        return load_bundle(self._bundled)

    def restore_bundled(self) -> ModelBundle:
        """Make the bundled model the active one; trained models stay where they are."""
        bundle = self.bundled()
        (self._trained / _POINTER_NAME).unlink(missing_ok=True)
        return bundle

    def _chosen(self) -> Path | None:
        """Return the folder that the pointer names, or None for the bundled model."""
        pointer = self._trained / _POINTER_NAME
        try:
            name = json.loads(pointer.read_text(encoding="utf-8"))["model"]
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BundleError(f"The file {pointer}, which names the model, is damaged.") from error
        if not isinstance(name, str) or not name or Path(name).name != name:
            raise BundleError(f"The file {pointer}, which names the model, is damaged.")
        return self._trained / name
