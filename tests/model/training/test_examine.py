import numpy as np
import pytest
from numpy.typing import NDArray

from model.training.examine import EVERY_S, PROBE, SHOWN, Examiner
from model.training.examples import Examples


class Network:
    """Reads a field as the number in its first pixel."""

    def __call__(self, images: NDArray[np.uint8]) -> NDArray[np.float64]:
        return np.eye(10)[images[:, 0, 0]] * 5.0


def digits(read_as: list[int], labels: list[int]) -> Examples:
    images = np.zeros((len(labels), 28, 28), np.uint8)
    images[:, 0, 0] = read_as
    images[:, 1, 1] = np.arange(len(labels))  # each its own
    return Examples(images, np.array(labels, np.uint8))


def test_misread_digits_are_shown_with_what_they_are_and_are_read_as() -> None:
    held_out = digits([3, 8, 5], [3, 6, 5])

    found = Examiner(Network(), held_out).look(step=40)

    (wrong,) = found.misread
    assert (wrong.digit, wrong.read) == (6, 8)
    assert wrong.field == held_out.images[1].tobytes()
    assert found.step == 40
    assert found.watched == ()


def test_watched_drawings_are_read_as_probabilities() -> None:
    drawings = digits([4, 9], [4, 4]).images
    examiner = Examiner(Network(), digits([1], [1]), tuple(map(bytes, drawings)))

    found = examiner.look(step=1)

    assert [int(np.argmax(shares)) for shares in found.watched] == [4, 9]
    assert all(sum(shares) == pytest.approx(1) for shares in found.watched)
    assert examiner.look_through(2, np.eye(10)[[1]]).watched == found.watched


def test_digits_that_stay_misread_stay_in_their_place() -> None:
    held_out = digits([1] * 30, [0] * 30)
    examiner = Examiner(Network(), held_out)
    first = examiner.look(step=1)
    assert len(first.misread) == SHOWN
    held_out.images[0, 0, 0] = 0  # learned meanwhile

    second = examiner.look(step=2)

    assert second.misread[: SHOWN - 1] == first.misread[1:]
    assert len(second.misread) == SHOWN


def test_between_rounds_only_some_digits_are_looked_through() -> None:
    count = PROBE + 10
    held_out = digits([0] * PROBE + [1] * 10, [0] * count)
    examiner = Examiner(Network(), held_out)

    assert examiner.look(step=1).misread == ()
    assert len(examiner.look_through(2, Network()(held_out.images)).misread) == 10


def test_looks_are_a_second_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr("model.training.examine.time.monotonic", lambda: now)
    examiner = Examiner(Network(), digits([1], [1]))

    assert not examiner.is_due()
    now += EVERY_S
    assert examiner.is_due()
    assert not examiner.is_due()
