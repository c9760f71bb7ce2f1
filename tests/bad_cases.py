"""Documents that every door must refuse: (name, maker of bytes), shared by the HTTP and CLI tests.

All invented. Each is a 4xx at the HTTP door and exit code 2 at the command line, in under a second
and 200 MB, with no traceback. CANARY stands where a child's data could stand: no answer repeats it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tests.builders import document, home, referral

Maker = Callable[[], bytes]
Change = Callable[[dict[str, Any]], object]

CANARY = "canary-jane-doe-2011"
CANARY_KEY = "canary_jane_doe"
"""Looks like a field of the schema, and is a child's name all the same."""
CANARIES = (CANARY, CANARY_KEY)


def good_case() -> dict[str, Any]:
    """Two children and two homes: a right document that each bad one spoils in one place."""
    homes = [home(home_id, name="Invented " + CANARY) for home_id in ("H1", "H2")]
    return document([referral("R1"), referral("R2")], homes)


def _spoilt(change: Change) -> Maker:
    def make() -> bytes:
        case = good_case()
        change(case)
        return json.dumps(case).encode()

    return make


def _with(value: object, *path: str | int) -> Maker:
    def change(case: dict[str, Any]) -> None:
        inside: Any = case
        for step in path[:-1]:
            inside = inside[step]
        inside[path[-1]] = value

    return _spoilt(change)


def _without(*path: str | int) -> Maker:
    def change(case: dict[str, Any]) -> None:
        inside: Any = case
        for step in path[:-1]:
            inside = inside[step]
        del inside[path[-1]]

    return _spoilt(change)


def _raw(token: bytes, *path: str | int) -> Maker:
    """A token that Python's own JSON writer would not write, put where `path` leads."""
    mark = "put the token here"
    return lambda: _with(mark, *path)().replace(json.dumps(mark).encode(), token)


def _listed(name: str, entry: bytes, count: int) -> Maker:
    entries = f'"{name}": '.encode()
    return lambda: b'{"schema": "placement-case/1", ' + entries + b"[" + b",".join([entry] * count) + b"]}"


def _keys(count: int) -> bytes:
    return b",".join(b'"%s_%d": 1' % (CANARY_KEY.encode(), i) for i in range(count))


R = ("referrals", 0)
H = ("homes", 0)
PRICE = ("homes", 0, "weekly_price_pence")
GONE = {"referral": "R1", "home": CANARY}

NOT_JSON: tuple[tuple[str, Maker], ...] = (
    ("empty", lambda: b""),
    ("only white space", lambda: b" \n\t "),
    ("plain text", lambda: CANARY.encode()),
    ("cut short", lambda: _spoilt(lambda case: None)()[:-40]),
    ("two documents", lambda: b"{}{}"),
    ("a trailing comma", lambda: b'{"schema": "placement-case/1",}'),
    ("single quotes", lambda: b"{'schema': 'placement-case/1'}"),
    ("a comment", lambda: b'{"schema": "placement-case/1" /* ' + CANARY.encode() + b" */}"),
    ("NaN", _raw(b"NaN", *PRICE)),
    ("Infinity", _raw(b"Infinity", *PRICE)),
    ("minus Infinity", _raw(b"-Infinity", *PRICE)),
    ("a 5,000-digit integer", _raw(b"9" * 5000, *PRICE)),
    ("an 8,000,000-digit integer", _raw(b"9" * 8_000_000, *PRICE)),
    ("a raw NUL in a text", _raw(b'"' + CANARY.encode() + b'\x00"', *H, "name")),
    ("a raw NUL after the document", lambda: _spoilt(lambda case: None)() + b"\x00"),
    ("a lone surrogate", _raw(b'"' + CANARY.encode() + b'\\ud800"', *H, "name")),
    ("a lone surrogate in a key", lambda: b'{"' + CANARY.encode() + b'\\udfff": 1}'),
    ("bytes that are not UTF-8", _raw(b'"' + CANARY.encode() + b'\xff\xfe"', *H, "name")),
    ("UTF-16", lambda: json.dumps(good_case()).encode("utf-16")),
    ("UTF-8 with a byte order mark", lambda: b"\xef\xbb\xbf" + _spoilt(lambda case: None)()),
    ("the same key twice", lambda: b'{"' + CANARY.encode() + b'": 1, "' + CANARY.encode() + b'": 2}'),
    ("the same key twice, deep inside", _raw(b'{"a": 1, "\\u0061": 2}', *R, "origin")),
    ("100,000 lists deep", lambda: b"[" * 100_000 + b"]" * 100_000),
    ("100,000 objects deep", lambda: b'{"a":' * 100_000 + b"1" + b"}" * 100_000),
    ("100,000 deep inside a field", _raw(b"[" * 100_000 + b"]" * 100_000, *R, "flags")),
)

