"""The one room that knows the drawing library: a Vega-Lite drawing in, the text of a picture out.

Loaded only where a picture is asked for; it draws without a network and without a browser.
"""

from __future__ import annotations

import re
from textwrap import wrap
from typing import Any
from xml.sax.saxutils import escape

import vl_convert

from matcher.charts.axis import Axis

Drawing = dict[str, Any]
Channel = dict[str, Any]

WIDTH, HEIGHT = 390, 320
"""Pixels: drawn for the screen of a telephone, where letters must not shrink."""
TITLE_LETTERS = 46
VEGA_LITE = "6.4"
COLOURS = ("#0b5394", "#b45309", "#2e7d32", "#7b1fa2", "#b71c1c", "#455a64")
"""Told apart by people who do not see all colours, and dark enough on white."""
CONFIG: Drawing = {
    "font": "sans-serif",
    "background": "white",
    "view": {"stroke": None},
    "axis": {"labelFontSize": 12, "titleFontSize": 12, "gridColor": "#e3e3e3", "labelOverlap": "greedy"},
    "legend": {"labelFontSize": 12, "orient": "bottom", "title": None, "labelLimit": 340},
    "title": {"anchor": "start", "fontSize": 14, "frame": "bounds", "offset": 10},
}


def svg(title: str, description: str, drawing: Drawing) -> str:
    """The picture as SVG text: the same bytes for the same figures, named for those who do not see it."""
    whole = {
        "title": {"text": wrap(title, TITLE_LETTERS)},
        "width": WIDTH,
        "height": HEIGHT,
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": 6,
        "config": CONFIG,
        **drawing,
    }
    drawn = vl_convert.vegalite_to_svg(whole, vl_version=VEGA_LITE)
    return _named(_numbered(drawn), title, description)


def channel(field: str, axis: Axis, **more: Any) -> Channel:
    """A quantity along an axis."""
    return {
        "field": field,
        "type": "quantitative",
        "title": axis.title,
        "axis": {"format": axis.label, "tickCount": 5},
        "scale": {"zero": axis.from_zero, "nice": True},
        **more,
    }


def _named(drawn: str, title: str, description: str) -> str:
    """A title and a description, which screen readers read, at the head of the picture."""
    head, rest = drawn.split(">", 1)
    told = f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
    return f'{head} role="img">{told}{rest}\n'


def _numbered(drawn: str) -> str:
    """The library numbers its clips on and on while it is loaded: here they start anew in each picture."""
    numbers: dict[str, str] = {}
    return re.sub(
        r"\b(clip|gradient_)(\d+)\b",
        lambda found: found[1] + numbers.setdefault(found[2], str(len(numbers))),
        drawn,
    )
