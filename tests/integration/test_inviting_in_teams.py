"""From an invitation in somebody's private chat to the last answer, by their own Teams (B6, B8, B9, B16, B28)."""

from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio

from bot.domain import links
from bot.domain.events import Event
from bot.domain.events_before import ConferenceCancelled, ConferenceConvened, ConferenceMoved
from bot.domain.evolve import evolve
from bot.domain.ids import OpId, PersonId
from bot.domain.inviting import reply_of
from bot.domain.preparations import Coming, Need
from bot.rehearsal.people import CannotDoThis
from bot.rehearsal.teams import Person
from bot.usecases.ports import Append, Appended, Links, Operation
from tests.integration.conference import CANARY, EVERYBODY, SECRETS, Conference, Part, set_up, view, words_of
from tests.integration.theatre import Theatre

pytestmark = pytest.mark.asyncio(loop_scope="module")

ADMIN = PersonId("admin")
OUT_OF_REACH = Part(who="drugs", seat="drug_service", installed=False, account=False)


async def happens(one: Conference, *events: Event) -> None:
    """As if the rules had let it."""
    await one.settled()
    state, now = await one.state(), one.stage.now
    version = state.version
    for event in events:
        state = evolve(state, event, now)
    asked = Append(
        cid=one.cid,
        expected=version,
        operations=(Operation(op=OpId(f"test:{version}"), actor="test", at=now, events=events),),
        next_due=now,
        links=Links(chats=links.chats(state), people=links.people(state)),
    )
    assert isinstance(await one.stage.bot.log.append(asked), Appended)
    await one.settled()


async def convened(house: Theatre, parts: tuple[Part, ...] = EVERYBODY, days: int = 14) -> Conference:
    one = await set_up(house, parts, starts=timedelta(days=days))
    await happens(one, ConferenceConvened(by=ADMIN))
    return one


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def asked(standing_house: Theatre) -> Conference:
    return await convened(standing_house)


@pytest.mark.feature("B6")
async def test_everybody_who_is_to_come_is_asked_in_private_and_nobody_else(asked: Conference) -> None:
    invited = {"chair", "worker", "school", "health", "mother", "interpreter"}
    for who in (one.who for one in EVERYBODY):
        said = " ".join(words_of(one.latest.card) for one in asked.privately(who))
        assert ("You are invited" in said) is (who in invited), who
    assert not asked.in_chat()
    assert not asked.leaked()


@pytest.mark.feature("B6", "B8")
async def test_an_invitation_is_opened_and_answered_with_two_presses(asked: Conference) -> None:
    opened = await asked.press("school", "invitation.show")
    said = asked.said("school", opened)
    assert "Marigold, Barnaby" in said
    assert "Worker Fictional" in said
    answered = await asked.press("school", "invitation.reply", on=opened)
    assert "You have said that you are coming." in asked.said("school", answered)
    await asked.settled()
    assert "You have said that you are coming." in words_of(asked.privately("school")[-1].latest.card)
    reply = reply_of(await asked.state(), PersonId("school"))
    assert reply is not None
    assert reply.coming is Coming.ATTENDING


@pytest.mark.feature("B8")
async def test_whoever_cannot_come_says_why_and_is_shown_what_is_left(asked: Conference) -> None:
    opened = await asked.press("health", "invitation.show")
    form = await asked.press("health", "invitation.cannot", on=opened)
    answered = await asked.press("health", "invitation.reply", {"reason": f"{CANARY} in court"}, on=form)
    said = asked.said("health", answered)
    assert "Three things are asked of whoever cannot come" in said
    assert CANARY in said
    again = await asked.press("health", "invitation.reply", on=answered)
    assert "You have said that you are coming." in asked.said("health", again)
    assert CANARY not in asked.said("health", again)
    assert not asked.leaked()


@pytest.mark.feature("B16", "J12")
async def test_family_say_what_they_need_and_see_nobody_else(asked: Conference) -> None:
    opened = await asked.press("mother", "invitation.show")
    form = await asked.press("mother", "invitation.needs", on=opened)
    answered = await asked.press(
        "mother", "invitation.reply", {"needs": ["interpreter", "childcare"], "note": f"{CANARY} Polish"}, on=form
    )
    said = asked.said("mother", answered)
    assert "An interpreter, also for sign language; Somebody to look after my children" in said
    assert "School Fictional" not in asked.ever_saw("mother")
    reply = reply_of(await asked.state(), PersonId("mother"))
    assert reply is not None
    assert reply.needs == {Need.INTERPRETER, Need.CHILDCARE}


