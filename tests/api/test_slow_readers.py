"""A client that reads slowly, or not at all, holds up its own answer and nothing else. All invented."""

from __future__ import annotations

import asyncio
from collections.abc import Generator
from threading import Event
from typing import Any

import pytest
from starlette.requests import Request
from starlette.types import Message

from api import streaming
from api.settings import ServerSettings
from api.solving import Desk
from api.streaming import Streamed

LINES = 5_000


class Told:
    """Lines made for a stream: how many were asked for, whether it was closed."""

    def __init__(self) -> None:
        self.made = 0
        self.closed = False

    def lines(self, cancel: Event) -> Generator[str]:
        try:
            for number in range(LINES):
                self.made = number + 1
                yield str(number)
        finally:
            self.closed = True


class Client:
    """Takes what is sent once it is let to; hangs up at a message when told to."""

    def __init__(self, *, hangs_up: bool = False) -> None:
        self.reads = asyncio.Event()
        self.sent: list[Message] = []
        self.hangs_up = hangs_up

    async def receive(self) -> Message:
        await asyncio.Event().wait()
        raise AssertionError("nothing comes")

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.body":
            if self.hangs_up:
                raise OSError("gone")
            await self.reads.wait()
        self.sent.append(message)

    @property
    def numbers(self) -> list[int]:
        body = b"".join(message.get("body", b"") for message in self.sent)
        return [int(line) for line in body.splitlines()]


def answering(client: Client, told: Told) -> tuple[Desk, asyncio.Task[None]]:
    """An answer being sent to this client, and the desk it was asked at."""
    desk = Desk(ServerSettings())
    scope: dict[str, Any] = {"type": "http", "method": "POST", "path": "/", "headers": []}
    answer = Streamed(Request(scope, client.receive), desk, told.lines, 5)
    return desk, asyncio.ensure_future(answer(scope, client.receive, client.send))


async def settled(told: Told) -> int:
    """How many lines were made when no more are."""
    seen = -1
    while seen != told.made or not told.made:
        seen = told.made
        await asyncio.sleep(0.1)
    return seen


def test_no_more_lines_are_made_than_may_wait_and_all_come_in_order_when_they_are_read() -> None:
    async def story() -> tuple[int, list[int]]:
        client, told = Client(), Told()
        _, sending = answering(client, told)
        waiting = await settled(told)
        client.reads.set()
        await asyncio.wait_for(sending, 20)
        return waiting, client.numbers

    waiting, numbers = asyncio.run(story())
    assert waiting == streaming.MOST_WAITING + 1  # one more is made, and waits for room
    assert numbers == list(range(LINES))


def test_a_client_that_hangs_up_while_lines_wait_frees_the_solver() -> None:
    async def story() -> tuple[Told, bool]:
        client, told = Client(hangs_up=True), Told()
        desk, sending = answering(client, told)
        with pytest.raises(ExceptionGroup):
            await asyncio.wait_for(sending, 20)
        return told, desk.busy

    told, busy = asyncio.run(story())
    assert (told.closed, told.made < LINES, busy) == (True, True, False)


def test_a_client_that_takes_nothing_for_long_is_given_up_and_frees_the_solver(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(streaming, "STALLED_S", 0.2)

    async def story() -> tuple[Told, bool, bytes]:
        client, told = Client(), Told()
        desk, sending = answering(client, told)
        await settled(told)
        for _ in range(200):
            if not desk.busy:
                break
            await asyncio.sleep(0.05)
        busy = desk.busy
        client.reads.set()
        await asyncio.wait_for(sending, 20)
        return told, busy, client.sent[-1]["body"]

    told, busy, last = asyncio.run(story())
    assert (told.closed, busy) == (True, False)
    assert b'"event":"failed"' in last
    assert b'"code":"cancelled"' in last
