"""A lesson: a model learns a person's hand, and a gate decides whether it may be used.

Light to import; Keras loads when a lesson needs it.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from model.bundle import KERAS_NAME, ModelBundle, load_bundle
from model.training import runtime
from model.training.job import check_place
from model.training.lesson import divide
from model.training.messages import Message, Taught, TeachRequest, TrainingCancelledError

if TYPE_CHECKING:
    from model.training.teacher import Readiness

_Key = tuple[str, Path | None]

_prepared: "tuple[_Key, Readiness] | None" = None


def warm_up(base: Path, data: Path | None = None) -> None:
    """Do beforehand what a lesson needs and does not depend on the samples.

    The next ``run_teaching`` in this process with the same model and data uses it, once.

    Args:
        base: Folder of the model that the lesson will start from.
        data: Folder of MNIST; None for the usual places.

    Raises:
        InkdigitsError: If the model, the data or TensorFlow cannot be used.
    """
    global _prepared  # noqa: PLW0603 - what is prepared waits in the process for its one lesson
    bundle = load_bundle(base)
    _prepared = (_key(bundle, data), _get_ready(bundle, data, lambda: None))


def run_teaching(
    request: TeachRequest, report: Callable[[Message], None], is_cancelled: Callable[[], bool]
) -> Taught:
    """Teach a model a person's hand and write it, unless the gate says no.

    Args:
        request: What to teach whom.
        report: Called with each message but the outcome, from this thread.
        is_cancelled: Asked before each step and between the parts of the lesson.

    Returns:
        The verdict; without a folder where the old model stays.

    Raises:
        InkdigitsError: If the model, the samples, the data or the place cannot be used.
        OSError: If the model cannot be written; one that was there is unchanged then.
        TrainingCancelledError: If ``is_cancelled`` said so.
    """

    def check() -> None:
        if is_cancelled():
            raise TrainingCancelledError

    check_place(request.out)
    lesson = divide(request.samples, request.seed)
    base = load_bundle(request.base)
    check()
    ready = _take_prepared(_key(base, request.data))
    if ready is None:
        ready = _get_ready(base, request.data, check)
    runtime.load_keras(request.seed)  # Loaded it is; this seeds it.
    check()
    from model.training.teacher import Teacher

    return Teacher(ready, lesson, request, report, check).teach()


def _get_ready(base: ModelBundle, data: Path | None, check: Callable[[], None]) -> "Readiness":
    runtime.load_keras(seed=0)
    check()
    from model.training.teacher import get_ready

    return get_ready(base, data, check)


def _take_prepared(key: _Key) -> "Readiness | None":
    """Return what ``warm_up`` prepared, where it is of this model and these data; only once."""
    global _prepared
    found, _prepared = _prepared, None  # A lesson changes the network, so it serves no other one.
    return found[1] if found is not None and found[0] == key else None


def _key(bundle: ModelBundle, data: Path | None) -> _Key:
    return bundle.card.sha256[KERAS_NAME], data
