"""The rooms keep apart: every contract of pyproject.toml is seen to break, and the verifier stands alone."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
LINT = Path(sys.executable).with_name("lint-imports")


class Offence(NamedTuple):
    """An import that a contract forbids: written at the end of `file`, reported as `shown`."""

    contract: str
    file: str
    line: str
    shown: str


OFFENCES = [
    Offence(
        "rooms", "matcher/domain/place.py", "import matcher.rules.book", "domain is not allowed to import"
    ),
    Offence("rooms", "matcher/rules/needs.py", "import matcher.answers", "rules is not allowed to import"),
    Offence("rooms", "matcher/model/pack.py", "import matcher.verify", "model is not allowed to import"),
    Offence("rooms", "matcher/library/__init__.py", "import matcher.cli", "library is not allowed to import"),
    Offence("rooms", "matcher/attic.py", "", "attic"),
    Offence("solver", "matcher/library/__init__.py", "import ortools", "library -> ortools"),
    Offence("solver", "api/main.py", "from highspy import Highs", "main -> highspy"),
    Offence("pictures", "matcher/library/__init__.py", "import vl_convert", "library -> vl_convert"),
    Offence("database", "matcher/service/record.py", "import sqlalchemy", "record -> sqlalchemy"),
    Offence("witness", "matcher/verify/sums.py", "import matcher.model.pack", "sums -> matcher.model.pack"),
    Offence("witness", "matcher/rules/facts.py", "import ortools", "facts -> ortools"),
    Offence("web", "matcher/library/__init__.py", "import fastapi", "library -> fastapi"),
    Offence("web", "matcher/errors.py", "import starlette", "errors -> starlette"),
    Offence("web", "matcher/library/__init__.py", "import api.main", "library -> api.main"),
    Offence("doors", "api/main.py", "import matcher.cli", "main -> matcher.cli"),
    Offence("thin", "api/main.py", "import matcher.model.process", "main -> matcher.model.process"),
    Offence("thin", "matcher/cli/watch.py", "import matcher.model.pack", "watch -> matcher.model.pack"),
    Offence("proof", "matcher/library/__init__.py", "import tests.builders", "library -> tests"),
    Offence("proof", "api/main.py", "import benchmarks.run", "main -> benchmarks"),
    Offence("package", "matcher/__init__.py", "from matcher import library", "matcher -> matcher.library"),
]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The two packages and their contracts, to be spoilt."""
    for package in ("matcher", "api"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint(folder: Path, contract: str | None = None) -> tuple[int, str]:
    """The exit code of lint-imports there, and what it printed, in one line."""
    chosen = ["--contract", contract] if contract else []
    command = [str(LINT), "--no-logo", "--no-cache", *chosen]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", timeout=60)
    return done.returncode, re.sub(r"\s+", " ", done.stdout)


def contracts() -> set[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {contract["id"] for contract in settings["tool"]["importlinter"]["contracts"]}


def test_every_contract_is_kept(copy: Path) -> None:
    code, report = lint(copy)
    assert (code, f"Contracts: {len(contracts())} kept, 0 broken." in report) == (0, True)


def test_every_contract_has_an_offence() -> None:
    assert {offence.contract for offence in OFFENCES} == contracts()


@pytest.mark.parametrize("offence", OFFENCES, ids=lambda offence: f"{offence.contract}: {offence.line}")
def test_a_broken_contract_is_reported(copy: Path, offence: Offence) -> None:
    file = copy / offence.file
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    file.write_text(f"{before}\n{offence.line}\n", encoding="utf-8")
    code, report = lint(copy, offence.contract)
    assert (code, offence.shown in report) == (1, True), report


NO_SOLVER = """
import sys
sys.modules["ortools"] = sys.modules["highspy"] = None
from matcher.verify import verify
from matcher.domain.reading import read_case
case = read_case({case!r})
codes = [breach.code for breach in verify(case, {{}})]
sys.stdout.write(f"{{len(codes) > 0}} {{'matcher.model' in sys.modules}}")
"""


def test_the_verifier_refuses_an_empty_answer_where_no_solver_is_installed() -> None:
    case = (ROOT / "tests" / "cases" / "case-1001-6x12.json").read_bytes()
    command = [sys.executable, "-c", NO_SOLVER.format(case=case)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60)
    assert (done.stdout, done.stderr) == ("True False", "")


def test_importing_the_package_loads_none_of_its_rooms() -> None:
    program = "import sys, matcher; sys.stdout.write(' '.join(m for m in sys.modules if 'matcher' in m))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", timeout=60)
    assert done.stdout == "matcher"
