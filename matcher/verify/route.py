"""A statutory route held against the table as this package states it: every step, every deadline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, get_args

from matcher.domain.proposal import Status
from matcher.domain.route import Approval, Area, StepKind, Who
from matcher.verify.breach import Breach, misstated, named
from matcher.verify.documents import ALLOCATION
from matcher.verify.figures import keyed, same_set, stated
from matcher.verify.route_table import Ruling
from matcher.verify.shape import Record, list_of, one_of, or_null, text, whole, yes_no

if TYPE_CHECKING:
    from matcher.verify.check import Checker

Doc = dict[str, Any]

STEP = Record(
    {"code": text},
    {
        "kind": one_of(get_args(StepKind)),
        "who": one_of(get_args(Who)),
        "title": text,
        "due": or_null(text),
        "due_words": text,
        "draft": or_null(text),
    },
)
CHILD_ROUTE = Record(
    {"referral": text, "home": text},
    {
        "stays": yes_no,
        "emergency": yes_no,
        "starts_on": text,
        "area": one_of(get_args(Area)),
        "key_stage_4": yes_no,
        "approval": one_of(get_args(Approval)),
        "not_known": list_of(text),
        "shut_by": list_of(text),
        "steps": list_of(STEP),
    },
)
APPROVALS = Record({}, dict.fromkeys(get_args(Approval), whole))
ROUTE = Record(
    {"routes": list_of(CHILD_ROUTE), "allocation": or_null(ALLOCATION)},
    {
        "schema": text,
        "as_of": text,
        "status": or_null(one_of(get_args(Status))),
        "referral": or_null(text),
        "approvals": APPROVALS,
        "case_fingerprint": text,
    },
)


def route_breaches(checker: Checker, answer: Doc) -> Iterator[Breach]:
    """The plan first, then every route of it; a pair alone has no plan."""
    today = checker.case.as_of.isoformat()
    right = {"case_fingerprint": checker.case.fingerprint, "as_of": today}
    yield from stated(answer, right, "", "the case")
    allocation = answer["allocation"]
    if allocation is None:
        yield from _pair(checker, answer)
        return
    yield from checker.proposal({"allocation": allocation})
    if not list(checker.unaccounted(allocation)):
        yield from _plan(checker, answer, {c: h for c, h in allocation.items() if h is not None})


def _plan(checker: Checker, answer: Doc, placed: dict[str, str]) -> Iterator[Breach]:
    asked = answer.get("referral")
    if asked is not None and asked not in checker.ledger.referrals:
        yield Breach("referral", f"{named(asked)} is not in the case")
    wanted = [child for child in placed if asked in (None, child)]
    found, claims = keyed(answer["routes"], "referral", "routes", wanted, wanted)
    yield from found
    for claim in claims:
        home = placed[claim["referral"]]
        yield from stated(claim, {"home": home}, "routes.", claim["referral"])
        yield from _route(checker, _ruling(checker, claim["referral"], home, placed), claim)
    if not found:
        rulings = [_ruling(checker, child, placed[child], placed) for child in wanted]
        yield from _counts(rulings, answer)


def _pair(checker: Checker, answer: Doc) -> Iterator[Breach]:
    """One pair; whether a rule shuts it is not the question."""
    if len(answer["routes"]) != 1:
        yield Breach("routes", "without an allocation there is one pair, no more and no fewer")
        return
    [claim] = answer["routes"]
    for name, known in (("referral", checker.ledger.referrals), ("home", checker.ledger.homes)):
        if claim[name] not in known:
            yield Breach(f"routes.{name}", f"{named(claim[name])} is not in the case")
            return
    if answer.get("referral", claim["referral"]) != claim["referral"]:
        yield Breach("referral", "the route is of another child than the one asked about")
    ruling = _ruling(checker, claim["referral"], claim["home"], {})
    yield from _route(checker, ruling, claim)
    yield from _counts([ruling], answer)


def _ruling(checker: Checker, child: str, home: str, placed: dict[str, str]) -> Ruling:
    ledger = checker.ledger
    families = [g for g in checker.case.sibling_groups if child in g.members and g.rule != "apart"]
    parted = any(placed.get(other, home) != home for group in families for other in group.members)
    return Ruling(ledger, ledger.referrals[child], ledger.homes[home], parted)


def _route(checker: Checker, ruling: Ruling, claim: Doc) -> Iterator[Breach]:
    what = f"{ruling.child.id} at {ruling.home.id}"
    right = {
        "stays": ruling.child.current_home == ruling.home.id,
        "emergency": ruling.urgent,
        "starts_on": ruling.start.isoformat(),
        "area": ruling.area,
        "key_stage_4": ruling.year_10_or_11,
        "approval": ruling.approval,
    }
    yield from stated(claim, right, "routes.", what)
    open_questions = {"urgency", "needed_by", "school", "flags", "current_home"} & set(ruling.child.unknown)
    claimed = claim.get("not_known", open_questions)
    yield from same_set("routes.not_known", what, claimed, open_questions)
    shut_by = checker.shut.at(ruling.child, ruling.home)[0]
    yield from same_set("routes.shut_by", what, claim.get("shut_by", shut_by), shut_by)
    if "steps" in claim:
        yield from _steps(ruling, claim["steps"], what)


def _steps(ruling: Ruling, claims: list[Doc], what: str) -> Iterator[Breach]:
    right = {code: (kind, who, due) for code, kind, who, due in ruling.steps()}
    yield from same_set("routes.steps", what, (claim["code"] for claim in claims), right)
    for claim in claims:
        if claim["code"] in right:
            kind, who, due = right[claim["code"]]
            told = {"kind": kind, "who": who, "due": due and due.isoformat()}
            yield from stated(claim, told, "routes.steps.", f"{what}, step {claim['code']}")


def _counts(rulings: list[Ruling], answer: Doc) -> Iterator[Breach]:
    start = [ruling for ruling in rulings if ruling.child.current_home != ruling.home.id]
    counts = Counter(ruling.approval for ruling in start)
    for name, number in answer.get("approvals", {}).items():
        if name in get_args(Approval) and number != counts[name]:
            yield misstated(f"approvals.{name}", "the routes", number, counts[name])
