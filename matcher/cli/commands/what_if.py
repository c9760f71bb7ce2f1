"""The command that compares: what-if."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from matcher.cli.files import STDIN, load_case, read_bytes
from matcher.cli.params import AsJson, CaseFile, Limit, Workers
from matcher.cli.watch import watched
from matcher.errors import BadCase, Fault

if TYPE_CHECKING:
    from matcher.domain.case import Case
    from matcher.domain.scenario import Scenario

_SCENARIO = re.compile(r"\$\.scenarios\[(\d+)\]")


def what_if(
    case_file: CaseFile,
    scenario_files: Annotated[
        list[str],
        typer.Argument(metavar="SCENARIO...", help="Scenario documents, side by side.", show_default=False),
    ],
    as_json: AsJson = False,
    limit: Limit = None,
    workers: Workers = None,
) -> None:
    """Compare the plan with the plans under scenarios.

    Who moves, why, and what each figure becomes; every plan is proved against its own case.

    A scenario is a name and changes: a home closes or opens, prices rise, a child is pinned, a budget is
    cut. A change that cannot be made is named by its position.
    """
    if [case_file, *scenario_files].count(STDIN) > 1:
        raise typer.BadParameter("standard input can be read once: give all others as files")
    from matcher import library

    library.warm()
    case = load_case(case_file)
    scenarios = [load_scenario(case, name) for name in scenario_files]
    with _named_by_files(scenario_files), watched(limit, workers) as settings:
        answer = library.what_if(case, scenarios, settings)
    from matcher.cli import screen
    from matcher.cli.show.what_if import show_what_if

    if as_json:
        screen.print_answer(answer)
    else:
        show_what_if(screen.person_console(), answer)


@contextmanager
def _named_by_files(names: Sequence[str]) -> Iterator[None]:
    """A fault of one scenario is told by its file."""
    try:
        yield
    except BadCase as error:
        raise BadCase([_by_file(fault, names) for fault in error.faults]) from None


def _by_file(fault: Fault, names: Sequence[str]) -> Fault:
    found = _SCENARIO.match(fault.path)
    if found is None:
        return fault
    return Fault(f"{_shown(names[int(found[1])])}: ${fault.path[found.end() :]}", fault.message)


def _shown(name: str) -> str:
    return "standard input" if name == STDIN else name


def load_scenario(case: Case, name: str) -> Scenario:
    """Read a scenario and see that it can be applied. Raises BadCase, which names the file."""
    from matcher import library

    document = read_bytes(name)
    try:
        scenario = library.load_scenario(document)
        library.apply_scenario(case, scenario)
    except BadCase as error:
        shown = _shown(name)
        raise BadCase([Fault(f"{shown}: {fault.path}", fault.message) for fault in error.faults]) from None
    return scenario


COMMANDS = (
    (
        "what-if",
        what_if,
        """\b
Examples:
  placements what-if case.json closes.json
  placements what-if case.json closes.json opens.json
  placements what-if case.json closes.json --json | jq '.scenarios[].changes'
""",
    ),
)
