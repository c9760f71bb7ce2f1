"""What is not as it was when a proposal was made: today's case against the one that was solved."""

from __future__ import annotations

from functools import lru_cache

from matcher import __version__
from matcher.domain.case import Case
from matcher.domain.reading import read_case
from matcher.errors import Fault
from matcher.service import cases
from matcher.service.binding import bound_hash
from matcher.service.compared import Pair, compared
from matcher.service.days import today
from matcher.store import proposals as kept_proposals
from matcher.store import runs as kept
from matcher.store.proposals import StoredProposal
from matcher.store.runs import StoredRun
from matcher.store.work import Work


def moved(work: Work, proposal: StoredProposal, now: Case | None = None) -> list[Fault]:
    """Everything that a decision on this proposal was shown and that is otherwise today; empty: nothing.

    `now`: today's case, where it is at hand. Children whom the same plan sent to the home, and who have
    come, are no change. Whether the funds still pay for it, and whether a rule shuts the home by now, is
    not asked here: both hang on what else is decided in the same act. Raises Conflict (no_policy).
    """
    run = kept.run(work, proposal.run_id)
    faults = _altered(work, run, proposal)
    if faults:
        return faults
    now = now or cases.case_of(work, today(work))
    faults = [] if run.engine_version == __version__ else [_of_another_engine(run)]
    child, home = proposal.document["referral"], proposal.document["home"]
    pair = Pair(child, home, tuple(kept_proposals.planned(work, run.id)))
    return faults + compared(_case(kept.snapshot_of(work, run.id)), now, pair)


def _altered(work: Work, run: StoredRun, proposal: StoredProposal) -> list[Fault]:
    """The stored rows themselves, by their hashes: what was shown and what it was made from."""
    way_out = "what is stored is not what was shown: ask again, and tell your administrator"
    if bound_hash(run, proposal) != proposal.hash:
        return [Fault("$.proposal", way_out)]
    if kept.sha256(kept.snapshot_of(work, run.id)) != run.snapshot_hash:
        return [Fault("$.run.snapshot", way_out)]
    return []


def _of_another_engine(run: StoredRun) -> Fault:
    told = f"the plan was made by version {run.engine_version}; this is version {__version__}: ask again"
    return Fault("$.run.engine_version", told)


@lru_cache(maxsize=8)
def _case(snapshot: bytes) -> Case:
    """Many decisions follow from one run: its case is read once."""
    return read_case(snapshot)
