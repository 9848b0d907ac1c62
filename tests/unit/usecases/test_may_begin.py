"""Who may begin a conference: whoever the settings name, and nobody who only says so (M1)."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from bot.domain.actor import Account, Actor, Standing
from bot.domain.microsoft import Obstacle
from bot.usecases.may_begin import FRESH, MayBegin
from bot.usecases.microsoft import Found
from bot.usecases.ports import SendError
from tests.fakes.builders import START, anonymous

OID = "0b8f3c1e-0000-4000-8000-0000000000aa"
SAM = Actor(
    standing=Standing.MEMBER,
    account=Account(tenant="council", oid=OID.upper()),
    shown_name="Sam",
    address="Sam@council.example",
)


@dataclass
class Clock:
    at: datetime = START

    def now(self) -> datetime:
        return self.at


@dataclass
class Group:
    """A directory with one group, which may be away."""

    oids: frozenset[str] = frozenset()
    away: bool = False
    asked: list[str] = field(default_factory=list)

    async def find(self, address: str) -> Found | None:
        raise NotImplementedError(address)

    async def members(self, group: str) -> frozenset[str]:
        self.asked.append(group)
        if self.away:
            raise SendError(Obstacle.NO_ANSWER, final=False)
        return self.oids


@pytest.mark.feature("M1")
@pytest.mark.parametrize(
    ("named", "actor", "may"),
    [
        ({OID}, SAM, True),
        ({"sam@council.example"}, SAM, True),
        ({"sam@council.example"}, replace(SAM, address=""), False),
        ({OID}, replace(SAM, standing=Standing.GUEST), False),
        ({OID}, replace(SAM, standing=Standing.OTHER_TENANT), False),
        ({"sam@council.example"}, replace(anonymous(), address="sam@council.example"), False),
        (set(), SAM, False),
        ({""}, replace(SAM, address=""), False),
    ],
)
async def test_the_settings_name_them(named: set[str], actor: Actor, may: bool) -> None:
    assert await MayBegin(clock=Clock(), named=frozenset(named))(actor) is may


@pytest.mark.feature("M1")
async def test_a_group_is_asked_about_once_in_a_while() -> None:
    clock, group = Clock(), Group(oids=frozenset({OID.upper()}))
    may = MayBegin(clock=clock, group="administrators", directory=group)
    assert await may(SAM)
    assert await may(SAM)
    assert group.asked == ["administrators"]
    group.oids = frozenset()
    clock.at += FRESH - timedelta(seconds=1)
    assert await may(SAM)
    clock.at += timedelta(seconds=1)
    assert not await may(SAM)


async def test_while_the_directory_is_away_whoever_was_in_it_still_is_and_nobody_new() -> None:
    clock, group = Clock(), Group(away=True)
    may = MayBegin(clock=clock, group="administrators", directory=group)
    assert not await may(SAM)
    group.away, group.oids = False, frozenset({OID})
    assert await may(SAM)
    group.away = True
    clock.at += FRESH
    assert await may(SAM)
    assert not await may(replace(SAM, account=Account(tenant="council", oid="another")))


async def test_without_graph_no_group_is_asked() -> None:
    assert not await MayBegin(clock=Clock(), group="administrators")(SAM)
