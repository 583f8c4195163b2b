import os
from pathlib import Path

import pytest

from model.files import write_bytes, write_folder


class NoRoomError(OSError):
    """A disk that is full."""


def test_bytes_are_written_and_nothing_else_is_left(tmp_path: Path) -> None:
    write_bytes(tmp_path / "new" / "file.txt", b"content")
    assert (tmp_path / "new" / "file.txt").read_bytes() == b"content"
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["file.txt"]


def test_a_full_disk_leaves_the_old_file_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file.txt"
    write_bytes(path, b"old")

    def fail(_handle: int) -> None:
        raise NoRoomError

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(NoRoomError):
        write_bytes(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


class Fill:
    """Writes one file, then fails if asked to."""

    def __init__(self, content: str, error: Exception | None = None) -> None:
        self._content = content
        self._error = error

    def __call__(self, folder: Path) -> None:
        (folder / "a.txt").write_text(self._content)
        if self._error is not None:
            raise self._error


def test_a_folder_is_replaced_as_a_whole(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    write_folder(folder, Fill("old"))
    (folder / "stale.txt").write_text("left over")
    write_folder(folder, Fill("new"))
    assert (folder / "a.txt").read_text() == "new"
    assert not (folder / "stale.txt").exists()
    assert list(tmp_path.iterdir()) == [folder]


def test_a_failure_while_filling_leaves_the_old_folder_whole(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    write_folder(folder, Fill("old"))
    with pytest.raises(NoRoomError):
        write_folder(folder, Fill("new", NoRoomError()))
    assert (folder / "a.txt").read_text() == "old"
    assert list(tmp_path.iterdir()) == [folder]


def test_a_failure_while_renaming_brings_the_old_folder_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "folder"
    write_folder(folder, Fill("old"))
    rename = Path.rename

    def fail_for_new(path: Path, target: Path) -> Path:
        if path.name == "new":
            raise NoRoomError
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fail_for_new)
    with pytest.raises(NoRoomError):
        write_folder(folder, Fill("new"))
    assert (folder / "a.txt").read_text() == "old"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_a_new_file_has_the_permissions_of_any_and_a_replaced_one_keeps_its_own(
    tmp_path: Path,
) -> None:
    plain, path = tmp_path / "plain", tmp_path / "file"
    plain.write_text("")
    write_bytes(path, b"1")
    assert path.stat().st_mode == plain.stat().st_mode
    path.chmod(0o600)
    write_bytes(path, b"2")
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.name == "nt", reason="Windows rarely allows links")
def test_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_bytes(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"
