"""`--json`: exactly one JSON document, in the fixed shapes; and what people get from the same commands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from matcher.rules.book import GROUP_ORDER, ORDER
from tests.builders import document, home, place, referral
from tests.cli.run import run, spawn, written


@pytest.fixture
def two_homes(tmp_path: Path) -> str:
    """A may go to H1 or, 10 miles farther, to H2; H3 is full. 5,000 m cost 3,107 pence, 16,093 m 10,000."""
    homes = [home("H1"), home("H2", location=place(446_093)), home("H3", places=0)]
    return written(tmp_path, document([referral("A")], homes))


def printed(*words: str, stdin: bytes | None = None) -> Any:
    """The JSON document that a command prints, alone on standard output."""
    ended = run(*words, "--json", stdin=stdin)
    assert (ended.exit_code, ended.stderr) == (0, "")
    assert ended.stdout.endswith("\n")
    return json.loads(ended.stdout)


def test_match_prints_the_fixed_shape(two_homes: str) -> None:
    answer = printed("match", two_homes)
    assert {name: answer[name] for name in ("status", "tier1", "tier2", "allocation")} == {
        "status": "optimal",
        "tier1": 0,
        "tier2": 303_107,
        "allocation": {"A": "H1"},
    }
    assert answer["schema"] == "placement-proposal/1"


def test_options_prints_the_fixed_shape(two_homes: str) -> None:
    answer = printed("options", two_homes)
    assert (answer["tier1"], answer["tier2"]) == (0, 303_107)
    assert [(option["referral"], option["home"], option["regret"]) for option in answer["options"]] == [
        ("A", "H1", {"tier1": 0, "tier2": 0}),
        ("A", "H2", {"tier1": 0, "tier2": 6_893}),
    ]
    assert printed("options", two_homes, "--referral", "A")["options"] == answer["options"]


def test_why_not_prints_the_fixed_shape_for_all_homes_or_one(two_homes: str) -> None:
    answer = printed("why-not", two_homes, "--referral", "A")
    rules = {entry["home"]: [rule["rule"] for rule in entry["rules"]] for entry in answer["homes"]}
    assert rules == {"H1": [], "H2": [], "H3": ["capacity"]}
    one = printed("why-not", two_homes, "--referral", "A", "--home", "H3")
    assert [entry["home"] for entry in one["homes"]] == ["H3"]
    assert one["homes"][0]["rules"][0]["reason"] == "H3 has no free bed: 0 places, 0 blocked, 0 taken"


def test_alternatives_prints_the_plans_best_first(two_homes: str) -> None:
    answer = printed("alternatives", two_homes, "-k", "2")
    plans = [(plan["tier2"], plan["allocation"]) for plan in answer["proposals"]]
    assert plans == [(303_107, {"A": "H1"}), (310_000, {"A": "H2"})]


def test_an_answer_of_match_is_verified_right(two_homes: str) -> None:
    answer = run("match", two_homes, "--json").stdout_bytes
    assert printed("verify", two_homes, "-", stdin=answer) == {"right": True, "breaches": []}
    people = run("verify", two_homes, "-", stdin=answer)
    assert (people.exit_code, people.stdout) == (0, "Right: every rule is kept and every figure agrees.\n")


def test_an_answer_with_one_wrong_figure_is_refused_with_exit_code_1(two_homes: str) -> None:
    answer = json.dumps(printed("match", two_homes) | {"tier2": 303_106}).encode()
    programs = run("verify", two_homes, "-", "--json", stdin=answer)
    people = run("verify", two_homes, "-", stdin=answer)
    wrong = json.loads(programs.stdout)
    assert (programs.exit_code, people.exit_code, wrong["right"]) == (1, 1, False)
    assert "tier2" in [breach["code"] for breach in wrong["breaches"]]
    assert "tier 2, the price of the plan: " in people.stdout


def test_an_answer_that_breaks_a_rule_names_the_rule(two_homes: str) -> None:
    answer = json.dumps(printed("match", two_homes)).replace('"H1"', '"H3"').encode()
    assert "capacity: " in run("verify", two_homes, "-", stdin=answer).stdout


def test_people_get_the_plan_the_options_and_the_reasons_in_words(two_homes: str) -> None:
    assert "A       H1 Home H1   £3,000     3.1\n" in _trimmed(run("match", two_homes).stdout)
    assert "costs £69 a week more in all" in run("options", two_homes).stdout
    assert (
        "NEAR MISSES: 1 home that one rule alone shuts" in run("why-not", two_homes, "--referral", "A").stdout
    )
    told = run("alternatives", two_homes, "-k", "2").stdout
    assert "PLAN 2: the same fees, £69 a week more as the policy prices it; 1 child" in told


def test_rules_prints_both_registers_in_the_order_of_the_book() -> None:
    answer = printed("rules")
    assert [rule["code"] for rule in answer["pair_rules"]] == list(ORDER)
    assert [rule["code"] for rule in answer["group_rules"]] == list(GROUP_ORDER)
    assert answer["pair_rules"][1] == {
        "code": "regulated_under_16",
        "title": "A child under 16 is not placed in supported accommodation",
        "source": {
            "words": "Care Planning, Placement and Case Review (England) Regulations 2010 reg.27A, "
            "inserted by SI 2021/161 reg.4",
            "link": "https://www.legislation.gov.uk/uksi/2021/161/regulation/4",
        },
        "in_force_from": "2021-09-09",
        "waivable": False,
        "waived_by": None,
    }


def test_schema_prints_the_definition_of_a_case_with_or_without_json() -> None:
    answer = printed("schema")
    assert answer["additionalProperties"] is False
    assert answer["required"] == ["schema", "as_of", "policy"]
    assert json.loads(run("schema").stdout) == answer


def test_a_fingerprint_is_the_same_whatever_the_order_of_the_lists(tmp_path: Path) -> None:
    homes = [home("H1"), home("H2")]
    first = written(tmp_path, document(homes=homes), "first.json")
    second = written(tmp_path, document(homes=homes[::-1]), "second.json")
    prints = {printed("fingerprint", path)["case_fingerprint"] for path in (first, second)}
    assert prints == {run("fingerprint", first).stdout.strip()}


def test_a_real_process_prints_the_same_document_and_nothing_else(two_homes: str) -> None:
    ended = spawn("match", two_homes, "--json", "--workers", "1", "--limit", "30")
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert json.loads(ended.stdout)["allocation"] == {"A": "H1"}


def test_the_demonstration_shows_a_plan_reasons_options_and_what_to_try_next() -> None:
    text = run("demo").stdout
    for part in ("PLACED: ", "WITHOUT A HOME: ", "NEAR MISSES of ", "What choosing it costs"):
        assert part in text
    assert text.count(" years, ") == 2
    assert [line.split()[1:3] for line in text.splitlines()[-2:]] == [
        ["placements", "options"],
        ["placements", "why-not"],
    ]
    assert printed("demo")["status"] == "optimal"


def _trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"
