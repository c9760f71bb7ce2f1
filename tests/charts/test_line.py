"""Lines over a parameter: named, described, the same every time, a mark where told."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from matcher.charts.axis import Axis, Series
from matcher.charts.line import line_chart

SVG = "{http://www.w3.org/2000/svg}"
ONE = Series("Cost", [(0, 12_000), (5, 12_500), (10, 14_000)])
TWO = Series("Spend & more", [(0, 9_000), (5, 9_100), (10, 9_900)])


def drawn(*series: Series, title: str = "What <it> costs", **more: object) -> str:
    return line_chart(title, "Dearer & dearer.", Axis("Uplift (%)"), Axis("£ a week", ",.0f"), series, **more)  # type: ignore[arg-type]


def texts(picture: str) -> list[str]:
    lines = (
        node for node in ElementTree.fromstring(picture).iter() if node.tag in (f"{SVG}text", f"{SVG}tspan")
    )
    return [line.text for line in lines if line.text]


def test_a_picture_says_what_it_is_to_those_who_do_not_see_it() -> None:
    root = ElementTree.fromstring(drawn(ONE))

    assert root.get("role") == "img"
    assert [(child.tag, child.text) for child in root][:2] == [
        (f"{SVG}title", "What <it> costs"),
        (f"{SVG}desc", "Dearer & dearer."),
    ]


def test_the_same_figures_give_the_same_bytes_whatever_was_drawn_between() -> None:
    first = drawn(ONE, TWO)
    other = drawn(ONE)

    assert drawn(ONE, TWO) == first
    assert other != first


def test_it_fits_a_telephone_and_its_letters_do_not_shrink() -> None:
    picture = drawn(
        ONE, TWO, title="A title that is far too long to stand in one line of so narrow a picture"
    )
    sizes = [int(size) for size in re.findall(r'font-size="(\d+)px"', picture)]

    assert 'width="390"' in picture
    assert min(sizes) >= 12
    assert max(map(len, texts(picture))) <= 46


def test_a_legend_names_the_lines_only_where_there_are_several() -> None:
    assert {"Cost", "Spend & more"} <= set(texts(drawn(ONE, TWO)))
    assert "Cost" not in texts(drawn(ONE))


@pytest.mark.parametrize(("marked", "dashes"), [((), 0), ((3,), 1), ((3, 7), 2)])
def test_each_marked_value_has_a_dashed_upright(marked: tuple[int, ...], dashes: int) -> None:
    assert drawn(ONE, marked_x=marked).count('stroke-dasharray="4,4"') == dashes


def test_steps_keep_a_figure_up_to_the_next_point() -> None:
    assert drawn(ONE, steps=True) != drawn(ONE)


def test_figures_on_an_axis_are_written_out() -> None:
    small = Series("Miles", [(0, 434.4), (1, 433.9)])
    told = texts(line_chart("Miles", "Few.", Axis("x"), Axis("y"), [small]))

    assert "434.2" in told
    assert not [text for text in told if "e+" in text]
