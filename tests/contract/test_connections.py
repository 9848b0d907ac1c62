"""Whoever breaks off a question leaves nothing behind: not an answer for the next to ask, not a place taken (promise 33)."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest

from bot.adapters import node
from bot.adapters.client import connect
from bot.adapters.node import Command

ASKERS, EACH = 12, 150
FEW = 4
KEY = "{cpc0}:x"

pytestmark = pytest.mark.parametrize("empty", ["embedded", "redis", "cluster"], indirect=True)


@pytest.fixture(autouse=True)
def few_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(node, "_MOST_CONNECTIONS", FEW)


@dataclass
class Tally:
    right: int = 0
    wrong: int = 0
    broken_off: int = 0


Ask = Callable[[Sequence[Command]], Awaitable[list[Any]]]


async def _tally(exchange: Ask) -> Tally:
    """What became of questions over a few connections, half of which were broken off after a random moment."""
    chance, found = random.Random(33), Tally()

    async def ask(number: int) -> None:
        words = [f"{number} {part}".encode() for part in range(3)]
        slow = ("EVAL", "for _ = 1, 20000 do end return ARGV[1]", 1, KEY, words[1])
        if await exchange([("ECHO", words[0]), slow, ("ECHO", words[2])]) == words:
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

    await asyncio.gather(*(asyncio.wait_for(asker(one * EACH), 60) for one in range(ASKERS)))
    return found


@pytest.mark.parametrize("through", ["one connection", "a shared trip"])
async def test_no_answer_reaches_anybody_but_who_asked(empty: str, through: str) -> None:
    server = connect(empty)
    one = await server._route.owner(KEY)
    found = await _tally(one.exchange if through == "one connection" else partial(server.batch, KEY))
    assert found.wrong == 0
    assert found.broken_off > 10
    assert found.right + found.broken_off == ASKERS * EACH
    assert len(one._idle) <= FEW
    assert not one._room.locked(), "every place is free again"
    await server.aclose()


async def test_that_is_because_a_broken_off_question_takes_its_connection_with_it(empty: str) -> None:
    server = connect(empty)
    one = await server._route.owner(KEY)

    async def careless(commands: Sequence[Command]) -> list[Any]:
        async with one._room:
            connection = one._idle.pop() if one._idle else one._make()
            try:
                await connection.send_packed_command(connection.pack_commands(commands))
                return [await connection.read_response(disconnect_on_error=False) for _ in commands]
            finally:
                one._idle.append(connection)

    assert (await _tally(careless)).wrong > 0
    await server.aclose()
