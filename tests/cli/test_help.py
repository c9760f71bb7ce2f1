"""`--help`: quick, and enough to start from."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from matcher.cli.app import app
from matcher.cli.exits import MEANINGS
from matcher.cli.params import DEFAULT_LIMIT_S, DEFAULT_WORKERS
from matcher.library import Settings
from tests.cli.run import run

COMMANDS = [command.name or "" for command in app.registered_commands]
GROUPS = {
    group.typer_instance.info.name or "": [one.name or "" for one in group.typer_instance.registered_commands]
    for group in app.registered_groups
    if group.typer_instance
}
IN_GROUPS = [f"{group} {command}" for group, commands in GROUPS.items() for command in commands]
HEAVY = (
    "ortools",
    "highspy",
    "pydantic",
    "pydantic_core",
    "numpy",
    "rich",
    "fastapi",
    "uvicorn",
    "vl_convert",
    "sqlalchemy",
)
DOCS = Path(__file__).parents[2] / "docs" / "cli.md"

WHAT_IS_LOADED = """
import sys
from matcher.cli import main
try:
    main()
except SystemExit as end:
    assert end.code == 0, end.code
print(*sorted({name.split(".")[0] for name in sys.modules}), file=sys.stderr)
"""


def test_the_commands_are_those_of_the_product() -> None:
    assert COMMANDS == [
        "demo",
        "serve",
        "match",
        "options",
        "alternatives",
        "why-not",
        "verify",
        "relax",
        "what-if",
        "sweep",
        "frontier",
        "impact",
        "route",
        "reviews",
        "emergency",
        "price-of-rules",
        "break-even",
        "replay",
        "rules",
        "schema",
        "fingerprint",
    ]


@pytest.mark.parametrize(
    "words",
    [("--help",), ("match", "--help"), ("serve", "--help"), ("audit", "verify", "--help"), ("--version",)],
)
def test_help_loads_nothing_heavy(words: tuple[str, ...]) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", WHAT_IS_LOADED, *words], capture_output=True, text=True, check=True, timeout=60
    )
    assert ended.stdout
    assert not set(HEAVY) & set(ended.stderr.split())


DEMO = str(Path(__file__).parents[2] / "data" / "demo" / "case.json")
LOOKS = [("rules",), ("schema",), ("fingerprint", DEMO), ("why-not", DEMO, "--referral", "R-01")]


@pytest.mark.parametrize("words", LOOKS, ids=lambda words: str(words[0]))
def test_a_command_that_does_not_solve_loads_nothing_of_the_solver(words: tuple[str, ...]) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", WHAT_IS_LOADED, *words], capture_output=True, text=True, check=True, timeout=60
    )
    assert ended.stdout
    assert not {"ortools", "highspy", "numpy", "fastapi", "uvicorn"} & set(ended.stderr.split())


@pytest.mark.parametrize("command", COMMANDS + IN_GROUPS)
def test_every_command_teaches_by_an_example_that_fits_80_columns(command: str) -> None:
    text = run(*command.split(), "--help").stdout
    assert f"  placements {command}" in text.split("Example", 1)[1]
    assert max(len(line) for line in text.splitlines()) <= 80


def test_the_first_page_names_every_command_in_a_whole_sentence_and_every_exit_code() -> None:
    text = run("--help").stdout
    for command in (*COMMANDS, *GROUPS):
        [line] = [line for line in text.splitlines() if line.startswith(f"  {command} ")]
        assert line.endswith(".")
        assert not line.endswith("...")
    for code, meaning in MEANINGS.items():
        assert f"    {code:>3}  {meaning}\n" in text
    assert max(len(line) for line in text.splitlines()) <= 80


def test_the_page_of_the_command_line_lists_the_same_exit_codes_and_commands() -> None:
    page = DOCS.read_text("utf-8")
    for code, meaning in MEANINGS.items():
        assert f"| {code:d} | {meaning} |" in page
    for command in COMMANDS + IN_GROUPS:
        assert f"`placements {command}" in page


def test_no_arguments_at_all_show_the_first_page_and_count_as_a_wrong_command() -> None:
    ended = run()
    assert ended.exit_code == 2
    assert "Usage: " in ended.output


def test_the_defaults_that_help_names_are_the_engines_own() -> None:
    assert Settings().limit_s == DEFAULT_LIMIT_S
    assert Settings().workers == DEFAULT_WORKERS


def test_the_version_is_printed() -> None:
    assert run("--version").stdout == "placements 0.1.0\n"
