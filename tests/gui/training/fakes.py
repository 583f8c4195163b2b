"""What stands in for the training process and for the models it writes."""

from pathlib import Path

from model.bundle import ModelBundle, ModelCard, save_bundle
from model.errors import TrainingError
from model.training.messages import (
    Comparison,
    EpochEnded,
    Failed,
    Finished,
    Message,
    Outcome,
    Request,
    Started,
    Stepped,
    TeachRequest,
    TrainingRequest,
)


class FakeProcess:
    """A process that says what the test tells it to; killing it is noted."""

    def __init__(self) -> None:
        self.request: TrainingRequest | None = None
        self.lesson: TeachRequest | None = None
        self.start_error = ""
        self.is_alive = False
        self.cancels = 0
        self.prepared_for: tuple[Path | None, Path | None] | None = None
        self.words: list[str] = []
        self._said: list[Message] = []

    def prepare(self, base: Path | None = None, data: Path | None = None) -> None:
        if self.start_error:
            raise TrainingError(self.start_error)
        self.prepared_for = (base, data)
        self.is_alive = True

    def start(self, request: Request) -> None:
        if self.start_error:
            raise TrainingError(self.start_error)
        if isinstance(request, TeachRequest):
            self.lesson = request
        else:
            self.request = request
        self.is_alive = True

    def poll(self) -> list[Message]:
        said, self._said = self._said, []
        return said

    def cancel(self) -> None:
        self.cancels += 1

    def pause(self) -> None:
        self.words.append("pause")

    def resume(self) -> None:
        self.words.append("resume")

    def keep_best(self) -> None:
        self.words.append("keep best")

    def kill(self) -> None:
        self.is_alive = False

    def join(self, timeout_s: float | None = None) -> None:
        assert timeout_s is not None, "the window would freeze"

    def say(self, *messages: Message) -> None:
        """Have messages ready for the next poll; an outcome is the process's last word."""
        self._said += messages
        if isinstance(messages[-1], Outcome):
            self.is_alive = False

    def finish(self, accuracy: float | None, comparison: Comparison | None = None) -> None:
        """Write the model that was asked for and say so."""
        assert self.request is not None
        save_model(self.request.out, accuracy)
        self.say(Finished(self.request.out, {}, comparison))

    def die_silently(self) -> None:
        """Do what ``TrainingProcess.poll`` does when its child is gone without a word."""
        self.say(Failed("The training process ended without a result.", "signal 9"))


def save_model(folder: Path, accuracy: float | None) -> ModelBundle:
    """Write a model folder that verifies; without accuracy it was never measured."""

    def write_models(new: Path) -> None:
        (new / "model.keras").write_bytes(b"keras")
        (new / "model.tflite").write_bytes(b"litert")

    card = ModelCard(
        title=folder.name,
        recipe="quick",
        created="2026-03-05T14:30:00+01:00",
        seed=0,
        temperature=1.0,
        threshold=0.5,
        data=("MNIST",),
        metrics={} if accuracy is None else {"mnist_test_accuracy": accuracy},
    )
    return save_bundle(folder, card, write_models)


def started(epochs: int = 2) -> Started:
    return Started("quick", epochs, steps=100 * epochs)


def stepped(step: int, steps: int = 200, accuracy: float = 0.875) -> Stepped:
    return Stepped(
        epoch=1 + (step - 1) // 100,
        step=step,
        steps=steps,
        accuracy=accuracy,
        cross_entropy=0.4321,
        loss=0.5,
        learning_rate=0.01,
        mean_abs_gradient=0.001,
        seconds_left=75.0,
    )


def epoch_ended(epoch: int, epochs: int = 2) -> EpochEnded:
    return EpochEnded(
        epoch=epoch,
        epochs=epochs,
        step=100 * epoch,
        steps=100 * epochs,
        accuracy=0.95,
        cross_entropy=0.1,
        loss=0.2,
        mean_abs_gradient=0.001,
        learning_rate=0.01,
        validation_accuracy=0.9625,
        test_accuracy=None,
        seconds_left=0.0,
    )
