"""Gathers the curves of a run from its messages, and writes the run down when it has ended."""

from model.bundle import ModelBundle
from model.runs import MOST_POINTS, Curve, Run
from model.training.messages import EpochEnded, Started, Stepped

Points = list[tuple[float, float]]


class RunRecorder:
    """The curves of one run.

    Attributes:
        steps: How many steps there will be in all; 0 until that is known.
    """

    def __init__(self) -> None:
        """Begin without points."""
        self.steps = 0
        self._last_step = 0
        self._curves: dict[Curve, Points] = {curve: [] for curve in Curve}

    def points(self, curve: Curve) -> Points:
        """Return the points of a curve; the list grows with the run."""
        return self._curves[curve]

    def add(self, message: Started | Stepped | EpochEnded) -> None:
        """Take in what a message says."""
        self.steps = message.steps
        match message:
            case Stepped():
                self._last_step = message.step
                self._put(Curve.TRAINING_ACCURACY, message.step, message.accuracy)
                self._put(Curve.CROSS_ENTROPY, message.step, message.cross_entropy)
                self._put(Curve.LOSS, message.step, message.loss)
                self._put(Curve.LEARNING_RATE, message.step, message.learning_rate)
                self._put(Curve.MEAN_ABS_GRADIENT, message.step, message.mean_abs_gradient)
            case EpochEnded():
                self._last_step = message.step
                self._put(Curve.VALIDATION_ACCURACY, message.step, message.validation_accuracy)
            case Started():
                pass

    def run(self, bundle: ModelBundle) -> Run:
        """Return the run that ended with a model."""
        card = bundle.card
        return Run(
            name=bundle.folder.name,
            recipe=card.recipe,
            created=card.created,
            seed=card.seed,
            steps=self._last_step,
            sources=card.data,
            metrics=dict(card.metrics),
            curves={curve: tuple(points) for curve, points in self._curves.items() if points},
        )

    def _put(self, curve: Curve, step: int, value: float) -> None:
        points = self._curves[curve]
        points.append((float(step), value))
        if len(points) > MOST_POINTS:
            del points[
                1:-1:2
            ]  # A long run is drawn more coarsely, from its first step to its last.
