import stat
import struct
import zipfile
from io import BytesIO

import pytest

from model.library.archives import ArchiveError, read_members
from tests.model.library.modelfiles import zipped

LIMITS = {"a": 100, "b": 10}


def entry(name: str, mode: int = stat.S_IFREG | 0o644) -> zipfile.ZipInfo:
    item = zipfile.ZipInfo(name)
    item.external_attr = mode << 16
    return item


def test_members_are_returned_by_name() -> None:
    assert read_members(zipped({"b": b"2", "a": b"1"}), LIMITS) == {"a": b"1", "b": b"2"}


@pytest.mark.parametrize("name", ["../a", "/a", "c", "a/", "a\\b", "sub/a", "A"])
def test_no_other_name_is_let_in(name: str) -> None:
    with pytest.raises(ArchiveError, match="does not belong"):
        read_members(zipped({"a": b"", "b": b"", name: b"x"}), LIMITS)


def test_a_missing_member_is_named() -> None:
    with pytest.raises(ArchiveError, match="no part called b"):
        read_members(zipped({"a": b""}), LIMITS)


def test_a_member_may_not_come_twice() -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in ("a", "b", "a"):
            if name in archive.namelist():
                with pytest.warns(UserWarning, match="Duplicate"):
                    archive.writestr(name, b"")
            else:
                archive.writestr(name, b"")
    with pytest.raises(ArchiveError, match="twice"):
        read_members(packed.getvalue(), LIMITS)


def test_a_link_is_refused() -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(entry("a", stat.S_IFLNK | 0o777), b"/etc/hosts")
        archive.writestr(entry("b"), b"")
    with pytest.raises(ArchiveError, match="link"):
        read_members(packed.getvalue(), LIMITS)


def test_a_member_over_its_limit_is_refused() -> None:
    with pytest.raises(ArchiveError, match="b is too large"):
        read_members(zipped({"a": b"", "b": b"x" * 11}), LIMITS)


def test_a_bomb_that_lies_about_its_size_is_not_unpacked() -> None:
    content = zipped({"a": bytes(50_000_000), "b": b""})
    small = struct.pack("<I", 5)
    lying = content.replace(struct.pack("<I", 50_000_000), small)
    assert lying != content
    with pytest.raises(ArchiveError):
        read_members(lying, LIMITS)


def test_thousands_of_members_are_refused_unseen(monkeypatch: pytest.MonkeyPatch) -> None:
    content = zipped({f"{number}": b"" for number in range(2000)})
    monkeypatch.setattr("zipfile.ZipFile", None)
    with pytest.raises(ArchiveError, match="too many parts"):
        read_members(content, LIMITS)


def test_every_truncation_is_refused() -> None:
    content = zipped({"a": b"some content", "b": b"more"})
    for length in range(len(content)):
        with pytest.raises(ArchiveError):
            read_members(content[:length], LIMITS)


def test_every_damaged_byte_gives_the_content_or_an_error_of_ours() -> None:
    parts = {"a": b"some content", "b": b"more"}
    content = zipped(parts)
    for place in range(len(content)):
        damaged = bytearray(content)
        damaged[place] ^= 0xFF
        try:
            assert read_members(bytes(damaged), LIMITS) == parts
        except ArchiveError:
            continue


@pytest.mark.parametrize("content", [b"", b"PK", b"garbage" * 100, b"PK\x05\x06" + b"\xff" * 18])
def test_garbage_is_refused(content: bytes) -> None:
    with pytest.raises(ArchiveError):
        read_members(content, LIMITS)


def test_the_wide_form_is_refused() -> None:
    end = zipped({"a": b"", "b": b""})
    mark = end.rfind(b"PK\x05\x06")
    wide = end[:mark] + b"PK\x06\x07" + bytes(16) + end[mark:]
    with pytest.raises(ArchiveError, match="too large"):
        read_members(wide, LIMITS)


def test_encryption_and_odd_packing_are_refused() -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("a", b"")
        archive.writestr("b", b"")
    with pytest.raises(ArchiveError, match="unknown way"):
        read_members(packed.getvalue(), LIMITS)
    content = bytearray(zipped({"a": b"", "b": b""}))
    content[content.find(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(ArchiveError, match="encrypted"):
        read_members(bytes(content), LIMITS)
