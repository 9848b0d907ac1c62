"""All processes together stay under Teams' rates, which the store counts by its own clock."""

import asyncio
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.adapters.pace import THREAD, SharedPace, Turnstile, paced
from bot.domain.actor import Account
from bot.domain.ids import ConferenceId
from bot.domain.notice import Address, Door
from bot.usecases.ports import TooSoonError
from tests.stores import Stored

CHAT = Address(door=Door.MEETING_CHAT, conversation="19:meeting_wren@thread.v2")
ANOTHER = Address(door=Door.PRIVATE, conversation="a:robin")


def crowded(moments: Sequence[float], most: int, seconds: float) -> int:
    """The naive oracle: the most in any window, each looked at from each of its messages on."""
    return max((sum(start <= one < start + seconds for one in moments) for start in moments), default=0) - most


async def test_a_thread_takes_seven_then_one_and_then_waits(store: Stored) -> None:
    turnstile = Turnstile(store.server, 50)
    waits, _ = await turnstile([("a", 1)] * 9 + [("b", 1)])
    assert [wait == 0 for wait in waits] == [*[True] * 7, False, False, True]
    assert all(wait <= 1000 for wait in waits[:9])
    await asyncio.sleep(max(waits) / 1000 + 0.01)
    later, _ = await turnstile([("a", 1)] * 2)
    assert later[0] == 0, "the eighth in two seconds"
    assert 0 < later[1] <= 2000, "the ninth"


async def test_a_tenant_takes_so_many_a_second_over_all_its_threads(store: Stored) -> None:
    turnstile = Turnstile(store.server, 10)
    waits, _ = await turnstile([(f"thread {number}", 1) for number in range(12)])
    assert [wait == 0 for wait in waits] == [*[True] * 10, False, False]


async def test_a_chat_that_is_not_known_yet_costs_a_request_more(store: Stored) -> None:
    waits, room = await Turnstile(store.server, 4)([("a", 2), ("b", 2), ("c", 1)])
    assert [wait == 0 for wait in waits] == [True, True, False]
    assert 0 < room <= 1000


async def test_nothing_of_it_stays_in_the_store_and_no_name_is_in_its_keys(store: Stored) -> None:
    await Turnstile(store.server, 50)([("19:meeting_wren", 1)])
    keys = [key async for key in store.server.scan("*pace*")]
    assert len(keys) == 2
    for key in keys:
        assert b"wren" not in key
        (left,) = await store.server.batch("{cpc}:pace:tenant", [("PTTL", key)])
        assert 0 < left <= THREAD[-1][1]


async def test_without_a_limit_the_store_is_not_asked(store: Stored) -> None:
    pace = paced(store.server, 0)
    for _ in range(200):
        await pace(ConferenceId("c"), CHAT)
    assert [key async for key in store.server.scan("*pace*")] == []


async def test_whoever_would_wait_too_long_is_told_so(store: Stored, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.adapters.pace.LONGEST", 0.2)
    pace = SharedPace(Turnstile(store.server, 50))
    ended = await asyncio.gather(*(pace(ConferenceId("c"), CHAT) for _ in range(9)), return_exceptions=True)
    assert [type(one) for one in ended].count(TooSoonError) == 2
    waits = [one.seconds for one in ended if isinstance(one, TooSoonError)]
    assert all(0 < wait <= 2 for wait in waits)


async def test_one_busy_conference_does_not_keep_another_waiting(store: Stored) -> None:
    """Two hundred messages of one stand before the one of another, which goes with the first that may."""
    pace = SharedPace(Turnstile(store.server, 50))
    order: list[str] = []

    async def send(cid: str, to: Address) -> None:
        await pace(ConferenceId(cid), to)
        order.append(cid)

    many = [Address(door=Door.PRIVATE, conversation=f"a:{number}") for number in range(200)]
    sends = [asyncio.ensure_future(send("busy", to)) for to in many]  # noqa: TID251 - a test's own
    last = asyncio.ensure_future(send("quiet", ANOTHER))  # noqa: TID251
    await last
    assert len(order) <= 65
    pace.close()
    await asyncio.gather(*sends, return_exceptions=True)


async def test_told_to_stop_nobody_waits(store: Stored) -> None:
    pace = SharedPace(Turnstile(store.server, 1))
    waiting = [asyncio.ensure_future(pace(ConferenceId("c"), CHAT)) for _ in range(5)]  # noqa: TID251
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    pace.close()
    ended = await asyncio.gather(*waiting, return_exceptions=True)
    assert TooSoonError in map(type, ended)
    with pytest.raises(TooSoonError):
        await pace(ConferenceId("c"), CHAT)


def test_a_private_chat_not_known_yet_goes_by_account() -> None:
    """Two people's first messages must not share a thread."""
    from bot.adapters.pace import _where  # noqa: PLC0415

    one, two = (Address(door=Door.PRIVATE, account=Account(tenant="council", oid=oid)) for oid in ("a", "b"))
    assert _where(one) != _where(two)
    assert _where(one)[1] == 2


_OTHER = """
import asyncio, sys, time
from bot.adapters.client import connect
from bot.adapters.pace import Turnstile
async def main():
    server = connect(sys.argv[1])
    turnstile = Turnstile(server, 20)
    until = time.monotonic() + 2.5
    while time.monotonic() < until:
        waits, _ = await turnstile([(f"{sys.argv[2]}-{n}", 1) for n in range(6)] + [("shared", 1)])
        print(time.time(), waits.count(0), int(waits[-1] == 0), flush=True)
        await asyncio.sleep(0.01)
    await server.aclose()
asyncio.run(main())
"""


async def test_two_processes_share_one_rate(embedded: str) -> None:
    """Both ask for far more than there is. What both were given together is what one may."""
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    two = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-c", _OTHER, embedded, name, stdout=asyncio.subprocess.PIPE, env=environment, cwd=root
        )
        for name in ("one", "two")
    ]
    said = [(await process.communicate())[0].decode().split("\n") for process in two]
    rows = [tuple(map(float, line.split())) for lines in said for line in lines if line]
    tenant = [at for at, went, _ in rows for _ in range(int(went))]
    shared = [at for at, _, went in rows if went]
    assert len(tenant) > 40, "they were not merely refused"
    span = max(tenant) - min(tenant)
    assert len(tenant) <= 20 * (span + 1) + 1
    assert crowded(shared, 7, 0.9) <= 0, "a tenth of a second for the way of the answers"
