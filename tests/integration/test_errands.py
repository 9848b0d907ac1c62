"""Getting into Teams: the whole bot, and a Microsoft 365 on loopback that refuses what the real one refuses (S-6, B6, B25)."""

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.domain.events_before import ConferenceConvened, DetailsSet
from bot.domain.ids import PersonId
from bot.domain.microsoft import Obstacle
from bot.domain.particulars import Mode
from bot.rehearsal.teams import Person, Route, Rule, Sent, Tenant, cut_off, lost_reply, refused
from bot.rehearsal.teams.graph_tenant import APPS_FOR_PEOPLE, CALENDARS, MEETINGS, PEOPLE
from bot.words.graph import what_to_do
from tests.integration.conference import Conference, set_up, words_of
from tests.integration.tenancy import (
    BY,
    TEAM,
    cancelled,
    chat_of,
    convened,
    council,
    happens,
    mailed,
    meetings,
    moved,
    stuck,
)
from tests.integration.theatre import Theatre

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.feature("S-6", "B6")]

DAY = timedelta(days=1)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def standing_house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Theatre]:
    async with council(tmp_path_factory.mktemp("council")) as house:
        yield house


@pytest.fixture
def office(house: Theatre) -> Theatre:
    """A tenant in which all is well."""
    graph = house.teams.graph
    graph.blocked, graph.policy, graph.short_links, graph.forgets = False, None, False, False
    graph.no_calendar.clear()
    graph.no_teams.clear()
    graph.authority.consented |= {APPS_FOR_PEOPLE, CALENDARS, MEETINGS, PEOPLE}
    return house


def clerk(house: Theatre) -> Person:
    return next(one for one in house.teams.world.people if one.id == "clerk")


async def shown(one: Conference, who: str = "admin") -> str:
    """What the administrator reads."""
    await one.open(who, "microsoft", "errand.show")
    return one.said(who)


async def test_once_convened_there_is_a_meeting_and_the_bot_is_in_its_chat(office: Theatre) -> None:
    one = await convened(office)
    state = await one.state()
    chat = await chat_of(one)
    assert state.particulars.join_link
    assert state.chat == chat.id
    assert "I am Chairside" in words_of(next(iter(chat.messages.values())).latest.card)
    assert meetings(one).count(f"Conference {one.reference}") == 1
    assert not await stuck(one)


async def test_whoever_has_an_account_is_found_and_given_the_app(office: Theatre) -> None:
    """A guest would see nothing of it: they are written to by mail."""
    one = await convened(office)
    state = await one.state()
    for who in ("school", "health"):
        assert one.person(who).installed
        assert one.privately(who)
    assert state.bound[f"{one.person('gp').tenant}:{one.person('gp').oid}"] == "gp"
    assert not one.person("gp").installed


async def test_calendar_entries_and_messages_say_nothing_of_the_case(office: Theatre) -> None:
    one = await convened(office)
    invited = [mail for mail in mailed(one) if mail.what is Sent.INVITED]
    assert {mail.to for mail in invited} >= {one.person(who).email for who in ("school", "health", "worker")}
    assert one.person("gp").email not in {mail.to for mail in invited}
    assert len({mail.to for mail in invited}) == len(invited), "nobody is invited twice"
    assert {mail.subject for mail in invited} == {f"Conference {one.reference}"}
    assert not one.leaked()


@pytest.mark.feature("B25")
async def test_options_are_set_and_what_is_not_sure_is_asked_about(office: Theatre) -> None:
    one = await convened(office)
    held = (await one.state()).before.meeting
    assert held is not None
    options = office.teams.graph.online[held.meeting].options
    assert options["allowRecording"] is options["allowTranscription"] is False
    assert options["lobbyBypassSettings"]["scope"] == "organizer"
    said = await shown(one)
    assert "note-takers: off" in said
    await one.press("admin", "errand.checked")
    assert "There is nothing to do" in await shown(one)


async def test_a_move_and_a_cancellation_are_made_there_too_and_told_once(office: Theatre) -> None:
    one = await convened(office)
    await moved(one, DAY)
    held = (await one.state()).before.meeting
    assert held is not None
    event = office.teams.graph.events[held.event]
    assert event.body["start"]["dateTime"] == f"{(await one.state()).particulars.start:%Y-%m-%dT%H:%M:%S}"
    school = one.person("school").email
    assert [mail.what for mail in mailed(one) if mail.to == school] == [Sent.INVITED, Sent.UPDATED]
    await cancelled(one)
    assert event.cancelled
    assert [mail.what for mail in mailed(one) if mail.to == school] == [Sent.INVITED, Sent.UPDATED, Sent.CANCELLED]
    assert (await one.state()).before.meeting is None


