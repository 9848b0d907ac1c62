"""A conference that the bot sees to in the council's Microsoft 365, on loopback: convened, and what then is there."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.bootstrap import boroughs
from bot.domain.actor import BOT
from bot.domain.events import Event
from bot.domain.events_before import ConferenceCancelled, ConferenceConvened, ConferenceMoved
from bot.domain.evolve import evolve
from bot.domain.ids import OpId, PersonId
from bot.domain.links import chats, people
from bot.rehearsal.teams import Chat, Kind, Mail, Person, Tenant
from bot.usecases.ports import Append, Appended, Links, Operation
from tests.integration.conference import SCHOOL, SMALL, Conference, Part, set_up
from tests.integration.theatre import Theatre, theatre

A_WEEK = timedelta(days=7)
LONDON = boroughs().profile("london")
BY = PersonId("admin")
ADDRESSED = replace(SCHOOL, account=False, installed=False, app=False)
"""Known by address alone, and without the app."""
NO_APP = Part(who="health", seat="health_visiting", installed=False, app=False)
GP = Part(who="gp", seat="gp", kind=Kind.GUEST, account=False, installed=False, app=False)
TEAM = (*(one for one in SMALL if one.who not in {"school", "health"}), ADDRESSED, NO_APP, GP)


@asynccontextmanager
async def council(folder: Path, **settings: Any) -> AsyncIterator[Theatre]:
    """With a mailbox for conferences, and the bot told of it."""
    async with theatre(folder) as house:
        await house.stop_bot()
        clerk = house.teams.add_person(Person(id="clerk", name="Conference Office", email="office@fictional.example"))
        given = {
            "graph": "on",
            "app_catalog_id": house.teams.graph.catalogue_id,
            "meeting_organiser": clerk.email,
            **settings,
        }
        await house.start_bot(**given)
        yield house


async def happens(one: Conference, *events: Event) -> None:
    """Recorded as if somebody had pressed it, and everything done that follows."""
    state = await one.state()
    before, now = state.version, one.stage.now
    for event in events:
        state = evolve(state, event, now)
    number = OpId(f"test-{one.cid}-{before}")
    asked = Append(
        cid=one.cid,
        expected=before,
        operations=[Operation(op=number, actor=BOT.key, at=now, events=events)],
        next_due=now,
        links=Links(chats=chats(state), people=people(state)),
    )
    assert isinstance(await one.stage.bot.log.append(asked), Appended)
    await one.settled()


async def by_day(house: Theatre) -> None:
    """The next working morning: in the evening nobody is written to."""
    now = house.stage.now
    while now.hour > 11 or now.weekday() > 4:
        now = now.replace(hour=10, minute=0) + timedelta(days=1)
    await house.stage.at(now)


async def convened(house: Theatre, parts: Iterable[Part] = TEAM, **change: Any) -> Conference:
    await by_day(house)
    one = await set_up(house, parts, starts=change.pop("starts", A_WEEK), link=change.pop("link", False), **change)
    await happens(one, ConferenceConvened(by=BY, microsoft=True))
    return one


async def moved(one: Conference, by: timedelta) -> None:
    about = (await one.state()).particulars
    start, end = about.start + by, about.planned_end + by
    await happens(one, ConferenceMoved(start=start, planned_end=end, reason="The chair is ill.", by=BY))


async def cancelled(one: Conference) -> None:
    await happens(one, ConferenceCancelled(reason="It is not needed.", by=BY))


def tenant(one: Conference) -> Tenant:
    return one.stage.teams.graph


def meetings(one: Conference) -> list[str]:
    """Those that stand in the mailbox, by subject."""
    return [str(event.body["subject"]) for event in tenant(one).events.values() if not event.cancelled]


def mailed(one: Conference) -> list[Mail]:
    """What Exchange has sent of this conference."""
    return [mail for mail in tenant(one).mail if one.reference in mail.subject]


async def chat_of(one: Conference) -> Chat:
    held = (await one.state()).before.meeting
    assert held is not None
    return one.stage.teams.chats[held.chat]


async def stuck(one: Conference) -> dict[str, str]:
    """Errands that did not work, each with its obstacle."""
    progress = (await one.state()).before.errands
    return {name: how.code for name, how in progress.items() if how.code}
