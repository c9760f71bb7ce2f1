"""The reference files of data/: centroids, authorities and which of them adjoin, read when first needed.

They stand outside the package, so their place is a setting: PLACEMENT_DATA_DIR, or else the
repository's own data/.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

SETTING = "PLACEMENT_DATA_DIR"
FILES = ("postcode_districts.csv", "postcode_sectors.csv", "upper_tier.csv", "utla_adjacency.json")
_REPOSITORY_DATA = Path(__file__).resolve().parents[2] / "data"


class Centroid(NamedTuple):
    """The middle of a district's or sector's postcodes, and the authority most of them lie in."""

    easting: int
    northing: int
    area: str


class Authority(NamedTuple):
    """A local authority's name, and the upper-tier authority that answers for its children."""

    name: str
    upper_tier: str


def reference_dir() -> Path:
    """Where the reference files are. Raises FileNotFoundError, with the way out, when one is missing."""
    return _whole(os.environ.get(SETTING) or str(_REPOSITORY_DATA))


@lru_cache(maxsize=4)
def _whole(data: str) -> Path:
    folder = Path(data) / "reference"
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise FileNotFoundError(
            f"the reference data is not at {folder} (missing: {', '.join(missing)}): "
            f"set {SETTING} to the folder that holds reference/, as the repository's data/ does"
        )
    return folder


def districts() -> Mapping[str, Centroid]:
    """Each postcode district of England and Wales ("CV1")."""
    return _centroids(reference_dir() / "postcode_districts.csv")


def sectors() -> Mapping[str, Centroid]:
    """Each postcode sector of England and Wales ("CV1 2")."""
    return _centroids(reference_dir() / "postcode_sectors.csv")


def authorities() -> Mapping[str, Authority]:
    """Each local authority of England and Wales by its ONS code, both tiers."""
    return _authorities(reference_dir() / "upper_tier.csv")


def adjoining_areas() -> Mapping[str, frozenset[str]]:
    """For each upper-tier authority the codes of those that touch it; no entry where none does."""
    return _adjoining(reference_dir())


@lru_cache(maxsize=2)
def _centroids(path: Path) -> Mapping[str, Centroid]:
    return {
        row["code"]: Centroid(int(row["easting"]), int(row["northing"]), row["utla_code"])
        for row in _rows(path)
    }


@lru_cache(maxsize=1)
def _authorities(path: Path) -> Mapping[str, Authority]:
    return {row["code"]: Authority(row["name"], row["upper_tier_code"]) for row in _rows(path)}


@lru_cache(maxsize=1)
def _adjoining(folder: Path) -> Mapping[str, frozenset[str]]:
    """The file names authorities as people do; a name is unique within the upper tier."""
    known = _authorities(folder / "upper_tier.csv")
    codes = {authority.name: code for code, authority in known.items() if authority.upper_tier == code}
    named: dict[str, list[str]] = json.loads((folder / "utla_adjacency.json").read_text("utf-8"))
    return {codes[name]: frozenset(codes[other] for other in others) for name, others in named.items()}


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
