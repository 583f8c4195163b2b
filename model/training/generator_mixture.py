"""How the codes of a digit lie: many small Gaussian clouds of equal weight.

Codes of real digits do not follow the normal distribution that an autoencoder is drawn towards,
so what is sampled is an estimate of where they do lie, made after training (Ghosh, Sajjadi,
Vergari, Black and Schölkopf 2020, "From variational to deterministic autoencoders").
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]

_SMALLEST_VARIANCE = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Clouds:
    """Gaussian clouds of equal weight.

    Attributes:
        centres: Shape (clouds, size).
        spreads: Shape (clouds, size, size), lower triangular: a sample of a cloud is its centre
            plus its spread times standard normal noise.
    """

    centres: Real
    spreads: Real


def fit_clouds(codes: Real, halvings: int, shrinkage: float) -> Clouds:
    """Return ``2 ** halvings`` clouds that together lie as the codes do.

    The codes are halved again and again at the median of their longest axis, so each cloud stands
    for as many of them, and none for only a few that it could repeat.

    Args:
        codes: Shape (n, size).
        halvings: How often; at least ``2 * 2 ** halvings`` codes are needed.
        shrinkage: How far each cloud's covariance is drawn towards the mean of all, 0–1 (Ledoit
            and Wolf 2004): few codes tell little about every direction.

    Raises:
        ValueError: If there are too few codes.
    """
    if len(codes) < 2 * 2**halvings:
        raise ValueError(f"{len(codes)} codes are too few for {2**halvings} clouds")
    parts = [codes]
    for _ in range(halvings):
        parts = [half for part in parts for half in _halved(part)]
    covariances = np.stack([np.cov(part, rowvar=False) for part in parts])
    drawn = (1 - shrinkage) * covariances + shrinkage * covariances.mean(axis=0)
    drawn += _SMALLEST_VARIANCE * np.eye(codes.shape[1])
    return Clouds(np.stack([part.mean(axis=0) for part in parts]), np.linalg.cholesky(drawn))


def _halved(codes: Real) -> tuple[Real, Real]:
    """Return the two halves of codes along the direction in which they vary most."""
    centred = codes - codes.mean(axis=0)
    longest = np.linalg.eigh(centred.T @ centred)[1][:, -1]
    # Either sign is an eigenvector; one is chosen, so that every machine halves alike.
    longest = longest * np.sign(longest[np.abs(longest).argmax()])
    order = np.argsort(centred @ longest, kind="stable")
    middle = len(order) // 2
    return codes[order[:middle]], codes[order[middle:]]
