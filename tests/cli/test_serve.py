"""`serve`: it listens where it says, says where it cannot, and stops when asked."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import urllib.request

from tests.cli.run import PROGRAM, run


def test_a_port_that_is_taken_is_named_with_the_way_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = run("serve", "--port", str(port))
    assert ended.exit_code == 2
    said = " ".join(ended.stderr.split())
    why = f"cannot listen on 127.0.0.1 port {port} (Address already in use): choose others with --host"
    assert why in said


def test_a_host_that_does_not_exist_is_a_wrong_input() -> None:
    assert run("serve", "--host", "no.such.host.invalid").exit_code == 2


def test_the_service_answers_where_it_says_until_it_is_interrupted() -> None:
    process = subprocess.Popen([*PROGRAM, "serve", "--port", "0"], stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    with process.stderr as said:
        first = said.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", first)
        assert found is not None, first + said.read()
        with urllib.request.urlopen(found[0] + "/livez", timeout=30) as answer:
            assert answer.status == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
        assert "Traceback" not in said.read()
