import pickle
from pathlib import Path
from typing import Any

import pytest

from model.training.messages import (
    Cancelled,
    Downloading,
    EpochEnded,
    Failed,
    Finished,
    Started,
    Stepped,
    TrainingRequest,
)

MESSAGES = [
    TrainingRequest("quick", Path("data"), Path("out"), 3, 2, allow_download=True),
    Downloading(0.5),
    Started("quick", 2, 460),
    Stepped(1, 20, 460, 0.9, 0.3, 0.4, 0.006, 0.001, 7.5),
    EpochEnded(1, 2, 230, 460, 0.9, 0.3, 0.4, 0.001, 0.006, 0.98, None, 4.0),
    Finished(Path("out"), {"mnist_test_accuracy": 0.99}),
    Failed("It did not work.", "Traceback"),
    Cancelled(),
]


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: type(message).__name__)
def test_messages_reach_the_other_process_unchanged(message: Any) -> None:
    assert pickle.loads(pickle.dumps(message)) == message  # noqa: S301 - what was pickled here


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: type(message).__name__)
def test_messages_cannot_be_changed(message: Any) -> None:
    with pytest.raises((AttributeError, TypeError)):
        message.text = "changed"
