from gui.training.run_recorder import RunRecorder
from model.runs import MOST_POINTS, Curve
from tests.gui.training.fakes import epoch_ended, started, stepped


def test_every_curve_gets_its_points() -> None:
    recorder = RunRecorder()

    recorder.add(started())
    recorder.add(stepped(50))
    recorder.add(epoch_ended(1))

    assert recorder.steps == 200
    assert recorder.points(Curve.TRAINING_ACCURACY) == [(50, 0.875)]
    assert recorder.points(Curve.CROSS_ENTROPY) == [(50, 0.4321)]
    assert recorder.points(Curve.LOSS) == [(50, 0.5)]
    assert recorder.points(Curve.LEARNING_RATE) == [(50, 0.01)]
    assert recorder.points(Curve.MEAN_ABS_GRADIENT) == [(50, 0.001)]
    assert recorder.points(Curve.VALIDATION_ACCURACY) == [(100, 0.9625)]


def test_a_long_run_keeps_its_first_and_its_last_step() -> None:
    recorder = RunRecorder()

    for step in range(1, 10_001):
        recorder.add(stepped(step, steps=10_000))

    points = recorder.points(Curve.LOSS)
    assert len(points) <= MOST_POINTS
    assert (points[0][0], points[-1][0]) == (1, 10_000)
    assert [step for step, _ in points] == sorted({step for step, _ in points})
