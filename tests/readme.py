"""The README's pictures, each written by the command it shows: `make readme`."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
WIDTH = "100"
PLAN = ("match", "data/demo/case.json")


def python_example(text: str) -> str:
    """The one block of Python in the README. Raises ValueError when there is not exactly one."""
    (found,) = re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return str(found)


def printed(*command: str) -> str:
    """What a command prints on a plain terminal, at the repository's root. Raises when it fails."""
    plain = os.environ | {"NO_COLOR": "1", "TERM": "dumb", "COLUMNS": WIDTH, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        command, cwd=ROOT, env=plain, check=True, stdout=subprocess.PIPE, encoding="utf-8", timeout=120
    )
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines()).strip("\n") + "\n"


def printed_by_example(text: str) -> str:
    """What the README's Python prints when a reader saves it as a file and runs that."""
    with TemporaryDirectory() as folder:
        script = Path(folder) / "example.py"
        script.write_text(python_example(text), encoding="utf-8")
        return printed(sys.executable, str(script))


def shown(text: str, name: str) -> str:
    """What the README shows between the marks of this name."""
    found = re.search(rf"<!-- {name}:begin -->\n```text\n(.*?)```\n<!-- {name}:end -->", text, re.DOTALL)
    return found.group(1) if found else ""


def filled(text: str, name: str, picture: str) -> str:
    """The README with another picture between the marks of this name."""
    marks = rf"(<!-- {name}:begin -->\n).*?(<!-- {name}:end -->)"
    return re.sub(marks, lambda m: f"{m[1]}```text\n{picture}```\n{m[2]}", text, flags=re.DOTALL)


def pictures(text: str) -> dict[str, str]:
    """What each picture of the README should show today, by name."""
    placements = str(Path(sys.executable).with_name("placements"))
    return {"plan": printed(placements, *PLAN), "example": printed_by_example(text)}


def main() -> None:
    """Write the pictures again."""
    text = README.read_text(encoding="utf-8")
    for name, picture in pictures(text).items():
        text = filled(text, name, picture)
    README.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
