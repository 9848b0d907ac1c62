"""How the bot comes to know whose chat it is in and who is there, when Teams or a file told it late, twice or not at all."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.bootstrap import ReadConference
from bot.commands.processes import set_up as set_up_files
from bot.domain.particulars import Particulars
from bot.rehearsal.people import Client
from bot.rehearsal.teams import Chat, Invitation, Kind, Person
from tests.integration.conference import INTERPRETER, MOTHER, SMALL, Conference, Part, set_up, words_of
from tests.integration.theatre import Theatre

pytestmark = pytest.mark.asyncio(loop_scope="module")
HOUR = timedelta(hours=1)
BY_ADDRESS = Part(who="police", seat="police", account=False)


def _introduced(one: Conference) -> bool:
    return any("I am Chairside" in words_of(message.latest.card) for message in one.in_chat())


# ------------------------------------------------------------------------------------------------------------------- addresses


async def test_somebody_invited_by_address_is_found_in_their_second_conference_too(house: Theatre) -> None:
    one = await set_up(house, (*SMALL, BY_ADDRESS))
    await one.type("police", "status")
    two = await set_up(house, (*SMALL, BY_ADDRESS), same={"police": one.person("police")}, starts=HOUR)
    await one.type("police", "status")
    for each in (one, two):
        assert "police" in (await each.state()).bound.values()
    offered = words_of(one.privately("police")[-1].latest.card)
    assert "You are listed in several conferences." in offered


# ----------------------------------------------------------------------------------------------------------------------- chats


async def _starts(one: Conference) -> None:
    await one.start()


async def _ends(one: Conference) -> None:
    await one.end()


async def _joins(one: Conference) -> None:
    await one.stage.teams.meetings.join(one.chat, one.person("worker"))


async def _leaves(one: Conference) -> None:
    await one.stage.teams.meetings.leave(one.chat, one.person("worker"))


async def _types(one: Conference) -> None:
    await one.type("worker", "status", one.chat)


async def _presses(one: Conference) -> None:
    await one.house.bring(one.made_up("police", "status.show"))


async def _presses_unlisted(one: Conference) -> None:
    walker = one.stage.teams.add_person(Person(id=f"walker-{one.cid}", name="A Walker", kind=Kind.GUEST))
    one.chat.members.append(walker)
    sender = one.stage.teams.activities.message(one.chat, walker, "", "1", mention=False)["from"]
    await one.house.bring(one.made_up("police", "status.show") | {"from": sender})


TOLD: list[Callable[[Conference], Awaitable[None]]] = [
    _starts,
    _ends,
    _joins,
    _leaves,
    _types,
    _presses,
    _presses_unlisted,
]


@pytest.mark.parametrize("told", TOLD)
async def test_a_bot_that_was_there_already_knows_its_chat_by_the_first_word_from_it(
    house: Theatre, told: Callable[[Conference], Awaitable[None]]
) -> None:
    one = await set_up(house, (*SMALL, Part(who="police", seat="police", installed=False)))
    one.chat.bot_present = True
    assert not _introduced(one)
    await told(one)
    await one.settled()
    state = await one.state()
    assert state.chat == one.chat.id
    assert _introduced(one)
    assert (state.started_at is not None) is (told is _starts)


async def test_a_chat_that_the_joining_link_does_not_name_binds_nothing(house: Theatre) -> None:
    one = await set_up(house)
    elsewhere = await _elsewhere(one, "chair")
    await one.type("worker", "status", elsewhere)
    await house.teams.meetings.start(elsewhere)
    await one.settled()
    state = await one.state()
    assert (state.chat, state.started_at) == ("", None)


async def _elsewhere(one: Conference, by: str) -> Chat:
    now = one.stage.now
    people = (one.person("chair"), one.person("worker"))
    lunch = Invitation(title="Lunch", organiser=one.person(by), start=now, end=now + HOUR, invited=people)
    chat = one.stage.teams.meetings.create(lunch)
    await one.stage.teams.add_bot(chat, one.person(by))
    await one.settled()
    return chat


@pytest.mark.parametrize(
    ("who", "asked"),
    [
        ("chair", True),
        ("admin", True),
        ("manager", True),
        ("worker", True),
        ("standin", False),
        ("school", False),
        ("mother", False),
        ("interpreter", False),
    ],
)
async def test_the_chair_is_asked_only_about_a_chat_of_whoever_makes_such_meetings(
    house: Theatre, who: str, *, asked: bool
) -> None:
    one = await set_up(house, (*SMALL, MOTHER, INTERPRETER), link=False, starts=HOUR)
    await one.bring_bot(by=who)
    assert ("Is it the chat of this conference?" in one.said("chair")) is asked


# ------------------------------------------------------------------------------------------------------------------- strangers


async def test_a_stranger_who_types_in_the_meeting_chat_is_shown_to_the_chair(house: Theatre) -> None:
    house.teams.meetings.join_events = False
    one = await set_up(house)
    await one.bring_bot()
    await one.start()
    walker = house.teams.add_person(Person(id=f"walker-{one.cid}", name="A Walker", kind=Kind.GUEST))
    await house.teams.meetings.join(one.chat, walker)
    await one.settled()
    assert not (await one.state()).strangers
    await one.type("school", "help", one.chat)
    assert not (await one.state()).strangers
    await Client(house.teams, walker).type("help", one.chat)
    await one.settled()
    assert [stranger.shown_name for stranger in (await one.state()).strangers.values()] == ["A Walker"]
    assert "A Walker" in one.said("chair", await one.console())


async def test_who_types_half_a_day_before_a_meeting_is_no_question_for_its_chair_yet(house: Theatre) -> None:
    one = await set_up(house)
    await one.bring_bot()
    other = await set_up(house, starts=13 * HOUR)
    await other.bring_bot()
    other.chat.members.append(one.person("worker"))
    await one.type("worker", "help", other.chat)
    assert not (await one.state()).strangers
    assert not (await other.state()).strangers


# ----------------------------------------------------------------------------------------------------------------------- files


async def test_a_file_that_was_set_up_before_is_named_and_changes_nothing(
    house: Theatre, capsys: pytest.CaptureFixture[str]
) -> None:
    one = await set_up(house)
    before = await one.state()
    edited = replace(one.scene.about, start=one.scene.about.start + HOUR)
    fresh = replace(edited, reference=f"{one.reference}-B", join_link="")
    capsys.readouterr()
    await set_up_files(house.stage.bot, [_file(edited), _file(fresh)])
    assert capsys.readouterr().err.splitlines() == [f"{one.reference} was set up before: this file is not read again."]
    again = await house.stage.bot.set_up(edited, "london", by="test")
    assert (again.cid, again.new) == (one.cid, False)
    assert (await one.state()).particulars == before.particulars


def _file(particulars: Particulars) -> ReadConference:
    return ReadConference(name="edited", particulars=particulars, borough="london", rehearsal={})


# --------------------------------------------------------------------------------------------------------------------- the end


async def test_the_manager_puts_the_end_right_and_sees_where_the_conference_stands(house: Theatre) -> None:
    one = await set_up(house, starts=-2 * HOUR)
    await one.bring_bot()
    await one.start()
    await one.end()
    form = await one.open("manager", "correct end", "console.correct_end")
    day = {"date": "2027-03-09", "time": "09:15"}
    without = await one.press("manager", "meeting.correct_end", day, on=form)
    assert "Error: This is still empty." in one.said("manager", without)
    done = await one.press("manager", "meeting.correct_end", day | {"reason": "It ended early."}, on=without)
    assert "Chair: Chair Fictional" in one.said("manager", done)
    assert (await one.state()).corrected_end == one.scene.about.start.replace(second=0) + timedelta(minutes=75)
    assert not one.leaked()


@pytest.mark.parametrize("who", ["standin", "admin", "worker"])
async def test_nobody_else_puts_the_end_right(house: Theatre, who: str) -> None:
    one = await set_up(house)
    await one.bring_bot()
    await one.type(who, "correct end")
    assert not one.sees(who, "console.correct_end")
    answer = await house.bring(one.made_up(who, "console.correct_end"))
    assert "not yours to do" in words_of(answer.card)


async def test_a_file_of_a_conference_long_over_is_not_set_up(
    house: Theatre, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong year would be an alarm from the first minute, and no way out of it."""
    one = await set_up(house)
    about = one.scene.about
    past = replace(
        about,
        reference="FICT-1999-001",
        start=about.start - timedelta(days=365),
        planned_end=about.planned_end - timedelta(days=365),
    )
    await set_up_files(house.stage.bot, [ReadConference(name="past", particulars=past, borough="london", rehearsal={})])
    assert "FICT-1999-001 is not set up: it ended on" in capsys.readouterr().err
    assert await house.stage.bot.set_up.known("FICT-1999-001") is None
