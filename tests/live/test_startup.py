"""A server whose database is not there yet starts, says so, and goes on by itself (failure case F4)."""

from __future__ import annotations

from tests.api.client import code_of
from tests.api.server import running, until
from tests.live.postgres import own_postgres


def test_it_waits_for_its_database_and_is_ready_when_it_comes() -> None:
    with own_postgres() as postgres:
        postgres.kill()
        with running(database_url=postgres.url, logs="json") as server:
            assert server.client.get("/livez").status_code == 200
            answer = server.client.get("/readyz")
            assert code_of(answer) == (503, "store_down")
            assert answer.headers["retry-after"] == "5"
            until(lambda: told(server.said) > 1)

            postgres.restart()
            until(lambda: server.client.get("/readyz").status_code == 200, seconds=60)
            assert server.process.poll() is None
            assert str(postgres.folder) not in "".join(server.said)


def told(lines: list[str]) -> int:
    """How often the server said that it waits."""
    return sum("waiting for the database" in line for line in lines)
