"""An option table that comes event by event, checked as it comes: no event rests on a later one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from matcher.domain.case import Case
from matcher.domain.referral import Referral
from matcher.verify.breach import Breach
from matcher.verify.check import OF_A_TABLE, Checker
from matcher.verify.options import option_breach, order
from matcher.verify.sums import Account
from matcher.verify.witness import Witnesses

Doc = dict[str, Any]
FIRST = 3


class StreamCheck:
    """One stream of one case. Events are documents after a JSON round trip, in the order they came."""

    def __init__(self, case: Case) -> None:
        self.checker = Checker(case)
        self.head: Doc = {}
        self.account: Account | None = None
        self.witnesses: Witnesses | None = None
        self.listed: dict[str, list[Doc]] = defaultdict(list)
        """By child: the options that came."""
        self.final: set[str] = set()
        """The children whose first options are final."""

    def take(self, event: Doc) -> tuple[Breach, ...]:
        """Everything wrong with the next event, recomputed from the case alone; empty when right."""
        kind = event["event"]
        if kind == "head":
            return tuple(self._head(event))
        if self.account is None or self.witnesses is None:
            return (Breach("stream.order", f"{kind} came before the head"),)
        if kind == "option":
            return tuple(self._option(self.account, self.witnesses, event["option"]))
        if kind == "first_options":
            return tuple(self._first(event))
        return tuple(self._done(event))

    def _head(self, event: Doc) -> Iterator[Breach]:
        """The allocation, checked whole."""
        yield from self.checker.proposal({name: event[name] for name in OF_A_TABLE if name in event})
        if not list(self.checker.unaccounted(event["allocation"])):
            self.head, self.account = event, self.checker.account(event)
            self.witnesses = Witnesses(self.checker.shut, self.account)

    def _option(self, account: Account, witnesses: Witnesses, option: Doc) -> Iterator[Breach]:
        """Open to the child, new, in its place, right in every figure, and borne out by its witness."""
        child_id, home_id = option["referral"], option["home"]
        what = f"{child_id} at {home_id}"
        child = account.ledger.referrals.get(child_id)
        if child is None or home_id not in self._open_to(child):
            yield Breach("options.home", f"{what}: is not open to this child")
            return
        before = self.listed[child_id]
        if any(other["home"] == home_id for other in before):
            yield Breach("options.home", f"{what}: is told twice")
        placed = account.pricing.at(child_id, home_id)
        yield from option_breach(account, placed, option, {"status": "best_found"} | self._claims(option))
        yield from witnesses.breaches([option])
        if option["rank"] != len(before) + 1 or (before and self._place(before[-1]) > self._place(option)):
            yield Breach("options.rank", f"{what}: does not come at rank {option['rank']}")
        before.append(option)

    def _claims(self, option: Doc) -> Doc:
        """An exact regret against a proved plan is held to what an optimum allows."""
        return {"status": self.head["status"] if option["exact"] else "best_found"}

    def _place(self, option: Doc) -> tuple[bool, int, int, int, int, str]:
        assert self.account is not None
        return order(option, self.account.pricing.at(option["referral"], option["home"]))

    def _open_to(self, child: Referral) -> frozenset[str]:
        assert self.witnesses is not None
        return self.witnesses.neighbourhoods.open_to(child)

    def _first(self, event: Doc) -> Iterator[Breach]:
        """As many as asked for or as there are, all exact, and those that came first."""
        child_id = event["referral"]
        child = self.checker.ledger.referrals.get(child_id)
        if child is None:
            yield Breach("options.referral", f"{child_id} is not in the case")
            return
        listed = self.listed[child_id]
        self.final.add(child_id)
        came = [option["home"] for option in listed if option["exact"]]
        wanted = min(self.head["first"] or FIRST, len(self._open_to(child)))
        if event["homes"] != came or len(came) != wanted:
            yield Breach(
                "stream.first_options", f"{child_id}: are not the first {wanted} that came, all exact"
            )

    def _done(self, event: Doc) -> Iterator[Breach]:
        """What is counted, and that a finished table left nothing out."""
        came = [option for listed in self.listed.values() for option in listed]
        counted = (event["options"], event["open"])
        if counted != (len(came), sum(not option["exact"] for option in came)):
            yield Breach("stream.done", "the options are not counted right")
        if event["status"] == "finished" and (event["open"] or event["open_children"]):
            yield Breach("stream.done", "what is finished has nothing open")
        if event["status"] == "finished" and len(self.final) != self.head["children"]:
            yield Breach("stream.done", f"{len(self.final)} of {self.head['children']} lists are final")
        for child_id, listed in self.listed.items():
            eligible = len(self._open_to(self.checker.ledger.referrals[child_id]))
            wanted = eligible if self.head["first"] is None else min(self.head["first"], eligible)
            if len(listed) != wanted:
                yield Breach("options.home", f"{child_id}: {len(listed)} of {wanted} options came")
