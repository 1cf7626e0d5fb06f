"""A zip file that is sent while it is being made: only a little of it is in memory at any time.

It knows nothing of what is in the files.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime

#: so much is gathered before it goes out, in bytes
_AT_LEAST = 64 * 1024
#: zip knows no year before
_FIRST_YEAR = 1980


class _Sink:
    """Where the zip file is written to: it can be emptied, and it cannot be gone back in."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self.size = 0

    def write(self, part: bytes) -> int:
        self._parts.append(bytes(part))
        self.size += len(part)
        return len(part)

    def flush(self) -> None:
        """Nothing waits."""

    def take(self) -> bytes:
        taken, self._parts, self.size = b"".join(self._parts), [], 0
        return taken


def zipped(files: Iterable[tuple[str, Iterable[str]]], *, at: datetime) -> Iterator[bytes]:
    """The files as one zip, piece by piece; `at` is the time that each carries.

    Each file is a name and its text in parts. A file is begun only when the one before has ended,
    so their parts may come from one open transaction.
    """
    sink = _Sink()
    stamp = (max(at.year, _FIRST_YEAR), at.month, at.day, at.hour, at.minute, at.second)
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        for name, parts in files:
            entry = zipfile.ZipInfo(name, stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            with archive.open(entry, "w", force_zip64=True) as file:
                for part in parts:
                    file.write(part.encode())
                    if sink.size >= _AT_LEAST:
                        yield sink.take()
    yield sink.take()
