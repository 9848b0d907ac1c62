"""S-6: the meeting's options are set, and what cannot be set or seen is named for somebody to look at."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.domain.actor import Account
from bot.domain.microsoft import Held, Obstacle, Option
from bot.rehearsal.teams import Kind, Route, lost_reply, refused
from bot.rehearsal.teams.graph_tenant import MEETINGS, PEOPLE, Online
from tests.graph.stage import CHAIR, House, account, obstacle

NEVER_SEEN = (Option.NOTE_TAKERS,)

pytestmark = pytest.mark.feature("S-6")


def _online(here: House, held: Held) -> Online:
    return here.tenant.online[held.meeting]


def _roles(here: House, held: Held) -> dict[str, str]:
    return {one["upn"]: one["role"] for one in _online(here, held).attendees}


async def _settle(here: House, held: Held, *hosts: Account) -> Sequence[Option]:
    return await here.microsoft.meetings.settle(held, hosts or (account(here.chair),))


async def test_everybody_waits_nothing_is_kept_and_the_chair_lets_in(here: House) -> None:
    here.person("Ben", email="ben@council.example")
    held = await here.hold(invited=(CHAIR, "ben@council.example", "gp@surgery.example"))
    assert await _settle(here, held) == NEVER_SEEN
    assert _online(here, held).options == {
        "lobbyBypassSettings": {"scope": "organizer", "isDialInBypassEnabled": False},
        "allowedLobbyAdmitters": "organizerAndCoOrganizers",
        "allowedPresenters": "roleIsPresenter",
        "allowMeetingChat": "enabled",
        "allowRecording": False,
        "allowTranscription": False,
        "recordAutomatically": False,
        "allowCopyingAndSharingMeetingContent": False,
        "isEntryExitAnnounced": True,
        "allowParticipantsToChangeName": False,
        "shareMeetingChatHistoryDefault": "none",
    }
    assert _roles(here, held) == {
        CHAIR: "coorganizer",
        "ben@council.example": "attendee",
        "gp@surgery.example": "attendee",
    }


async def test_looking_changes_nothing_and_finds_all_that_is_wrong(here: House) -> None:
    held = await here.hold()
    found = await here.microsoft.meetings.check(held, (account(here.chair),))
    assert found == (
        Option.LOBBY,
        Option.ADMITTING,
        Option.PRESENTERS,
        Option.HOSTS,
        Option.RECORDING,
        Option.TRANSCRIPT,
        Option.COPYING,
        Option.NOTE_TAKERS,
    )
    assert here.asked(Route.GRAPH_OPTIONS) == 0


async def test_what_is_set_already_is_left_alone(here: House) -> None:
    held = await here.hold()
    await _settle(here, held)
    asked = here.asked(Route.GRAPH_OPTIONS)
    assert await _settle(here, held) == NEVER_SEEN
    assert here.asked(Route.GRAPH_OPTIONS) == asked


async def test_somebody_changes_an_option_and_it_is_seen_and_put_back(here: House) -> None:
    held = await here.hold()
    await _settle(here, held)
    _online(here, held).options |= {"allowRecording": True, "lobbyBypassSettings": {"scope": "everyone"}}
    found = await here.microsoft.meetings.check(held, (account(here.chair),))
    assert found == (Option.LOBBY, Option.DIAL_IN, Option.RECORDING, Option.NOTE_TAKERS)
    assert await _settle(here, held) == NEVER_SEEN


async def test_what_graph_only_shows_is_for_somebody_to_put_right(here: House) -> None:
    held = await here.hold()
    _online(here, held).options |= {"allowParticipantsToChangeName": True}
    del _online(here, held).options["shareMeetingChatHistoryDefault"]
    assert await _settle(here, held) == (Option.EARLIER_CHAT, Option.RENAMING, Option.NOTE_TAKERS)


async def test_one_option_that_is_not_ours_to_have_keeps_no_other_from_being_set(here: House) -> None:
    here.tenant.premium = False
    held = await here.hold()
    assert await _settle(here, held) == (Option.COPYING, Option.NOTE_TAKERS)
    assert _online(here, held).options["allowRecording"] is False


async def test_the_chair_changes_and_the_one_before_is_a_host_no_more(here: House) -> None:
    ben = here.person("Ben", email="ben@council.example")
    held = await here.hold(invited=(CHAIR, ben.email))
    await _settle(here, held)
    assert await _settle(here, held, account(ben)) == NEVER_SEEN
    assert _roles(here, held) == {CHAIR: "attendee", ben.email: "coorganizer"}


async def test_a_stand_in_who_was_not_invited_is_a_host(here: House) -> None:
    ben = here.person("Ben", email="ben@council.example")
    held = await here.hold()
    assert await _settle(here, held, account(here.chair), account(ben)) == NEVER_SEEN
    assert _roles(here, held) == {CHAIR: "coorganizer", ben.email: "coorganizer"}


async def test_the_organiser_needs_no_appointing(here: House) -> None:
    held = await here.hold()
    assert await _settle(here, held, account(here.clerk)) == NEVER_SEEN
    assert _roles(here, held) == {CHAIR: "attendee"}


async def test_hosts_who_cannot_be(here: House) -> None:
    """Somebody of another directory, somebody who has left: the others are hosts, and that one is said to be missing."""
    other = here.person("Oli", Kind.OTHER_TENANT, email="oli@police.example")
    gone = Account(tenant=here.chair.tenant, oid="77777777-7777-4777-8777-777777777777")
    held = await here.hold()
    for missing in (account(other), gone):
        found = await _settle(here, held, account(here.chair), missing)
        assert found == (Option.HOSTS, Option.NOTE_TAKERS)
        assert _roles(here, held) == {CHAIR: "coorganizer"}


async def test_a_meeting_without_hosts_is_said_to_have_none(here: House) -> None:
    held = await here.hold()
    assert await here.microsoft.meetings.settle(held, ()) == (Option.HOSTS, Option.NOTE_TAKERS)


async def test_hosts_that_graph_does_not_take_are_for_somebody_to_appoint(here: House) -> None:
    held = await here.hold()
    here.teams.faults.next(Route.GRAPH_OPTIONS, None, refused(400, "BadRequest"))
    assert await _settle(here, held) == (Option.HOSTS, Option.NOTE_TAKERS)


async def test_the_meeting_is_found_again_by_its_link(here: House) -> None:
    held = await here.hold()
    assert await _settle(here, replace(held, meeting="")) == NEVER_SEEN


@pytest.mark.parametrize("lost", [0, 1])
async def test_after_a_lost_answer_it_is_set_all_the_same(here: House, lost: int) -> None:
    held = await here.hold()
    here.teams.faults.next(Route.GRAPH_OPTIONS, *[None] * lost, lost_reply())
    async with obstacle(Obstacle.NO_ANSWER, final=False):
        await _settle(here, held)
    assert await _settle(here, held) == NEVER_SEEN


async def test_what_stands_in_the_way_of_everything_is_no_list_of_options(here: House) -> None:
    held = await here.hold()
    here.tenant.policy = {here.chair.oid}
    async with obstacle(Obstacle.POLICY_MISSING, final=True):
        await _settle(here, held)
    here.tenant.policy = {here.clerk.oid}
    here.teams.authority.consented -= {MEETINGS}
    here.teams.authority.revoke()
    async with obstacle(Obstacle.NOT_CONSENTED, final=True):
        await _settle(here, held)


async def test_hosts_need_the_directory_and_the_options_do_not(here: House) -> None:
    held = await here.hold()
    here.teams.authority.consented -= {PEOPLE}
    here.teams.authority.revoke()
    async with obstacle(Obstacle.NOT_CONSENTED, final=True):
        await _settle(here, held)
    assert _online(here, held).options["allowRecording"] is False


async def test_a_meeting_that_is_gone(here: House) -> None:
    held = await here.hold()
    await here.microsoft.meetings.cancel(held, "Off.")
    async with obstacle(Obstacle.NO_SUCH_MEETING, final=True):
        await _settle(here, held)
    async with obstacle(Obstacle.NOT_THERE_YET, final=False):
        await _settle(here, replace(held, meeting=""))