@pytest.mark.feature("B9")
async def test_a_colleague_has_the_seat_at_once_and_whoever_had_it_is_thanked(house: Theatre) -> None:
    one = await convened(house)
    address = f"nell@{one.cid}.example"
    nell = house.teams.add_person(Person(id=f"nell-{one.cid}", name="Nell Fictional", email=address, installed=True))
    opened = await one.press("school", "invitation.show")
    form = await one.press("school", "invitation.colleague", on=opened)
    wrong = await one.press("school", "seat.pass_on", {"name": "Nell Fictional", "address": "nell"}, on=form)
    assert "That is not an e-mail address." in one.said("school", wrong)
    assert one.typed("school", wrong)["name"] == "Nell Fictional"
    fill = {"name": "Nell Fictional", "address": address, "title": "Deputy head, Elm School"}
    done = await one.press("school", "seat.pass_on", fill, on=wrong)
    assert "Your colleague has the seat" in one.said("school", done)
    await one.settled()
    assert "Nothing more is asked of you for it." in words_of(one.privately("school")[-1].latest.card)
    before = (await one.state()).strangers
    again = await house.bring(one.sent("school", "seat.pass_on"))
    assert "Your colleague has the seat" in words_of(again.card)
    assert "Your colleague has the seat" in words_of((await house.bring(one.made_up("school", "post_it.show"))).card)
    assert (await one.state()).strangers == before
    one.scene.people.here["nell"] = nell  # type: ignore[index]
    await one.type("nell", "invitation")
    answered = await one.press("nell", "invitation.reply", on=await one.press("nell", "invitation.show"))
    assert "You have said that you are coming." in one.said("nell", answered)
    assert "You come for: Deputy head, Elm School" in one.said("nell", answered)


@pytest.mark.feature("B8")
async def test_the_administrator_writes_down_what_somebody_said_on_the_telephone(asked: Conference) -> None:
    house = asked.house
    card = (await house.bring(asked.made_up("admin", "reply.show", "worker"))).card
    data = next(node for node in _datas(card) if node.get("s") == "reply/worker")
    answer = await house.bring(asked.made_up("admin", "reply.enter", **data, coming="cannot", reason=f"{CANARY} rang"))
    assert "entered by Admin Fictional" in words_of(answer.card)
    refused = await house.bring(asked.made_up("school", "reply.show", "worker"))
    assert "not yours to do" in words_of(refused.card)
    opened = await asked.press("worker", "invitation.show")
    assert "This was written down by: Admin Fictional" in asked.said("worker", opened)


def _datas(node: Any) -> list[dict[str, Any]]:
    if isinstance(node, list):
        return [found for one in node for found in _datas(one)]
    if not isinstance(node, dict):
        return []
    own = [node["data"]] if isinstance(node.get("data"), dict) else []
    return own + [found for one in node.values() for found in _datas(one)]


@pytest.mark.feature("B28")
async def test_moved_everybody_is_asked_anew_and_an_answer_to_the_old_time_is_none(house: Theatre) -> None:
    one = await convened(house)
    old = await one.press("school", "invitation.show")
    await one.press("health", "invitation.reply", on=await one.press("health", "invitation.show"))
    start = (await one.state()).particulars.start + timedelta(days=7)
    await happens(
        one,
        ConferenceMoved(start=start, planned_end=start + timedelta(hours=2), reason=f"{CANARY} ill", by=ADMIN),
    )
    messages = [words_of(message.latest.card) for message in one.privately("health")]
    assert "It has been moved. Please say whether you can come at the new time." in messages[-1]
    assert "It has been moved since." in messages[-2]
    late = await one.press("school", "invitation.reply", on=old)
    assert "out of date" in one.said("school", late)
    assert reply_of(await one.state(), PersonId("school")) is None
    assert not one.leaked()


@pytest.mark.feature("B28")
async def test_cancelled_it_says_so_and_family_are_told_why_by_a_person(house: Theatre) -> None:
    one = await convened(house)
    await happens(one, ConferenceCancelled(reason=f"{CANARY} moved away", by=ADMIN))
    for who in ("school", "mother"):
        seen = await one.press(who, "invitation.show")
        assert "Please do not come." in one.said(who, seen)
        assert (CANARY in one.said(who, seen)) is (who == "school")
    assert not one.leaked()


