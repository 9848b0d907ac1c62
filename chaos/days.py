"""Two long days on a clock that leaps: a summary that nobody approves, and a Teams that is away for most of a day."""

import asyncio
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from bot.domain.duties import DutyKind
from chaos import deliveries
from chaos.conference import Conference
from chaos.figures import Figures
from chaos.house import House
from chaos.valkeys import waited

RUNGS = (4, 12, 20)
"""Hours after the end at which the chair is asked again (promises 10). At 1 too; at 24 it is loud."""
AWAY = 20
"""Hours for which nothing of Teams answers."""
_MINUTE = timedelta(minutes=1)
_PATIENCE = 30.0


async def days(here: House, forgotten: Conference, away: Conference, figures: Figures) -> None:
    await forgotten.hold()
    await forgotten.end()
    await ladder(here, forgotten, figures)
    await here.leap(away.case.about.start)
    await away.hold()
    await away.end()
    await outage(here, away, figures)


async def ladder(here: House, one: Conference, figures: Figures) -> None:
    """The chair does not approve: asked at each rung, then it is loud, also where Teams is not needed to hear it."""
    end = here.times.now()
    for number, hours in enumerate((1, *RUNGS), start=1):
        await here.leap(end + timedelta(hours=hours) + _MINUTE)
        if not await _comes(partial(_asked, one, number)):
            figures.wrong.append(f"the chair of {one.name} was not asked {hours} hours after the end")
    await here.leap(end + timedelta(hours=24) + _MINUTE)
    for who in ("chair", "manager", "admin"):
        if not await _comes(partial(_told, one, who)):
            figures.wrong.append(f"{who} of {one.name} was not told that the summary is late")
    if not await _loud(here):
        figures.wrong.append("no process says at /readyz that a summary is late")
    one.alarmed = True
    await one.approve()
    if not await _comes(lambda: deliveries.all_there(one)):
        figures.wrong.append(f"{one.name} was approved late, and not sent at once")


def _asked(one: Conference, times: int) -> bool:
    return len(set(deliveries.rung(one, DutyKind.CHASE))) >= times


def _told(one: Conference, who: str) -> bool:
    return any(deliveries.rung(one, DutyKind.LATE, who))


async def outage(here: House, one: Conference, figures: Figures) -> None:
    """Approved, and Teams is gone; everything is stopped and started in the middle; on return the summary goes at once."""
    end = here.times.now()
    here.weather.on = False
    await one.approve()
    here.weather.outage = True
    for hours in range(2, AWAY, 3):
        await here.leap(end + timedelta(hours=hours))
        await asyncio.sleep(0.2)
        if hours == AWAY // 2 + 1:
            await _redeploy(here)
    here.weather.outage = False
    here.weather.on = True
    back = here.times.now()
    if not await _comes(lambda: deliveries.all_there(one)):
        figures.wrong.append(f"{one.name} was not sent when Teams came back")
    took = _last(one) - back
    figures.happened["minutes after Teams came back"] = round(took / _MINUTE)


def _last(one: Conference) -> datetime:
    times = [deliveries.came(one, who) for who in deliveries.owed(one)]
    return max(at for at in times if at is not None)


async def _redeploy(here: House) -> None:
    await asyncio.gather(*(bot.stop() for bot in here.bots))
    for bot in here.bots:
        bot.launch()
    await asyncio.gather(*(bot.ready() for bot in here.bots))


async def _loud(here: House) -> bool:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        for bot in here.bots:
            _, codes = await bot.well()
            if "summary_late" in codes:
                return True
        await asyncio.sleep(0.3)
    return False


async def _comes(condition: Callable[[], bool]) -> bool:
    return await waited(condition, _PATIENCE)
