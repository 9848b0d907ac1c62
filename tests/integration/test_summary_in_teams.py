"""The decision summary: approved first, then to everybody entitled, each by their own road (A1, A3, A5, A6; traps 8, 9, 23-25)."""

from typing import Any

import orjson
import pytest

from bot.domain.delivery import outstanding
from bot.domain.ids import PersonId
from bot.rehearsal.teams import Crossing
from tests.integration.conference import CANARY, EVERYBODY, MARIGOLD, SMALL, Conference, Part, set_up, words_of
from tests.integration.theatre import Theatre

pytestmark = pytest.mark.asyncio(loop_scope="module")

CONTENT = "Having heard everybody"
"""In every decision of the chair's, and in nothing else."""
PROMISED = Part(who="police", seat="police", installed=True, app=False)
"""The file says that the bot is installed for them; Teams says 403."""


async def _decided(house: Theatre, parts: tuple[Part, ...] = SMALL) -> Conference:
    one = await set_up(house, parts)
    await one.hold()
    await one.end()
    return one


def _with_content(one: Conference) -> list[tuple[Crossing, list[str]]]:
    """What Teams keeps that holds a decision: how it came there, and who can read it."""
    return [
        (entry.kind, sorted(who.partition("-")[0] for who in entry.audience))
        for entry in one.kept()
        if CONTENT in orjson.dumps(entry.body).decode()
    ]


async def _asked_to_carry(one: Conference) -> list[str]:
    await one.settled()
    return [line for message in one.privately("worker") if "their copy" in (line := words_of(message.latest.card))]


# -------------------------------------------------------------------------------------------------------------------- approval


@pytest.mark.feature("A1")
async def test_nothing_leaves_before_the_chair_approves_it(house: Theatre) -> None:
    one = await _decided(house, EVERYBODY)
    for who in ("worker", "school", "chair", "manager", "mother", "observer", "admin"):
        answer = await house.bring(one.made_up(who, "summary.show"))
        assert CONTENT not in str(answer.card)
        copy = await house.bring(one.made_up(who, "copy.show", "mother"))
        assert CONTENT not in str(copy.card)
    for who in ("worker", "manager", "standin"):
        draft = await house.bring(one.made_up(who, "summary.draft"))
        assert CONTENT not in str(draft.card)
        await house.bring(one.made_up(who, "summary.approve"))
    assert not _with_content(one)
    assert (await one.state()).approval is None


@pytest.mark.feature("A1")
async def test_the_draft_is_drawn_from_decisions_and_holds_nobodys_view(house: Theatre) -> None:
    one = await _decided(house)
    draft = await one.open("chair", "draft", "summary.draft")
    said = one.said("chair", draft)
    assert CONTENT in said
    assert CANARY not in said
    assert "Nobody has their copy yet" in said


async def test_it_cannot_be_approved_while_a_child_is_undecided(house: Theatre) -> None:
    one = await _decided(house)
    other = await set_up(house)
    await other.gather()
    await other.open_round()
    await other.close_round()
    draft = await other.open("chair", "draft", "summary.draft")
    assert "It cannot be approved yet. Still to be decided: Marigold and Barnaby" in other.said("chair", draft)
    marks = one.data_on("chair", await one.open("chair", "draft", "summary.draft"), "summary.approve")
    answer = await house.bring(other.made_up("chair", "summary.approve", **marks | {"c": other.cid}))
    assert "not yours to do" in words_of(answer.card)
    assert (await other.state()).approval is None


async def test_approving_twice_is_approving_once_and_nothing_changes_after(house: Theatre) -> None:
    one = await _decided(house)
    approved = await one.approve(note="Thank you all.")
    assert "Approved by Chair Fictional" in one.said("chair", approved)
    again = await one.client("chair").press_again()
    assert "Already recorded" in one.said("chair", again)
    await one.settled()
    await one.console()
    answer = await house.bring(one.sent("chair", "child.decide"))
    assert "Already recorded" in words_of(answer.card)
    late = await house.bring(one.made_up("chair", "decision.show", MARIGOLD))
    marks = _marks(late.card, "child.decide")
    refused = await house.bring(one.made_up("chair", "child.decide", **marks, status="no_plan", reasons="x"))
    assert "already approved" in words_of(refused.card)


def _marks(card: Any, verb: str) -> dict[str, Any]:
    """The data of a button anywhere on a card."""
    if isinstance(card, list):
        return next((found for each in card if (found := _marks(each, verb))), {})
    if not isinstance(card, dict):
        return {}
    if card.get("verb") == verb and isinstance(card.get("data"), dict):
        return dict(card["data"])
    return _marks(list(card.values()), verb)


# ------------------------------------------------------------------------------------------------------------------- delivery


@pytest.mark.feature("A3", "S-3")
async def test_each_professional_gets_it_alone_and_only_as_the_edit_of_an_empty_message(house: Theatre) -> None:
    one = await _decided(house, EVERYBODY)
    await one.approve()
    await one.settled()
    assert sorted(_with_content(one)) == [(Crossing.EDITED, [who]) for who in ("chair", "health", "school", "worker")]
    for who in ("worker", "school", "health", "chair"):
        (message,) = (each for each in one.privately(who) if CONTENT in words_of(each.latest.card))
        assert CONTENT not in str(message.versions[0].activity)
        assert "The decision summary is here for you." in message.versions[0].notification
    assert set(outstanding(await one.state())) == {"mother", "observer"}