async def test_a_link_given_by_hand_takes_the_place_of_the_meeting_that_was_made(office: Theatre) -> None:
    one = await convened(office)
    other = one.chat.meeting
    assert other is not None
    await happens(one, DetailsSet(mode=Mode.VIRTUAL, join_link=other.join_url, place="", by=BY))
    assert f"Conference {one.reference}" not in meetings(one)
    assert not await stuck(one)


async def test_a_short_link_leads_into_the_right_chat(office: Theatre) -> None:
    office.teams.graph.short_links = True
    one = await convened(office)
    assert (await one.state()).chat == (await chat_of(one)).id


# What goes wrong


@pytest.mark.parametrize("fault", [lost_reply(), cut_off(), refused(503), refused(429, retry_after=7), refused(500)])
@pytest.mark.parametrize("forgets", [False, True])
async def test_whatever_becomes_of_the_answer_there_is_one_meeting(
    office: Theatre, fault: object, *, forgets: bool
) -> None:
    office.teams.graph.forgets = forgets
    office.teams.faults.next(Route.GRAPH_HOLD, fault)  # type: ignore[arg-type]
    one = await convened(office)
    assert meetings(one).count(f"Conference {one.reference}") == 1
    assert (await one.state()).chat
    assert not await stuck(one)


async def test_a_lost_answer_invites_and_moves_nobody_twice(office: Theatre) -> None:
    office.teams.faults.next(Route.GRAPH_MOVE, lost_reply())
    one = await convened(office)
    office.teams.faults.next(Route.GRAPH_MOVE, lost_reply())
    await moved(one, DAY)
    school = one.person("school").email
    assert [mail.what for mail in mailed(one) if mail.to == school] == [Sent.INVITED, Sent.UPDATED]


async def test_the_app_that_is_there_already_is_no_trouble(office: Theatre) -> None:
    one = await set_up(office, TEAM, starts=7 * DAY)
    await one.bring_bot()
    for who in ("school", "health"):
        one.person(who).installed = True
    await happens(one, ConferenceConvened(by=BY, microsoft=True))
    state = await one.state()
    assert not await stuck(one)
    assert [state.person(PersonId(who)).installed for who in ("school", "health")] == [True, True]


def no_calendar(house: Theatre) -> Callable[[], None]:
    house.teams.graph.no_calendar.add(clerk(house).oid)
    return house.teams.graph.no_calendar.clear


def without(permission: str) -> Callable[[Theatre], Callable[[], None]]:
    def take(house: Theatre) -> Callable[[], None]:
        consented = house.teams.graph.authority.consented
        consented.discard(permission)
        house.teams.authority.revoke()
        return lambda: consented.add(permission)

    return take


def no_policy(house: Theatre) -> Callable[[], None]:
    house.teams.graph.policy = set()
    return lambda: _set(house.teams.graph, policy=None)


def blocked(house: Theatre) -> Callable[[], None]:
    house.teams.graph.blocked = True
    return lambda: _set(house.teams.graph, blocked=False)


def _set(graph: Tenant, **change: object) -> None:
    for name, value in change.items():
        setattr(graph, name, value)


WRONG: list[tuple[Callable[[Theatre], Callable[[], None]], str, Obstacle]] = [
    (no_calendar, "hold//0", Obstacle.NO_CALENDAR),
    (without(CALENDARS), "hold//0", Obstacle.CALENDAR_CLOSED),
    (without(PEOPLE), "find/school/0", Obstacle.NOT_CONSENTED),
    (without(MEETINGS), "settle//0", Obstacle.NOT_CONSENTED),
    (without(APPS_FOR_PEOPLE), "install/health/0", Obstacle.NOT_CONSENTED),
    (no_policy, "settle//0", Obstacle.POLICY_MISSING),
    (blocked, "install/health/0", Obstacle.APP_BLOCKED),
]


@pytest.mark.parametrize(("breaks", "errand", "code"), WRONG, ids=[f"{errand} {code}" for _, errand, code in WRONG])
async def test_what_is_refused_is_told_and_tried_again_when_it_is_mended(
    office: Theatre, breaks: Callable[[Theatre], Callable[[], None]], errand: str, code: Obstacle
) -> None:
    """In a plain sentence, with whom to ask; nothing else waits for it, and everybody is invited all the same."""
    mend = breaks(office)
    one = await convened(office)
    assert (await stuck(one))[errand] == code
    state = await one.state()
    assert state.before.errands[errand].failed
    await one.stage.at(one.stage.now + timedelta(hours=1))
    assert "invitation/worker//0" in (await one.state()).sends
    assert what_to_do(code) in await shown(one)
    mend()
    office.teams.authority.revoke()
    await one.press("admin", "errand.again")
    await one.settled()
    assert not await stuck(one)


