"""England in one evening: a thousand conferences open at once, everybody answers, every tally is right. And what each costs to keep."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench import load
from bench.conferences import Held
from bench.figures.press import Pair, World
from bench.load import Clients, Connection
from bench.presses import HANDED_IN, Post, filled, mark_of, opened
from bench.product import Bot, Microsoft, settings
from bench.table import Row
from bot.bootstrap import opened_store
from bot.domain.evolve import fold
from bot.domain.ids import ChildId, ConferenceId
from bot.domain.tally import tally

_WIDE = 128
_TEN_MINUTES = 600.0


@dataclass(slots=True, kw_only=True)
class Evening:
    """`late` are seconds from when each hand-in was to be sent until its answer was whole."""

    seconds: float
    cards: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    each: float = 0.0
    conferences: int = 0

    def rows(self) -> list[Row]:
        people = len(self.late)
        rate = f"{people:,} post-its in {self.seconds:.0f} s, {_TEN_MINUTES / self.seconds:.1f} times as fast as in ten minutes"
        return [
            Row(
                name=f"{self.conferences:,} conferences in one evening: tallies that are wrong",
                values=[len(self.wrong)],
                bar=0,
                most=True,
                note=rate,
            ),
            Row(name="The same: p99 of a post-it", values=[_p99(self.late) * 1000], bar=1000, most=True, unit=" ms"),
            Row(
                name=f"Memory for each open conference, over {self.conferences:,}",
                values=[self.each / 1024],
                bar=150,
                most=True,
                unit=" KB",
            ),
        ]


def _p99(values: Sequence[float]) -> float:
    return sorted(values)[int(0.99 * len(values))]


async def measure(there: Microsoft, at: World, seconds: float) -> Evening:
    """`at` has the thousand conferences; `seconds` is the evening, which is ten minutes made shorter."""
    found = Evening(seconds=seconds, conferences=len(at.held))
    with at.bot() as bot:
        found.each = await _kept(bot, there, at.held)
    with at.bot(CHAIRSIDE_DUTIES="here") as bot:
        await _evening(bot, there, at, found)
        await _closed(bot, there, at.held)
        where = bot.env
    await _judged(where, at.held, found)
    return found


async def _kept(bot: Bot, there: Microsoft, held: Sequence[Held]) -> float:
    """Bytes more in the bot for each conference that it has folded. What a first few presses load once is not theirs."""
    post = Post(address=bot.address, there=there)
    first = held[: max(1, len(held) // 50)]
    for _ in range(3):
        await opened(post, [(one, who) for one in first for who in one.sitters])
    before = bot.resident()
    rest = held[len(first) :]
    await opened(post, [(one, one.sitters[0]) for one in rest])
    return (bot.resident() - before) / len(rest)


async def _evening(bot: Bot, there: Microsoft, at: World, found: Evening) -> None:
    """Everybody opens their card at a moment of their own, and hands it in a little later, whether or not others wait."""
    post, pairs = Post(address=bot.address, there=there), at.person_by_person
    drawn = random.Random(7)
    moments = sorted((drawn.random() * found.seconds * 0.95, number) for number in range(len(pairs)))
    free: asyncio.Queue[Connection] = asyncio.Queue()
    async with Clients(bot.address, _WIDE) as clients:
        for one in clients.connections:
            free.put_nowait(one)
        start = time.perf_counter()
        async with asyncio.TaskGroup() as group:
            for moment, number in moments:
                await asyncio.sleep(max(0.0, start + moment - time.perf_counter()))
                group.create_task(_answers(post, pairs[number], free, found, found.seconds * 0.05))
        found.seconds = time.perf_counter() - start


async def _answers(post: Post, pair: Pair, free: "asyncio.Queue[Connection]", found: Evening, thinks: float) -> None:
    took, answer = await _asked(post.show(*pair), free)
    found.cards.append(took)
    mark = mark_of(answer, "post_it.hand_in")
    await asyncio.sleep(thinks)
    took, answer = await _asked(post.hand_in(*pair, mark), free)
    found.late.append(took)
    if HANDED_IN not in answer:
        raise RuntimeError(f"not handed in: {answer[:1000]!r}")


async def _asked(what: bytes, free: "asyncio.Queue[Connection]") -> tuple[float, bytes]:
    """Waiting for a connection is waiting."""
    start = time.perf_counter()
    one = await free.get()
    try:
        _, answer = await one.ask(what)
    finally:
        free.put_nowait(one)
    return time.perf_counter() - start, answer


async def _closed(bot: Bot, there: Microsoft, held: Sequence[Held]) -> None:
    """Each chair closes their round."""
    post = Post(address=bot.address, there=there)
    cards = await load.each(bot.address, [post.show(one, one.chair, "console.close_round") for one in held], 16)
    marks = [mark_of(card, "round.close") for card in cards]
    presses = [post.press(one, one.chair, "round.close", mark) for one, mark in zip(held, marks, strict=True)]
    await load.each(bot.address, presses, 16)


async def _judged(env: dict[str, str], held: Sequence[Held], found: Evening) -> None:
    """By the record itself, folded anew: what each seat said of each child, and the figures drawn from it."""
    async with opened_store(settings(env)) as store:
        for one in held:
            recorded = await store.log.read(ConferenceId(one.cid))
            state = fold(None, ((each.event, each.at) for each in recorded))
            if state is None or state.round is None or state.round.open:
                found.wrong.append(one.cid)
                continue
            for child in one.children:
                counted = tally(state, state.round, ChildId(child.lower()))
                said = {row.seat: row.view.scale if row.view else None for row in counted.rows}
                if said != _scales(one, child) or dict(counted.recommendations) != _counts(one, child):
                    found.wrong.append(f"{one.cid} {child}")


def _scales(held: Held, child: str) -> dict[str, int]:
    return {who.seat: int(filled(held, who)[f"{child.lower()}.scale"]) for who in held.sitters}


def _counts(held: Held, child: str) -> dict[str, int]:
    given = Counter(filled(held, who)[f"{child.lower()}.recommendation"] for who in held.sitters)
    return {kind: given[kind] for kind in ("child_protection_plan", "child_in_need_plan", "no_plan")}
