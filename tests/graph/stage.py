"""The council's Microsoft 365 on loopback, the adapter that asks it, and people: real HTTP, real tokens, nothing replaced."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from ssl import create_default_context
from typing import Any

import pytest
from aiohttp import ClientTimeout

from bot.adapters.credentials import Credentials
from bot.adapters.graph.client import SCOPE
from bot.adapters.graph.connected import Office, connected
from bot.domain.actor import Account
from bot.domain.microsoft import Held, Obstacle
from bot.rehearsal.teams import Chat, Invitation, Kind, LoopbackTeams, Person, Route, Tenant
from bot.usecases.microsoft import Microsoft365, Wish
from bot.usecases.ports import SendError
from tests.rehearsal_teams.stage import APP, SECRET, TENANT, THURSDAY, EchoBot, set_stage

TWO_HOURS = timedelta(hours=2)
CHAIR = "ada.quill@council.example"


@dataclass(kw_only=True)
class House:
    """`office` is what the adapter was told; `clerk` is whose calendar it uses."""

    teams: LoopbackTeams
    bot: EchoBot
    office: Office
    microsoft: Microsoft365
    clerk: Person
    chair: Person

    @property
    def tenant(self) -> Tenant:
        return self.teams.graph

    def person(self, name: str, kind: Kind = Kind.TENANT, **more: Any) -> Person:
        return self.teams.add_person(Person(id=name.lower(), name=f"{name} Fiction", kind=kind, **more))

    def asked(self, route: Route) -> int:
        return self.teams.fetches[route]

    async def hold(self, key: str = "conference-7", **change: Any) -> Held:
        return await self.microsoft.meetings.hold(wish(key, **change))

    def chat_of(self, held: Held) -> Chat:
        return self.teams.chats[held.chat]


def wish(key: str = "conference-7", **change: Any) -> Wish:
    given: dict[str, Any] = {
        "subject": "Conference C-7",
        "text": "Please come.",
        "start": THURSDAY,
        "end": THURSDAY + TWO_HOURS,
    }
    return Wish(key=key, **(given | {"invited": (CHAIR,)} | change))


def account(person: Person) -> Account:
    return Account(tenant=person.tenant, oid=person.oid)


def office_of(teams: LoopbackTeams, **change: Any) -> Office:
    credentials = Credentials(
        app_id=APP,
        secret=SECRET,
        authority=teams.authority_url.rsplit("/", 1)[0],
        tenant=TENANT,
        scope=SCOPE,
        ca_file=str(teams.ca_path),
    )
    given: dict[str, Any] = {
        "base": teams.graph_url,
        "credentials": credentials,
        "home": TENANT,
        "catalogue_id": teams.graph.catalogue_id,
        "organiser": "conferences@council.example",
        "tls": create_default_context(),
        "patience": ClientTimeout(total=2, connect=1),
    }
    return Office(**(given | change))


@asynccontextmanager
async def house(**change: Any) -> AsyncIterator[House]:
    """`change` is of the office."""
    async with set_stage(signed_in=False) as stage:
        teams = stage.teams
        clerk = teams.add_person(Person(id="clerk", name="Conference Office", email="conferences@council.example"))
        chair = teams.add_person(Person(id="ada", name="Ada Quill", email=CHAIR))
        office = office_of(teams, **change)
        async with connected(office) as microsoft:
            yield House(teams=teams, bot=stage.bot, office=office, microsoft=microsoft, clerk=clerk, chair=chair)


@asynccontextmanager
async def obstacle(expected: Obstacle, *, final: bool, wait: float | None = None) -> AsyncIterator[None]:
    """Within this, Microsoft 365 does not do as asked, and this is why."""
    with pytest.raises(SendError) as caught:
        yield
    assert (caught.value.code, caught.value.final, caught.value.retry_after) == (expected, final, wait)


def by_hand(teams: LoopbackTeams, organiser: Person, start: datetime = THURSDAY) -> Chat:
    """A meeting that somebody made without us."""
    return teams.meetings.create(Invitation(title="Another", organiser=organiser, start=start, end=start + TWO_HOURS))
