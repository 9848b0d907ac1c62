"""The card in the meeting chat for whoever no private chat reaches, and the old Teams that can show nobody anything alone."""

import pytest

from bot.domain.ids import PersonId
from bot.rehearsal.people import Client
from bot.rehearsal.teams import Kind, Person, Route, Rule, Seen, refused
from tests.integration.conference import CANARY, SMALL, Conference, Part, set_up, view, words_of
from tests.integration.theatre import Theatre

pytestmark = pytest.mark.asyncio(loop_scope="module")

WITHOUT_APP = Part(who="police", seat="police", installed=False)
ELSEWHERE = Part(who="police", seat="police", kind=Kind.OTHER_TENANT, installed=False)
PROMISED = Part(who="police", seat="police", installed=True, app=False)
"""The file says that the bot is installed for them; Teams says 403."""
ANONYMOUS = Part(who="police", seat="police", kind=Kind.ANONYMOUS, installed=False)
BY_PHONE = Part(who="police", seat="police", kind=Kind.PHONE, installed=False)


async def _asked(house: Theatre, part: Part) -> Conference:
    one = await set_up(house, (*SMALL, part))
    await one.gather()
    await one.open_round()
    return one


def _lines(one: Conference) -> list[str]:
    return [words_of(message.latest.card) for message in one.in_chat()]


@pytest.mark.parametrize("part", [WITHOUT_APP, ELSEWHERE, PROMISED], ids=["no app", "elsewhere", "403"])
async def test_whoever_cannot_be_written_to_has_their_own_card_behind_the_door(house: Theatre, part: Part) -> None:
    one = await _asked(house, part)
    assert not one.privately("police")
    assert (await one.state()).present(PersonId("police"))
    card = await one.press("police", "next.show")
    assert "Your post-it" in one.said("police", card)
    await one.hand_in("police", view(3))
    await one.close_round()
    assert f"{CANARY} reason 3." in await one.tally()
    assert CANARY not in one.ever_saw("school")
    assert not one.leaked()


async def test_while_teams_will_not_say_who_they_are_nobody_from_elsewhere_is_taken_for_a_stranger(
    house: Theatre,
) -> None:
    """The chair would be asked about an account that is not theirs, and might let it in."""
    one = await set_up(house, (*SMALL, ELSEWHERE))
    silent = (Rule(route=Route.MEMBER, fault=refused(503)), Rule(route=Route.MEMBERS, fault=refused(503)))
    house.stage.teams.meetings.join_events = False
    await one.gather("chair", "school")
    for rule in silent:
        house.stage.teams.faults.rule(rule)
    await house.stage.teams.meetings.join(one.chat, one.person("police"))
    card = await one.press("police", "next.show")
    for rule in silent:
        rule.stop()
    house.stage.teams.meetings.join_events = True
    assert "Teams has not told me yet who you are" in card.text
    assert not (await one.state()).strangers
    assert not one.leaked()


async def test_the_door_opens_for_each_what_they_most_need(house: Theatre) -> None:
    one = await _asked(house, WITHOUT_APP)
    chair = await one.press("chair", "next.show", on=_door(one, "chair"))
    school = await one.press("school", "next.show", on=_door(one, "school"))
    assert "FICT-" in one.said("chair", chair)
    assert "Your post-it" in one.said("school", school)
    assert chair.private
    assert school.private
    assert not any(CANARY in one.ever_saw(who) for who in ("school", "police"))


def _door(one: Conference, who: str) -> Seen:
    return next(seen for seen in one.client(who).cards(one.chat) if "next.show" in str(seen.card))


async def test_the_second_door_is_there_only_for_those_who_need_it(house: Theatre) -> None:
    one = await set_up(house)
    await one.gather()
    before = len(_lines(one))
    await one.open_round()
    assert len(_lines(one)) == before


async def test_a_door_is_closed_when_there_is_nothing_to_fill_in_any_more(house: Theatre) -> None:
    one = await _asked(house, WITHOUT_APP)
    assert "There is a card for you to open." in _lines(one)[-1]
    await one.close_round()
    assert "There is nothing to fill in here now." in _lines(one)[-1]


