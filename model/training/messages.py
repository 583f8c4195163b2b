"""What is asked of the training process and what it answers: plain values, cheap to import."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from model.samples.sample import NewSample
from model.training.source import FROM_MNIST, DataSource


class TrainingCancelledError(Exception):
    """Raised within a run, between two batches, once it was asked to stop."""


@dataclass(frozen=True, slots=True)
class TrainingRequest:
    """One training run.

    Attributes:
        recipe: Name of one of ``recipes.RECIPES``.
        data: Folder that MNIST lies in; None looks in the usual places.
        out: Where the model folder shall be; a model that is there stays until the new one is
            whole.
        seed: Seed of all randomness.
        epochs: How many rounds instead of the recipe's own number.
        allow_download: Whether MNIST may be fetched where it is not found.
        source: What to learn from.
        current: Folder of the model in use, to be compared with; None for no comparison.
        watched: Fields of drawings to show the readings of on the way, 28 rows of 28 bytes each.
    """

    recipe: str
    data: Path | None
    out: Path
    seed: int = 0
    epochs: int | None = None
    allow_download: bool = False
    source: DataSource = FROM_MNIST
    current: Path | None = None
    watched: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class TeachRequest:
    """One lesson: a model learns a person's hand.

    Attributes:
        base: Folder of the model it starts from.
        samples: The person's labelled digits, in the order of writing.
        out: Where the taught model's folder shall be, if the gate lets it pass.
        seed: Seed of all randomness.
        data: Folder that MNIST lies in; None looks in the usual places and, where it is nowhere,
            takes generated digits against forgetting.
    """

    base: Path
    samples: tuple[NewSample, ...]
    out: Path
    seed: int = 0
    data: Path | None = None


Request = TrainingRequest | TeachRequest
"""What the training process can be asked for."""


@dataclass(frozen=True, slots=True)
class Downloading:
    """Part of MNIST has arrived.

    Attributes:
        share: How much of it, 0–1.
    """

    share: float


@dataclass(frozen=True, slots=True)
class Started:
    """The data are ready and the first step is about to be taken.

    Attributes:
        recipe: Name of the recipe.
        epochs: How many rounds there will be. A round is one pass over the training data, or,
            for recipes that count steps, the steps between two evaluations.
        steps: How many steps there will be in all rounds together.
    """

    recipe: str
    epochs: int
    steps: int


@dataclass(frozen=True, slots=True)
class Stepped:
    """One training step was taken. Steps that follow fast on each other may go unreported.

    Attributes:
        epoch: The round, from 1.
        step: The step, counted from 1 through all rounds.
        steps: How many there will be.
        accuracy: Share of the batch's digits read right, before the step.
        cross_entropy: Mean cross-entropy of the batch's digits, in nats.
        loss: What the step made smaller: summed or mean cross-entropy and what the recipe adds.
        learning_rate: Of this step.
        mean_abs_gradient: Mean of the gradient's absolute values over all weights.
        seconds_left: Expected time until the last step.
    """

    epoch: int
    step: int
    steps: int
    accuracy: float
    cross_entropy: float
    loss: float
    learning_rate: float
    mean_abs_gradient: float
    seconds_left: float


@dataclass(frozen=True, slots=True)
class EpochEnded:
    """A round has ended and the model was evaluated.

    Attributes:
        epoch: The round, from 1.
        epochs: How many there will be.
        step: The last step taken, counted from 1 through all rounds.
        steps: How many there will be.
        accuracy: Mean over the round's training batches; as are the next three.
        cross_entropy: As in ``Stepped``.
        loss: As in ``Stepped``.
        mean_abs_gradient: As in ``Stepped``.
        learning_rate: Of the round's last step.
        validation_accuracy: On digits held out of the training part.
        test_accuracy: On the test part, for recipes that report it; nothing is chosen by it.
        seconds_left: Expected time until the last step.
    """

    epoch: int
    epochs: int
    step: int
    steps: int
    accuracy: float
    cross_entropy: float
    loss: float
    mean_abs_gradient: float
    learning_rate: float
    validation_accuracy: float
    test_accuracy: float | None
    seconds_left: float


@dataclass(frozen=True, slots=True)
class Score:
    """How many digits of a set a model reads right."""

    right: int
    count: int

    @property
    def share(self) -> float:
        """Share read right, 0–1; 0 for an empty set."""
        return self.right / self.count if self.count else 0.0


@dataclass(frozen=True, slots=True)
class Misread:
    """A held-out digit that the network reads wrong for now.

    Attributes:
        field: What it reads, 28 rows of 28 bytes; bright ink on black.
        digit: What it is.
        read: What it is taken for.
    """

    field: bytes
    digit: int
    read: int


@dataclass(frozen=True, slots=True)
class Examined:
    """The network was looked at more closely, between two steps.

    Attributes:
        step: The last step taken.
        misread: Some held-out digits that it reads wrong, of those that were looked at.
        watched: Probabilities of the ten digits, for each drawing that is watched.
    """

    step: int
    misread: tuple[Misread, ...]
    watched: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Confusion:
    """What a model takes the digits of a set for.

    Attributes:
        counts: Ten rows, one for each true digit, of how often it was read as each of the ten.
    """

    counts: tuple[tuple[int, ...], ...]

    @property
    def score(self) -> Score:
        """How many were read right."""
        right = sum(row[digit] for digit, row in enumerate(self.counts))
        return Score(right, sum(map(sum, self.counts)))


@dataclass(frozen=True, slots=True)
class Comparison:
    """The model in use and the new one, on the run's test digits.

    Attributes:
        before: The model in use; None where there was none to compare with.
        after: The new model.
        own_before: The model in use on a person's own digits that were held out; None as above,
            and where there are none.
        own_after: The new model on the same.
    """

    before: Confusion | None
    after: Confusion
    own_before: Score | None = None
    own_after: Score | None = None


@dataclass(frozen=True, slots=True)
class Finished:
    """The model is written and verified.

    Attributes:
        folder: The model folder.
        metrics: Figures of the model card, by name; shares are 0–1.
        comparison: How it reads beside the model in use; None for recipes that do not tell.
    """

    folder: Path
    metrics: Mapping[str, float] = field(default_factory=dict)
    comparison: Comparison | None = None


@dataclass(frozen=True, slots=True)
class Taught:
    """A lesson has ended; the gate has decided.

    Attributes:
        folder: The verified model folder, or None where the old model stays.
        reason: One sentence on why the old model stays; empty where the new one passed.
        general_before: The model it started from, on digits of everybody.
        general_after: The taught model, on the same digits.
        own_before: The model it started from, on samples of the person held out of the lesson.
        own_after: The taught model, on the same samples.
    """

    folder: Path | None
    reason: str
    general_before: Score
    general_after: Score
    own_before: Score
    own_after: Score


@dataclass(frozen=True, slots=True)
class Failed:
    """Training ended without a model; the previous one is untouched.

    Attributes:
        text: One sentence for the person.
        details: For a bug report; empty where the sentence says it all.
    """

    text: str
    details: str = ""


@dataclass(frozen=True, slots=True)
class Cancelled:
    """Training ended because it was asked to; the previous model is untouched."""


Outcome = Finished | Taught | Failed | Cancelled
"""What ends every run: exactly one of these, as the last message."""

Progress = Downloading | Started | Stepped | EpochEnded | Examined
"""What is told on the way."""

Message = Progress | Outcome
