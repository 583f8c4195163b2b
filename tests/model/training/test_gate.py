import numpy as np
import pytest
from numpy.typing import NDArray

from model.training.calibrate import Calibration, scores
from model.training.examples import NOT_A_DIGIT
from model.training.gate import Marks, carried_over, mark, objection
from model.training.messages import Score

SURE = Calibration(temperature=1.0, threshold=0.5)
BEFORE = Marks(Score(4_976, 5_000), Score(7, 10), Score(490, 500))


def logits(labels: NDArray[np.uint8], seed: int = 0, size: float = 4.0) -> NDArray[np.float64]:
    """Return eleven noisy outputs that are mostly right."""
    rng = np.random.default_rng(seed)
    found = rng.normal(0, 1, (len(labels), 11))
    found[np.arange(len(labels)), labels] += size
    found[:, 10] = np.where(labels == NOT_A_DIGIT, -size, size) + rng.normal(0, 2, len(labels))
    return found


@pytest.mark.parametrize("right", [4_971, 4_976, 5_000])
def test_a_tenth_of_a_point_of_everybodys_digits_may_be_lost(right: int) -> None:
    assert not objection(BEFORE, Marks(Score(right, 5_000), BEFORE.own, BEFORE.refused))


def test_one_more_may_not() -> None:
    said = objection(BEFORE, Marks(Score(4_970, 5_000), Score(10, 10), BEFORE.refused))

    assert "misread 6 more of everybody's 5,000 digits" in said
    assert said.endswith("more than 5 are too many.")


def test_of_few_digits_none_may_be_lost() -> None:
    before = Marks(Score(900, 900), Score(1, 1), Score(1, 1))

    assert objection(before, Marks(Score(899, 900), Score(1, 1), Score(1, 1)))


def test_the_persons_samples_may_not_be_read_worse() -> None:
    assert not objection(BEFORE, Marks(BEFORE.general, Score(7, 10), BEFORE.refused))
    said = objection(BEFORE, Marks(BEFORE.general, Score(6, 10), BEFORE.refused))
    assert "6 of 10, not 7" in said


def test_what_is_no_digit_may_not_pass_for_one() -> None:
    assert not objection(BEFORE, Marks(BEFORE.general, BEFORE.own, Score(480, 500)))
    said = objection(BEFORE, Marks(BEFORE.general, BEFORE.own, Score(479, 500)))
    assert "21 of 500, not 10" in said


def test_marks_count_right_digits_and_refusals_of_what_is_none() -> None:
    labels = np.array([3, 3, 10, 10], np.uint8)
    said = np.zeros((4, 11))
    said[0, 3] = said[1, 4] = 5  # right, wrong
    said[:, 10] = [-5, 5, -5, 5]  # refused, accepted, refused, accepted

    assert mark(said, labels, SURE) == Score(2, 4)


def test_a_model_with_ten_outputs_refuses_where_it_is_in_doubt() -> None:
    labels = np.array([10, 10], np.uint8)
    said = np.zeros((2, 10))
    said[1, 0] = 9

    assert mark(said, labels, SURE) == Score(1, 2)


@pytest.mark.parametrize("outputs", [10, 11])
def test_logits_that_have_not_moved_keep_their_certainty(outputs: int) -> None:
    labels = np.arange(1_000).astype(np.uint8) % 10
    said = logits(labels)[:, :outputs]
    certainty = Calibration(1.4, 0.7)

    found = carried_over(certainty, said, said, labels)

    assert found.temperature == pytest.approx(1.4, abs=1e-4)
    refused = [int((scores(said, 1.4) < at).sum()) for at in (0.7, found.threshold)]
    assert refused[0] - refused[1] in {0, 1}  # The threshold is rounded down.


def test_softer_logits_get_a_lower_temperature_and_as_many_digits_are_accepted() -> None:
    labels = np.arange(2_000).astype(np.uint8) % 10
    before = 2 * logits(labels)
    after = before / 1.5

    found = carried_over(Calibration(1.2, 0.9), before, after, labels)

    assert found.temperature == pytest.approx(0.8, rel=0.01)
    assert found.threshold < 0.9
    refused = [
        (scores(said, 1.0) < at).mean() for said, at in ((before, 0.9), (after, found.threshold))
    ]
    assert refused[0] > 0.05
    assert refused[1] == pytest.approx(refused[0], abs=0.002)


def test_the_threshold_never_rises() -> None:
    labels = np.arange(2_000).astype(np.uint8) % 10
    before = logits(labels)

    found = carried_over(Calibration(1.2, 0.9), before, before * 1.5, labels)

    assert found.temperature == pytest.approx(1.8, rel=0.01)
    assert found.threshold == 0.9
