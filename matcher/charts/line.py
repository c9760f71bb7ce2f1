"""Lines over one parameter: what a figure becomes as the parameter goes through its range."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.charts.axis import Axis, Figure, Series
from matcher.charts.draw import COLOURS, Drawing, channel, svg


def line_chart(
    title: str,
    description: str,
    x: Axis,
    y: Axis,
    series: Sequence[Series],
    marked_x: Sequence[Figure] = (),
    steps: bool = False,
    joined: bool = True,
) -> str:
    """SVG text: a line a series, a dashed upright at each marked value.

    `steps`: a figure stays as it is up to the next point; not `joined`: there is nothing between two.
    """
    uprights = [_uprights(marked_x)] if marked_x else []
    return svg(title, description, {"layer": [*uprights, _lines(x, y, series, steps, joined)]})


def _lines(x: Axis, y: Axis, series: Sequence[Series], steps: bool, joined: bool) -> Drawing:
    rows = [
        {"x": across, "y": up, "series": line.name, "order": order}
        for line in series
        for order, (across, up) in enumerate(line.points)
    ]
    names = [line.name for line in series]
    legend: Drawing | None = {} if len(names) > 1 else None
    kind = {"field": "series", "type": "nominal", "sort": names}
    return {
        "data": {"values": rows},
        "mark": {
            "type": "line",
            "interpolate": "step-after" if steps else "linear",
            "point": {"size": 36},
            **({} if joined else {"strokeWidth": 0}),
        },
        "encoding": {
            "x": channel("x", x),
            "y": channel("y", y),
            "order": {"field": "order", "type": "ordinal"},
            "color": {**kind, "scale": {"domain": names, "range": list(COLOURS)}, "legend": legend},
            "shape": {**kind, "scale": {"domain": names}, "legend": legend},
        },
    }


def _uprights(values: Sequence[Figure]) -> Drawing:
    return {
        "data": {"values": [{"x": value} for value in values]},
        "mark": {"type": "rule", "strokeDash": [4, 4], "color": "#777777"},
        "encoding": {"x": {"field": "x", "type": "quantitative"}},
    }
