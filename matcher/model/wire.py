"""Messages between the solving process and its parent: a length, then a pickle."""

from __future__ import annotations

import pickle
from typing import Any, BinaryIO


def write(out: BinaryIO, message: Any) -> None:
    """One message: its length in eight bytes, then its bytes."""
    body = pickle.dumps(message, protocol=5)
    out.write(len(body).to_bytes(8, "big") + body)
    out.flush()


def read(source: BinaryIO) -> Any:
    """The next message. Raises EOFError when the other side is gone."""
    head = _exactly(source, 8)
    # our own process at the other end of our own pipe: pickle is safe here
    return pickle.loads(_exactly(source, int.from_bytes(head, "big")))


def _exactly(source: BinaryIO, size: int) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        part = source.read(size - len(parts))
        if not part:
            raise EOFError
        parts += part
    return bytes(parts)
