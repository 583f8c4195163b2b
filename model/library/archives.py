"""Small zip files from strangers: exactly the members that are expected, each of bounded size.

Nothing is unpacked by the names in the archive, so none can point outside a folder, and no more
is ever decompressed than the expected member may have.
"""

import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from typing import Final

_END_MARK: Final = b"PK\x05\x06"
_WIDE_MARK: Final = b"PK\x06\x07"
_END_BYTES: Final = 22
_WIDE_BYTES: Final = 20
_LONGEST_COMMENT_BYTES: Final = 0xFFFF
_LARGEST_DIRECTORY_BYTES: Final = 4096
_PLAIN_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED: Final = 1

_FAULTS: Final = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    OSError,  # There is no disk here: it seeks where the archive says, and that may be nowhere.
)
"""What the zipfile module raises on damaged archives, besides ValueError."""


class ArchiveError(ValueError):
    """A zip file is damaged or is not of the expected form; says why, without a full stop."""


def read_members(content: bytes, limits: Mapping[str, int]) -> dict[str, bytes]:
    """Return the members of a zip file by name.

    Args:
        content: The zip file, its size bounded by the caller.
        limits: The names that it must have, no more and no fewer, and each one's largest size.

    Raises:
        ArchiveError: If it is damaged, or has other members, links, encryption or larger members.
    """
    _check_directory(content)
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = archive.infolist()
            _check_names(members, limits)
            return {item.filename: _read(archive, item, limits) for item in members}
    except ArchiveError:
        raise
    except (*_FAULTS, ValueError) as error:
        raise ArchiveError("it is damaged") from error


def _check_directory(content: bytes) -> None:
    """Refuse a long table of contents before the zipfile module builds an object for each entry.

    The end record is found as that module finds it (PKWARE, "APPNOTE.TXT", sections 4.3.14–16).
    """
    end = len(content) - _END_BYTES
    if content[max(0, end) :][:4] != _END_MARK or content[-2:] != b"\0\0":
        end = content.rfind(_END_MARK, max(0, end - _LONGEST_COMMENT_BYTES))
    if end < 0 or end + _END_BYTES > len(content):
        raise ArchiveError("it is no zip file, or its end is missing")
    if content[max(0, end - _WIDE_BYTES) :][:4] == _WIDE_MARK:
        raise ArchiveError("it is too large")
    (directory_bytes,) = struct.unpack_from("<I", content, end + 12)
    if directory_bytes > _LARGEST_DIRECTORY_BYTES:
        raise ArchiveError("it has too many parts")


def _check_names(members: list[zipfile.ZipInfo], limits: Mapping[str, int]) -> None:
    names = [item.filename for item in members]
    for name in limits:
        if name not in names:
            raise ArchiveError(f"it has no part called {name}")
    for name in names:
        if name not in limits:
            raise ArchiveError(f"it has a part that does not belong there: {name[:80]!r}")
    if len(names) != len(limits):
        raise ArchiveError("it has a part twice")


def _read(archive: zipfile.ZipFile, item: zipfile.ZipInfo, limits: Mapping[str, int]) -> bytes:
    name, limit = item.filename, limits[item.filename]
    if stat.S_ISLNK(item.external_attr >> 16):
        raise ArchiveError(f"its part {name} is a link")
    if item.flag_bits & _ENCRYPTED:
        raise ArchiveError(f"its part {name} is encrypted")
    if item.compress_type not in _PLAIN_METHODS:
        raise ArchiveError(f"its part {name} is packed in an unknown way")
    if item.file_size > limit:
        raise ArchiveError(f"its part {name} is too large")
    with archive.open(item) as member:
        # Never without a count: then the zipfile module would unpack all there is before it cuts
        # that to the promised size. One byte more than there may be makes it check the checksum.
        return member.read(limit + 1)