TOO_BIG: tuple[tuple[str, Maker], ...] = (
    ("10^6 referrals", _listed("referrals", b"{}", 1_000_000)),
    ("10^6 homes", _listed("homes", b"{}", 1_000_000)),
    ("10^6 forbids", _listed("forbids", b'"x"', 1_000_000)),
    ("20,000 empty referrals", _listed("referrals", b"{}", 20_000)),
    ("50,000 empty homes", _listed("homes", b"{}", 50_000)),
    ("50 MB of white space", lambda: b" " * 50_000_000 + b"{}"),
    ("50 MB of text", lambda: b'{"schema": "' + b"x" * 50_000_000 + b'"}'),
    ("50 MB of referrals", lambda: _listed("referrals", json.dumps(referral("R")).encode(), 150_000)()),
    ("2,000,000 empty lists", lambda: b'{"referrals": [' + b",".join([b"[]"] * 2_000_000) + b"]}"),
    ("a list of 3,000,000 flags", lambda: _raw(b"[" + b",".join([b"1"] * 3_000_000) + b"]", *R, "flags")()),
    ("200,000 unknown fields", lambda: b"{" + _keys(200_000) + b"}"),
    ("200,000 unknown fields in a referral", lambda: b'{"referrals": [{' + _keys(200_000) + b"}]}"),
)

WRONG_SHAPE: tuple[tuple[str, Maker], ...] = (
    ("a list instead of an object", lambda: json.dumps([good_case()]).encode()),
    ("null instead of an object", lambda: b"null"),
    ("a number instead of an object", lambda: b"5"),
    ("a text instead of an object", lambda: json.dumps(CANARY).encode()),
    ("an empty object", lambda: b"{}"),
    ("another schema", _with("placement-case/2", "schema")),
    ("no schema", _without("schema")),
    ("no policy", _without("policy")),
    ("no as_of", _without("as_of")),
    ("a referral without an id", _without(*R, "id")),
    ("a referral without a birth date", _without(*R, "birth_date")),
    ("a home without a price", _without(*PRICE)),
    ("referrals as an object", _with({CANARY: 1}, "referrals")),
    ("a referral that is a text", _with(CANARY, *R)),
    ("null for a number", _with(None, *PRICE)),
    ('"5" for an integer', _with("5", *H, "places")),
    ("true for an integer", _with(True, *H, "places")),
    ("5.0 for an integer", _with(5.0, *H, "places")),
    ("5.5 for an integer", _with(5.5, *H, "places")),
    ("1e999 for an integer", _raw(b"1e999", *PRICE)),
    ("1e999 for miles", _raw(b"1e999", *R, "max_miles")),
    ("-1e999 for miles", _raw(b"-1e999", *R, "max_miles")),
    ("10^400 for an integer", _raw(b"1" + b"0" * 400, *PRICE)),
    ("10^19 for pence", _with(10**19, *PRICE)),
    ("2^63 for pence", _with(2**63, *PRICE)),
    ("1 for a yes or no", _with(1, *H, "registered")),
    ('"true" for a yes or no', _with("true", *H, "registered")),
    ("a list for a text", _with([CANARY], *R, "id")),
    ("a text for a list", _with(CANARY, *R, "flags")),
    ("an unknown field", _with(CANARY, CANARY)),
    ("an unknown field that looks like one", _with(1, CANARY_KEY)),
    ("an unknown field of a referral", _with(CANARY, *R, CANARY_KEY)),
    ("an unknown field of the policy", _with(1, "policy", CANARY_KEY)),
    ("an unknown field of a place", _with(CANARY, *R, "origin", "address")),
)

