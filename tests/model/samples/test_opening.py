import re
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from model.errors import SampleStoreError
from model.samples import database, opening
from model.samples.presence import Presence
from model.samples.store import SampleStore
from tests.model.samples.drawings import Clock, new_sample

Open = Callable[[], SampleStore]


class PowerCut(BaseException):
    """Nothing after this happens."""


def fill(open_store: Open, count: int = 3) -> None:
    with open_store() as store:
        for label in range(count):
            store.add(new_sample(label))


def labels(store: SampleStore) -> list[int]:
    return sorted(sample.label for sample in store.list())


def set_aside(path: Path) -> list[Path]:
    return sorted(path.parent.glob("samples.damaged-*.sqlite3"))


def spoil(path: Path, size: int) -> bytes:
    """Cut the store to ``size`` bytes and return what is left."""
    content = path.read_bytes()[:size]
    path.write_bytes(content)
    return content


def test_a_first_start_begins_an_empty_store_without_a_word(open_store: Open, path: Path) -> None:
    with open_store() as store:
        assert (store.notice, store.is_writable, store.list()) == ("", True, ())
        assert store._connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert path.is_file()


@pytest.mark.parametrize("size", [0, 1, 99, 100, 511, 4096, 5000, 8192, 16384])
def test_a_truncated_store_is_set_aside_and_the_newest_copy_used(
    open_store: Open, path: Path, size: int
) -> None:
    fill(open_store)
    content = spoil(path, size)
    with open_store() as store:
        assert labels(store) == [0, 1, 2]
        assert "damaged" in store.notice
        assert "2026-03-01" in store.notice
        store.add(new_sample(9))
    (aside,) = set_aside(path)
    assert aside.read_bytes() == content
    assert str(aside) in store.notice or aside.name in store.notice
    with open_store() as store:
        assert store.notice == ""
        assert labels(store) == [0, 1, 2, 9]


def test_garbage_is_set_aside_too(open_store: Open, path: Path) -> None:
    fill(open_store)
    path.write_bytes(b"not a database " * 1000)
    with open_store() as store:
        assert labels(store) == [0, 1, 2]
    assert set_aside(path)[0].read_bytes().startswith(b"not a database")


def test_damage_in_the_middle_is_found(open_store: Open, path: Path) -> None:
    fill(open_store)
    content = bytearray(path.read_bytes())
    content[4096:] = bytes(byte ^ 0x5A for byte in content[4096:])
    path.write_bytes(content)
    with open_store() as store:
        assert labels(store) == [0, 1, 2]
        assert "damaged" in store.notice


def test_a_large_store_gets_the_quick_check(
    open_store: Open, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "FULL_CHECK_BYTES", 0)
    fill(open_store)
    spoil(path, 8192)
    with open_store() as store:
        assert "damaged" in store.notice


def test_a_second_damage_in_one_second_is_set_aside_beside_the_first(
    open_store: Open, path: Path
) -> None:
    fill(open_store)
    for rubbish in (b"first", b"second"):
        path.write_bytes(rubbish)
        open_store().close()
    assert sorted(aside.read_bytes() for aside in set_aside(path)) == [b"first", b"second"]


def test_a_damaged_copy_is_passed_over_for_an_older_one(
    open_store: Open, path: Path, backups: Path, clock: Clock
) -> None:
    fill(open_store)
    clock.go(days=1)
    with open_store() as store:
        store.add(new_sample(9))
    newest = max(backups.iterdir())
    newest.write_bytes(newest.read_bytes()[:5000])
    path.write_bytes(b"rubbish")
    with open_store() as store:
        assert labels(store) == [0, 1, 2]
        assert "2026-03-01" in store.notice


def test_after_a_clock_set_back_the_copy_made_last_is_used(
    open_store: Open, path: Path, clock: Clock
) -> None:
    fill(open_store)
    clock.go(days=-500)
    with open_store() as store:
        store.add(new_sample(9))
    path.write_bytes(b"rubbish")
    with open_store() as store:
        assert labels(store) == [0, 1, 2, 9]


def test_without_a_copy_an_empty_store_is_begun_and_the_person_told(
    open_store: Open, path: Path
) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(b"rubbish")
    with open_store() as store:
        assert store.list() == ()
        assert "no copy" in store.notice
        store.add(new_sample(1))
    assert set_aside(path)[0].read_bytes() == b"rubbish"


def test_a_store_that_is_gone_comes_back_from_its_copy(open_store: Open, path: Path) -> None:
    fill(open_store)
    path.unlink()
    with open_store() as store:
        assert labels(store) == [0, 1, 2]
        assert "gone" in store.notice


