"""Chains of moves held against the plan: every leaver once, every bed taken once, every figure again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, get_args

from matcher.domain.reviews import ChainKind
from matcher.verify.breach import Breach, misstated, named
from matcher.verify.documents import ALLOCATION, PROOF, RUN, STATUS
from matcher.verify.figures import same_set, stated
from matcher.verify.ledger import straight_line_m, usable_beds
from matcher.verify.payers import WHOLE_PAYER, payer_breaches
from matcher.verify.shape import Record, list_of, one_of, or_null, text, whole, yes_no
from matcher.verify.sums import Account

if TYPE_CHECKING:
    from matcher.verify.check import Checker

Doc = dict[str, Any]
OF_A_PLAN = ("allocation", "tier1", "tier2", "status", "proof")

CHAIN_STEP = Record(
    {"referral": text, "from_home": or_null(text), "to_home": or_null(text), "bed_of": or_null(text)},
    {
        "new_commitment_pence": whole,
        "distance_now_m": or_null(whole),
        "distance_then_m": or_null(whole),
        "in_area_now": or_null(yes_no),
        "in_area_then": or_null(yes_no),
    },
)
CHAIN = Record(
    {"kind": one_of(get_args(ChainKind)), "steps": list_of(CHAIN_STEP)},
    {
        "moves": whole,
        "starts": text,
        "ends": text,
        "frees": or_null(text),
        "new_commitment_pence": whole,
        "distance_change_m": whole,
    },
)
WITHOUT_CAP = Record(
    {
        "status": STATUS,
        "tier1": whole,
        "tier2": whole,
        "moves": whole,
        "allocation": ALLOCATION,
        "who_pays": list_of(WHOLE_PAYER),
    },
    {},
)
REVIEWS = Record(
    {"allocation": ALLOCATION, "tier1": whole, "tier2": whole, "chains": list_of(CHAIN)},
    {
        "schema": text,
        "status": STATUS,
        "proof": PROOF,
        "max_moves": or_null(whole),
        "reviews": whole,
        "stays": whole,
        "moves": whole,
        "without_cap": or_null(WITHOUT_CAP),
        "unplaced": list_of(text),
        "case_fingerprint": text,
        "run": RUN,
    },
)


def review_breaches(checker: Checker, answer: Doc) -> Iterator[Breach]:
    """The plan itself, then its chains; of a plan that accounts for not everybody nothing more is said."""
    yield from stated(answer, {"case_fingerprint": checker.case.fingerprint}, "", "the case")
    yield from checker.proposal({name: answer[name] for name in OF_A_PLAN if name in answer})
    if list(checker.unaccounted(answer["allocation"])):
        return
    sheet = _Sheet(checker.account(answer))
    yield from sheet.counts(answer)
    yield from _cap(checker, sheet, answer)
    faults = list(sheet.partition(answer["chains"]))
    yield from faults
    if not faults:
        for chain in answer["chains"]:
            yield from sheet.chain(chain)
        yield from sheet.beds(answer["chains"])


def _cap(checker: Checker, sheet: _Sheet, answer: Doc) -> Iterator[Breach]:
    most, without = answer.get("max_moves"), answer.get("without_cap")
    if most is not None and sheet.moves > most:
        yield Breach("max_moves", f"{sheet.moves} reviews move, and {most} may")
    if without is None:
        return
    yield from _without_cap(checker, without, answer["allocation"])
    if most is None or without["moves"] <= most:
        yield Breach("without_cap", "the best plan keeps the cap: then it is the answer")
    best, found = (without["tier1"], without["tier2"]), (answer["tier1"], answer["tier2"])
    if without["status"] == "optimal" and found < best:
        yield Breach("without_cap", "the plan with the cap is better than the best one without")


def _without_cap(checker: Checker, without: Doc, capped: Doc) -> Iterator[Breach]:
    """The plan without the cap keeps every rule, its figures are so, and who pays is told in full."""
    what = "the plan without a cap"
    wrong = list(checker.proposal({name: without[name] for name in ("allocation", "tier1", "tier2")}))
    yield from (Breach(f"without_cap.{breach.code}", f"{what}: {breach.message}") for breach in wrong)
    if list(checker.unaccounted(without["allocation"])):
        return
    moves = _Sheet(checker.account(without)).moves
    yield from stated(without, {"moves": moves}, "without_cap.", what)
    for breach in payer_breaches(without["who_pays"], without["allocation"], capped, None, what):
        yield Breach(f"without_cap.{breach.code}", breach.message)


class _Sheet:
    """One plan: who leaves, who comes, and the figures of each."""

    def __init__(self, account: Account) -> None:
        self.account, self.ledger = account, account.ledger
        children = self.ledger.case.referrals
        self.now = {child.id: child.current_home for child in children}
        self.then = {child.id: account.home_of.get(child.id) for child in children}
        self.living = {child for child, home in self.now.items() if home is not None}
        self.leavers = {child for child in self.living if self.now[child] != self.then[child]}
        self.comers = {c for c, home in self.then.items() if home is not None and home != self.now[c]}

    @property
    def moves(self) -> int:
        return len(self.leavers & self.comers)

    def counts(self, answer: Doc) -> Iterator[Breach]:
        stays = len(self.living - self.leavers)
        right = {"reviews": len(self.living), "stays": stays, "moves": self.moves}
        yield from stated(answer, right, "", "the allocation")
        waiting = [child for child, home in self.then.items() if home is None]
        yield from same_set("unplaced", "the plan", answer.get("unplaced", waiting), waiting)

    def partition(self, chains: list[Doc]) -> Iterator[Breach]:
        """Every leaver in one chain; who comes anew only at an end."""
        told = Counter(step["referral"] for chain in chains for step in chain["steps"])
        for child, times in told.items():
            if times > 1 or child not in self.leavers | self.comers:
                yield Breach("chains", f"{named(child)} does not belong there {times} times")
        for child in sorted(self.leavers - told.keys()):
            yield Breach("chains", f"{child} leaves {self.now[child]} and is in no chain")
        for chain in chains:
            steps = chain["steps"]
            if not steps or steps[0]["referral"] not in self.leavers:
                yield Breach("chains", "a chain starts with a review who leaves a home")
            if any(step["referral"] not in self.leavers for step in steps[:-1]):
                yield Breach("chains", "only the last child of a chain can be one who comes anew")

    def chain(self, chain: Doc) -> Iterator[Breach]:
        """Each step from the case, joined to the one before, and the sums."""
        steps = chain["steps"]
        turns = steps[0]["bed_of"] is not None
        first, last = steps[0]["referral"], steps[-1]["referral"]
        before = last if turns else None
        for step in steps:
            yield from self._step(step, before)
            before = step["referral"]
        moved = [s["referral"] for s in steps if s["referral"] in self.leavers & self.comers]
        right = {
            "kind": "cycle" if turns else "chain",
            "moves": len(moved),
            "starts": first,
            "ends": last,
            "frees": None if turns else self.now[last],
            "new_commitment_pence": sum(self._new_pence(step["referral"]) for step in steps),
            "distance_change_m": sum(
                (self._metres(c, self.then[c]) or 0) - (self._metres(c, self.now[c]) or 0) for c in moved
            ),
        }
        yield from stated(chain, right, "chains.", f"the chain of {first}")

    def _step(self, step: Doc, before: str | None) -> Iterator[Breach]:
        child = step["referral"]
        now, then = self.now[child], self.then[child]
        right = {
            "from_home": now,
            "to_home": then,
            "bed_of": before,
            "new_commitment_pence": self._new_pence(child),
            "distance_now_m": self._metres(child, now),
            "distance_then_m": self._metres(child, then),
            "in_area_now": self._in_area(child, now),
            "in_area_then": self._in_area(child, then),
        }
        yield from stated(step, right, "chains.steps.", child)
        if before is not None and self.now[before] != then:
            yield Breach("chains.steps.bed_of", f"{child} does not go where {before} lives now")

    def beds(self, chains: list[Doc]) -> Iterator[Breach]:
        """Who waits for a bed has to; and a cycle meets nobody with whom it could be undone."""
        waits = {step["referral"] for chain in chains for step in chain["steps"] if step["bed_of"]}
        turning = {s["referral"] for chain in chains if chain["kind"] == "cycle" for s in chain["steps"]}
        for home in self.ledger.case.homes:
            coming = {child for child in self.comers if self.then[child] == home.id}
            free = usable_beds(home) - sum(self.now[child] == home.id for child in self.living)
            needed = max(0, len(coming) - free)
            if len(coming & waits) != needed:
                yield misstated("chains", f"beds waited for at {home.id}", len(coming & waits), needed)
            if coming & turning and coming - turning:
                yield Breach("chains", f"a cycle through {home.id} can be undone there")

    def _new_pence(self, child: str) -> int:
        placed = self.account.placed.get(child)
        if placed is None:
            return 0
        return placed.incremental_pence - self.ledger.committed_pence(placed.child)

    def _metres(self, child: str, home: str | None) -> int | None:
        if home is None:
            return None
        return straight_line_m(self.ledger.referrals[child].origin, self.ledger.homes[home].location)

    def _in_area(self, child: str, home: str | None) -> bool | None:
        if home is None:
            return None
        return self.ledger.referrals[child].origin.area == self.ledger.homes[home].location.area
