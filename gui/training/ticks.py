"""Where the lines of a plot's grid lie."""

import math


def linear_ticks(low: float, high: float, most: int = 4) -> list[float]:
    """Return round numbers from ``low`` to ``high``: multiples of 1, 2 or 5 times a power of ten.

    Args:
        low: Smallest value.
        high: Largest value.
        most: How many at most, at least 2.
    """
    if not high > low:
        return [low]
    rough = (high - low) / most
    power = 10 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * 0.999)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [number * step for number in range(first, last + 1)]


def log_ticks(low: float, high: float, most: int = 4) -> list[float]:
    """Return the powers of ten from ``low`` to ``high``, or finer numbers where they are close.

    Args:
        low: Smallest value, above 0.
        high: Largest value.
        most: How many at most, at least 2.
    """
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    for factors in ((1,), (1, 3), (1, 2, 5)):
        found = [
            factor * 10.0**power
            for power in range(first, last + 1)
            for factor in factors
            if low * 0.999 <= factor * 10.0**power <= high * 1.001
        ]
        if len(found) >= 2:
            return found[:: math.ceil(len(found) / most)]
    return [low, high]
