"""Those who wait for one conference are served together, and nobody hangs on a caller who gave up."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.usecases.turns import MOST, Turns


class Counter:
    """Serves wishes, which are numbers, by doubling them, whenever it is let."""

    def __init__(self) -> None:
        self.turns: list[list[int]] = []
        self.open = asyncio.Event()

    async def serve(self, wishes: Sequence[int]) -> Sequence[int | Exception]:
        self.turns.append(list(wishes))
        await self.open.wait()
        return [2 * one if one >= 0 else ValueError(one) for one in wishes]


async def _until(counter: Counter, turns: int) -> None:
    for _ in range(100):
        if len(counter.turns) >= turns:
            return
        await asyncio.sleep(0)
    raise AssertionError("nobody served")


def _ask(turns: Turns[int, int], counter: Counter, *wishes: int) -> "list[asyncio.Task[int]]":
    return [asyncio.ensure_future(turns.take(one, counter.serve)) for one in wishes]  # noqa: TID251 - awaited by each test


async def test_who_comes_while_one_is_served_is_served_next_and_together() -> None:
    turns, counter = Turns[int, int](), Counter()
    asked = _ask(turns, counter, 1, 2, 3)
    await _until(counter, 1)
    counter.open.set()
    assert await asyncio.gather(*asked) == [2, 4, 6]
    assert counter.turns == [[1], [2, 3]]
    assert not turns.busy


async def test_the_error_of_one_is_nobody_elses() -> None:
    turns, counter = Turns[int, int](), Counter()
    counter.open.set()
    ended = await asyncio.gather(*_ask(turns, counter, 1, -2, 3), return_exceptions=True)
    assert [type(one) for one in ended] == [int, ValueError, int]


async def test_what_serving_raises_everybody_of_that_turn_gets_and_nobody_of_the_next() -> None:
    turns, counter = Turns[int, int](), Counter()
    first = _ask(turns, counter, 1)
    await _until(counter, 1)

    async def broken(_: Sequence[int]) -> Sequence[int | Exception]:
        await asyncio.sleep(0)
        raise LookupError

    second = asyncio.gather(turns.take(2, broken), turns.take(3, broken), return_exceptions=True)
    await asyncio.sleep(0)
    counter.open.set()
    assert await first[0] == 2
    assert [type(one) for one in await second] == [LookupError, LookupError]
    assert await turns.take(4, counter.serve) == 8


async def test_more_than_a_turn_holds_wait_for_the_one_after() -> None:
    turns, counter = Turns[int, int](), Counter()
    asked = _ask(turns, counter, *range(2 * MOST))
    await _until(counter, 1)
    counter.open.set()
    assert await asyncio.gather(*asked) == [2 * one for one in range(2 * MOST)]
    assert [len(one) for one in counter.turns] == [1, MOST, MOST - 1]


@pytest.mark.parametrize("gives_up", [0, 1, 2, 3], ids=["serving", "next in line", "in the middle", "last"])
async def test_whoever_gives_up_takes_nobody_with_them(gives_up: int) -> None:
    turns, counter = Turns[int, int](), Counter()
    asked = _ask(turns, counter, 0, 1, 2, 3)
    await _until(counter, 1)
    asked[gives_up].cancel()
    counter.open.set()
    ended = await asyncio.gather(*asked, return_exceptions=True)
    assert isinstance(ended.pop(gives_up), asyncio.CancelledError)
    assert ended == [2 * one for one in range(4) if one != gives_up]
    assert not turns.busy


async def test_whoever_gives_up_just_when_told_to_serve_passes_it_on() -> None:
    turns, counter = Turns[int, int](), Counter()
    first, second, third = _ask(turns, counter, 1, 2, 3)
    await _until(counter, 1)
    counter.open.set()
    while not first.done():
        await asyncio.sleep(0)
        if first.done():
            second.cancel()
    assert await third == 6
    with pytest.raises(asyncio.CancelledError):
        await second
    assert not turns.busy


async def test_a_server_who_is_stopped_half_way_leaves_the_work_to_the_next() -> None:
    turns, counter = Turns[int, int](), Counter()
    first, second, third = _ask(turns, counter, 1, 2, 3)
    await _until(counter, 1)
    first.cancel()
    await _until(counter, 2)
    second.cancel()
    await _until(counter, 3)
    counter.open.set()
    assert await third == 6
    assert counter.turns == [[1], [2, 3], [3]]
    ended = await asyncio.gather(first, second, return_exceptions=True)
    assert [type(one) for one in ended] == [asyncio.CancelledError] * 2
