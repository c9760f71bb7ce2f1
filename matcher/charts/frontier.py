"""The frontier: a step down at each point, filled where the point is supported, the proposed plan beside."""

from __future__ import annotations

from matcher.charts.axis import Axis
from matcher.charts.draw import COLOURS, Drawing, channel, svg
from matcher.domain.frontier import Frontier, Spot
from matcher.rules.measures import TENTH_METRES_PER_MILE

COST = Axis("Cost (£ a week)", ",.0f")
DISTANCE = Axis("Miles from home, in all")
KINDS = {True: "Best at some price a mile", False: "A trade no price reaches", None: "Not known which"}
PROPOSED = "The proposed plan"
FILLS = {KINDS[True]: COLOURS[0], KINDS[False]: "white", KINDS[None]: "#9fc5e8", PROPOSED: "transparent"}
EDGES = {KINDS[True]: COLOURS[0], KINDS[False]: COLOURS[0], KINDS[None]: COLOURS[0], PROPOSED: COLOURS[1]}

SIZES = {True: 130, False: 42}
HEIGHT = 360
"""Room for a legend of one name a line below a plot that stays as high as other charts'."""


def frontier_chart(frontier: Frontier) -> str:
    """SVG text: what each mile nearer costs, and where the proposed plan stands."""
    layers = [*_gaps(frontier), *_steps(frontier), _points(frontier)]
    drawing = {"layer": layers, "height": HEIGHT}
    return svg("What it costs to place children nearer home", _description(frontier), drawing)


def _description(frontier: Frontier) -> str:
    count = len(frontier.points)
    told = [f"{count} {'plan' if count == 1 else 'plans'} that no other beats in both cost and distance."]
    for name, point in (("The cheapest", frontier.points[:1]), ("The nearest", frontier.points[-1:])):
        told += [f"{name}: {_spoken(one)}." for one in point]
    told.append(f"The proposed plan: {_spoken(frontier.proposed)}.")
    if frontier.open:
        told.append("Time ended first: more plans may lie in the shaded part.")
    return " ".join(told)


def _spoken(spot: Spot) -> str:
    return f"£{_pounds(spot):,.0f} a week, {_miles(spot):,.1f} miles"


def _pounds(spot: Spot) -> float:
    return round(spot.incremental_pence / 100, 2)


def _miles(spot: Spot) -> float:
    return round(spot.distance_m * 10 / TENTH_METRES_PER_MILE, 2)


def _place(spot: Spot) -> Drawing:
    return {"x": _pounds(spot), "y": _miles(spot)}


def _across(**more: object) -> Drawing:
    room = {"zero": False, "nice": False, "padding": 12}
    return {"x": channel("x", COST, scale=room), "y": channel("y", DISTANCE, scale=room), **more}


def _steps(frontier: Frontier) -> list[Drawing]:
    """A line on each side of what is open."""
    open_after = {entry.cheaper.incremental_pence for entry in frontier.open if entry.cheaper is not None}
    part, rows = 0, []
    for order, point in enumerate(frontier.points):
        rows.append({**_place(point), "part": part, "order": order})
        part += point.incremental_pence in open_after
    mark = {"type": "line", "interpolate": "step-after", "color": "#9fc5e8", "strokeWidth": 1.5}
    detail = {"field": "part", "type": "nominal"}
    order_by = {"field": "order", "type": "ordinal"}
    return [{"data": {"values": rows}, "mark": mark, "encoding": _across(detail=detail, order=order_by)}]


def _gaps(frontier: Frontier) -> list[Drawing]:
    """Shaded: where more plans may lie."""
    rows = [
        {**_place(entry.cheaper), "x2": _pounds(entry.nearer), "y2": _miles(entry.nearer)}
        for entry in frontier.open
        if entry.cheaper is not None and entry.nearer is not None
    ]
    mark = {"type": "rect", "color": "#eeeeee"}
    ends = {"x2": {"field": "x2"}, "y2": {"field": "y2"}}
    return [{"data": {"values": rows}, "mark": mark, "encoding": _across(**ends)}] if rows else []


def _points(frontier: Frontier) -> Drawing:
    rows = [{**_place(point), "kind": KINDS[point.supported]} for point in frontier.points]
    rows.append({**_place(frontier.proposed), "kind": PROPOSED})
    names = [name for name in FILLS if any(row["kind"] == name for row in rows)]
    kind = {"field": "kind", "type": "nominal", "sort": names}
    legend = {"columns": 1, "symbolStrokeWidth": 1.5}  # two abreast run into each other in a wide font
    scales = {
        "fill": {"domain": names, "range": [FILLS[name] for name in names]},
        "stroke": {"domain": names, "range": [EDGES[name] for name in names]},
        "size": {"type": "ordinal", "domain": names, "range": [SIZES[name == PROPOSED] for name in names]},
        "shape": {"domain": names, "range": ["diamond" if name == PROPOSED else "circle" for name in names]},
    }
    looks = {how: {**kind, "scale": scale, "legend": legend} for how, scale in scales.items()}
    return {
        "data": {"values": rows},
        "mark": {"type": "point", "strokeWidth": 1.5, "opacity": 1},
        "encoding": _across(**looks),
    }
