"""Holding a meeting, moving it, calling it off: once, however often it is asked for and whatever is lost on the way."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.join_link import thread_of
from bot.domain.microsoft import Held, Obstacle
from bot.rehearsal.teams import Fault, Kind, Mail, Person, Route, Sent, cut_off, lost_reply, refused
from bot.rehearsal.teams.graph_tenant import CALENDARS, MEETINGS
from bot.usecases.ports import SendError
from tests.graph.stage import CHAIR, TWO_HOURS, House, house, obstacle
from tests.rehearsal_teams.stage import THURSDAY

LATER = THURSDAY + timedelta(days=7)


@pytest.fixture
async def alone() -> AsyncIterator[House]:
    async with house(alone=True) as found:
        yield found


def _the_event(here: House) -> dict[str, Any]:
    (event,) = here.tenant.events.values()
    return event.body


async def test_a_meeting_is_in_the_calendar_with_a_chat_of_its_own(here: House) -> None:
    held = await here.hold()
    chat = here.chat_of(held)
    assert chat.meeting is not None
    assert (held.join_link, held.organiser) == (chat.meeting.join_url, here.clerk.oid)
    assert (chat.meeting.start, chat.meeting.end) == (THURSDAY, THURSDAY + TWO_HOURS)
    assert chat.members == [here.clerk, here.chair]
    assert held.event in here.tenant.events
    assert held.meeting in here.tenant.online
    assert here.tenant.mail == [Mail(Sent.INVITED, CHAIR, "Conference C-7")]


async def test_what_stands_in_the_calendar_is_what_was_given_and_no_more(here: House) -> None:
    await here.hold(invited=(CHAIR, "gp@surgery.example", CHAIR))
    body = _the_event(here)
    assert body["subject"] == "Conference C-7"
    assert body["body"] == {"contentType": "text", "content": "Please come."}
    assert (body["hideAttendees"], body["responseRequested"], body["sensitivity"]) == (True, False, "private")
    assert body["start"] == {"dateTime": "2026-11-19T10:00:00", "timeZone": "UTC"}
    assert body["attendees"] == [
        {"emailAddress": {"address": CHAIR}, "type": "required"},
        {"emailAddress": {"address": "gp@surgery.example"}, "type": "required"},
    ]


async def test_the_same_key_is_the_same_meeting(here: House) -> None:
    first = await here.hold()
    assert await here.hold() == first
    assert await here.hold(subject="Another word", start=LATER, end=LATER + TWO_HOURS) == first
    assert (await here.hold("conference-8")).event != first.event
    assert len(here.tenant.events) == 2


@pytest.mark.parametrize("forgets", [False, True])
@pytest.mark.parametrize("fault", [lost_reply(), cut_off()])
async def test_after_a_lost_answer_there_is_still_one_meeting(here: House, fault: Fault, forgets: bool) -> None:
    """Also where Exchange remembers no number: our key is in the event itself."""
    here.tenant.forgets = forgets
    here.teams.faults.next(Route.GRAPH_HOLD, fault)
    async with obstacle(Obstacle.NO_ANSWER, final=False):
        await here.hold()
    held = await here.hold()
    assert list(here.tenant.events) == [held.event]
    assert here.tenant.mail == [Mail(Sent.INVITED, CHAIR, "Conference C-7")]


async def test_two_at_the_same_moment_hold_one_meeting(here: House) -> None:
    """Both have looked and found none; Microsoft's number decides."""
    here.teams.faults.next(Route.GRAPH_EVENTS, Fault(seconds=0.1), Fault(seconds=0.1))
    here.teams.faults.next(Route.GRAPH_HOLD, None, Fault(seconds=0.1))
    first, second = await asyncio.gather(here.hold(), here.hold(subject="In other words"))
    assert first == second
    assert len(here.tenant.events) == 1
    assert here.asked(Route.GRAPH_HOLD) == 2


async def test_a_key_that_was_used_up_is_not_tried_for_ever_with_a_second_event(here: House) -> None:
    await here.microsoft.meetings.cancel(await here.hold(), "Off.")
    async with obstacle(Obstacle.NOT_THERE_YET, final=False):
        await here.hold()
    assert len(here.tenant.events) == 1
    assert (await here.hold("conference-7-again")).event


async def test_a_short_link_does_not_say_the_chat_and_graph_does(here: House) -> None:
    here.tenant.short_links = True
    held = await here.hold()
    assert thread_of(held.join_link) == ""
    assert here.chat_of(held).meeting is not None


async def test_a_meeting_that_graph_does_not_know_yet(here: House) -> None:
    here.tenant.slow_meetings = 2
    held = await here.hold()
    assert (held.chat, held.meeting) == (thread_of(held.join_link), "")
    here.tenant.short_links = True
    async with obstacle(Obstacle.NOT_THERE_YET, final=False):
        await here.hold("conference-8")
    async with obstacle(Obstacle.NOT_THERE_YET, final=False):
        await here.hold("conference-8")
    assert (await here.hold("conference-8")).meeting


