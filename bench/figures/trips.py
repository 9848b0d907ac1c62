"""How often the store is asked for one press: counted by the store itself, which knows each time that it had something to read."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from redis import Redis

from bench import load
from bench.conferences import Held, recorded_elsewhere
from bench.figures.press import Pair, World
from bench.presses import HANDED_IN, Post, opened
from bench.product import Bot, Microsoft, settings
from bench.table import Row
from bot.bootstrap import opened_store

_PRESSES = 40
_QUIET = 0.03
"""Seconds before and after each press, in which what it gave rise to is done."""


async def measure(there: Microsoft, at: World) -> list[Row]:
    """One press after another, so that none shares a trip. Each in another conference."""
    held = at.held[:_PRESSES]
    many = len(held)
    pairs = [(one, one.sitters[seat]) for seat in range(3) for one in held]
    with at.bot() as bot:
        ready = await opened(Post(address=bot.address, there=there), pairs)
        where = bot.env
        current = await _counted(bot, ready[:many])
        await _elsewhere(bot, held)
        conflict = await _counted(bot, ready[many : 2 * many])
    with Bot(where, bot.said) as bot:
        await _known(bot, there, pairs[2 * many :])
        cold = await _counted(bot, [load.moved(one, bot.address) for one in ready[2 * many :]])
    name = "Store round trips for a press"
    note = f"and {current.wakes:.1f} that nobody waits for, to wake a worker"
    return [
        Row(name=f"{name}, with a current cache", values=[current.waited], bar=1, most=True, note=note),
        Row(name="The same when another process recorded first", values=[conflict.waited], bar=2, most=True),
        Row(name="The same on a conference this process has not seen", values=[cold.waited], bar=2, most=True),
    ]


async def _elsewhere(bot: Bot, held: Sequence[Held]) -> None:
    """Another process records something in each of these conferences: a fourth person's post-it, half written."""
    own = Path(bot.env["CHAIRSIDE_DATA_DIR"])
    env = bot.env | {
        "CHAIRSIDE_STORE_URL": f"unix://{bot.socket}",
        "CHAIRSIDE_KEY_FILE": str(own.with_name(f"{own.name}.key")),
        "CHAIRSIDE_DATA_DIR": str(own.with_name("another")),
    }
    async with opened_store(settings(env), join=True) as store:
        for one in held:
            await recorded_elsewhere(store.log, one)


async def _known(bot: Bot, there: Microsoft, pairs: Sequence[Pair]) -> None:
    """Teams' roster and our keys are asked for beforehand, by a press that names no conference."""
    post = Post(address=bot.address, there=there)
    await load.each(bot.address, [post.press(*pair, "post_it.show", {"v": 1, "c": "none"}) for pair in pairs], 8)


@dataclass(frozen=True, slots=True)
class _Trips:
    """For one press: those it waits for, and those that only tell workers that something is owed."""

    waited: float
    wakes: float


async def _counted(bot: Bot, presses: Sequence[bytes]) -> _Trips:
    """The median, because the store is asked other things now and then. The first press teaches it its scripts."""
    await _handed_in(bot, presses[0])
    found = []
    with bot.store as store:
        for one in presses[1:]:
            await asyncio.sleep(_QUIET)
            before = _Counts.of(store)
            await _handed_in(bot, one)
            await asyncio.sleep(_QUIET)
            after = _Counts.of(store)
            wakes = after.added - before.added - 1
            found.append((after.reads - before.reads - 1 - wakes, wakes))
    return _Trips(median(trips for trips, _ in found), sum(wakes for _, wakes in found) / len(found))


@dataclass(frozen=True, slots=True)
class _Counts:
    """The store's own: how often it found something to read, and what was added to streams. A press adds one event."""

    reads: int
    added: int

    @classmethod
    def of(cls, store: Redis) -> "_Counts":
        found = store.info("stats", "commandstats")
        return cls(int(found["total_reads_processed"]), int(found.get("cmdstat_xadd", {"calls": 0})["calls"]))


async def _handed_in(bot: Bot, press: bytes) -> None:
    (answer,) = await load.each(bot.address, [press], 1)
    if HANDED_IN not in answer:
        raise RuntimeError(f"not handed in: {answer[:600]!r}")
