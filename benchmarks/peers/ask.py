"""Ask a peer in a process of its own, and check what it says: solver libraries do not mix."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from benchmarks.stopwatch import Measured, Stopwatch
from matcher import goals, library
from matcher.domain.case import Case
from matcher.rules.facts import Facts

NAMES = ("first_come", "first_come_urgent", "flow", "highs", "scip", "cbc", "cpsat", "timefold")
GRACE_S = 120.0
"""Reading the case, building the model, and solvers that look at the clock late."""
Said = dict[str, Any]


def asked(name: str, document: bytes, limit_s: float, repeat: int = 1) -> Measured:
    """One peer's plan for a case, its tiers counted again and its rules checked by the verifier."""
    found = ask(name, document, limit_s, "--repeat", str(repeat))
    if "status" in found:
        return Measured((), found)
    runs = []
    for parts in found["parts"]:
        runs.append(Stopwatch())
        runs[-1].parts = parts
    judged = judge(library.load_case(document), found)
    return Measured(tuple(runs), judged | {"peak_mib": found["peak_mib"]})


def asked_forced(name: str, document: bytes, choices: list[int], limit_s: float) -> list[Said]:
    """The best plan with each choice forced, as one peer finds it, with its seconds, judged."""
    found = ask(name, document, limit_s, "--forced", ",".join(map(str, choices)), solves=len(choices))
    case = library.load_case(document)
    return [answer | judge(case, answer) for answer in found.get("answers", [])]


def ask(name: str, document: bytes, limit_s: float, *arguments: str, solves: int = 1) -> Said:
    """What the peer's process prints; a status where it printed nothing."""
    command = [sys.executable, "-m", "benchmarks.peers", name, "--limit", str(limit_s), *arguments]
    patience_s = solves * limit_s * 1.5 + GRACE_S
    try:
        done = subprocess.run(command, input=document, capture_output=True, timeout=patience_s, check=False)
    except subprocess.TimeoutExpired:
        return {"status": "overran", "verified": False}
    if done.returncode:
        words = done.stderr.decode(errors="replace").strip().splitlines()
        return {"status": "crashed", "verified": False, "last_words": words[-1] if words else ""}
    printed: Said = json.loads(done.stdout)
    return printed


def judge(case: Case, found: Said) -> Said:
    """Status, tiers from the case itself, and whether the verifier found nothing wrong."""
    if found["allocation"] is None:
        floor = found["floor1"] is not None
        status = "infeasible" if found["proved"] else "bound" if floor else "none"
        return {"status": status, "floor1": found["floor1"], "verified": floor}
    allocation = found["allocation"]
    placed = {child: home for child, home in allocation.items() if home is not None}
    tier1, tier2 = goals.tiers(Facts(case), placed)
    breaches = library.verify(case, {"allocation": allocation, "tier1": tier1, "tier2": tier2})
    return {
        "status": "optimal" if found["proved"] else "best_found",
        "tier1": tier1,
        "tier2": tier2,
        "floor1": found["floor1"],
        "unplaced": len(allocation) - len(placed),
        "verified": not breaches,
        "breaches": sorted({breach.code for breach in breaches}),
    }