async def test_graph_may_say_so_by_a_404(here: House) -> None:
    here.tenant.short_links = True
    here.teams.faults.next(Route.GRAPH_MEETING, refused(404, "NotFound"))
    async with obstacle(Obstacle.NOT_THERE_YET, final=False):
        await here.hold()


@pytest.mark.parametrize("closed", ["policy", "consent"])
async def test_a_council_may_open_calendars_and_no_options(here: House, closed: str) -> None:
    """A long link says which chat it is, so the conference is held all the same; a short one does not."""
    if closed == "policy":
        here.tenant.policy = set()
    else:
        here.teams.authority.consented.remove(MEETINGS)
    held = await here.hold()
    assert (held.chat, held.meeting) == (thread_of(held.join_link), "")
    here.tenant.short_links = True
    code = Obstacle.POLICY_MISSING if closed == "policy" else Obstacle.NOT_CONSENTED
    async with obstacle(code, final=True):
        await here.hold("conference-8")


@pytest.mark.feature("B28")
async def test_a_meeting_moves_keeps_its_link_and_is_told_once(here: House) -> None:
    held = await here.hold()
    for _ in range(2):
        await here.microsoft.meetings.move(held, LATER, LATER + TWO_HOURS)
    meeting = here.chat_of(held).meeting
    assert meeting is not None
    assert (meeting.start, meeting.end, meeting.join_url) == (LATER, LATER + TWO_HOURS, held.join_link)
    assert held.meeting in here.tenant.online, "its text was left alone: the link stands in it"
    assert here.tenant.mail[1:] == [Mail(Sent.UPDATED, CHAIR, "Conference C-7")]


async def test_a_change_whose_answer_was_lost_is_told_once(here: House) -> None:
    held = await here.hold()
    here.teams.faults.next(Route.GRAPH_MOVE, lost_reply(), lost_reply())
    for _ in range(2):
        with contextlib.suppress(SendError):
            await here.microsoft.meetings.move(held, LATER, LATER + TWO_HOURS)
    for _ in range(2):
        with contextlib.suppress(SendError):
            await here.microsoft.meetings.invite(held, (CHAIR, "gp@surgery.example"))
    assert [(mail.what, mail.to) for mail in here.tenant.mail[1:]] == [
        (Sent.UPDATED, CHAIR),
        (Sent.INVITED, "gp@surgery.example"),
    ]


async def test_more_people_are_invited_and_only_they_are_told(here: House) -> None:
    guest = here.person("Gil", Kind.GUEST, email="gil@health.example")
    held = await here.hold()
    for _ in range(2):
        await here.microsoft.meetings.invite(held, (CHAIR, guest.email))
    assert [mail.to for mail in here.tenant.mail] == [CHAIR, guest.email]
    await here.microsoft.meetings.invite(held, (guest.email,))
    assert here.tenant.mail[-1] == Mail(Sent.CANCELLED, CHAIR, "Conference C-7")


@pytest.mark.feature("B28")
async def test_a_meeting_is_called_off_with_a_word(here: House) -> None:
    held = await here.hold()
    for _ in range(2):
        await here.microsoft.meetings.cancel(held, "The conference is put off.")
    assert here.tenant.mail[1:] == [Mail(Sent.CANCELLED, CHAIR, "Conference C-7", "The conference is put off.")]
    assert here.tenant.events[held.event].cancelled
    async with obstacle(Obstacle.NO_SUCH_MEETING, final=True):
        await here.microsoft.meetings.move(held, LATER, LATER + TWO_HOURS)


@pytest.mark.parametrize("fault", [None, lost_reply()])
async def test_what_cannot_be_cancelled_is_removed(here: House, fault: Fault | None) -> None:
    held = await here.hold(invited=())
    here.teams.faults.next(Route.GRAPH_REMOVE, fault)
    await here.microsoft.meetings.cancel(held, "Off.")
    assert here.tenant.events[held.event].cancelled


async def test_removed_while_it_was_being_cancelled(here: House) -> None:
    held = await here.hold()
    here.teams.faults.next(Route.GRAPH_CANCEL, refused(400, "ErrorInvalidRequest"))
    here.teams.faults.next(Route.GRAPH_REMOVE, refused(404, "ErrorItemNotFound"))
    await here.microsoft.meetings.cancel(held, "Off.")


async def test_a_mailbox_that_is_gone_is_no_cancelled_meeting(here: House) -> None:
    """Both are a 404 of Graph's. Whoever was invited would otherwise come."""
    held = await here.hold()
    here.tenant.no_calendar.add(here.clerk.oid)
    async with obstacle(Obstacle.NO_CALENDAR, final=True):
        await here.microsoft.meetings.cancel(held, "Off.")


