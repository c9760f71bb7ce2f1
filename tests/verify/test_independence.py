"""The checker runs where no solver is installed, and shares no code with the model."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

from matcher import verify as room

ROOM = Path(room.__file__).parent
ALLOWED = {
    "matcher.domain",
    "matcher.errors",
    "matcher.geo.reference",
    "matcher.rules.book",
    "matcher.rules.facts",
    "matcher.rules.register",
    "matcher.verify",
}
WITHOUT_SOLVERS = """
import sys

class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"ortools", "highspy", "numpy", "scipy"} or name.startswith("matcher.model"):
            raise ImportError(f"{name} is hidden")

sys.meta_path.insert(0, Hidden())
from matcher.verify import verify
from tests.verify.answers import right_answer, seven_children
print(verify(seven_children(), right_answer()))
"""


def test_it_verifies_where_the_solvers_cannot_be_imported() -> None:
    run = subprocess.run(
        [sys.executable, "-c", WITHOUT_SOLVERS],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
        timeout=60,
    )

    assert (run.stdout, run.stderr) == ("()\n", "")


def test_of_the_engine_it_imports_the_words_and_the_rule_book_alone() -> None:
    imported = {
        node.module
        for file in ROOM.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("matcher")
    }

    assert "matcher.rules.book" in imported
    assert not {m for m in imported if not any((m or "").startswith(allowed) for allowed in ALLOWED)}
