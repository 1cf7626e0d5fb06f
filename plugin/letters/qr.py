"""A QR code (ISO/IEC 18004) of a short text, for whoever holds paper and no link. It draws nothing.

Byte mode, error correction M, versions 1 to 10: enough for every address of ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

Matrix = tuple[tuple[bool, ...], ...]

#: by version: codewords of error correction in a block, and how many blocks (level M)
_CORRECTION = (10, 16, 26, 18, 24, 16, 18, 22, 22, 26)
_BLOCKS = (1, 1, 1, 2, 2, 4, 4, 4, 5, 5)
#: where the small squares stand, by version
_ALIGNED: tuple[tuple[int, ...], ...] = (
    (), (6, 18), (6, 22), (6, 26), (6, 30), (6, 34),
    (6, 22, 38), (6, 24, 42), (6, 26, 46), (6, 28, 50),
)  # fmt: skip
_MASKS: tuple[Callable[[int, int], int], ...] = (
    lambda x, y: (x + y) % 2,
    lambda _, y: y % 2,
    lambda x, _: x % 3,
    lambda x, y: (x + y) % 3,
    lambda x, y: (x // 3 + y // 2) % 2,
    lambda x, y: x * y % 2 + x * y % 3,
    lambda x, y: (x * y % 2 + x * y % 3) % 2,
    lambda x, y: ((x + y) % 2 + x * y % 3) % 2,
)


def qr_code(text: str) -> Matrix:
    """The modules row by row, True where it is dark, without the quiet zone around.

    Raises ValueError for a text that is too long.
    """
    content = text.encode()
    version = _version_for(len(content))
    words = _interleaved(_words(content, version), version)
    drawn = [_Drawing(version, words, mask).matrix for mask in range(8)]
    return min(drawn, key=_penalty)


def all_masks(text: str) -> tuple[Matrix, ...]:
    """The code under each of the eight masks; all of them read the same."""
    content = text.encode()
    version = _version_for(len(content))
    words = _interleaved(_words(content, version), version)
    return tuple(_Drawing(version, words, mask).matrix for mask in range(8))


def _capacity(version: int) -> int:
    """Codewords that a version holds in all."""
    modules = (16 * version + 128) * version + 64
    if version >= 2:
        aligned = version // 7 + 2
        modules -= (25 * aligned - 10) * aligned - 55
    if version >= 7:
        modules -= 36
    return modules // 8


def _room(version: int) -> int:
    """Codewords that are left for content."""
    return _capacity(version) - _CORRECTION[version - 1] * _BLOCKS[version - 1]


def _version_for(length: int) -> int:
    for version in range(1, len(_BLOCKS) + 1):
        header = 4 + (8 if version < 10 else 16)
        if header + 8 * length <= 8 * _room(version):
            return version
    raise ValueError(f"a text of {length} bytes is too long for a QR code of ours")


def _words(content: bytes, version: int) -> bytes:
    length = 8 if version < 10 else 16
    bits = f"0100{len(content):0{length}b}" + "".join(f"{each:08b}" for each in content)
    room = 8 * _room(version)
    bits += "0" * min(4, room - len(bits))
    bits += "0" * (-len(bits) % 8)
    found = bytearray(int(bits[at : at + 8], 2) for at in range(0, len(bits), 8))
    pads = (0xEC, 0x11)
    found += bytes(pads[at % 2] for at in range(_room(version) - len(found)))
    return bytes(found)


def _interleaved(words: bytes, version: int) -> bytes:
    """Blocks with their error correction, woven into one another."""
    count, correction = _BLOCKS[version - 1], _CORRECTION[version - 1]
    short, longer = divmod(len(words), count)
    blocks, at = [], 0
    for number in range(count):
        size = short + (number >= count - longer)
        blocks.append(words[at : at + size])
        at += size
    rests = [_remainder(block, correction) for block in blocks]
    woven = [block[i] for i in range(short + 1) for block in blocks if i < len(block)]
    woven += [rest[i] for i in range(correction) for rest in rests]
    return bytes(woven)


# --- arithmetic in the field of 256 ---------------------------------------------------------


def _times(a: int, b: int) -> int:
    found = 0
    for bit in range(7, -1, -1):
        found = (found << 1) ^ ((found >> 7) * 0x11D)
        found ^= ((b >> bit) & 1) * a
    return found


@lru_cache(maxsize=16)
def _divisor(degree: int) -> tuple[int, ...]:
    found = [0] * (degree - 1) + [1]
    root = 1
    for _ in range(degree):
        for i in range(degree):
            found[i] = _times(found[i], root) ^ (found[i + 1] if i + 1 < degree else 0)
        root = _times(root, 2)
    return tuple(found)


def _remainder(words: bytes, degree: int) -> list[int]:
    divisor, found = _divisor(degree), [0] * degree
    for word in words:
        factor = word ^ found.pop(0)
        found.append(0)
        for i, each in enumerate(divisor):
            found[i] ^= _times(each, factor)
    return found


# --- drawing ----------------------------------------------------------------------------------


class _Drawing:
    """One code under one mask: `matrix` is whole once it is made."""

    def __init__(self, version: int, words: bytes, mask: int) -> None:
        self.size = 4 * version + 17
        self._dark = [[False] * self.size for _ in range(self.size)]
        self._fixed = [[False] * self.size for _ in range(self.size)]
        self._patterns(version)
        self._format(mask)
        self._content(words, mask)
        self.matrix: Matrix = tuple(map(tuple, self._dark))

    def _set(self, x: int, y: int, dark: bool) -> None:
        if 0 <= x < self.size and 0 <= y < self.size:
            self._dark[y][x], self._fixed[y][x] = dark, True

    def _patterns(self, version: int) -> None:
        for i in range(self.size):
            self._set(6, i, i % 2 == 0)
            self._set(i, 6, i % 2 == 0)
        for cx, cy in ((3, 3), (self.size - 4, 3), (3, self.size - 4)):
            for dx, dy in _square(4):
                self._set(cx + dx, cy + dy, max(abs(dx), abs(dy)) not in (2, 4))
        places = _ALIGNED[version - 1]
        corners = {(6, 6), (6, self.size - 7), (self.size - 7, 6)}
        for cx in places:
            for cy in places:
                if (cx, cy) not in corners:
                    for dx, dy in _square(2):
                        self._set(cx + dx, cy + dy, max(abs(dx), abs(dy)) != 1)
        if version >= 7:
            self._version(version)

    def _version(self, version: int) -> None:
        bits = version << 12 | _check(version, 12, 0x1F25)
        for i in range(18):
            dark = bool(bits >> i & 1)
            a, b = self.size - 11 + i % 3, i // 3
            self._set(a, b, dark)
            self._set(b, a, dark)

    def _format(self, mask: int) -> None:
        # level M is 00, so the mask alone stands in it
        bits = (mask << 10 | _check(mask, 10, 0x537)) ^ 0x5412
        dark = [bool(bits >> i & 1) for i in range(15)]
        for i in range(6):
            self._set(8, i, dark[i])
        self._set(8, 7, dark[6])
        self._set(8, 8, dark[7])
        self._set(7, 8, dark[8])
        for i in range(9, 15):
            self._set(14 - i, 8, dark[i])
        for i in range(8):
            self._set(self.size - 1 - i, 8, dark[i])
        for i in range(8, 15):
            self._set(8, self.size - 15 + i, dark[i])
        self._set(8, self.size - 8, True)

    def _content(self, words: bytes, mask: int) -> None:
        is_flipped, bits = _MASKS[mask], 8 * len(words)
        for at, (x, y) in enumerate(self._road()):
            dark = at < bits and bool(words[at >> 3] >> (7 - (at & 7)) & 1)
            self._dark[y][x] = dark != (is_flipped(x, y) == 0)

    def _road(self) -> Iterator[tuple[int, int]]:
        """The free modules in the order of their bits: in pairs of columns, up and down."""
        for right in range(self.size - 1, 0, -2):
            column = right - 1 if right <= 6 else right
            upward = (column + 1) & 2 == 0
            for step in range(self.size):
                y = self.size - 1 - step if upward else step
                for x in (column, column - 1):
                    if not self._fixed[y][x]:
                        yield x, y


def _square(reach: int) -> Iterator[tuple[int, int]]:
    """Offsets around a centre."""
    every = range(-reach, reach + 1)
    return ((dx, dy) for dy in every for dx in every)


def _check(value: int, degree: int, generator: int) -> int:
    """The check bits of a number that stands in the code itself."""
    rest = value
    for _ in range(degree):
        rest = rest << 1 ^ (rest >> (degree - 1)) * generator
    return rest


def _penalty(matrix: Matrix) -> int:
    """How hard it is to read: runs, blocks, what looks like a corner, too dark or too light."""
    size = len(matrix)
    lines = [*matrix, *zip(*matrix, strict=True)]
    found = sum(_runs(line) + _corner_like(line) for line in lines)
    for y in range(size - 1):
        for x in range(size - 1):
            four = (matrix[y][x], matrix[y][x + 1], matrix[y + 1][x], matrix[y + 1][x + 1])
            found += 3 * (all(four) or not any(four))
    dark = sum(map(sum, matrix))
    return found + 10 * (abs(20 * dark - 10 * size * size) // (size * size))


def _runs(line: Sequence[bool]) -> int:
    found, length = 0, 0
    for at, each in enumerate(line):
        length = length + 1 if at and each == line[at - 1] else 1
        found += 3 if length == 5 else int(length > 5)
    return found


def _corner_like(line: Sequence[bool]) -> int:
    text = "".join("1" if each else "0" for each in line)
    return 40 * sum(text.count(each) for each in ("10111010000", "00001011101"))
