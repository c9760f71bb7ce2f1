"""The ladder's generator: a whole case from a size, a seed, a budget regime and a density.

`python -m benchmarks.generate county --seed 3 --regime slack > case.json`
"""

from __future__ import annotations

import argparse
import json
import sys

from benchmarks.draw import Document, Draw
from benchmarks.families import World, fill_with_children
from benchmarks.homes import homes_of
from benchmarks.ladder import binding_limits
from benchmarks.links import forbids_of, offers_of, pins_of, relationships_of, waivers_of
from benchmarks.shapes import AS_OF, POLICY, SIZES, Density, Regime, Size
from benchmarks.towns import country_of
from matcher.domain.types import MAX_PENCE

SLACK_PENCE = {"la": 900_000, "icb": 300_000, "education": 150_000}
"""Room for every child at a dear place, by fund: no plan comes near it.

Where that is more than a document may state, the fund is left without a limit.
"""


def generate(size: str, seed: int, regime: Regime = "slack", density: Density = "sparse") -> Document:
    """A valid case document, everything in it invented; the same for the same arguments.

    Both regimes draw the same children and homes; `binding` takes its limits from the ladder.
    Raises KeyError for an unknown size, LookupError for a binding case that the ladder has not.
    """
    case = of_shape(SIZES[size], seed, density)
    return case if regime == "slack" else with_limits(case, binding_limits(size, seed, density))


def of_shape(shape: Size, seed: int, density: Density = "sparse") -> Document:
    """The same for a size of one's own, with slack budgets."""
    draw = Draw(f"{shape.name}-{seed}-{density}")
    country = country_of(draw, shape)
    drawn = list(homes_of(draw, shape, country, density))
    world = World(country, [home for _, home in drawn], [town for town, _ in drawn])
    fill_with_children(draw, world, shape, density)
    case = _assembled(draw, world)
    case["pins"] = pins_of(draw, world, case)
    return with_limits(case, _slack_limits(shape.referrals))


def _assembled(draw: Draw, world: World) -> Document:
    case = {
        "schema": "placement-case/1",
        "as_of": AS_OF.isoformat(),
        "policy": POLICY,
        "referrals": world.referrals,
        "homes": world.homes,
        "sibling_groups": world.groups,
        "relationships": relationships_of(draw, world),
        "offers": offers_of(draw, world),
        "budgets": [],
        "pins": [],
        "forbids": forbids_of(draw, world),
        "waivers": waivers_of(draw, world),
    }
    # A copy through JSON: siblings share an origin, and no two parts of a document may be one object.
    copy: Document = json.loads(json.dumps(case))
    return copy


def _slack_limits(referrals: int) -> dict[str, int]:
    limits = {fund: pence * referrals for fund, pence in SLACK_PENCE.items()}
    return {fund: pence for fund, pence in limits.items() if pence <= MAX_PENCE}


def with_limits(case: Document, limits: dict[str, int]) -> Document:
    """The same case with these weekly limits, in pence by fund."""
    return case | {"budgets": [{"fund": fund, "weekly_limit_pence": pence} for fund, pence in limits.items()]}


def main(arguments: list[str] | None = None) -> None:
    """Write one generated case to standard output."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.generate", description=__doc__)
    parser.add_argument("size", choices=SIZES)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--regime", choices=("slack", "binding"), default="slack")
    parser.add_argument("--density", choices=("sparse", "dense"), default="sparse")
    asked = parser.parse_args(arguments)
    case = generate(asked.size, asked.seed, asked.regime, asked.density)
    json.dump(case, sys.stdout, indent=1)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
