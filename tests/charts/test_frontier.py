"""The picture of the frontier: the proposed plan stands out among all kinds; the legend is below."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from matcher.charts.frontier import frontier_chart
from matcher.domain.frontier import Frontier

SVG = "{http://www.w3.org/2000/svg}"
KINDS = [[True], [True, False], [True, False, None]]


def frontier(supported: list[bool | None]) -> Frontier:
    """One point of each kind, each dearer and nearer than the one before it; the first is proposed."""
    spots = [
        {"incremental_pence": 100_000 * n, "distance_m": 90_000 - 9_000 * n} for n in range(len(supported))
    ]
    more = {"tier2": 0, "placed": 1, "in_area": 1, "allocation": {"A": "H1"}}
    return Frontier.model_validate(
        {
            "status": "best_found",
            "tier1": 0,
            "proposed": spots[0] | {"tier2": 0, "allocation": {"A": "H1"}},
            "points": [
                spot | more | {"supported": kind} for spot, kind in zip(spots, supported, strict=True)
            ],
            "open": [],
            "case_fingerprint": "f",
            "run": {
                "engine_version": "1",
                "solver": "s",
                "seconds": 1.0,
                "seed": 0,
                "limit_s": 1.0,
                "distance": "straight_line",
            },
        },
        strict=False,
    )


def widths(picture: str) -> dict[str, float]:
    """By kind, how far its mark reaches to the right of its middle."""
    marks = re.findall(r'kind: ([^"]+)" role="graphics-symbol"[^>]* d="([^"]+)"', picture)
    return {kind: max(float(x) for x in re.findall(r"-?\d+\.?\d*", path)) for kind, path in marks}


@pytest.mark.parametrize("supported", KINDS, ids=str)
def test_the_proposed_plan_is_drawn_larger_than_the_point_it_lies_on(supported: list[bool | None]) -> None:
    reach = widths(frontier_chart(frontier(supported)))
    proposed = reach.pop("The proposed plan")
    assert len(reach) == len(supported)
    assert all(proposed > 1.5 * other for other in reach.values())


def offsets(picture: str) -> dict[str, tuple[float, float]]:
    """By text, where it stands in the picture."""
    found: dict[str, tuple[float, float]] = {}

    def walk(node: ElementTree.Element, x: float, y: float) -> None:
        moved = re.match(r"translate\(([-\d.]+),([-\d.]+)\)", node.get("transform", ""))
        if moved:
            x, y = x + float(moved[1]), y + float(moved[2])
        if node.tag == f"{SVG}text" and node.text:
            found[node.text] = x, y
        for child in node:
            walk(child, x, y)

    walk(ElementTree.fromstring(picture), 0, 0)
    return found


@pytest.mark.parametrize("supported", KINDS, ids=str)
def test_the_legend_stands_below_the_plot_one_name_a_line(supported: list[bool | None]) -> None:
    picture = frontier_chart(frontier(supported))
    at = offsets(picture)
    names = ["Best at some price a mile", "A trade no price reaches", "Not known which"][: len(supported)]
    lines = [at[name] for name in [*names, "The proposed plan"]]
    lowest = max(y for text, (_, y) in at.items() if text == "Cost (£ a week)")
    assert all(y >= lowest + 15 for _, y in lines)
    assert len({round(x) for x, _ in lines}) == 1
    assert all(under - over >= 13 for (_, over), (_, under) in pairwise(lines))
    height = float(ElementTree.fromstring(picture).get("height", "0"))
    assert lines[-1][1] <= height
