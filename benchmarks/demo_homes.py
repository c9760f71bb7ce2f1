"""The demonstration council's homes: its own, the block contract, and the market around."""

from __future__ import annotations

from datetime import date, timedelta

from benchmarks.demo_places import city_place, market_sectors, place
from benchmarks.draw import Document, Draw, born
from benchmarks.homes import flags_of
from benchmarks.prices import weekly_price_pence
from benchmarks.published import figure

AS_OF = date(2023, 11, 27)
COUNCIL = "Example City Council"
BLOCK_PROVIDERS = ("Lantern Care (invented)", "Kestrel Homes (invented)")
PROVIDERS = (
    *("Bluebell Care (invented)", "Harbour Light (invented)", "Oakfield Group (invented)"),
    *("Stepping Stones West (invented)", "Larkrise (invented)", "Copperbeech (invented)"),
    *("Millstream (invented)", "Northgate Care (invented)", "Firefly Homes (invented)"),
    *("Greenway Children (invented)", "Tideswell (invented)", "Pebble House Co (invented)"),
)
WORDS = (
    *("Willow", "Rowan", "Hazel", "Alder", "Maple", "Juniper", "Cedar", "Aspen", "Linden", "Holly"),
    *("Elder", "Bramble", "Clover", "Heather", "Fern", "Ivy", "Laurel", "Myrtle", "Poplar", "Sorrel"),
)
ENDINGS = ("House", "Lodge", "Cottage", "View")
DISABILITY = {"learning_disability", "physical_disability", "complex_health"}
OTHER_NEEDS = (
    "mental_health",
    "learning_disability",
    "autism",
    "complex_health",
    "physical_disability",
    "sensory",
)
EVERYONE = ["female", "male", "non_binary"]

# places, blocked, residents, youngest, oldest, genders, spare staff hours, needs besides EBD, price in £
INTERNAL = (
    (4, 0, 2, 10, 17, EVERYONE, 20, ["mental_health"], 4_310),
    (4, 1, 3, 12, 17, ["male"], 35, ["autism"], 4_420),
    (4, 0, 3, 8, 15, EVERYONE, 20, ["autism", "learning_disability"], 4_505),
    (4, 0, 4, 11, 17, ["female", "non_binary"], 0, ["mental_health"], 4_280),
)
BLOCK = (
    (3, 0, 2, 11, 17, EVERYONE, 20, ["mental_health", "autism"], 4_890),
    (3, 0, 2, 8, 14, EVERYONE, 35, ["learning_disability", "autism"], 4_890),
    (3, 0, 3, 12, 17, ["male"], 10, ["mental_health"], 5_020),
    (3, 0, 2, 10, 17, EVERYONE, 35, ["sensory"], 5_020),
)
# Of the market's 72 homes.
KINDS = {"childrens_home": 61, "supported_accommodation": 6, "foster": 5}
FREE_HOMES = 27


