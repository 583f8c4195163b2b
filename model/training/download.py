"""Fetches MNIST once, from where ``keras.datasets.mnist`` gets it, and checks every byte of it.

A download that broke off is taken up where it was.
"""

import hashlib
import http.client
from collections.abc import Callable, Iterator
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO, Final
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from model.about import APP_NAME, VERSION
from model.errors import DataError
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

    What has arrived of a download that broke off is kept, and the next one goes on from there.

    Args:
        folder: Where to keep it; made when missing.
        progress: Called with the share that has arrived, 0–1. What it raises ends the download.
        url: Where to fetch it from.
        sha256: What its digest must be.

    Raises:
        DataError: If it cannot be fetched or its checksum is wrong.
        OSError: If it cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f".{NPZ_NAME}.part"
    was_begun = part.exists()
    if not (was_begun and _is_whole(part, sha256)):
        _complete(part, url, progress)
    if was_begun and not _is_whole(part, sha256):
        # The file may have changed between the two halves, or two downloads met: once more.
        part.unlink()
        _complete(part, url, progress)
    if not _is_whole(part, sha256):
        part.unlink()
        raise DataError(f"The downloaded MNIST is damaged: its checksum is wrong. {WHAT_TO_DO}")
    return part.replace(folder / NPZ_NAME)


def _complete(part: Path, url: str, progress: Callable[[float], None]) -> None:
    """Fetch what a file lacks.

    Raises:
        DataError: If it cannot be fetched; what has arrived stays.
        OSError: If it cannot be written.
    """
    try:
        _append(part, url, progress)
    except (_NetworkError, http.client.HTTPException, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise DataError(f"MNIST could not be downloaded ({reason}). {WHAT_TO_DO}") from error


def _append(part: Path, url: str, progress: Callable[[float], None]) -> None:
    """Fetch what a file lacks; raises a ``ValueError`` where the answer is not as it should be."""
    begun = part.stat().st_size if part.exists() else 0
    with _open(url, begun) as response, part.open("ab") as file:
        if response.status != HTTPStatus.PARTIAL_CONTENT:
            file.truncate(begun := 0)  # The server begins anew, and so does the file.
        total = begun + int(response.headers.get("Content-Length") or _EXPECTED_BYTES - begun)
        if total > _LARGEST_BYTES:
            raise ValueError("the answer is too long")
        for arrived in _copy(response, file, begun):
            progress(min(1.0, arrived / max(total, 1)))
    if part.stat().st_size < total:
        raise ValueError("the connection was lost; the next try goes on from there")


class _NetworkError(Exception):
    """The network failed, not the disk: both speak in OSErrors."""


def _open(url: str, begun: int) -> http.client.HTTPResponse:
    """Return the answer of the server, from a byte on where it can do that.

    Raises:
        _NetworkError: If there is none.
    """
    headers = {"User-Agent": f"{APP_NAME}/{VERSION}"}
    if begun:
        headers["Range"] = f"bytes={begun}-"
    request = Request(url, headers=headers)  # noqa: S310 - the address is ours, not a person's
    try:
        response: http.client.HTTPResponse = urlopen(request, timeout=_TIMEOUT_S)  # noqa: S310 - as above
    except HTTPError as error:
        error.close()  # It holds the answer's connection.
        if begun and error.code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            return _open(url, 0)  # Nothing is missing, or too much is there: once more.
        raise _NetworkError(error.reason) from error
    except OSError as error:
        raise _NetworkError(getattr(error, "reason", None) or error) from error
    return response


def _copy(response: http.client.HTTPResponse, file: BinaryIO, begun: int) -> Iterator[int]:
    """Append an answer to a file and yield, after each piece, how long the file is.

    Raises:
        _NetworkError: If the connection breaks.
        ValueError: If the answer does not end.
    """
    arrived = begun
    while True:
        try:
            chunk = response.read(_CHUNK_BYTES)
        except OSError as error:
            raise _NetworkError(error) from error
        if not chunk:
            return
        arrived += len(chunk)
        if arrived > _LARGEST_BYTES:
            raise ValueError("the answer is too long")
        file.write(chunk)
        yield arrived


def _is_whole(path: Path, sha256: str) -> bool:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256
