"""What people can type to the bot: each is answered by their role, in private, with cards that hold nothing."""

from datetime import timedelta

import pytest
import pytest_asyncio

from bot.rehearsal.people import CannotDoThis
from bot.rehearsal.teams import Kind, Person
from tests.integration.conference import CANARY, EVERYBODY, SMALL, Conference, Part, set_up, words_of
from tests.integration.theatre import Theatre

pytestmark = pytest.mark.asyncio(loop_scope="module")

WITHOUT_APP = Part(who="police", seat="police", installed=False)
NOT_YOURS = "That is not yours to open"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def everybody(standing_house: Theatre) -> Conference:
    one = await set_up(standing_house, EVERYBODY)
    await one.bring_bot()
    return one


def _answer(one: Conference, who: str) -> str:
    message = one.privately(who)[-1].latest
    return words_of(message.card) + message.text


@pytest.mark.parametrize(
    ("who", "offered"),
    [
        ("chair", {"console", "draft", "hand over", "summary"}),
        ("manager", {"hand over"}),
        ("worker", {"post-it", "decisions", "summary"}),
        ("admin", set()),
        ("standin", set()),
        ("observer", set()),
        ("mother", set()),
        ("interpreter", set()),
    ],
)
async def test_help_offers_to_each_what_is_theirs(everybody: Conference, who: str, offered: set[str]) -> None:
    await everybody.type(who, "  HELP ")
    said = _answer(everybody, who)
    assert "I do not record, I do not decide, and I suggest nothing." in said
    meant = {"console", "draft", "hand over", "post-it", "decisions", "summary"}
    assert {word for word in meant if f"{word}:" in said} == offered
    assert all(f"{word}:" in said for word in ("status", "checklist", "help"))


@pytest.mark.parametrize("who", ["chair", "manager", "worker", "admin", "standin", "observer", "mother", "interpreter"])
async def test_everybody_may_ask_how_things_stand(everybody: Conference, who: str) -> None:
    seen = await everybody.open(who, "status", "status.show")
    said = everybody.said(who, seen)
    assert "Chair: Chair Fictional" in said
    assert ("Worker Fictional" in said) is (who != "mother"), "before it is under way, family hear of nobody else (J12)"
    assert ("If you are not happy" in said) is (who == "mother")


@pytest.mark.parametrize("who", ["manager", "worker", "admin", "standin", "observer", "mother", "interpreter"])
async def test_the_console_is_the_chairs(house: Theatre, everybody: Conference, who: str) -> None:
    await everybody.type(who, "console")
    assert NOT_YOURS in _answer(everybody, who)
    answer = await house.bring(everybody.made_up(who, "console.show"))
    assert "not" in words_of(answer.card)
    assert "Next:" not in words_of(answer.card)


async def test_what_it_does_not_understand_is_said_so_with_the_list(everybody: Conference) -> None:
    await everybody.type("worker", f"{CANARY} what did the school say?")
    said = _answer(everybody, "worker")
    assert "I did not understand that. I am not a person, and nobody reads what is typed to me." in said
    assert CANARY not in said
    assert not everybody.leaked()


async def test_with_several_conferences_open_it_asks_which(house: Theatre) -> None:
    one = await set_up(house)
    same = {who: one.person(who) for who in ("chair", "worker", "manager")}
    other = await set_up(house, same=same, starts=timedelta(hours=3))
    await one.settled()
    await one.type("chair", "console")
    said = _answer(one, "chair")
    assert "You are listed in several conferences. Which one do you mean?" in said
    titles = one.client("chair").buttons(one.client("chair").cards()[0])
    assert [title for title in titles if one.reference in title]
    assert [title for title in titles if other.reference in title]
    seen = await one.client("chair").press(next(title for title in titles if other.reference in title))
    assert other.reference in one.said("chair", seen)
    await one.type("chair", "help")
    assert "hand over: give the chair to somebody else" in _answer(one, "chair")
    assert not one.client("chair").buttons(one.client("chair").cards()[0])
    await one.type("school", "status")
    assert "several conferences" not in _answer(one, "school")


async def test_of_very_many_conferences_it_offers_the_nearest_in_time(house: Theatre) -> None:
    one = await set_up(house)
    for days in range(1, 40):
        await set_up(house, same={"admin": one.person("admin")}, starts=timedelta(days=days))
    await one.settled()
    await one.type("admin", "status")
    titles = one.client("admin").buttons(one.client("admin").cards()[0])
    assert len(titles) == 12
    assert one.reference in titles[0]


async def test_a_conference_long_over_is_not_asked_about(house: Theatre) -> None:
    one = await set_up(house, starts=-timedelta(days=31))
    await one.settled()
    await one.type("admin", "status")
    assert "You are not listed in a conference with me" in _answer(one, "admin")


async def test_what_is_typed_in_the_meeting_chat_is_answered_privately(house: Theatre) -> None:
    one = await set_up(house, (*SMALL, WITHOUT_APP))
    await one.bring_bot()
    before = len(one.in_chat())
    await one.type("chair", "console", one.chat)
    assert len(one.in_chat()) == before
    await one.press("chair", "console.show")
    await one.client("police").type("post-it", one.chat)
    await one.settled()
    (line,) = [message.latest.text for message in one.in_chat()[before:]]
    assert "I answer privately, and Teams does not let me write to you yet." in line
    assert not one.leaked()


async def test_what_is_said_in_the_chat_without_naming_it_is_not_its_business(house: Theatre) -> None:
    one = await set_up(house)
    await one.bring_bot()
    before = len(one.in_chat()) + len(one.privately("chair"))
    await one.client("chair").type("console", one.chat, mention=False)
    await one.settled()
    assert len(one.in_chat()) + len(one.privately("chair")) == before


async def test_somebody_listed_nowhere_is_told_so_and_no_more(house: Theatre) -> None:
    one = await set_up(house)
    stranger = house.teams.add_person(Person(id=f"nobody-{one.cid}", name="Nobody Fictional", installed=True))
    one.scene.people.here["nobody"] = stranger  # type: ignore[index]
    for word in ("help", "status", "console"):
        await one.type("nobody", word)
        assert _answer(one, "nobody") == (
            "You are not listed in a conference with me, so there is nothing for you to do here."
        )


async def test_nobody_without_an_account_has_anything_to_type_into(house: Theatre) -> None:
    one = await set_up(house, (*SMALL, Part(who="caller", seat="police", kind=Kind.ANONYMOUS)))
    with pytest.raises(CannotDoThis):
        await one.client("caller").type("post-it")
