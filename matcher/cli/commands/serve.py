"""Start the other door: the HTTP service, on this machine unless told otherwise."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Annotated, Any

import typer

from matcher.cli.exits import Code, say

if TYPE_CHECKING:
    from uvicorn import Config

# A string: the two doors do not import one another.
APPLICATION = "api.main:create_app"
SERVER: dict[str, Any] = {
    "log_level": "info",
    "access_log": False,
    "log_config": None,
    "server_header": False,
    "timeout_graceful_shutdown": 10,
}
"""How uvicorn is run: no access log and no log of its own, because the application tells each request by
its route alone, without the ids in its address; a slow solve ends with the server."""


def serve(
    host: Annotated[
        str, typer.Option("--host", metavar="HOST", help="The address to listen on.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", metavar="PORT", help="The port; 0 takes a free one.", min=0, max=65_535)
    ] = 8000,
) -> None:
    """Serve the HTTP API until Ctrl-C.

    It listens on this machine alone. Before giving --host 0.0.0.0, set PLACEMENT_PROFILE=production and put
    it behind a proxy that speaks https.
    """
    with _listening(host, port) as listener:
        import uvicorn

        config = uvicorn.Config(APPLICATION, factory=True, host=host, port=port, **SERVER)
        say(f"Serving http://{_shown(host)}:{listener.getsockname()[1]}/docs until Ctrl-C")
        _run(config, listener)


def _listening(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=_family(host))
    except OSError as error:
        # The standard library adds the address, which our sentence has.
        reason = (error.strerror or "no such address").partition(" (while attempting")[0]
        raise typer.BadParameter(
            f"cannot listen on {host} port {port} ({reason}): choose others with --host and --port"
        ) from None


def _run(config: Config, listener: socket.socket) -> None:
    import uvicorn

    try:
        uvicorn.Server(config).run(sockets=[listener])
    except KeyboardInterrupt:
        raise typer.Exit(Code.DONE) from None
    except SystemExit:
        # uvicorn has said why on stderr; its own codes mean other things than ours.
        raise typer.Exit(Code.OUR_FAULT) from None


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


COMMANDS = (
    (
        "serve",
        serve,
        """\b
Example:
  placements serve --port 8080
  curl --json @case.json http://127.0.0.1:8080/v1/match
""",
    ),
)
