"""The commands that only look something up: rules, schema, fingerprint."""

from __future__ import annotations

import typer

from matcher.cli.files import load_case
from matcher.cli.params import AsJson, CaseFile


def rules(as_json: AsJson = False) -> None:
    """Print the rules: source, since when, who may waive."""
    from matcher import library
    from matcher.cli import screen
    from matcher.cli.show.rules import show_rules

    if as_json:
        screen.print_answer(library.rules())
    else:
        show_rules(screen.person_console())


def schema(as_json: AsJson = False) -> None:
    """Print the JSON Schema of a case document."""
    from matcher.cli import screen
    from matcher.domain.case import Case

    screen.print_document(Case.model_json_schema(by_alias=True))


def fingerprint(case_file: CaseFile, as_json: AsJson = False) -> None:
    """Print the SHA-256 of a case, whatever its lists' order."""
    from matcher.cli import screen

    case = load_case(case_file)
    if as_json:
        screen.print_document({"case_fingerprint": case.fingerprint})
    else:
        typer.echo(case.fingerprint)


COMMANDS = (
    (
        "rules",
        rules,
        "\b\nExamples:\n  placements rules\n  placements rules --json | jq .pair_rules[].code\n",
    ),
    ("schema", schema, "\b\nExample:\n  placements schema > case.schema.json\n"),
    ("fingerprint", fingerprint, "\b\nExample:\n  placements fingerprint case.json\n"),
)