@pytest.mark.parametrize(
    ("named", "code"),
    [
        ("", Obstacle.ORGANISER_NOT_NAMED),
        ("nobody@council.example", Obstacle.NO_SUCH_ORGANISER),
        ("55555555-5555-4555-8555-555555555555", Obstacle.NO_SUCH_ORGANISER),
    ],
)
async def test_an_organiser_who_is_not_there(named: str, code: Obstacle) -> None:
    async with house(organiser=named) as here, obstacle(code, final=True):
        await here.hold()


async def test_an_organiser_without_calendar_or_teams(here: House) -> None:
    here.tenant.no_teams.add(here.clerk.oid)
    async with obstacle(Obstacle.NO_TEAMS, final=True):
        await here.hold()
    here.tenant.no_calendar.add(here.clerk.oid)
    async with obstacle(Obstacle.NO_CALENDAR, final=True):
        await here.hold("conference-8")


async def test_an_organiser_is_looked_up_once(here: House) -> None:
    for key in ("conference-7", "conference-8"):
        await here.hold(key)
    assert here.asked(Route.GRAPH_PEOPLE) == 1


async def test_an_organiser_by_object_id_is_not_looked_up() -> None:
    oid = "66666666-6666-4666-8666-66666666abcd"
    async with house(organiser=oid.upper()) as here:
        here.teams.add_person(Person(id="other", name="Another Office", oid=oid, email="office@council.example"))
        assert (await here.hold()).organiser == oid
        assert here.asked(Route.GRAPH_PEOPLE) == 0


async def test_calendars_closed_to_us(here: House) -> None:
    here.teams.authority.consented.remove(CALENDARS)
    async with obstacle(Obstacle.CALENDAR_CLOSED, final=True):
        await here.hold()


@pytest.mark.parametrize("address", ["not an address", "a@b@c", "x\r\ny@council.example"])
async def test_an_address_that_is_none_is_not_invited(here: House, address: str) -> None:
    async with obstacle(Obstacle.BAD_ADDRESS, final=True):
        await here.hold(invited=(CHAIR, address))
    assert not here.tenant.events


async def test_an_address_that_exchange_does_not_take(here: House) -> None:
    here.teams.faults.next(Route.GRAPH_HOLD, refused(400, "ErrorInvalidRecipients"))
    async with obstacle(Obstacle.BAD_ADDRESS, final=True):
        await here.hold()


@pytest.mark.parametrize("key", ["o'clock", "') or ep/value ne ('", "a&b=c", "50% + 1"])
async def test_a_key_stays_a_key(here: House, key: str) -> None:
    await here.hold("another")
    held = await here.hold(key)
    assert await here.hold(key) == held
    assert len(here.tenant.events) == 2


@pytest.mark.parametrize("event", ["..", ".", "", "x" * 600, "a\nb"])
async def test_an_id_cannot_climb_out_of_its_place(here: House, event: str) -> None:
    held = Held(organiser=here.clerk.oid, join_link="", chat="", event=event or "..", meeting="")
    async with obstacle(Obstacle.REFUSED, final=True):
        await here.microsoft.meetings.move(held, LATER, LATER + TWO_HOURS)
    assert here.asked(Route.GRAPH_MOVE) == 0


async def test_an_id_stays_one_step(here: House) -> None:
    held = Held(organiser=here.clerk.oid, join_link="", chat="", event="a/../../groups?x#y", meeting="")
    async with obstacle(Obstacle.NO_SUCH_MEETING, final=True):
        await here.microsoft.meetings.move(held, LATER, LATER + TWO_HOURS)


# A meeting that stands alone


async def test_a_meeting_may_stand_alone(alone: House) -> None:
    held = await alone.hold()
    assert (held.event, held.meeting in alone.tenant.online) == ("", True)
    assert alone.chat_of(held).meeting is not None
    assert not alone.tenant.events
    assert not alone.tenant.mail


@pytest.mark.parametrize("fault", [lost_reply(), cut_off()])
async def test_there_is_one_standing_alone_after_a_lost_answer(alone: House, fault: Fault) -> None:
    alone.teams.faults.next(Route.GRAPH_ALONE, fault)
    async with obstacle(Obstacle.NO_ANSWER, final=False):
        await alone.hold()
    held = await alone.hold()
    assert await alone.hold() == held
    assert list(alone.tenant.online) == [held.meeting]


async def test_it_moves_invites_nobody_and_goes(alone: House) -> None:
    held = await alone.hold()
    meetings = alone.microsoft.meetings
    await meetings.move(held, LATER, LATER + TWO_HOURS)
    meeting = alone.chat_of(held).meeting
    assert meeting is not None
    assert meeting.start == LATER
    await meetings.invite(held, (CHAIR,))
    for _ in range(2):
        await meetings.cancel(held, "Off.")
    assert not alone.tenant.online
    assert not alone.tenant.mail


async def test_standing_alone_needs_the_policy(alone: House) -> None:
    alone.tenant.policy = set()
    async with obstacle(Obstacle.POLICY_MISSING, final=True):
        await alone.hold()