@pytest.mark.feature("B6")
async def test_whom_no_message_reaches_is_told_by_somebody_who_says_so(house: Theatre) -> None:
    mother = next(one for one in EVERYBODY if one.who == "mother")
    parts = (*(one for one in EVERYBODY if one is not mother), OUT_OF_REACH, _without_teams(mother))
    one = await convened(house, parts)
    opened = await one.press("worker", "by_hand.show", about="mother")
    assert "Please tell Mother Fictional" in one.said("worker", opened)
    wrong = await one.press("worker", "by_hand.told", on=opened)
    assert "This is still empty." in one.said("worker", wrong)
    done = await one.press("worker", "by_hand.told", {"how": f"{CANARY} at a visit"}, on=wrong)
    assert "Mother Fictional has been told" in one.said("worker", done)
    await one.settled()
    assert "They have been told." in words_of(one.privately("worker")[-1].latest.card)
    with pytest.raises(CannotDoThis):
        await one.press("admin", "by_hand.show", about="mother")
    assert not one.leaked()


def _without_teams(part: Part) -> Part:
    return Part(who=part.who, role=part.role, relation=part.relation, kind=part.kind, installed=False, account=False)


@pytest.mark.feature("B11")
async def test_the_list_of_what_waits_is_of_every_conference_and_as_it_is_now(house: Theatre) -> None:
    one = await convened(house)
    other = await set_up(house, EVERYBODY, same={"school": one.person("school")}, starts=timedelta(days=10))
    await happens(other, ConferenceConvened(by=ADMIN))
    seen = await one.open("school", "to do", "todo.show")
    said = one.said("school", seen)
    assert one.reference in said
    assert other.reference in said
    assert said.index(other.reference) < said.index(one.reference), "what is held first stands first"
    assert said.count("Say whether you can come") == 2
    await one.press("school", "invitation.reply", on=await one.press("school", "invitation.show"))
    assert one.said("school", await one.open("school", "to-do", "todo.show")).count("Say whether you can come") == 1


@pytest.mark.feature("B11")
async def test_a_reminder_comes_for_one_conference_and_opens_the_list_of_all(house: Theatre) -> None:
    one = await convened(house)
    await house.stage.at(house.stage.now + timedelta(days=3))
    reminder = words_of(one.privately("school")[-1].latest.card)
    assert "There is something for you to do before a conference." in reminder
    seen = await one.press("school", "todo.show")
    assert "Say whether you can come" in one.said("school", seen)
    assert not [secret for secret in SECRETS if secret in reminder]


async def test_somebody_listed_nowhere_has_no_list(house: Theatre, asked: Conference) -> None:
    nobody = house.teams.add_person(Person(id=f"nobody-{asked.cid}", name="Nobody", installed=True))
    asked.scene.people.here["nobody"] = nobody  # type: ignore[index]
    answer = await house.bring(asked.made_up("nobody", "todo.show"))
    assert "You are not listed in a conference with me" in answer.text


@pytest.mark.feature("B22")
async def test_of_practising_nothing_is_recorded_and_nothing_said_again(house: Theatre) -> None:
    one = await convened(house)
    form = await one.press("school", "practice.show", on=await one.press("school", "invitation.show"))
    before = (await one.state()).version
    open_ = await one.press("school", "practice.hand_in", {"practice-1.reason": f"{CANARY} tired"}, on=form)
    assert "Something is still open" in one.said("school", open_)
    assert one.typed("school", open_)["practice-1.reason"] == f"{CANARY} tired"
    fill = {f"practice-{child}.{name}": value for child in (1, 2) for name, value in view().items()}
    done = await one.press("school", "practice.hand_in", fill, on=open_)
    assert "That is how it is done" in one.said("school", done)
    assert CANARY not in one.said("school", done)
    assert (await one.state()).version == before
    assert "not yours to do" in words_of((await house.bring(one.made_up("admin", "practice.show"))).card)
    assert "not for you to do" in words_of((await house.bring(one.made_up("mother", "practice.hand_in"))).card)


@pytest.mark.feature("B23")
async def test_the_chair_offers_days_and_everybody_says_which_suit(house: Theatre) -> None:
    one = await convened(house)
    form = await one.press("chair", "days.form", on=await one.open("chair", "days", "days.show"))
    wrong = await one.press("chair", "days.offer", {"day.1": "2027-04-03"}, on=form)
    assert "That is not a working day." in one.said("chair", wrong)
    await one.press("chair", "days.offer", {"day.1": "2027-04-06", "day.2": "2027-04-07"}, on=wrong)
    for who in ("school", "mother"):
        await one.type(who, "to do")
        assert "Say which days suit you" in one.said(who, await one.press(who, "todo.show"))
        seen = await one.press(who, "days.show")
        chosen = await one.press(who, "days.choose", {"days": ["Wed 7 Apr 2027"]}, on=seen)
        assert "You have said which days suit you." in one.said(who, chosen)
    said = one.said("chair", await one.open("chair", "days", "days.show"))
    assert "Wed 7 Apr 2027: School Fictional, Mother Fictional" in said
    assert "Tue 6 Apr 2027: nobody yet" in said