async def test_the_door_shows_its_reader_no_name_and_its_stranger_nothing(house: Theatre) -> None:
    one = await _asked(house, WITHOUT_APP)
    guest = house.teams.add_person(Person(id=f"walker-{one.cid}", name="A Walker", kind=Kind.ANONYMOUS))
    await house.teams.meetings.join(one.chat, guest)
    client = one.scene.people.clients[PersonId("walker")] = Client(house.teams, guest)
    answer = await client.press("Open my card")
    assert answer.card is None
    assert "I do not know this account" in answer.text
    await one.settled()
    assert "A Walker" in one.said("chair", await one.console())
    await one.press("chair", "console.strangers")
    (key,) = (await one.state()).strangers
    await one.press("chair", "stranger.dismiss", {"stranger": key, "reason": "She has left the room."})
    await one.settled()
    assert "A Walker" not in one.said("chair", await one.console())
    assert not (await client.press("Open my card")).card


async def test_somebody_listed_who_joins_without_signing_in_is_heard_and_not_believed(house: Theatre) -> None:
    """Anybody may type any name (trap 28): the chair takes their view by voice."""
    one = await set_up(house, (*SMALL, ANONYMOUS))
    await one.gather("worker", "school", "health")
    await house.teams.meetings.join(one.chat, one.person("police"))
    for _ in range(2):
        answer = await one.press("police", "next.show")
        assert "I do not know this account" in answer.text
        assert not (await one.state()).present(PersonId("police"))
        await one.console()
        if one.sees("chair", "console.strangers"):
            await one.press("chair", "console.strangers")
            (key,) = (await one.state()).strangers
            fill = {"stranger": key, "person": "police", "reason": "I know her voice."}
            await one.press("chair", "stranger.admit", fill)


@pytest.mark.feature("J4", "J13")
async def test_an_unknown_account_is_let_in_by_the_chair_and_the_old_one_loses_the_seat(house: Theatre) -> None:
    one = await set_up(house)
    await one.gather("worker", "health")
    other = house.teams.add_person(Person(id=f"other-{one.cid}", name="School Fictional", installed=True))
    old = one.person("school")
    await house.teams.meetings.join(one.chat, other)
    one.scene.people.here[PersonId("school")] = other
    answer = await one.press("school", "next.show")
    assert "I do not know this account" in answer.text
    await one.settled()
    console = one.said("chair", await one.console())
    assert 'somebody who calls themselves "School Fictional"' in console

    await one.press("chair", "console.strangers")
    key = next(iter((await one.state()).strangers))
    without = await one.press("chair", "stranger.admit", {"stranger": key, "person": "school"})
    assert "Error: This is still empty." in one.said("chair", without)
    await one.press("chair", "stranger.admit", {"stranger": key, "person": "school", "reason": "I see her."})
    await one.settled()
    await one.arrive("school")
    await one.open_round()
    await one.hand_in("school", view(4))

    one.scene.people.here[PersonId("school")] = old
    shown = await house.bring(one.made_up("school", "post_it.change"))
    assert "I do not know this account" in shown.text
    assert CANARY not in str(shown)
    one.scene.people.here[PersonId("school")] = other
    assert not one.leaked()


@pytest.mark.feature("J10")
async def test_a_caller_is_marked_here_by_the_chair_who_read_the_list_to_them(house: Theatre) -> None:
    one = await set_up(house, (*SMALL, BY_PHONE))
    await one.gather("worker", "school", "health")
    await house.teams.meetings.join(one.chat, one.person("police"))
    await one.console()
    await one.press("chair", "console.mark")
    refused = await one.press("chair", "person.mark", {"person": "police", "here": "here"})
    assert "Error: This is not ticked yet." in one.said("chair", refused)
    await one.press("chair", "person.mark", {"person": "police", "here": "here", "read_aloud": True})
    await one.settled()
    assert (await one.state()).present(PersonId("police"))


async def test_an_old_teams_is_told_so_in_words_and_nothing_is_posted_or_recorded(house: Theatre) -> None:
    one = await set_up(house)
    await one.bring_bot()
    await one.start()
    old = one.scene.people.clients[PersonId("school")] = Client(
        house.teams, one.person("school"), supports_execute=False
    )
    before = (await one.state()).attendance
    answer = await old.press("Open my checklist")
    await one.settled()
    assert answer.card is None
    assert "This version of Teams cannot show a card to you alone" in answer.text
    assert (await one.state()).attendance == before
    await old.type("post-it")
    await one.settled()
    answer = await old.press("Open my post-it")
    assert "nothing was shown and nothing recorded" in answer.text
    assert not one.leaked()
