"""The parts of two pages that commands write: `python -m tests.route.pages` writes them again."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from matcher.rules.route_page import route_table
from tests.readme import printed

ROOT = Path(__file__).parents[2]
ROUTE = ROOT / "docs" / "questions" / "route.md"
REVIEWS = ROOT / "docs" / "questions" / "reviews.md"
DEMO = "data/demo/case.json"


def parts() -> dict[tuple[Path, str], str]:
    """What each marked part of each page should hold today."""
    return {
        (ROUTE, "table"): route_table(),
        (ROUTE, "example"): _screen("route", DEMO, "--referral", "R-26", "--home", "HOME-054"),
        (ROUTE, "draft"): _screen("route", DEMO, "--referral", "R-08", "--home", "HOME-040", "--drafts"),
        (REVIEWS, "example"): _screen("reviews", DEMO),
        (REVIEWS, "cap"): _screen("reviews", DEMO, "--max-moves", "2"),
    }


def _screen(*words: str) -> str:
    placements = str(Path(sys.executable).with_name("placements"))
    return f"```text\n{printed(placements, *words)}```\n"


def held(page: Path, name: str) -> str:
    """What stands between the marks of a page."""
    found = re.search(rf"<!-- {name}:begin -->\n(.*?)<!-- {name}:end -->", page.read_text("utf-8"), re.DOTALL)
    return found.group(1) if found else ""


def main() -> None:
    """Write every marked part again."""
    for (page, name), part in parts().items():
        text = page.read_text("utf-8")
        before, after = f"<!-- {name}:begin -->\n", f"<!-- {name}:end -->"
        start, end = text.index(before) + len(before), text.index(after)
        page.write_text(text[:start] + part + text[end:], "utf-8")


if __name__ == "__main__":
    main()
