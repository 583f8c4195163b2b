import errno
import hashlib
import http.server
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest

from model.errors import DataError
from model.training import download
from model.training.download import download_mnist
from tests.model.training.digit_files import make_digits

CONTENT = make_digits(300)[0].tobytes()
SHA256 = hashlib.sha256(CONTENT).hexdigest()


class _Handler(http.server.BaseHTTPRequestHandler):
    """Serves ``/mnist.npz`` whole or from a byte on, ``/short`` cut off, ``/whole`` only whole."""

    asked_from: ClassVar[list[int]] = []

    def do_GET(self) -> None:
        if self.path not in {"/mnist.npz", "/short", "/whole"}:
            self.send_error(404)
            return
        start = int(self.headers.get("Range", "bytes=0-")[6:-1])
        self.asked_from.append(start)
        if start >= len(CONTENT):
            self.send_error(416)
            return
        if self.path == "/whole":
            start = 0
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(CONTENT) - start))
        self.end_headers()
        end = 1000 if self.path == "/short" else len(CONTENT)
        self.wfile.write(CONTENT[start:end])

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


def find_mnist_files(folder: Path) -> list[Path]:
    """Return what there is of MNIST, without what is still arriving."""
    return [path for path in folder.iterdir() if not path.name.endswith(".part")]


def test_it_arrives_whole_with_growing_progress(server: str, tmp_path: Path) -> None:
    shares: list[float] = []

    path = download_mnist(tmp_path / "new" / "cache", shares.append, f"{server}/mnist.npz", SHA256)

    assert path == tmp_path / "new" / "cache" / "mnist.npz"
    assert path.read_bytes() == CONTENT
    assert len(shares) > 1
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


@pytest.mark.parametrize(
    ("page", "sha256", "what"),
    [
        ("mnist.npz", "0" * 64, "its checksum is wrong"),
        ("short", SHA256, "the connection was lost"),
        ("nowhere", SHA256, "could not be downloaded .Not Found"),
    ],
)
def test_what_goes_wrong_gives_no_mnist_and_says_what_to_do(
    server: str, tmp_path: Path, page: str, sha256: str, what: str
) -> None:
    with pytest.raises(DataError, match=what) as raised:
        download_mnist(tmp_path, lambda _: None, f"{server}/{page}", sha256)

    assert "choose that folder" in str(raised.value)
    assert find_mnist_files(tmp_path) == []


@pytest.mark.parametrize("page", ["mnist.npz", "whole"])
def test_a_download_that_broke_off_goes_on_where_it_was(
    server: str, tmp_path: Path, page: str
) -> None:
    with pytest.raises(DataError, match="the next try goes on from there"):
        download_mnist(tmp_path, lambda _: None, f"{server}/short", SHA256)
    _Handler.asked_from.clear()
    shares: list[float] = []

    path = download_mnist(tmp_path, shares.append, f"{server}/{page}", SHA256)

    assert path.read_bytes() == CONTENT
    assert _Handler.asked_from == [1000]
    assert shares[-1] == 1.0
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("begun", [b"something else", CONTENT + b"and more"])
def test_what_was_begun_and_does_not_fit_is_fetched_anew(
    server: str, tmp_path: Path, begun: bytes
) -> None:
    (tmp_path / ".mnist.npz.part").write_bytes(begun)

    path = download_mnist(tmp_path, lambda _: None, f"{server}/mnist.npz", SHA256)

    assert path.read_bytes() == CONTENT


def test_a_download_that_was_whole_but_for_its_name_needs_no_network(tmp_path: Path) -> None:
    (tmp_path / ".mnist.npz.part").write_bytes(CONTENT)

    assert download_mnist(tmp_path, lambda _: None, "http://nowhere.invalid/", SHA256).is_file()


def test_a_full_disk_is_not_taken_for_the_network(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> Iterator[int]:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "mnist.npz")

    monkeypatch.setattr(download, "_copy", full)

    with pytest.raises(OSError, match="No space left"):
        download_mnist(tmp_path, lambda _: None, f"{server}/mnist.npz", SHA256)


def test_an_answer_without_end_is_refused(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "_LARGEST_BYTES", 70_000)

    with pytest.raises(DataError, match="the answer is too long"):
        download_mnist(tmp_path, lambda _: None, f"{server}/mnist.npz", SHA256)


def test_without_a_network_it_says_what_to_do(tmp_path: Path) -> None:
    with http.server.HTTPServer(("127.0.0.1", 0), _Handler) as closed:
        port = closed.server_port

    with pytest.raises(DataError, match=r"refused.*four IDX files or mnist\.npz"):
        download_mnist(tmp_path, lambda _: None, f"http://127.0.0.1:{port}/mnist.npz", SHA256)


def test_progress_that_raises_ends_the_download(server: str, tmp_path: Path) -> None:
    def stop(_share: float) -> None:
        raise KeyError("stop")

    with pytest.raises(KeyError, match="stop"):
        download_mnist(tmp_path, stop, f"{server}/mnist.npz", SHA256)
    assert find_mnist_files(tmp_path) == []


def test_the_published_file_is_the_one_that_keras_checks() -> None:
    assert download.MNIST_URL.startswith("https://")
    assert len(bytes.fromhex(download.MNIST_SHA256)) == 32