async def test_the_meeting_chat_is_told_and_not_what(house: Theatre) -> None:
    one = await _decided(house, EVERYBODY)
    await one.approve()
    await one.settled()
    assert "The chair has approved the decision summary." in words_of(one.in_chat()[-1].latest.card)
    assert all(CONTENT not in one.ever_saw(who) for who in ("mother", "observer", "interpreter", "manager", "admin"))


async def test_the_chair_may_choose_to_put_it_in_the_chat(house: Theatre) -> None:
    one = await _decided(house, EVERYBODY)
    await one.approve(in_meeting_chat=True)
    await one.settled()
    message = one.in_chat()[-1]
    assert CONTENT not in str(message.versions[0].activity)
    assert CONTENT in words_of(message.latest.card)
    assert CANARY not in str(message.latest.card)


@pytest.mark.feature("A5")
async def test_it_says_what_a_letter_has_to_say(house: Theatre) -> None:
    one = await _decided(house)
    await one.approve(note="Thank you all.")
    await one.settled()
    said = words_of(one.privately("school")[-1].latest.card)
    for words in (
        "Marigold",
        "Barnaby",
        "Worker Fictional",
        "Thank you all.",
        "The right to complain",
        "Chair Fictional",
    ):
        assert words in said


# -------------------------------------------------------------------------------------------------------------------- by hand


@pytest.mark.feature("A3", "A4", "J12")
async def test_family_and_observer_get_theirs_by_hand_one_person_a_card(house: Theatre) -> None:
    one = await _decided(house, EVERYBODY)
    await one.approve()
    assert len(await _asked_to_carry(one)) == 2
    mothers = await one.press("worker", "copy.show", about="mother")
    said = one.said("worker", mothers)
    assert "Copy for Mother Fictional (mother)" in said
    assert "Observer Fictional" not in said
    for who in ("school", "admin", "mother", "chair"):
        answer = await house.bring(one.made_up(who, "copy.show", "mother"))
        assert CONTENT not in str(answer.card)


@pytest.mark.feature("A6")
async def test_a_copy_given_is_recorded_with_how(house: Theatre) -> None:
    one = await _decided(house, EVERYBODY)
    await one.approve()
    await one.settled()
    await one.press("worker", "copy.show", about="mother")
    empty = await one.press("worker", "copy.give", {"how": " "}, about="mother")
    assert "Error: This is still empty." in one.said("worker", empty)
    await one.press("worker", "copy.give", {"how": "in person, at home"}, on=empty)
    again = await one.client("worker").press_again()
    assert "Already recorded" in one.said("worker", again)
    await one.settled()
    state = await one.state()
    assert (state.copies[PersonId("mother")].how, state.copies[PersonId("mother")].by) == (
        "in person, at home",
        "worker",
    )
    assert set(outstanding(state)) == {"observer"}
    assert any("has been given" in line for line in _lines(one, "worker"))


def _lines(one: Conference, who: str) -> list[str]:
    return [words_of(message.latest.card) for message in one.privately(who)]


@pytest.mark.feature("A6")
async def test_whoever_teams_will_not_reach_is_brought_theirs_or_opens_it_at_the_door(house: Theatre) -> None:
    one = await set_up(house, (*SMALL, PROMISED))
    await one.gather()
    await one.open_round()
    await one.close_round()
    for child in one.scene.about.children:
        await one.console()
        await one.press("chair", "decision.show", about=child.id)
        await one.press("chair", "child.decide", {"status": "no_plan", "reasons": CONTENT})
    await one.approve()
    assert len(await _asked_to_carry(one)) == 1
    assert outstanding(await one.state()) == ("police",)
    opened = await one.press("police", "next.show")
    assert CONTENT in one.said("police", opened)
    await one.settled()
    assert not outstanding(await one.state())
    assert "Somebody needs their copy" not in " ".join(await _asked_to_carry(one))
    assert [audience for _, audience in _with_content(one) if "police" in audience] == []


@pytest.mark.feature("A6")
async def test_whoever_blocked_the_bot_is_brought_theirs_and_the_carrier_is_told_at_once(house: Theatre) -> None:
    """Promise 12: what cannot be delivered is loud within minutes and never waits in silence."""
    one = await _decided(house)
    one.person("school").blocked = True
    await one.approve()
    now = house.stage.now
    assert len(await _asked_to_carry(one)) == 1
    assert (house.stage.now - now).total_seconds() < 300
    state = await one.state()
    assert [send.failed for key, send in state.sends.items() if key == "summary/school//0"] == [
        "ConversationBlockedByUser"
    ]
    assert outstanding(state) == ("school",)


async def test_whoever_took_the_bot_away_is_brought_theirs_and_sent_it_if_they_bring_it_back(house: Theatre) -> None:
    one = await _decided(house)
    await house.teams.uninstall(one.person("school"))
    await one.approve()
    assert len(await _asked_to_carry(one)) == 1
    await house.teams.install(one.person("school"))
    await one.settled()
    assert CONTENT in " ".join(_lines(one, "school"))
    assert not outstanding(await one.state())