async def test_consent_taken_away_in_the_middle(office: Theatre) -> None:
    one = await convened(office)
    give_back = without(CALENDARS)(office)
    await moved(one, DAY)
    assert await stuck(one) == {"move//1": Obstacle.CALENDAR_CLOSED}
    assert "could not be moved" in await shown(one)
    assert any("Microsoft 365" in words_of(message.latest.card) for message in one.privately("admin"))
    give_back()
    office.teams.authority.revoke()
    await one.stage.at(one.stage.now + timedelta(hours=7))
    assert not await stuck(one)
    (message,) = (one for one in one.privately("admin") if "Microsoft 365" in words_of(one.latest.card))
    assert "is done" in words_of(message.latest.card)


async def test_an_account_that_is_gone(office: Theatre) -> None:
    """Known by object id, and not in the directory any more. What Microsoft 365 may only not know yet is asked thrice."""
    rule = office.teams.faults.rule(Rule(route=Route.GRAPH_ADD_FOR, fault=refused(404)))
    one = await convened(office)
    await one.stage.at(one.stage.now + timedelta(hours=1))
    state = await one.state()
    progress = state.before.errands["install/health/0"]
    assert (progress.failed, progress.attempts) == (Obstacle.NO_SUCH_PERSON, 3)
    assert "Health Fictional" in await shown(one)
    rule.stop()
    await one.press("admin", "errand.done", about="")
    assert "install/health/0" not in await stuck(one)


async def test_away_for_a_day_nobody_waits_for_it_and_all_is_done_in_the_end(office: Theatre) -> None:
    rules = [
        office.teams.faults.rule(Rule(route=route, fault=cut_off())) for route in Route if route.startswith("graph_")
    ]
    one = await convened(office)
    began = one.stage.now
    await one.stage.at(began + timedelta(hours=1))
    assert "invitation/worker//0" in (await one.state()).sends
    await one.stage.at(began + DAY)
    asked = sum(one.attempts for one in (await one.state()).before.errands.values())
    assert asked < 400, "not more often than every few minutes"
    assert any("Microsoft 365" in words_of(message.latest.card) for message in one.privately("admin"))
    for rule in rules:
        rule.stop()
    await one.stage.at(one.stage.now + timedelta(hours=1))
    assert (await one.state()).chat
    assert not await stuck(one)
    assert meetings(one).count(f"Conference {one.reference}") == 1


# By hand


async def test_a_meeting_made_by_hand_is_given_on_the_same_card(office: Theatre) -> None:
    office.teams.graph.no_calendar.add(clerk(office).oid)
    one = await convened(office)
    await one.open("admin", "microsoft", "errand.show")
    seen = await one.press("admin", "errand.done", {"join_link": "https://teams.microsoft.com/meet/1"})
    assert "does not say which chat" in one.said("admin", seen)
    meeting = one.chat.meeting
    assert meeting is not None
    await one.press("admin", "errand.done", {"join_link": meeting.join_url})
    await one.settled()
    state = await one.state()
    assert (state.particulars.join_link, state.chat) == (meeting.join_url, one.chat.id)
    assert one.in_chat()


async def test_nobody_but_those_who_arrange_it_sees_what_is_stuck(office: Theatre) -> None:
    office.teams.graph.no_calendar.add(clerk(office).oid)
    one = await convened(office)
    for who in ("worker", "school", "standin"):
        answer = await office.bring(one.made_up(who, "errand.show"))
        assert "not yours to do" in words_of(answer.card)


async def test_switched_off_says_so_and_everything_is_done_by_hand(tmp_path: Path) -> None:
    async with council(tmp_path, graph="off") as house:
        one = await convened(house)
        assert set((await stuck(one)).values()) == {Obstacle.SWITCHED_OFF}
        assert {house.teams.fetches[route] for route in Route if route.startswith("graph_")} == {0}
        assert "I am switched off for Microsoft 365" in await shown(one)
        meeting = one.chat.meeting
        assert meeting is not None
        await one.press("admin", "errand.done", {"join_link": meeting.join_url})
        await one.bring_bot("chair")
        assert (await one.state()).chat == one.chat.id


async def test_meetings_that_stand_alone(tmp_path: Path) -> None:
    async with council(tmp_path, meeting_kind="standalone") as house:
        house.teams.faults.next(Route.GRAPH_ALONE, lost_reply())
        one = await convened(house)
        assert len(house.teams.graph.online) == 1
        assert (await one.state()).chat
        assert not mailed(one)
        await cancelled(one)
        assert not house.teams.graph.online
