"""The whole bot with Microsoft Graph: what it makes there is there, and Teams tells it so. And without: nothing is asked."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.actor import Account
from bot.rehearsal.teams import Person, Route
from bot.usecases.microsoft import Found, Microsoft365, Wish
from tests.integration.conference import CHAIR, SMALL, Part, set_up, words_of
from tests.integration.theatre import Theatre, theatre

HOUR = timedelta(hours=1)
NO_APP = Part(who="school", seat="school", installed=False, app=False)
GRAPH = [route for route in Route if route.value.startswith("graph_")]


@pytest.fixture
async def with_graph(tmp_path: Path) -> AsyncIterator[Theatre]:
    async with theatre(tmp_path) as house:
        await house.stop_bot()
        clerk = house.teams.add_person(Person(id="clerk", name="Conference Office", email="office@fictional.example"))
        catalogue = house.teams.graph.catalogue_id
        await house.start_bot(graph="on", app_catalog_id=catalogue, meeting_organiser=clerk.email)
        yield house


def _microsoft(house: Theatre) -> Microsoft365:
    found = house.stage.bot.microsoft
    assert found is not None
    return found


async def test_the_bot_comes_into_the_chat_by_graph_as_by_hand(with_graph: Theatre) -> None:
    one = await set_up(with_graph, starts=HOUR)
    for _ in range(2):
        await _microsoft(with_graph).apps.add_to_chat(one.chat.id)
    await one.settled()
    (said,) = [words_of(message.latest.card) for message in one.in_chat()]
    assert "I am Chairside" in said


async def test_whoever_graph_installs_it_for_can_be_written_to(with_graph: Theatre) -> None:
    parts = (*(part for part in SMALL if part.who != "school"), NO_APP)
    one = await set_up(with_graph, parts, starts=HOUR)
    school = one.person("school")
    await _microsoft(with_graph).apps.add_for(Account(tenant=school.tenant, oid=school.oid))
    await one.settled()
    await one.type("school", "status", with_graph.teams.world.personal_chat(school))
    assert one.privately("school")


async def test_a_conference_is_held_in_a_meeting_that_graph_made(with_graph: Theatre) -> None:
    one = await set_up(with_graph, starts=HOUR)
    microsoft, chair = _microsoft(with_graph), one.person("chair")
    start = with_graph.stage.now + HOUR
    wish = Wish(
        key="fict-1", subject="Conference", text="Please come.", start=start, end=start + HOUR, invited=(chair.email,)
    )
    held = await microsoft.meetings.hold(wish)
    assert await microsoft.directory.find(chair.email) == Found(account=Account(tenant=chair.tenant, oid=chair.oid))
    await microsoft.meetings.settle(held, (Account(tenant=chair.tenant, oid=chair.oid),))
    other = await set_up(with_graph, starts=HOUR, join_link=held.join_link, link=False)
    await microsoft.apps.add_to_chat(held.chat)
    await other.settled()
    chat = with_graph.teams.chats[held.chat]
    (message,) = chat.messages.values()
    assert "I am Chairside" in words_of(message.latest.card)
    assert (await other.state()).chat == held.chat


async def test_without_graph_nothing_of_it_is_asked_and_the_conference_is_held(tmp_path: Path) -> None:
    async with theatre(tmp_path) as house:
        assert house.stage.bot.microsoft is None
        one = await set_up(house)
        await one.hold()
        await one.approve()
        await one.settled()
        assert one.privately(CHAIR.who)
        assert {house.teams.fetches[route] for route in GRAPH} == {0}
        assert house.teams.fetches[Route.POST] > 0


async def test_with_graph_nothing_is_asked_before_somebody_asks(with_graph: Theatre) -> None:
    assert {with_graph.teams.fetches[route] for route in GRAPH} == {0}
