"""What every chart is given of an axis and of a series: names with units, and figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Figure = int | float


@dataclass(frozen=True)
class Axis:
    """What an axis shows, with its unit in the title; `label` is a d3 number format."""

    title: str
    label: str = ",.12~g"
    from_zero: bool = False


@dataclass(frozen=True)
class Series:
    """One line of a chart: points in the order they are joined."""

    name: str
    points: Sequence[tuple[Figure, Figure]]
