"""A bot with the council's mail server on loopback, and conferences of people of whom some can be reached by mail alone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from icalendar import Calendar
from pydantic import SecretStr

from bot.domain.events import Event
from bot.domain.events_before import ConferenceCancelled, ConferenceConvened, ConferenceMoved, DetailsSet, PersonPut
from bot.domain.evolve import evolve
from bot.domain.ids import OpId, PersonId
from bot.domain.links import chats, people
from bot.domain.particulars import Mode
from bot.rehearsal.post import PostOffice, Received
from bot.rehearsal.post.received import message_of
from bot.usecases.ports import Append, Appended, Links, Operation
from tests.integration.conference import ADMIN, CHAIR, HEALTH, MOTHER, SCHOOL, WORKER, Conference, set_up
from tests.integration.theatre import Theatre, theatre

FROM = "Sampleton Council <conferences@sampleton.example>"
FATHER = replace(MOTHER, who="father", relation="father", account=False, installed=False, app=False)
MOTHER_BY_MAIL = replace(MOTHER, account=False, installed=False, app=False)
GP = replace(HEALTH, who="gp", seat="gp", account=False, installed=False, app=False)
LISTED = (CHAIR, ADMIN, WORKER, SCHOOL, GP, MOTHER_BY_MAIL, FATHER)
BY_MAIL = ("gp", "mother", "father")
FORTNIGHT = timedelta(days=14)


@dataclass(kw_only=True)
class Mailroom:
    house: Theatre
    post: PostOffice

    async def conference(self, parts: Any = LISTED, **change: Any) -> Conference:
        return await set_up(self.house, parts, **({"starts": FORTNIGHT} | change))

    async def convened(self, parts: Any = LISTED, *, calendar: bool = False, **change: Any) -> Conference:
        """`calendar`: entries go to those in Teams as well."""
        one = await self.conference(parts, **change)
        await happens(one, ConferenceConvened(by=PersonId("admin"), calendar=calendar))
        return one

    def to(self, one: Conference, who: str) -> list[Received]:
        return self.post.to(one.person(who).email)


@asynccontextmanager
async def mailroom(folder: Path, *, notify: bool = False, **change: Any) -> AsyncIterator[Mailroom]:
    async with PostOffice() as post, theatre(folder) as house:
        await house.stop_bot()
        await house.start_bot(**((by_notify(post) if notify else by_server(post)) | change))
        yield Mailroom(house=house, post=post)


def by_server(post: PostOffice) -> dict[str, Any]:
    return {"mail_url": post.smtp_url, "mail_from": FROM}


def by_notify(post: PostOffice) -> dict[str, Any]:
    key = SecretStr(post.notify_key)
    return {"notify_key": key, "notify_template": post.notify_template, "notify_base": post.notify_url}


async def happens(one: Conference, *events: Event) -> None:
    """As if somebody had pressed for it."""
    now, state = one.stage.now, await one.state()
    after = state
    for event in events:
        after = evolve(after, event, now)
    operation = Operation(op=OpId(uuid4().hex), actor="test", at=now, events=events)
    links = Links(chats=chats(after), people=people(after))
    wish = Append(cid=one.cid, expected=state.version, operations=(operation,), next_due=now, links=links)
    assert isinstance(await one.stage.bot.log.append(wish), Appended)
    await one.settled()


async def moved(one: Conference, days: int = 7, reason: str = "") -> None:
    about, by = (await one.state()).particulars, timedelta(days=days)
    event = ConferenceMoved(
        start=about.start + by, planned_end=about.planned_end + by, reason=reason, by=PersonId("admin")
    )
    await happens(one, event)


async def cancelled(one: Conference, reason: str = "") -> None:
    await happens(one, ConferenceCancelled(reason=reason, by=PersonId("admin")))


async def details(one: Conference, **change: Any) -> None:
    about = (await one.state()).particulars
    given: dict[str, Any] = {"mode": Mode.VIRTUAL, "join_link": about.join_link, "place": about.place}
    await happens(one, DetailsSet(by=PersonId("admin"), **(given | change)))


async def put(one: Conference, who: str, **change: Any) -> None:
    person = (await one.state()).person(PersonId(who))
    await happens(one, PersonPut(person=person.id, details=replace(person, **change), by=PersonId("admin")))


def entry(letter: Received) -> Any:
    """What it does to a calendar; a property of it may be of any type."""
    [found] = Calendar.from_ical(letter.calendar).walk("VEVENT")
    return found


def everything(letter: Received) -> str:
    """All that whoever it is for, and whoever looks over their shoulder, could read in it: each part decoded, each head line
    but the address it goes to, file names.
    """
    message = message_of(letter.raw)
    heads = [f"{name}: {value}" for name, value in message.items() if name != "To"]
    parts = [_read(part) for part in message.walk() if not part.is_multipart()]
    return "\n".join((*heads, *parts))


def _read(part: Any) -> str:
    payload = part.get_payload(decode=True)
    said = payload.decode("utf-8", "replace").replace("\r\n ", "")
    return f"{part.get_filename()} {part.get_content_type()} {said}"
