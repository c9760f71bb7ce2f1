"""Charts as SVG text, drawn by hand: bars and points on a logarithmic scale of seconds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from math import ceil, floor, log10
from typing import NamedTuple

WIDTH = 760
LEFT, RIGHT, TOP, BOTTOM = 170, 80, 44, 40
BAR = 18
COLOURS = {"slack": "#2563a8", "binding": "#c2571a"}
PARTS = ("#2563a8", "#7fa8d1", "#c2571a", "#e3a97f", "#5b7f3a", "#a9c08f")
Element = str


class Bar(NamedTuple):
    """One bar: whose, in which series, its seconds, and whether it is only a lower bound."""

    name: str
    series: str
    value: float
    unfinished: bool = False


class Point(NamedTuple):
    """One measurement of a chart of growth."""

    x: float
    y: float
    series: str


class Scale:
    """A logarithmic axis from the power of ten below the least value to the one above the most."""

    def __init__(self, values: Iterable[float], start: float, end: float) -> None:
        known = list(values)
        self.low, self.high = floor(log10(min(known))), ceil(log10(max(known)))
        self.high = max(self.high, self.low + 1)
        self.start, self.end = start, end

    def at(self, value: float) -> float:
        share = (log10(value) - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)

    @property
    def ticks(self) -> list[float]:
        return [10.0**power for power in range(self.low, self.high + 1)]


def bars(title: str, found: Sequence[Bar]) -> str:
    """Horizontal bars in seconds, a colour a series; an unfinished one ends with an arrow."""
    bottom = TOP + len(found) * (BAR + 6)
    scale = Scale([bar.value for bar in found], LEFT, WIDTH - RIGHT)
    drawn = [*_grid(scale, bottom), *_legend(COLOURS)]
    for position, bar in enumerate(found):
        y, end = TOP + position * (BAR + 6), scale.at(bar.value)
        drawn.append(_text(LEFT - 8, y + 14, f"{bar.name}, {bar.series}", "end"))
        drawn.append(_rectangle(LEFT, y, max(1.0, end - LEFT), BAR, COLOURS[bar.series]))
        drawn.append(_text(end + 6, y + 14, f"{bar.value:.3g} s" + (" →" if bar.unfinished else "")))
    return _svg(title, bottom + BOTTOM, drawn)


def points(title: str, found: Sequence[Point], x_unit: str) -> str:
    """Points on two logarithmic axes."""
    bottom = 360.0
    across = Scale([point.x for point in found], LEFT, WIDTH - RIGHT)
    upwards = Scale([point.y for point in found], bottom, TOP)
    drawn = [*_grid(across, bottom, x_unit), *_legend(COLOURS)]
    for tick in upwards.ticks:
        y = upwards.at(tick)
        drawn.append(_line(LEFT, y, WIDTH - RIGHT, y))
        drawn.append(_text(LEFT - 8, y + 4, f"{tick:g} s", "end"))
    for point in found:
        x, y = across.at(point.x), upwards.at(point.y)
        drawn.append(f'<circle cx="{x}" cy="{y}" r="4" fill="{COLOURS[point.series]}" fill-opacity="0.75"/>')
    return _svg(title, bottom + BOTTOM, drawn)


def shares(title: str, rows: Sequence[tuple[str, dict[str, float]]]) -> str:
    """One bar a row, divided in proportion to its parts."""
    names = list(rows[0][1])
    colours = dict(zip(names, PARTS, strict=False))
    drawn = _legend(colours)
    width = WIDTH - LEFT - RIGHT
    for position, (name, parts) in enumerate(rows):
        x, y, whole = float(LEFT), TOP + position * (BAR + 6), sum(parts.values())
        drawn.append(_text(LEFT - 8, y + 14, name, "end"))
        for part, value in parts.items():
            drawn.append(_rectangle(x, y, value / whole * width, BAR, colours[part]))
            x += value / whole * width
        drawn.append(_text(x + 6, y + 14, f"{whole:.3g} s"))
    return _svg(title, TOP + len(rows) * (BAR + 6) + 12, drawn)


def _grid(scale: Scale, bottom: float, unit: str = "s") -> list[Element]:
    drawn = []
    for tick in scale.ticks:
        drawn.append(_line(scale.at(tick), TOP, scale.at(tick), bottom))
        drawn.append(_text(scale.at(tick), bottom + 18, f"{tick:,g} {unit}", "middle"))
    return drawn


def _legend(colours: dict[str, str]) -> list[Element]:
    drawn, x = [], float(LEFT)
    for name, colour in colours.items():
        drawn += [_rectangle(x, TOP - 20, 10, 10, colour), _text(x + 14, TOP - 11, name)]
        x += 30 + 8 * len(name)
    return drawn


def _svg(title: str, height: float, drawn: list[Element]) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height:g}" '
        f'viewBox="0 0 {WIDTH} {height:g}" role="img" font-family="system-ui, sans-serif" font-size="12">'
    )
    ground = f'<rect width="{WIDTH}" height="{height:g}" fill="#ffffff"/>'
    heading = f'<text x="8" y="16" font-weight="600">{escape(title)}</text>'
    named = f"<title>{escape(title)}</title>"
    return "\n".join([head, named, ground, heading, *drawn, "</svg>\n"])


def _text(x: float, y: float, text: str, anchor: str = "start") -> Element:
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}">{escape(text)}</text>'


def _rectangle(x: float, y: float, width: float, height: float, colour: str) -> Element:
    return f'<rect x="{x:.1f}" y="{y:g}" width="{width:.1f}" height="{height:g}" fill="{colour}"/>'


def _line(x1: float, y1: float, x2: float, y2: float) -> Element:
    return f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" stroke="#d5d5d5"/>'
