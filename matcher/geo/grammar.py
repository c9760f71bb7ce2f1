"""What was typed: a full postcode, a sector or a district, in any case and spacing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

_LONGEST = 16
_DISTRICT = r"[A-Z]{1,2}[0-9][A-Z0-9]?"
_POSTCODE = re.compile(rf"({_DISTRICT})([0-9][A-Z]{{2}})")
_SECTOR = re.compile(rf"({_DISTRICT}) ([0-9])")
# Without its space a sector is only certain when what stands before its digit is full length.
_SECTOR_UNSPACED = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9])([0-9])")


@dataclass(frozen=True)
class Typed:
    """A code in its usual form ("CV1 2NE", "CV1 2", "CV1") and which of the three it is."""

    kind: Literal["postcode", "sector", "district"]
    code: str


def read_typed(text: str) -> Typed | None:
    """The postcode, sector or district in `text`, or None when it is none of them.

    A full postcode ends digit-letter-letter, so its spaces carry nothing. A sector needs the
    space after the district where the two could be confused: "CV1 2" is a sector, "CV12" a district.
    """
    if len(text) > _LONGEST or not "".join(text.split()).isascii():
        return None
    spaced = " ".join(text.upper().split())
    joined = spaced.replace(" ", "")
    if match := _POSTCODE.fullmatch(joined):
        return Typed("postcode", f"{match[1]} {match[2]}")
    if re.fullmatch(_DISTRICT, spaced):
        return Typed("district", spaced)
    if match := _SECTOR.fullmatch(spaced) or _SECTOR_UNSPACED.fullmatch(spaced):
        return Typed("sector", f"{match[1]} {match[2]}")
    return None
