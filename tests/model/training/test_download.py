import hashlib
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from model.errors import DataError
from model.training import download
from model.training.download import download_mnist
from tests.model.training.digit_files import make_digits

CONTENT = make_digits(300)[0].tobytes()
SHA256 = hashlib.sha256(CONTENT).hexdigest()


class _Handler(http.server.BaseHTTPRequestHandler):
    """Serves ``/mnist.npz`` whole, ``/short`` cut off, and nothing else."""

    def do_GET(self) -> None:
        if self.path not in {"/mnist.npz", "/short"}:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(CONTENT)))
        self.end_headers()
        self.wfile.write(CONTENT if self.path == "/mnist.npz" else CONTENT[:1000])

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
        ("short", SHA256, "could not be downloaded|checksum is wrong"),
        ("nowhere", SHA256, "could not be downloaded .Not Found"),
    ],
)
def test_what_goes_wrong_writes_nothing_and_says_what_to_do(
    server: str, tmp_path: Path, page: str, sha256: str, what: str
) -> None:
    with pytest.raises(DataError, match=what) as raised:
        download_mnist(tmp_path, lambda _: None, f"{server}/{page}", sha256)

    assert "choose that folder" in str(raised.value)
    assert list(tmp_path.iterdir()) == []


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
    assert list(tmp_path.iterdir()) == []


def test_the_published_file_is_the_one_that_keras_checks() -> None:
    assert download.MNIST_URL.startswith("https://")
    assert len(bytes.fromhex(download.MNIST_SHA256)) == 32
