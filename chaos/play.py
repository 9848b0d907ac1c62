"""One seed: a conference on the embedded store, one of sixty on watched stores with two of everything, then two long days."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from random import Random

from bot.adapters.nursery import Nursery
from bot.bootstrap import opened_store
from bot.domain.ids import ConferenceId
from chaos import audit, deliveries
from chaos.case import case
from chaos.conference import Conference
from chaos.days import days
from chaos.figures import Figures
from chaos.house import House, house
from chaos.ledger import Ledger
from chaos.monkey import Monkey
from chaos.processes import ChaosError
from chaos.valkeys import Watched, until, waited

SMALL, LARGE = 8, 60
SOON = timedelta(minutes=1)
DELIVERED_WITHIN = 60.0
"""Seconds of ours for the last summary after everything is up again."""
_WIDE = 64
"""Messages of one process under way at once, so that a kill can leave as many shells behind."""


async def on_embedded(seed: str, seats: int = SMALL) -> Figures:
    """One `serve` with its own store; either dies, or both."""
    async with place() as folder, house(folder, seed) as here:
        figures, began = Figures(seed=seed, name="embedded store"), time.monotonic()
        one = Conference(here.teams, case(here.teams, "small", seats, here.times.now() + SOON), Ledger(), Random(seed))
        cids = await here.set_up("data", [one.case])
        serve = here.bot("serve", "serve", CHAOS_DATA="data")
        await serve.start()
        here.watch()
        monkey = Monkey(house=here, random=Random(f"monkey {seed}"), gap=(0.5, 2.0))
        await _rampage(monkey, one)
        await _finish(here, figures, [one], cids, "data", monkey)
        figures.seconds = time.monotonic() - began
    return figures


async def on_watched(seed: str, seats: int = LARGE) -> Figures:
    """Two `serve` and two `worker` on a primary with two replicas and three Sentinels."""
    async with place() as folder, watched(folder / "stores") as stores:
        durability = "replicas=1"
        async with house(folder, seed, store_url=stores.url, durability=durability) as here:
            figures, began = Figures(seed=seed, name="two of everything"), time.monotonic()
            one = Conference(
                here.teams, case(here.teams, "large", seats, here.times.now() + SOON), Ledger(), Random(seed)
            )
            long = [
                Conference(here.teams, case(here.teams, name, 3, here.times.now() + after), one.ledger, Random(seed))
                for name, after in (("forgotten", SOON), ("away", timedelta(hours=28)))
            ]
            cids = await here.set_up("harness", [each.case for each in (one, *long)])
            await start_two_of_each(here)
            here.watch()
            monkey = Monkey(house=here, random=Random(f"monkey {seed}"), watched=stores)
            await _rampage(monkey, one)
            await days(here, long[0], long[1], figures)
            await _finish(here, figures, [one, *long], cids, "harness", monkey)
            figures.seconds = time.monotonic() - began
    return figures


async def start_two_of_each(here: House, sabotage: str = "") -> None:
    for number in (1, 2):
        here.bot(f"serve{number}", "serve", "--join", sabotage=sabotage, CHAIRSIDE_DUTIES="workers")
        here.bot(f"worker{number}", "worker", "--join", sabotage=sabotage)
    for bot in here.bots:
        bot.launch()
    await asyncio.gather(*(bot.ready() for bot in here.bots))


async def _rampage(monkey: Monkey, one: Conference) -> None:
    """Hold the conference while everything dies; go on until each thing has died once and the summaries are there."""
    nursery = Nursery()
    nursery.spawn(monkey.rampage(), "monkey")
    try:
        await one.hold()
        await one.end()
        await one.approve()
        await until(_holds(lambda: monkey.all_dealt), "the monkey never came to the end of its deck", 60)
    finally:
        await nursery.stop()
        await monkey.rest()
    await waited(lambda: deliveries.all_there(one), DELIVERED_WITHIN)


def _holds(condition: Callable[[], bool]) -> Callable[[], Awaitable[bool]]:
    async def asked() -> bool:
        return condition()

    return asked


async def _finish(
    here: House,
    figures: Figures,
    held: Sequence[Conference],
    cids: dict[str, ConferenceId],
    name: str,
    monkey: Monkey,
) -> None:
    """Close the books: what was shown, then what the log has, then what lies in the files."""
    await until(_holds(lambda: here.doors.busy == 0), "late retries never ended")
    here.weather.on = False
    await asyncio.gather(*(bot.stop() for bot in here.bots))
    for one in held:
        _delivered(one, figures)
        figures.leaked += audit.shown_to_others(one)
    ledger = held[0].ledger
    figures.acknowledged, figures.not_confirmed = ledger.acknowledged, ledger.not_confirmed
    figures.duplicates = deliveries.shells_twice(here.teams)
    figures.leaked += audit.kept_by_teams(here.teams)
    async with opened_store(here.settings(name)) as store:
        for one in held:
            found = audit.faults(ledger, one.name, await audit.recorded(store, cids[one.name]))
            figures.lost += found.lost
            figures.doubled += found.doubled
            figures.misled += found.misled
    figures.leaked += audit.in_files(here.folder)
    _count(here, figures, monkey)


def _delivered(one: Conference, figures: Figures) -> None:
    meeting = one.case.chat.meeting
    due = (meeting.ended if meeting and meeting.ended else one.case.about.planned_end) + deliveries.DAY
    for who in deliveries.owed(one):
        at = deliveries.came(one, who)
        figures.owed += 1
        figures.delivered += at is not None
        if at is None or at > due:
            figures.late += 1
            figures.alarmed += bool(one.alarmed)
    figures.duplicates_with_content += deliveries.with_content(one)


def _count(here: House, figures: Figures, monkey: Monkey) -> None:
    weather, doors = here.weather.counted, here.doors
    figures.happened = monkey.done + weather
    figures.happened["presses brought again"] = doors.again
    figures.happened["our answers hung up on"] = doors.hung_up
    figures.causes = weather["accepted, reply lost"] + weather["answered late"] + _WIDE * sum(monkey.done.values())
    figures.happened["starts refused"] = sum(bot.refused for bot in here.bots)
    figures.diary = monkey.diary
    figures.wrong += monkey.faults
    figures.wrong += [f"card: {fault}" for fault in here.teams.card_faults[:3]]
    figures.wrong += [f"{bot.name} did not end within its ten seconds" for bot in here.bots if bot.slow_drains]
    figures.wrong += [f"{bot.name} ended by itself" for bot in here.bots if bot.fell]


@asynccontextmanager
async def place() -> AsyncIterator[Path]:
    with tempfile.TemporaryDirectory(prefix="chaos-") as folder:
        yield Path(folder)


@asynccontextmanager
async def watched(folder: Path) -> AsyncIterator[Watched]:
    stores = Watched(folder)
    try:
        await stores.start()
        yield stores
    finally:
        stores.stop()


__all__ = ["ChaosError", "on_embedded", "on_watched", "start_two_of_each"]
