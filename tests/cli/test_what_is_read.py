"""Case files and standard input: what cannot be read is refused in one clear line, exit code 2."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.bad_cases import BAD_CASES, CANARIES
from tests.builders import document, referral
from tests.cli.run import run, spawn, written

NAMED = [name for name, _ in BAD_CASES]
MAKERS = dict(BAD_CASES)
SPAWNED = ("NaN", "100,000 lists deep", "50 MB of text")


def refused(*words: str) -> str:
    """The one line that refuses this command."""
    ended = run(*words)
    assert (ended.exit_code, ended.stdout) == (2, "")
    [line] = ended.stderr.splitlines()
    return line


def test_a_file_that_is_not_there_is_named() -> None:
    assert refused("match", "no-such.json") == "no-such.json: there is no such file"


def test_a_directory_is_not_a_case(tmp_path: Path) -> None:
    assert refused("match", str(tmp_path)) == f"{tmp_path}: is a directory: give a case document"


def test_a_name_that_is_no_path_is_refused() -> None:
    assert refused("match", "case\0.json") == "case .json: cannot be read (not a path)"


def test_a_file_that_loops_to_itself_cannot_be_read(tmp_path: Path) -> None:
    loop = tmp_path / "loop.json"
    os.symlink(loop, loop)
    assert refused("match", str(loop)) == f"{loop}: cannot be read (Too many levels of symbolic links)"


@pytest.mark.parametrize(
    "words",
    [
        ("match",),
        ("macth", "case.json"),
        ("match", "case.json", "--limit", "soon"),
        ("match", "case.json", "--limit", "nan"),
        ("match", "case.json", "--limit", "0"),
        ("match", "case.json", "--workers", "0"),
        ("alternatives", "case.json", "-k", "0"),
        ("why-not", "case.json"),
        ("verify", "-", "-"),
        ("serve", "--port", "65536"),
    ],
    ids=" ".join,
)
def test_a_wrong_command_says_how_it_is_used(words: tuple[str, ...]) -> None:
    ended = run(*words)
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert "Usage: " in ended.stderr
    assert "Error: " in ended.stderr


@pytest.mark.parametrize("name", NAMED)
def test_a_bad_case_is_refused_line_by_line_and_repeats_no_childs_data(name: str, tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    path.write_bytes(MAKERS[name]())
    ended = run("fingerprint", str(path))
    heading, *faults = ended.stderr.splitlines()
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert heading.startswith(f"{path}: ")
    assert faults
    assert all(fault.startswith(("$", "… and ")) for fault in faults)
    assert not any(canary in ended.output for canary in CANARIES)


@pytest.mark.parametrize("name", SPAWNED)
def test_a_bad_case_on_standard_input_ends_a_real_process_with_2(name: str) -> None:
    ended = spawn("match", "-", "--json", stdin=MAKERS[name]())
    assert (ended.returncode, ended.stdout) == (2, b"")
    assert ended.stderr.startswith(b"standard input: ")
    assert b"Traceback" not in ended.stderr


def test_several_faults_are_counted_and_each_has_its_own_line(tmp_path: Path) -> None:
    path = written(tmp_path, document([referral("A", need=1), referral("B", gender=2)]))
    heading, *faults = run("match", path).stderr.splitlines()
    assert heading == f"{path}: 2 faults"
    assert [fault.split(": ")[0] for fault in faults] == ["$.referrals[0].need", "$.referrals[1].gender"]


@pytest.mark.parametrize("answer", [b"[]", b"null", b"{", b"\xff"])
def test_an_answer_that_is_no_object_is_a_wrong_input_not_a_wrong_answer(
    answer: bytes, tmp_path: Path
) -> None:
    path = written(tmp_path, document())
    ended = run("verify", path, "-", stdin=answer)
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert ended.stderr.startswith("standard input: 1 fault\n$: ")


def test_an_unknown_id_is_a_wrong_input(tmp_path: Path) -> None:
    path = written(tmp_path, document())
    child, house = (
        "--referral Z9: no referral of the case has this id",
        "--home Z9: no home of the case has this id",
    )
    assert refused("options", path, "--referral", "A", "--referral", "Z9") == child
    assert refused("why-not", path, "--referral", "Z9") == child
    assert refused("why-not", path, "--referral", "A", "--home", "Z9") == house


def test_a_case_on_standard_input_is_the_same_case(tmp_path: Path) -> None:
    path = written(tmp_path, document())
    piped = run("fingerprint", "-", stdin=json.dumps(document()).encode())
    assert (piped.exit_code, piped.stdout) == (0, run("fingerprint", path).stdout)
