"""Whoever breaks off a question leaves nothing behind: not an answer for the next to ask, not a place taken (promise 33)."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from bot.adapters import node
from bot.adapters.client import connect
from bot.adapters.node import Command, Node
from bot.adapters.server import Server

ASKERS, EACH = 12, 150
FEW = 4

pytestmark = pytest.mark.parametrize("empty", ["embedded", "redis", "cluster"], indirect=True)


@pytest.fixture(autouse=True)
def few_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(node, "_MOST_CONNECTIONS", FEW)


@dataclass
class Tally:
    right: int = 0
    wrong: int = 0
    broken_off: int = 0


async def _tally(server: Server) -> Tally:
    """What became of questions over a few connections, half of which were broken off after a random moment."""
    chance, found = random.Random(33), Tally()

    async def ask(number: int) -> None:
        words = [f"{number} {part}".encode() for part in range(3)]
        slow = ("EVAL", "for _ = 1, 20000 do end return ARGV[1]", 1, "{cpc0}:x", words[1])
        answers = await server.batch("{cpc0}:x", [("ECHO", words[0]), slow, ("ECHO", words[2])])
        if answers == words:
            found.right += 1
        else:
            found.wrong += 1

    async def asker(first: int) -> None:
        for number in range(first, first + EACH):
            try:
                async with asyncio.timeout(chance.random() * 0.01 if number % 2 else None):
                    await ask(number)
            except TimeoutError:
                found.broken_off += 1

    await asyncio.gather(*(asker(one * EACH) for one in range(ASKERS)))
    return found


async def test_no_answer_reaches_anybody_but_who_asked(empty: str) -> None:
    server = connect(empty)
    found = await _tally(server)
    assert found.wrong == 0
    assert found.broken_off > 10
    assert found.right + found.broken_off == ASKERS * EACH
    one = await server._route.owner("{cpc0}:x")
    assert len(one._idle) <= FEW
    assert not one._room.locked(), "every place is free again"
    await server.aclose()


async def test_that_is_because_a_broken_off_question_takes_its_connection_with_it(
    empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def careless(self: Node, commands: Sequence[Command]) -> list[Any]:
        async with self._room:
            connection = self._idle.pop() if self._idle else self._make()
            try:
                await connection.send_packed_command(connection.pack_commands(commands))
                return [await connection.read_response(disconnect_on_error=False) for _ in commands]
            finally:
                self._idle.append(connection)

    monkeypatch.setattr(Node, "exchange", careless)
    server = connect(empty)
    assert (await _tally(server)).wrong > 0
    await server.aclose()
