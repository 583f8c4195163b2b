import pytest

from gui.training.ticks import linear_ticks, log_ticks


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 1, [0, 0.5, 1]),
        (0, 0.0065, [0, 0.002, 0.004, 0.006]),
        (0, 100, [0, 50, 100]),
        (3, 3, [3]),
    ],
)
def test_linear_ticks_are_round_numbers(low: float, high: float, ticks: list[float]) -> None:
    assert linear_ticks(low, high) == pytest.approx(ticks)


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0.02, 2.3, [0.1, 1]),
        (1e-6, 1, [1e-6, 1e-4, 1e-2, 1]),
        (0.11, 0.6, [0.3]),
        (0.3, 0.4, [0.3, 0.4]),
    ],
)
def test_logarithmic_ticks_are_powers_of_ten_where_there_are_enough(
    low: float, high: float, ticks: list[float]
) -> None:
    found = log_ticks(low, high)

    assert all(low * 0.99 <= tick <= high * 1.01 for tick in found)
    assert 2 <= len(found) <= 4
    if len(ticks) > 1:
        assert found == pytest.approx(ticks)


def test_there_are_never_too_many() -> None:
    for power in range(1, 12):
        assert len(linear_ticks(0, 10**power * 1.7)) <= 6
        assert len(log_ticks(10.0**-power, 1.0)) <= 4
