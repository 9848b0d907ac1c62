"""Taking away what an earlier try may have made, whether or not anybody ever heard that it had."""

from collections.abc import AsyncIterator

import pytest

from bot.domain.microsoft import Obstacle
from bot.rehearsal.teams import Mail, Route, Sent, lost_reply, refused
from tests.graph.stage import CHAIR, House, house, obstacle, wish


@pytest.fixture
async def alone() -> AsyncIterator[House]:
    async with house(alone=True) as found:
        yield found


async def test_what_was_made_and_never_heard_of_is_taken_away(here: House) -> None:
    here.teams.faults.next(Route.GRAPH_HOLD, lost_reply())
    async with obstacle(Obstacle.NO_ANSWER, final=False):
        await here.hold()
    for _ in range(2):
        await here.microsoft.meetings.undo(wish(), "Off.")
    (event,) = here.tenant.events.values()
    assert event.cancelled
    told = [mail for mail in here.tenant.mail if mail.what is Sent.CANCELLED]
    assert told == [Mail(Sent.CANCELLED, CHAIR, "Conference C-7", "Off.")]


async def test_nothing_is_made_to_be_taken_away(here: House) -> None:
    await here.hold("another")
    await here.microsoft.meetings.undo(wish(), "Off.")
    (event,) = here.tenant.events.values()
    assert not event.cancelled


async def test_one_that_stands_alone_is_gone_as_well(alone: House) -> None:
    alone.teams.faults.next(Route.GRAPH_ALONE, lost_reply())
    async with obstacle(Obstacle.NO_ANSWER, final=False):
        await alone.hold()
    for _ in range(2):
        await alone.microsoft.meetings.undo(wish(), "Off.")
    assert not alone.tenant.online


async def test_a_refusal_is_one_here_too(here: House) -> None:
    await here.hold()
    here.teams.faults.next(Route.GRAPH_CANCEL, refused(429, retry_after=9))
    async with obstacle(Obstacle.BUSY, final=False, wait=9):
        await here.microsoft.meetings.undo(wish(), "Off.")
