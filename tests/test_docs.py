"""The documents say what is so: examples run, links lead somewhere, lists are complete."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

from matcher.rules.book import GROUP_ORDER, ORDER
from matcher.rules.page import rules_page
from matcher.rules.register import GROUP_RULES, PAIR_RULES
from tests.readme import README, ROOT, filled, pictures, printed, shown

PAGES = sorted([README, ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
LOCKS = ("requirements.lock", "requirements-dev.lock")


def read(*parts: str) -> str:
    return ROOT.joinpath(*parts).read_text(encoding="utf-8")


def links(page: Path) -> list[str]:
    """The targets of a page's links to files and headings of this repository."""
    targets = re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8"))
    return [target for target in targets if "://" not in target]


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as hosts of Markdown make them."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


def leads_nowhere(page: Path, target: str) -> bool:
    path, _, anchor = target.partition("#")
    file = (page.parent / path).resolve() if path else page
    return not file.exists() or (bool(anchor) and anchor not in anchors(file))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_to_a_file_or_heading_leads_there(page: Path) -> None:
    assert [target for target in links(page) if leads_nowhere(page, target)] == []


def test_a_link_to_a_missing_page_or_heading_is_noticed() -> None:
    assert leads_nowhere(README, "docs/nowhere.md")
    assert leads_nowhere(README, "docs/rules.md#nowhere")


def test_every_page_is_reached_from_the_list_of_documents() -> None:
    start = ROOT / "docs" / "README.md"
    reached, waiting = {start}, [start]
    while waiting:
        page = waiting.pop()
        found = {(page.parent / target.partition("#")[0]).resolve() for target in links(page)}
        waiting += (new := {target for target in found & set(PAGES) if target not in reached})
        reached |= new

    # Reports that a command writes are named by their day; the page of their folder speaks for them.
    pages = {page for page in (ROOT / "docs").rglob("*.md") if not re.match(r"\d{4}-\d\d-\d\d", page.name)}
    assert sorted(pages - reached) == []


def test_the_rules_page_is_what_the_registers_say() -> None:
    assert read("docs", "rules.md") == rules_page()


def test_the_rules_page_has_every_rule_once() -> None:
    codes = re.findall(r"^### `(\w+)`$", rules_page(), re.MULTILINE)
    assert codes == [*ORDER, *GROUP_ORDER]


def test_every_source_inside_the_repository_is_a_heading_of_the_rules_page() -> None:
    rules = [*PAIR_RULES.values(), *GROUP_RULES.values()]
    local = {rule.source.link for rule in rules if "://" not in rule.source.link}
    assert local
    assert [link for link in local if leads_nowhere(README, link)] == []


QUOTED = (
    "matcher/rules/needs.py",
    "matcher/model/eligibility/needs.py",
    "matcher/verify/shut.py",
    "tests/pair_cases.py",
)


def test_the_code_quoted_in_adding_a_rule_is_the_real_code() -> None:
    page = read("docs", "adding-a-rule.md")
    quoted = re.findall(r"^```text\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert [block for file, block in zip(QUOTED, quoted, strict=True) if not holds(file, block)] == []


def holds(file: str, block: str) -> bool:
    """Whether a file has these lines, at whatever depth."""
    text = read(file)
    return any(textwrap.indent(block, " " * depth) in text for depth in range(0, 16, 4))


def test_every_word_of_the_glossary_has_one_meaning() -> None:
    words = re.findall(r"^\| \*\*(.+?)\*\* \|", read("docs", "glossary.md"), re.MULTILINE)
    assert words
    assert sorted(words) == sorted(set(words))


def test_decisions_are_numbered_without_a_gap_and_listed_in_order() -> None:
    assert [int(file.name[:4]) for file in DECISIONS] == list(range(1, len(DECISIONS) + 1))
    listed = re.findall(r"\(decisions/(.*?)\)", read("docs", "README.md"))
    assert listed == [file.name for file in DECISIONS]


@pytest.mark.parametrize("file", DECISIONS, ids=lambda file: file.stem)
def test_a_decision_has_its_number_and_its_four_parts(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.startswith(f"# {int(file.name[:4])}. ")
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == ["Context", "Options", "Decision", "Consequences"]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_names_no_host_and_has_a_hash_for_every_package(lock: str) -> None:
    text = read(lock)
    assert "://" not in text
    packages = re.findall(r"^\S+==\S+.*\\$\n +--hash=sha256:", text, re.MULTILINE)
    assert packages
    assert len(packages) == len(re.findall(r"^[A-Za-z0-9]", text, re.MULTILINE))


def test_both_lock_files_pin_the_same_versions() -> None:
    run, dev = (dict(re.findall(r"^([\w.-]+)==([\w.]+)", read(lock), re.MULTILINE)) for lock in LOCKS)
    assert run.items() <= dev.items()


def test_make_help_lists_every_command() -> None:
    commands = re.search(r"^\.PHONY: (.*)$", read("Makefile"), re.MULTILINE)
    assert commands is not None
    helped = re.findall(r"^  make (\w+) ", printed("make", "help"), re.MULTILINE)
    assert helped == commands.group(1).split()


def test_a_picture_is_put_between_its_own_marks_and_read_back() -> None:
    page = "a\n<!-- x:begin -->\nold\n<!-- x:end -->\n<!-- y:begin -->\n<!-- y:end -->\n"
    assert shown(filled(page, "x", "new \\1\n"), "x") == "new \\1\n"
    assert shown(filled(page, "x", "new\n"), "y") == ""


def test_the_readme_shows_what_its_commands_and_its_example_print() -> None:
    text = README.read_text(encoding="utf-8")
    assert {name: shown(text, name) for name in ("plan", "example")} == pictures(text)
