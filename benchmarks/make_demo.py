"""Make the demonstration council: `python -m benchmarks.make_demo` writes data/demo/case.json."""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from pathlib import Path

from benchmarks.demo_children import referrals_of
from benchmarks.demo_homes import AS_OF, homes_of
from benchmarks.draw import Document, Draw
from benchmarks.shapes import POLICY
from benchmarks.tiny import case_of
from matcher.rules.book import is_eligible
from matcher.rules.facts import Facts

SEED = 2211
DEMO = Path(__file__).parent.parent / "data" / "demo" / "case.json"
WAIVERS_PENCE = {
    "age": 20_000,
    "availability": 2_000,
    "distance": 1_500,
    "price_cap": 100,
    "judgement": 40_000,
    "staffing": 3_000,
    "admissions": 25_000,
    "budget": 100,
    "split": 150_000,
}
GROUPS = (
    ("S-01", ("R-01", "R-02"), "together"),
    ("S-02", ("R-03", "R-04", "R-05"), "prefer_together"),
    ("S-03", ("R-06", "R-07"), "apart"),
)
LINKS = (
    ("R-08", "R-17", "must_not_share"),
    ("R-26", "R-27", "must_not_share"),
    ("R-06", "HOME-005-A", "must_not_share"),
    ("R-05", "R-18", "avoid"),
    ("R-24", "HOME-003-A", "avoid"),
    ("R-09", "R-21", "avoid"),
)
LIMITS_PENCE = {"la": 7_250_000, "icb": 550_000, "education": 400_000}


def demo(seed: int = SEED) -> Document:
    """The whole case: 16 internal and 12 block places, the market around, 25 open referrals."""
    draw = Draw(f"demo-{seed}")
    homes = homes_of(draw)
    case: Document = {
        "schema": "placement-case/1",
        "as_of": AS_OF.isoformat(),
        "policy": POLICY | {"waiver_pence": WAIVERS_PENCE},
        "referrals": referrals_of(draw, homes),
        "homes": homes,
        "sibling_groups": [{"id": i, "members": list(members), "rule": rule} for i, members, rule in GROUPS],
        "relationships": [{"a": a, "b": b, "kind": kind} for a, b, kind in LINKS],
        "offers": [],
        "budgets": [{"fund": fund, "weekly_limit_pence": pence} for fund, pence in LIMITS_PENCE.items()],
        "pins": [],
        "forbids": [],
        "waivers": [],
    }
    case["offers"] = _offers(draw, case)
    return case


def _offers(draw: Draw, case: Document) -> list[Document]:
    """Answers of the market to its referrals: a third declined, some dear, some about to run out."""
    facts = Facts(case_of(case))
    pairs = [
        (child.id, home)
        for child in facts.case.referrals
        for home in facts.case.homes
        if home.provision in ("framework", "spot")
        and not child.current_home
        and is_eligible(facts, child, home)
    ]
    return [_offer(draw, child, home.id, home.weekly_price_pence) for child, home in draw.some(pairs, 20, 20)]


def _offer(draw: Draw, child: str, home: str, price_pence: int) -> Document:
    declined = draw.chance(0.35)
    days = draw.choice([-1, 1, 2, 5, 12])
    asked = price_pence * draw.choice([95, 100, 105, 112, 120]) // 10_000 * 100
    return {
        "referral": child,
        "home": home,
        "status": "declined" if declined else "offered",
        "weekly_price_pence": None if declined else asked,
        "expires": None if declined else (AS_OF + timedelta(days=days)).isoformat(),
    }


def text_of(case: Document) -> str:
    """The document as it is committed: one line for each field, so that changes can be read."""
    return json.dumps(case, indent=1, ensure_ascii=False) + "\n"


def main() -> None:
    """Write the demonstration council's case."""
    DEMO.write_text(text_of(demo()), encoding="utf-8")
    sys.stdout.write(f"{DEMO.name} written\n")


if __name__ == "__main__":
    main()
