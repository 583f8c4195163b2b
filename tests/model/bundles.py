"""Model folders for tests: small files that only pretend to be models."""

from dataclasses import replace
from pathlib import Path

from model.bundle import KERAS_NAME, LITERT_NAME, ModelBundle, ModelCard, save_bundle

CARD = ModelCard(
    title="A model for tests",
    recipe="none",
    created="2026-01-01T00:00:00+00:00",
    seed=1,
    temperature=1.25,
    threshold=0.5,
    data=("nothing (no licence)",),
    metrics={"mnist_test_accuracy": 0.5},
    versions={"keras": "3"},
)


def write_models(folder: Path) -> None:
    """Write the two model files."""
    (folder / KERAS_NAME).write_bytes(b"keras")
    (folder / LITERT_NAME).write_bytes(b"litert")


def make_bundle(folder: Path, title: str = CARD.title) -> ModelBundle:
    """Return a model folder that verifies but cannot read anything."""
    return save_bundle(folder, replace(CARD, title=title), write_models)