def test_a_store_that_another_window_has_open_is_not_mended_under_it(
    open_store: Open, path: Path
) -> None:
    fill(open_store)
    content = path.read_bytes()
    other = open_store()
    path.write_bytes(b"rubbish" + content[7:])
    with pytest.raises(SampleStoreError, match="another window"):
        open_store()
    assert set_aside(path) == []
    other.close()
    with open_store() as store:
        assert labels(store) == [0, 1, 2]


def test_a_store_that_another_window_is_mending_is_waited_for(open_store: Open, path: Path) -> None:
    fill(open_store)
    other = Presence(path, 0)
    with other.alone(), pytest.raises(SampleStoreError, match="in use by another program"):
        open_store()
    other.close()
    with open_store() as store:
        assert labels(store) == [0, 1, 2]


def test_a_damaged_store_that_cannot_be_renamed_says_so(
    open_store: Open, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(open_store)
    path.write_bytes(b"rubbish")

    def refuse(_path: Path, _target: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(SampleStoreError, match="cannot be set aside"):
        open_store()
    assert path.read_bytes() == b"rubbish"


def test_damage_that_another_window_has_mended_meanwhile_is_left_alone(
    open_store: Open, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(open_store)
    whole = path.read_bytes()
    path.write_bytes(b"rubbish")
    alone = Presence.alone

    def mended(presence: Presence) -> object:
        path.write_bytes(whole)
        return alone(presence)

    monkeypatch.setattr(Presence, "alone", mended)
    with open_store() as store:
        assert store.notice == ""
        assert labels(store) == [0, 1, 2]
    assert set_aside(path) == []


@pytest.mark.parametrize("step", ["log", "index", "store", "copy"])
def test_a_power_cut_while_mending_loses_nothing(
    open_store: Open, path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    fill(open_store)
    path.write_bytes(b"rubbish")
    for ending in ("-wal", "-shm"):
        path.with_name(f"{path.name}{ending}").write_bytes(b"left by a crash")
    rename = Path.rename
    ends = {"log": "-wal", "index": "-shm", "store": ".sqlite3"}

    def cut(source: Path, target: Path) -> Path:
        if source.name.endswith(ends[step]):
            raise PowerCut
        return rename(source, target)

    def cut_copy(_path: Path, _content: bytes) -> None:
        raise PowerCut

    with monkeypatch.context() as patch:
        if step == "copy":
            patch.setattr(opening, "write_bytes", cut_copy)
        else:
            patch.setattr(Path, "rename", cut)
        with pytest.raises(PowerCut):
            open_store()
    with open_store() as store:
        assert labels(store) == [0, 1, 2]
        assert store.notice
    assert any(aside.read_bytes() == b"rubbish" for aside in set_aside(path))


def test_a_log_whose_store_is_gone_is_kept(open_store: Open, path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.with_name(f"{path.name}-wal").write_bytes(b"samples, perhaps")
    with open_store() as store:
        assert "empty store was begun" in store.notice
        assert "samples.damaged-" in store.notice
    (kept,) = path.parent.glob("samples.damaged-*-wal")
    assert kept.read_bytes() == b"samples, perhaps"


def test_a_kill_between_any_two_writes_keeps_every_sample_that_was_confirmed(
    open_store: Open, path: Path, tmp_path: Path, clock: Clock
) -> None:
    moments: list[tuple[Path, int]] = []
    confirmed = 0

    def copy_files(_statement: str) -> None:
        """Keep what a power cut at this moment would leave on the disk."""
        folder = tmp_path / f"moment-{len(moments)}"
        folder.mkdir()
        for source in path.parent.glob("samples.sqlite3*"):
            if not source.name.endswith("-shm"):  # memory, which a power cut takes
                shutil.copy(source, folder)
        moments.append((folder, confirmed))

    with open_store() as store:
        store._connection.set_trace_callback(copy_files)
        for label in range(3):
            store.add(new_sample(label))
            confirmed += 1
        undo = store.delete([sample.id for sample in store.list(label=0)])
        store.restore(undo)
        store._connection.set_trace_callback(None)
    assert len(moments) > 12
    for folder, count in moments:
        with SampleStore.open(
            folder / path.name, folder / "backups", clock=clock, patience_s=0
        ) as store:
            assert store.notice == ""
            store.restore(range(1, 4))
            assert labels(store) in (list(range(count)), list(range(count + 1)))


def test_a_log_cut_short_anywhere_keeps_what_came_before(
    open_store: Open, path: Path, tmp_path: Path, clock: Clock
) -> None:
    with open_store() as store:
        for label in range(3):
            store.add(new_sample(label))
        whole = tmp_path / "whole"
        whole.mkdir()
        for ending in ("", "-wal"):
            shutil.copy(path.with_name(f"{path.name}{ending}"), whole)
    log = (whole / f"{path.name}-wal").read_bytes()
    found = set()
    for cut in (*range(0, len(log), len(log) // 12), len(log)):
        (whole / f"{path.name}-wal").write_bytes(log[:cut])
        folder = tmp_path / f"cut-{cut}"
        shutil.copytree(whole, folder)
        with SampleStore.open(
            folder / path.name, folder / "backups", clock=clock, patience_s=0
        ) as store:
            assert store.notice == ""
            count = len(store.list())
            assert labels(store) == list(range(count))
            found.add(count)
    assert {0, 3} <= found


def test_a_store_that_another_window_is_writing_to_opens(open_store: Open, path: Path) -> None:
    fill(open_store)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with open_store() as store:
        assert store.is_writable
        assert labels(store) == [0, 1, 2]
        other.execute("ROLLBACK")
        other.close()
        store.add(new_sample(9))
        assert labels(store) == [0, 1, 2, 9]


def test_two_windows_can_begin_one_store_at_once(open_store: Open, path: Path) -> None:
    fill(open_store)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA journal_mode = DELETE")  # as before the first window has made it WAL
    other.execute("BEGIN")
    other.execute("SELECT * FROM samples").fetchone()
    with open_store() as store:
        other.execute("ROLLBACK")
        other.close()
        store.add(new_sample(9))
        assert labels(store) == [0, 1, 2, 9]


def test_a_store_that_another_program_keeps_to_itself_is_not_taken_for_damaged(
    open_store: Open, path: Path
) -> None:
    fill(open_store)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(SampleStoreError, match="in use by another program"):
        open_store()
    other.close()
    assert set_aside(path) == []
    with open_store() as store:
        assert labels(store) == [0, 1, 2]


@pytest.mark.parametrize("closed", [True, False], ids=["closed", "after a crash"])
@pytest.mark.parametrize("locked", ["folder", "file"])
def test_a_store_that_cannot_be_written_can_be_looked_at(
    readable_folder: Path, give_up_rights: Callable[[], None], *, closed: bool, locked: str
) -> None:
    source = readable_folder / "source"
    path = readable_folder / "data" / "samples.sqlite3"
    path.parent.mkdir()
    with SampleStore.open(source / path.name, source / "backups") as store:
        store.add(new_sample(1))
        if not closed:
            for file in source.glob("samples.sqlite3*"):
                if not file.name.endswith(("-shm", ".lock")):
                    shutil.copy(file, path.parent)
    if closed:
        shutil.copy(source / path.name, path)
    for file in path.parent.iterdir():
        file.chmod(0o444)
    path.parent.chmod(0o555 if locked == "folder" else 0o777)
    before = {file: file.read_bytes() for file in path.parent.iterdir()}
    give_up_rights()
    with SampleStore.open(path, path.parent / "backups", patience_s=0) as store:
        assert not store.is_writable
        assert "looked at but not changed" in store.notice
        assert labels(store) == [1]
        with pytest.raises(SampleStoreError, match=f"{re.escape(str(path))} cannot be written"):
            store.add(new_sample(2))
        assert labels(store) == [1]
    assert {file: file.read_bytes() for file in before} == before


def test_a_damaged_store_that_cannot_be_written_says_so(
    readable_folder: Path, give_up_rights: Callable[[], None]
) -> None:
    path = readable_folder / "samples.sqlite3"
    path.write_bytes(b"rubbish" * 1000)
    path.chmod(0o444)
    readable_folder.chmod(0o555)
    give_up_rights()
    with pytest.raises(SampleStoreError, match="damaged and cannot be mended"):
        SampleStore.open(path, readable_folder / "backups", patience_s=0)
    assert path.read_bytes() == b"rubbish" * 1000


def test_a_folder_that_cannot_be_made_says_so(
    readable_folder: Path, give_up_rights: Callable[[], None]
) -> None:
    readable_folder.chmod(0o555)
    give_up_rights()
    path = readable_folder / "data" / "samples.sqlite3"
    with pytest.raises(SampleStoreError, match="cannot be opened, so none are kept"):
        SampleStore.open(path, readable_folder / "backups", patience_s=0)


def test_a_disk_that_fills_while_mending_loses_nothing(
    open_store: Open, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(open_store)
    path.write_bytes(b"rubbish")

    def full(_path: Path, _content: bytes) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(opening, "write_bytes", full)
        with pytest.raises(SampleStoreError, match="No space left"):
            open_store()
    with open_store() as store:
        assert labels(store) == [0, 1, 2]
