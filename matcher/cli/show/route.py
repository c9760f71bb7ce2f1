"""The statutory route: first who must approve what, then each child's steps in order of their day."""

from __future__ import annotations

from datetime import date

from rich.console import Console

from matcher.cli.screen import heading, line, row, table
from matcher.cli.words import and_list, count, day
from matcher.domain.case import Case
from matcher.domain.home import Home
from matcher.domain.referral import Referral
from matcher.domain.route import Approval, Area, ChildRoute, Route, RouteStep
from matcher.rules.approvals import approval_for
from matcher.rules.circumstances import circumstances
from matcher.rules.drafts import AREA_WORDS
from matcher.rules.facts import Facts
from matcher.rules.register import PAIR_RULES
from matcher.rules.route_step import key_stage_4

APPROVAL_WORDS: dict[Approval, str] = {
    "none": "none",
    "nominated_officer": "nominated officer",
    "director": "director",
}
_BORDER: dict[Area, str] = {"in": "", "adjoining": "adjoining", "at_a_distance": "not adjoining"}
_KIND_STYLE = {"bar": "bold red", "approval": "bold", "court": "bold"}


def show_route(console: Console, case: Case, answer: Route, with_drafts: bool = False) -> None:
    """Print every route that is told; with `with_drafts` also the texts."""
    starting = [route for route in answer.routes if not route.stays]
    staying = [route.referral for route in answer.routes if route.stays]
    line(console, f"STATUTORY ROUTE on {day(answer.as_of)}: {_counts(answer)}", style="bold")
    if answer.status == "best_found":
        line(console, "Of the best plan found in the time; a better one may exist.", style="yellow")
    if staying:
        line(console, f"No step for {', '.join(staying)}: who stays where the child lives is not placed.")
    if not answer.routes:
        line(console, "No placement in the plan.")
    for route in starting:
        _show_child(console, case, route, with_drafts)


def approval_words(facts: Facts, child: Referral, home: Home) -> str:
    """Who must approve one placement and why, for a note; "" where nobody must."""
    try:
        about = circumstances(facts, child, home)
    except FileNotFoundError:
        return "approval: not known without the reference data"
    approval = approval_for(about)
    if approval == "none":
        return ""
    reasons = [_BORDER[about.area]] if about.needs_area_approval else []
    if key_stage_4(about):
        reasons.append("Key Stage 4")
    return f"approval: {APPROVAL_WORDS[approval]} ({', '.join(reasons)})"


def _counts(answer: Route) -> str:
    counts = answer.approvals
    return (
        f"{count(counts.director, 'approval')} by the director, "
        f"{counts.nominated_officer:,} by a nominated officer, {counts.none:,} without"
    )


def _show_child(console: Console, case: Case, route: ChildRoute, with_drafts: bool) -> None:
    home = next(home for home in case.homes if home.id == route.home)
    emergency = ", emergency" if route.emergency else ""
    title = f"{route.referral} at {route.home} {home.name}, from {day(route.starts_on)}{emergency}"
    heading(console, title)
    if route.shut_by:
        line(console, _shut(route), style="bold red", indent=2)
    where, approval = AREA_WORDS[route.area], APPROVAL_WORDS[route.approval]
    line(console, f"{where[0].upper()}{where[1:]}. Approval: {approval}.", indent=2)
    if route.not_known:
        open_questions = ", ".join(route.not_known)
        line(console, f"Not known yet: {open_questions}; steps and days may change.", "yellow", indent=2)
    rows = table("By", "Step", "Source")
    for step in sorted(route.steps, key=_order):
        cells = (_by(step.due), step.title, _short(step))
        row(rows, cells, _KIND_STYLE.get(step.kind, ""))
    console.print(rows)
    for step in route.steps if with_drafts else ():
        if step.draft is not None:
            heading(console, f"{step.title}:", style="italic")
            for paragraph in step.draft.splitlines():
                line(console, paragraph, indent=4)


def _shut(route: ChildRoute) -> str:
    fixed = [code for code in route.shut_by if not PAIR_RULES[code].waivable]
    way_out = "A panel may waive none of these" if fixed == list(route.shut_by) else "A panel may waive some"
    if not fixed:
        way_out = "A panel may waive each of these"
    return (
        f"Shut to {route.referral} by: {and_list(route.shut_by)}. {way_out}; what follows is what the law "
        "would ask if they did not stand."
    )


def _order(step: RouteStep) -> tuple[bool, date]:
    """What may not be at all comes first, then what is due first; the table's order breaks ties."""
    return step.kind != "bar", step.due or date.max


def _by(due: date | None) -> str:
    return f"{due:%a} {due.day} {due:%b %Y}" if due else "-"


def _short(step: RouteStep) -> str:
    """The source without what it is about: reg.11(1)(b) and (5)."""
    long = "Care Planning, Placement and Case Review (England) Regulations 2010 "
    return step.source.words.removeprefix(long).rpartition(" (")[0].partition("; ")[0]
