"""Reading a case, from a path or from bytes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from matcher.errors import BadCase, Fault

if TYPE_CHECKING:
    from matcher.domain.case import Case


def load_case(source: str | Path | bytes) -> Case:
    """Read a case from a path or from bytes; postcodes become grid points.

    Raises BadCase with every fault, OSError when the file cannot be read.
    """
    from matcher.domain.reading import read_case
    from matcher.geo.resolver import resolver_for

    document = source if isinstance(source, bytes) else _read(Path(source))
    return check_pins(read_case(document, resolver_for(document)))


def _read(path: Path) -> bytes:
    from matcher.domain.bounds import MAX_BYTES

    if path.stat().st_size > MAX_BYTES:
        raise BadCase([Fault("$", f"the document is larger than {MAX_BYTES // 2**20} MB: split it")])
    return path.read_bytes()


def check_pins(case: Case) -> Case:
    """The case itself. Raises BadCase when a pin is to a home that the rules shut."""
    from matcher.rules.book import pin_faults

    faults = pin_faults(case)
    if faults:
        raise BadCase(faults)
    return case