def homes_of(draw: Draw) -> list[Document]:
    """Four internal homes, four of the block contract, 72 of the market."""
    names = [f"{word} {ending}" for ending in ENDINGS for word in WORDS]
    own = [_contracted(draw, "internal", COUNCIL, row) for row in INTERNAL]
    block = [_contracted(draw, "block", BLOCK_PROVIDERS[i // 2], row) for i, row in enumerate(BLOCK)]
    homes = own + block + _market(draw)
    for i, (home, name) in enumerate(zip(homes, names, strict=True)):
        home |= {"id": f"HOME-{i + 1:03}", "name": name}
        for j, resident in enumerate(home["residents"]):
            resident["id"] = f"HOME-{i + 1:03}-{'ABCDEFGH'[j]}"
    _to_published_price(homes)
    return [{"id": home["id"], "name": home["name"], **home} for home in homes]


def _contracted(
    draw: Draw,
    provision: str,
    provider: str,
    row: tuple[int, int, int, int, int, list[str], int, list[str], int],
) -> Document:
    places, blocked, residents, youngest, oldest, genders, hours, needs, pounds = row
    home = {
        "provider": provider,
        "provision": provision,
        "placement_type": "childrens_home",
        "location": city_place(draw),
        "registered": True,
        "judgement": draw.weighted({"good": 6, "outstanding": 2}),
        "needs_met": ["emotional_behavioural", *needs],
        "min_age": youngest,
        "max_age": oldest,
        "genders": list(genders),
        "step_free": draw.chance(0.3),
        "places": places,
        "blocked_places": blocked,
        "available_from": AS_OF.isoformat(),
        "admissions_limit": 1,
        "spare_staff_hours": hours,
        "weekly_price_pence": pounds * 100,
        # An own home keeps its staff; a block bed is paid whether it is filled or not.
        "void_charge_pence": pounds * (85 if provision == "internal" else 100),
        "sibling_discount_percent": 0,
    }
    return home | {"residents": [_resident(draw, home) for _ in range(residents)]}


def _market(draw: Draw) -> list[Document]:
    sectors = market_sectors(draw)
    kinds = [kind for kind, count in KINDS.items() for _ in range(count)]
    draw.shuffle(kinds)
    routes = _routes(draw, kinds)
    free = set(draw.sample(range(len(sectors)), FREE_HOMES))
    return [
        _market_home(draw, place(sector), kind, route, i in free)
        for i, (sector, kind, route) in enumerate(zip(sectors, kinds, routes, strict=True))
    ]


def _routes(draw: Draw, kinds: list[str]) -> list[str]:
    """Framework and spot in the published proportion; foster carers are all on the framework."""
    framework = figure("wolverhampton", "bought_framework_percent")
    share = framework / (framework + figure("wolverhampton", "bought_spot_percent"))
    others = len(kinds) - KINDS["foster"]
    routes = ["spot"] * round(len(kinds) * (1 - share))
    routes += ["framework"] * (others - len(routes))
    draw.shuffle(routes)
    return ["framework" if kind == "foster" else routes.pop() for kind in kinds]


def _market_home(draw: Draw, location: Document, kind: str, route: str, free: bool) -> Document:
    solo = route == "spot" and kind == "childrens_home" and draw.chance(0.3)
    places = 1 if solo else draw.weighted({2: 30, 3: 35, 4: 25, 5: 10})
    empty = (2 if places > 2 and draw.chance(0.35) else 1) if free else 0
    price = weekly_price_pence(draw, route, kind)
    home = {
        "provider": draw.choice(PROVIDERS),
        "provision": route,
        "placement_type": kind,
        "location": location,
        "registered": not (route == "spot" and draw.chance(0.05)),
        "judgement": draw.weighted(
            {
                "good": 66,
                "outstanding": 15,
                "requires_improvement": 12,
                "not_yet_inspected": 4,
                "inadequate": 3,
            }
        ),
        **_purpose(draw, kind),
        "places": places,
        "blocked_places": 0,
        "available_from": (AS_OF + timedelta(days=draw.weighted({0: 75, 4: 12, 21: 13}))).isoformat(),
        "admissions_limit": draw.weighted({None: 70, 1: 30}),
        "spare_staff_hours": 60 if solo else draw.weighted({0: 20, 10: 25, 20: 30, 35: 25}),
        "weekly_price_pence": price * 17 // 10 // 100 * 100 if solo else price,
        "void_charge_pence": 0,
        "sibling_discount_percent": draw.weighted({0: 50, 5: 20, 10: 30}),
    }
    blocked = 1 if places > empty + 1 and draw.chance(0.08) else 0
    residents = [_resident(draw, home) for _ in range(places - empty - blocked)]
    return home | {"blocked_places": blocked, "residents": residents}


def _purpose(draw: Draw, kind: str) -> Document:
    ages = draw.weighted({(8, 17): 45, (11, 17): 20, (10, 17): 15, (6, 13): 10, (7, 15): 10})
    youngest, oldest = (16, 17) if kind == "supported_accommodation" else ages
    core = ["emotional_behavioural"] if draw.chance(0.93) else []
    return {
        "needs_met": core + draw.some(OTHER_NEEDS, 2, 4),
        "min_age": youngest,
        "max_age": oldest,
        "genders": list(EVERYONE) if draw.chance(0.72) else [draw.weighted({"male": 6, "female": 4})],
        "step_free": draw.chance(0.25),
    }


def _resident(draw: Draw, home: Document) -> Document:
    years = draw.randint(home["min_age"], home["max_age"])
    gender = draw.choice([gender for gender in home["genders"] if gender != "non_binary"])
    return {
        "id": "",
        "birth_date": born(AS_OF, years, draw.randrange(364)),
        "gender": gender,
        "flags": flags_of(draw),
    }


def _to_published_price(homes: list[Document]) -> None:
    """Scale the market's children's homes that meet a disability to the price the council published."""
    taken = [home for home in homes if meets_disability(home)]
    mean = sum(home["weekly_price_pence"] for home in taken) / len(taken)
    factor = figure("coventry", "disability_external_price_pounds") * 100 / mean
    for home in taken:
        home["weekly_price_pence"] = round(home["weekly_price_pence"] * factor / 500) * 500


def meets_disability(home: Document) -> bool:
    """Whether the home is one of the market's children's homes that meet a disability."""
    market = home["provision"] in ("framework", "spot") and home["placement_type"] == "childrens_home"
    return market and bool(DISABILITY & set(home["needs_met"]))