WRONG_VALUE: tuple[tuple[str, Maker], ...] = (
    ("30 February", _with("2026-02-30", "as_of")),
    ("29 February of a common year", _with("2025-02-29", *R, "needed_by")),
    ("a date in words", _with(CANARY, *R, "birth_date")),
    ("a date the English way", _with("01/04/2026", "as_of")),
    ("a date as a number", _with(20260401, "as_of")),
    ("a date with a time", _with("2026-04-01T12:30:00Z", "as_of")),
    ("the year 10000", _with("10000-01-01", "as_of")),
    ("born after as_of", _with("2027-01-01", *R, "birth_date")),
    ("negative money", _with(-1, *PRICE)),
    ("money above a thousand million pence", _with(10**9 + 1, *PRICE)),
    ("a negative distance limit", _with(-0.5, *R, "max_miles")),
    ("a distance limit too fine", _with(1.23456, *R, "max_miles")),
    ("a grid point off the map", _with(2_000_001, *R, "origin", "easting")),
    ("an area that is no code", _with(CANARY, *R, "origin", "area")),
    ("an unknown postcode", _with({"postcode": "ZZ99 9ZZ"}, *R, "origin")),
    ("a postcode that is a number", _with({"postcode": 5}, *R, "origin")),
    ("a postcode that is a name", _with({"postcode": CANARY}, *R, "origin")),
    ("a postcode and a grid point", _with({"postcode": "CV1 2NE", "easting": 1}, *R, "origin")),
    ("an unknown gender", _with(CANARY, *R, "gender")),
    ("an unknown urgency", _with(CANARY, *R, "urgency")),
    ("an unknown judgement", _with(CANARY, *H, "judgement")),
    ("no placement type", _with([], *R, "placement_types")),
    ("the same flag twice", _with(["x", "x"], *R, "flags")),
    ("an empty id", _with("", *R, "id")),
    ("an id with a space", _with(f"R {CANARY}", *R, "id")),
    ("an id of 65 letters", _with("R" * 65, *R, "id")),
    ("an id that ends in a new line", _with("R1\n", *R, "id")),
    ("a NUL in a name", _with(CANARY + "\x00", *H, "name")),
    ("a C1 control in a name", _with(CANARY + "\u009b31m", *H, "name")),
    ("a name that turns the direction of reading", _with(CANARY + "\u202e", *H, "provider")),
    ("a name that ends in a new line", _with(CANARY + "\n", *H, "name")),
    ("a name of 201 letters", _with("x" * 201, *H, "name")),
    ("min_age above max_age", _with(18, *H, "min_age")),
    ("funding of 99 %", _with([{"fund": "la", "percent": 99}], *R, "funding")),
    ("funding of 101 %", _with([{"fund": "la", "percent": 101}], *R, "funding")),
    ("funding by the same fund twice", _with([{"fund": "la", "percent": 50}] * 2, *R, "funding")),
    ("no funding", _with([], *R, "funding")),
    ("a negative weight", _with(-1, "policy", "unplaced_weight", "urgent")),
    ("a flag pair of three", _with([["a", "b", "c"]], "policy", "incompatible_flags")),
)

WRONG_REFERENCE: tuple[tuple[str, Maker], ...] = (
    ("a second referral with one id", _with("R1", "referrals", 1, "id")),
    ("a second home with one id", _with("H1", "homes", 1, "id")),
    ("a pin to no home", _with([GONE], "pins")),
    ("a pin of no referral", _with([{"referral": CANARY, "home": "H1"}], "pins")),
    ("a forbid to no home", _with([GONE], "forbids")),
    ("a waiver for no home", _with([{**GONE, "rule": "age"}], "waivers")),
    ("a waiver of a rule nobody may waive", _with([{"referral": "R1", "rule": "need"}], "waivers")),
    ("an offer of no home", _with([{**GONE, "status": "offered"}], "offers")),
    ("a sibling group of strangers",
     _with([{"id": "G", "members": ["R1", CANARY], "rule": "apart"}], "sibling_groups")),
    ("a sibling group of one", _with([{"id": "G", "members": ["R1"], "rule": "apart"}], "sibling_groups")),
    ("a relationship with nobody",
     _with([{"a": "R1", "b": CANARY, "kind": "avoid"}], "relationships")),
    ("a relationship with oneself", _with([{"a": "R1", "b": "R1", "kind": "avoid"}], "relationships")),
    ("a current home that is not there", _with(CANARY, *R, "current_home")),
    ("a review in a home without a bed",
     _spoilt(lambda case: (case["homes"][0].update(places=0),
                           case["referrals"][0].update(current_home="H1")))),
    ("two pins of one child",
     _with([{"referral": "R1", "home": "H1"}, {"referral": "R1", "home": "H2"}], "pins")),
    ("a pin to a home that a rule shuts",
     _spoilt(lambda case: (case["homes"][0].update(registered=False),
                           case.update(pins=[{"referral": "R1", "home": "H1"}])))),
    ("a pin that is also forbidden",
     _spoilt(lambda case: case.update(pins=[{"referral": "R1", "home": "H1"}],
                                      forbids=[{"referral": "R1", "home": "H1"}]))),
)  # fmt: skip

BAD_CASES = NOT_JSON + TOO_BIG + WRONG_SHAPE + WRONG_VALUE + WRONG_REFERENCE
