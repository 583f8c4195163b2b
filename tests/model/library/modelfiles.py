"""Model files for tests: whole ones, and every way in which one can be wrong."""

import hashlib
import json
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

from model.bundle import CARD_NAME, KERAS_NAME, LITERT_NAME, ModelBundle, ModelCard, save_bundle
from tests.model.bundles import CARD

DENSE = {
    "module": "keras.layers",
    "class_name": "Dense",
    "config": {"name": "dense", "units": 10, "activation": "linear"},
    "registered_name": None,
}


def network(*layers: Mapping[str, Any]) -> dict[str, Any]:
    """Return what Keras writes of a stack of layers."""
    return {
        "module": "keras",
        "class_name": "Sequential",
        "config": {"name": "stack", "layers": list(layers)},
        "registered_name": None,
    }


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Return a zip file."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def keras_file(config: object = None, **others: bytes) -> bytes:
    """Return a ``.keras`` file that Keras would not be harmed by, unless ``config`` harms."""
    described = network(DENSE) if config is None else config
    parts = {
        "metadata.json": b'{"keras_version": "3.15.0"}',
        "config.json": json.dumps(described).encode(),
        "model.weights.h5": b"\x89HDF\r\n\x1a\n and weights",
    }
    return zipped(parts | others)


def make_model(folder: Path, card: ModelCard = CARD, litert: bytes = b"litert") -> ModelBundle:
    """Return a model folder that passes every check but the trial."""

    def write_models(new: Path) -> None:
        (new / KERAS_NAME).write_bytes(keras_file())
        (new / LITERT_NAME).write_bytes(litert)

    return save_bundle(folder, card, write_models)


def model_file_parts(card: ModelCard = CARD, keras: bytes = b"") -> dict[str, bytes]:
    """Return the members of a model file whose checksums are right."""
    parts = {KERAS_NAME: keras or keras_file(), LITERT_NAME: b"litert"}
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in parts.items()}
    return {CARD_NAME: replace(card, sha256=digests).to_json().encode(), **parts}
