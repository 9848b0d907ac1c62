"""Messages: five hundred at once beside a bare client, and what presses lose while fifty a second go out."""

import asyncio
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from bench import machine
from bench.conferences import Making, making, record
from bench.figures.press import World, shot
from bench.load import Shot
from bench.machine import Child
from bench.presses import Post, opened
from bench.product import Bot, Microsoft, counts, environment, settings
from bench.table import Row
from bot.bootstrap import opened_store
from bot.domain.duties import DutyKind
from bot.domain.evolve import fold
from bot.domain.ids import ConferenceId

_SUMMARIES = 10
"""A conference's private messages: nine seats and the chair."""
_PATIENCE = 120.0
_NARROW = 16
"""Presses at once while messages go out."""


@dataclass(slots=True)
class Sent:
    """Seconds from the first request at the connector to its last answer, one a round."""

    ours: list[float] = field(default_factory=list)
    raw: list[float] = field(default_factory=list)
    messages: int = 0
    widest: int = 0

    def rows(self) -> list[Row]:
        ratios = [one / raw for one, raw in zip(self.ours, self.raw, strict=True)]
        note = f"{self.messages} POSTs and {self.messages} PUTs, up to {self.widest} at once, each recorded"
        return [
            Row(
                name="Private messages against a raw pooled client (c), time",
                values=ratios,
                bar=1.3,
                most=True,
                note=note,
            )
        ]


@dataclass(frozen=True, slots=True)
class _Pressed:
    """`sent`: requests a second that reached the connector meanwhile. `each`: microseconds of processor for one press."""

    shot: Shot
    sent: float
    each: float


@dataclass(slots=True)
class Mixed:
    """Shots in pairs: nothing going out, then fifty a second."""

    idle: list[_Pressed] = field(default_factory=list)
    busy: list[_Pressed] = field(default_factory=list)

    def rows(self) -> list[Row]:
        pairs = [(one.shot, other.shot) for one, other in zip(self.busy, self.idle, strict=True)]
        rates = [busy.rate / idle.rate for busy, idle in pairs]
        late = [busy.percentile(0.99) / idle.percentile(0.99) for busy, idle in pairs]
        sent = min(one.sent for one in self.busy)
        ours, before = (median(one.each for one in many) for many in (self.busy, self.idle))
        said = f"{sent:.0f} requests/s really went out; {ours:.0f} us of processor for a press and its share, {before:.0f} idle"
        return [
            Row(name="Presses while 50 messages/s go out, against idle", values=rates, bar=0.9, note=said),
            Row(name="The same: p99 against idle", values=late, bar=2, most=True),
        ]


async def owing(folder: Path, there: Microsoft, approved: int, opened_too: int = 0) -> World:
    """`approved` conferences whose summaries are owed and not sent, and some with an open round, owed nothing."""
    now = datetime.now(UTC)
    made: list[Making] = []
    for number in range(opened_too):
        one = making(number, 60, 2, now=now, service_url=there.service_url)
        one.gathered()
        one.opened()
        one.told()
        made.append(one)
    for number in range(opened_too, opened_too + approved):
        one = making(number, _SUMMARIES - 1, 2, now=now, service_url=there.service_url)
        one.gathered()
        one.opened()
        one.decided()
        one.told(but=(DutyKind.SUMMARY,))
        made.append(one)
    await record(settings(environment(folder / "store", there)), made)
    return World(folder=folder, held=tuple(one.held for one in made[: opened_too or None]), there=there)


async def measure(there: Microsoft, at: World, rounds: int) -> Sent:
    """`at` owes ten summaries a conference, and nothing else."""
    found = Sent(messages=len(at.held) * _SUMMARIES)
    for _ in range(rounds):
        counts(there, reset=True)
        with at.bot(CHAIRSIDE_DUTIES="here", CHAIRSIDE_SENDS_PER_SECOND="0") as bot:
            said = await _all_sent(there, found.messages, bot)
            env = bot.env
        found.ours.append(said["seconds"])
        found.widest = said["widest"]
        await _recorded(env, at)
        counts(there, reset=True)
        _raw(there, at.folder, found.messages, said["bodies"])
        found.raw.append(counts(there, reset=True)["seconds"])
    return found


async def _all_sent(there: Microsoft, messages: int, bot: Bot) -> dict[str, Any]:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        said = counts(there)
        if said["sent"].get("PUT", 0) >= messages:
            await asyncio.sleep(1.0)  # nothing more may come: a duplicate would
            return counts(there)
        await asyncio.sleep(0.2)
    raise RuntimeError(f"not all sent: {counts(there)['sent']}\n{bot.said.read_text()[-2000:]}")


async def _recorded(env: dict[str, str], at: World) -> None:
    """Every summary is in the record as filled."""
    async with opened_store(settings(env)) as store:
        for one in at.held:
            recorded = await store.log.read(ConferenceId(one.cid))
            state = fold(None, ((each.event, each.at) for each in recorded))
            sends = state.sends if state else {}
            filled = [key for key, send in sends.items() if key.startswith("summary/") and send.face == "content"]
            if len(filled) != _SUMMARIES:
                raise RuntimeError(f"{len(filled)} summaries recorded, not {_SUMMARIES}")


def _raw(there: Microsoft, folder: Path, messages: int, bodies: dict[str, str]) -> None:
    first, then = folder / "post.json", folder / "put.json"
    first.write_text(bodies["POST"])
    then.write_text(bodies["PUT"])
    command = machine.python("bench.peers.sender", there.service_url, str(messages), first, then)
    with Child(command, machine.SERVER, folder / "sender.log") as child:
        child.waits_for("ready {")


async def mixed(there: Microsoft, at: World, rounds: int) -> Mixed:
    """`at` owes enough to go on at fifty a second for the whole of a shot. Which comes first changes with each round."""
    found = Mixed()
    for number in range(rounds):
        for duties in ("workers", "here") if number % 2 else ("here", "workers"):
            one = await _pressed(there, at, duties)
            (found.busy if duties == "here" else found.idle).append(one)
    return found


async def _pressed(there: Microsoft, at: World, duties: str) -> _Pressed:
    with at.bot(CHAIRSIDE_DUTIES=duties, CHAIRSIDE_SENDS_PER_SECOND="50") as bot:
        requests = await opened(Post(address=bot.address, there=there), at.person_by_person)
        before, cpu = sum(counts(there)["sent"].values()), bot.cpu()
        one = await shot(bot, requests, _NARROW)
        sent = (sum(counts(there)["sent"].values()) - before) / one.seconds
        return _Pressed(one, sent, (bot.cpu() - cpu) / len(requests) * 1e6)
