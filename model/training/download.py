"""Fetches MNIST once, from where ``keras.datasets.mnist`` gets it, and checks every byte of it."""

import hashlib
import http.client
from collections.abc import Callable
from pathlib import Path
from typing import Final
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from model.about import APP_NAME, VERSION
from model.errors import DataError
from model.files import write_bytes
from model.training.data import NPZ_NAME, WHAT_TO_DO

MNIST_URL: Final = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz"
MNIST_SHA256: Final = "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"

_EXPECTED_BYTES: Final = 11_490_434
_LARGEST_BYTES: Final = 64 << 20
_CHUNK_BYTES: Final = 1 << 16
_TIMEOUT_S: Final = 20.0


def download_mnist(
    folder: Path,
    progress: Callable[[float], None],
    url: str = MNIST_URL,
    sha256: str = MNIST_SHA256,
) -> Path:
    """Return the path of ``mnist.npz`` after fetching it into ``folder``.

    Args:
        folder: Where to keep it; made when missing.
        progress: Called with the share that has arrived, 0–1. What it raises ends the download.
        url: Where to fetch it from.
        sha256: What its digest must be.

    Raises:
        DataError: If it cannot be fetched or its checksum is wrong; nothing is written then.
        OSError: If it cannot be written.
    """
    try:
        content = _fetch(url, progress)
    except (OSError, http.client.HTTPException, ValueError) as error:
        # URLError, timeouts and refused connections are OSErrors; a bad length is a ValueError.
        reason = getattr(error, "reason", None) or error
        if isinstance(error, HTTPError):
            error.close()  # It holds the answer's connection.
        raise DataError(f"MNIST could not be downloaded ({reason}). {WHAT_TO_DO}") from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise DataError(f"The downloaded MNIST is damaged: its checksum is wrong. {WHAT_TO_DO}")
    target = folder / NPZ_NAME
    write_bytes(target, content)
    return target


def _fetch(url: str, progress: Callable[[float], None]) -> bytes:
    request = Request(url, headers={"User-Agent": f"{APP_NAME}/{VERSION}"})  # noqa: S310 - the address is ours, not a person's
    content = bytearray()
    with urlopen(request, timeout=_TIMEOUT_S) as response:  # noqa: S310 - as above
        total = int(response.headers.get("Content-Length") or _EXPECTED_BYTES)
        while chunk := response.read(_CHUNK_BYTES):
            content += chunk
            if len(content) > _LARGEST_BYTES:
                raise ValueError("the answer is too long")
            progress(min(1.0, len(content) / max(total, 1)))
    return bytes(content)
