"""The app in the meeting's chat and for a person: installed once, and the bot hears of it from Teams."""

import asyncio
import json
from pathlib import Path

import pytest

from bot.adapters.graph.apps import RESOURCE_SPECIFIC
from bot.domain.actor import Account
from bot.domain.join_link import is_shared
from bot.domain.microsoft import Obstacle
from bot.rehearsal.teams import Fault, Kind, Route, cut_off, lost_reply
from bot.rehearsal.teams.graph_tenant import APPS_FOR_PEOPLE, APPS_IN_CHATS
from tests.graph.stage import House, account, by_hand, house, obstacle
from tests.rehearsal_teams.stage import TENANT

MANIFEST = json.loads((Path(__file__).resolve().parents[2] / "infra" / "manifest.json").read_text())
MOVES = [("installationUpdate", "groupChat"), ("conversationUpdate", "groupChat")]
FOR_PERSON = [("installationUpdate", "personal"), ("conversationUpdate", "personal")]


def _told(here: House) -> list[tuple[str, str]]:
    return [(one["type"], one["conversation"]["conversationType"]) for one in here.bot.got]


def test_what_is_consented_to_is_what_the_manifest_asks_for() -> None:
    asked = MANIFEST["authorization"]["permissions"]["resourceSpecific"]
    assert [(one["name"], one["type"]) for one in asked] == [(name, "Application") for name in RESOURCE_SPECIFIC]


async def test_the_app_is_put_in_the_meetings_chat(here: House) -> None:
    held = await here.hold()
    for _ in range(2):
        await here.microsoft.apps.add_to_chat(held.chat)
    await here.teams.settled()
    assert here.chat_of(held).bot_present
    assert _told(here) == MOVES
    assert {one["conversation"]["id"] for one in here.bot.got} == {held.chat}
    assert here.bot.got[0]["from"]["aadObjectId"] == here.clerk.oid


@pytest.mark.parametrize("fault", [lost_reply(), cut_off()])
async def test_it_is_there_once_after_a_lost_answer(here: House, fault: Fault) -> None:
    held = await here.hold()
    here.teams.faults.next(Route.GRAPH_ADD_TO_CHAT, fault)
    async with obstacle(Obstacle.NO_ANSWER, final=False):
        await here.microsoft.apps.add_to_chat(held.chat)
    await here.microsoft.apps.add_to_chat(held.chat)
    await here.teams.settled()
    assert _told(here) == MOVES


async def test_what_somebody_added_by_hand_is_there(here: House) -> None:
    chat = by_hand(here.teams, here.chair)
    await here.teams.add_bot(chat, here.chair)
    await here.microsoft.apps.add_to_chat(chat.id)
    assert _told(here) == MOVES


async def test_the_app_is_installed_for_a_person_who_can_then_be_written_to(here: House) -> None:
    apps = here.microsoft.apps
    assert await apps.chat_with(account(here.chair)) == ""
    for _ in range(2):
        await apps.add_for(account(here.chair))
    await here.teams.settled()
    assert here.chair.installed
    assert _told(here) == FOR_PERSON
    found = await apps.chat_with(account(here.chair))
    assert here.chair.oid in found
    assert is_shared(found), "which is why it must never be taken for the chat that the bot writes to"


async def test_a_guest_can_be_given_it_and_somebody_of_another_organisation_cannot(here: House) -> None:
    guest = here.person("Gil", Kind.GUEST, email="gil@health.example")
    other = here.person("Oli", Kind.OTHER_TENANT, email="oli@police.example")
    await here.microsoft.apps.add_for(account(guest))
    assert guest.installed
    asked = here.asked(Route.GRAPH_ADD_FOR)
    async with obstacle(Obstacle.OTHER_COUNCIL, final=True):
        await here.microsoft.apps.add_for(account(other))
    async with obstacle(Obstacle.OTHER_COUNCIL, final=True):
        await here.microsoft.apps.chat_with(account(other))
    assert here.asked(Route.GRAPH_ADD_FOR) == asked


async def _add(here: House, where: str) -> None:
    if where == "chat":
        await here.microsoft.apps.add_to_chat(by_hand(here.teams, here.chair).id)
    else:
        await here.microsoft.apps.add_for(account(here.chair))


@pytest.mark.parametrize("where", ["chat", "person"])
async def test_an_app_that_is_not_in_the_catalogue(here: House, where: str) -> None:
    here.tenant.catalogue.clear()
    async with obstacle(Obstacle.NO_SUCH_APP, final=True):
        await _add(here, where)


@pytest.mark.parametrize("where", ["chat", "person"])
async def test_an_app_that_an_administrator_blocks(here: House, where: str) -> None:
    here.tenant.blocked = True
    async with obstacle(Obstacle.APP_BLOCKED, final=True):
        await _add(here, where)


@pytest.mark.parametrize(("where", "permission"), [("chat", APPS_IN_CHATS), ("person", APPS_FOR_PEOPLE)])
async def test_consent_withdrawn(here: House, where: str, permission: str) -> None:
    here.teams.authority.consented.remove(permission)
    async with obstacle(Obstacle.NOT_CONSENTED, final=True):
        await _add(here, where)


@pytest.mark.parametrize("where", ["chat", "person"])
async def test_no_id_in_the_settings(where: str) -> None:
    async with house(catalogue_id="") as here:
        async with obstacle(Obstacle.APP_NOT_NAMED, final=True):
            await _add(here, where)
        assert here.asked(Route.TOKEN) == 0


async def test_an_app_whose_permissions_have_changed(here: House) -> None:
    here.tenant.catalogue[here.tenant.catalogue_id] |= {"ChatMember.Read.Chat"}
    async with obstacle(Obstacle.APP_CHANGED, final=True):
        await _add(here, "chat")


async def test_a_chat_and_a_person_that_are_not_there(here: House) -> None:
    async with obstacle(Obstacle.NO_SUCH_CHAT, final=True):
        await here.microsoft.apps.add_to_chat("19:meeting_none@thread.v2")
    async with obstacle(Obstacle.NO_SUCH_PERSON, final=True):
        await here.microsoft.apps.add_for(Account(tenant=TENANT, oid="77777777-7777-4777-8777-777777777777"))
    async with obstacle(Obstacle.NO_SUCH_PERSON, final=True):
        await here.microsoft.apps.add_for(Account(tenant=TENANT, oid="../../groups"))


@pytest.mark.parametrize("chat", ["", "..", "a:1private", "19:x@thread.v2/installedApps?", "19:meeting_x", "19:a b@c"])
async def test_what_is_no_chat_is_not_asked_about(here: House, chat: str) -> None:
    async with obstacle(Obstacle.NO_SUCH_CHAT, final=True):
        await here.microsoft.apps.add_to_chat(chat)
    assert here.asked(Route.TOKEN) == 0


async def test_forty_at_once_are_forty_installs(here: House) -> None:
    people = [here.person(f"P{number}") for number in range(40)]
    await asyncio.gather(*(here.microsoft.apps.add_for(account(one)) for one in people))
    await here.teams.settled()
    assert all(one.installed for one in people)
    assert here.asked(Route.TOKEN) == 1
