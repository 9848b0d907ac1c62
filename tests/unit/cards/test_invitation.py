"""The invitation and the answers to it, as they open on a press (B6, B8, B9, B15, B16, B21)."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.cards.components import Card
from bot.cards.invitation import invitation_card
from bot.cards.replying import cannot_card, colleague_card, needs_card, replies_card, reply_card
from bot.domain.events_before import ConferenceCancelled, ConferenceMoved, PartsSet
from bot.domain.ids import PersonId
from bot.domain.outcome import Refused
from bot.domain.particulars import Kind, Mode, Part
from bot.domain.preparations import Need
from bot.domain.refusals import Fault
from bot.domain.verbs.enter_reply import EnterReply
from bot.domain.verbs.reply_to_invitation import ReplyToInvitation
from bot.domain.views.invitation import InvitationView, invitation_view
from bot.domain.views.reply import RepliesView, ReplyView, replies_view, reply_view
from bot.words import invitation as words
from tests.fakes.builders import END, ENGLAND, START, Play, changed, conference
from tests.unit.cards import samples
from tests.unit.cards.checks import buttons, check, inputs, shown, size, verbs

LINK = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_made_up"
ADMINISTRATOR = PersonId("administrator")
NAMES = ("Wren", "Robin", "Redstart", "Osprey", "Ravenscroft", "Lapwing")


def _play(**change: Any) -> Play:
    given = {"join_link": LINK, "mode": Mode.BLENDED, "place": "Room 4, Civic House"} | change
    return Play(conference(**given), now=START - timedelta(days=14)).convened()


def _view(play: Play, who: str) -> InvitationView:
    view = invitation_view(play.state, PersonId(who), ENGLAND)
    assert not isinstance(view, Refused)
    return view


def _card(play: Play, who: str) -> Card:
    return invitation_card(_view(play, who), samples.MARKS)


def _asked(who: str, *commands: object, **change: Any) -> Card:
    play = _play(**change)
    play.does(who, *commands)
    return _card(play, who)


def _moved() -> Card:
    play = _play()
    play.does("harriet", ReplyToInvitation(coming="attending", needs=("access",)))
    later = timedelta(days=7)
    play.happens(ConferenceMoved(start=START + later, planned_end=END + later, reason="ill", by=ADMINISTRATOR))
    return _card(play, "harriet")


def _cancelled(who: str) -> Card:
    play = _play()
    play.happens(ConferenceCancelled(reason="The family has moved to another council.", by=ADMINISTRATOR))
    return _card(play, who)


def _in_parts() -> Play:
    hour = timedelta(hours=1)
    return _play().happens(
        PartsSet(
            parts=(
                Part(title="First part", start=START, end=START + hour, people=frozenset({PersonId("katya")})),
                Part(title="Second part", start=START + hour, end=END, people=frozenset({PersonId("desmond")})),
            ),
            by=ADMINISTRATOR,
        )
    )


NEEDS = ReplyToInvitation(coming="attending", needs=[*Need], note="Polish.\nA lift.", where="here")


def _entered() -> Card:
    play = _play()
    play.does("administrator", EnterReply(person=PersonId("harriet"), coming="cannot", reason="In court."))
    return _card(play, "harriet")


CARDS: dict[str, Callable[[], Card]] = {
    "professional": lambda: _asked("harriet"),
    "chair": lambda: _asked("chair"),
    "lead social worker cannot": lambda: _asked("ines", ReplyToInvitation(coming="cannot")),
    "police": lambda: _asked("renuka"),
    "interpreter": lambda: _asked("ivo"),
    "mother": lambda: _asked("katya"),
    "mother, with needs": lambda: _asked("katya", NEEDS),
    "supporter, online": lambda: _asked("solomon", mode=Mode.VIRTUAL, join_link=""),
    "coming": lambda: _asked("harriet", ReplyToInvitation(coming="attending")),
    "cannot come": lambda: _asked("harriet", ReplyToInvitation(coming="cannot", reason="In court that day.")),
    "mother cannot come": lambda: _asked("katya", ReplyToInvitation(coming="cannot", reason="I am afraid of him.")),
    "entered for them": _entered,
    "moved": _moved,
    "cancelled": lambda: _cancelled("harriet"),
    "cancelled, mother": lambda: _cancelled("katya"),
    "in parts": lambda: _card(_in_parts(), "harriet"),
    "in parts, mother": lambda: _card(_in_parts(), "katya"),
    "core group": lambda: _asked("harriet", kind=Kind.CORE_GROUP),
    "a colleague": lambda: colleague_card(_view(_play(), "harriet"), samples.MARKS),
    "a colleague, wrong": lambda: colleague_card(
        _view(_play(), "harriet"),
        samples.MARKS,
        faults={"name": Fault.MISSING, "address": Fault.NOT_AN_ADDRESS},
        notice="Something is wrong.",
    ),
    "cannot": lambda: cannot_card(_view(_play(), "harriet"), samples.MARKS),
    "cannot, mother": lambda: cannot_card(_view(_play(), "katya"), samples.MARKS),
    "cannot, chair": lambda: cannot_card(_view(_play(), "chair"), samples.MARKS),
    "needs": lambda: needs_card(_view(_play(), "harriet"), samples.MARKS),
    "needs, mother": lambda: needs_card(_view(_play(mode=Mode.VIRTUAL), "katya"), samples.MARKS),
}


@pytest.mark.parametrize("which", CARDS)
def test_card(which: str, snapshot: SnapshotAssertion) -> None:
    card = CARDS[which]()
    check(card, names=NAMES)
    assert card == snapshot


@pytest.mark.feature("B8")
def test_most_people_answer_with_one_press() -> None:
    (button,) = [one for one in buttons(_asked("harriet")) if one["verb"] == "invitation.reply"]
    assert button["title"] == "I am coming"
    assert button["data"]["coming"] == "attending"
    assert button["data"]["s"] == "reply/harriet"
    assert not inputs(_asked("harriet"))


@pytest.mark.feature("B8")
def test_whoever_cannot_come_is_shown_the_three_things() -> None:
    """S1, S2, S4 3.4: the administrator is told, the report comes all the same, and a colleague speaks to it."""
    card = _asked("harriet", ReplyToInvitation(coming="cannot"))
    said = shown(card)
    assert words.THREE_TOLD in said
    assert words.THREE_REPORT in said
    assert words.THREE_COLLEAGUE in said
    assert {"report.show", "invitation.colleague", "invitation.reply"} <= set(verbs(card))
    for who in ("katya", "ivo"):
        assert words.THREE_TITLE not in shown(_asked(who, ReplyToInvitation(coming="cannot")))


@pytest.mark.feature("B21")
@pytest.mark.parametrize(("who", "reads"), [("harriet", True), ("chair", True), ("katya", False), ("ivo", False)])
def test_professionals_read_for_half_an_hour_and_do_not_talk_about_the_family(who: str, *, reads: bool) -> None:
    """S1."""
    said = shown(_asked(who))
    assert ("from 09:30" in said) is reads
    assert ("please do not talk about the family while you read" in said) is reads


@pytest.mark.feature("B21")
@pytest.mark.parametrize(
    ("kind", "minutes", "begins"),
    [(Kind.INITIAL, 45, "09:15"), (Kind.INITIAL, 0, ""), (Kind.CORE_GROUP, 30, "")],
)
def test_the_time_to_read_is_the_boroughs(kind: Kind, minutes: int, begins: str) -> None:
    """None where the borough sets none for that kind."""
    play = _play(kind=kind)
    others = tuple(one for one in play.profile.limits if one.code != "reading_time")
    own = tuple(replace(one, amount=minutes) for one in play.profile.limits if one.code == "reading_time" and minutes)
    play.state = replace(play.state, profile=replace(play.profile, limits=(*others, *own)))
    said = shown(_card(play, "harriet"))
    assert ("Reading time" in said) is bool(begins)
    assert f"The time from {begins} to the start" in said if begins else "to the start is for reading" not in said


@pytest.mark.feature("J12", "B15")
@pytest.mark.parametrize("which", [name for name in CARDS if "mother" in name or "supporter" in name])
def test_family_learn_nothing_of_who_else_is_asked_or_what_they_answered(which: str) -> None:
    said = shown(CARDS[which]())
    people = conference().people
    others = [one.name for one in people if one.id not in ("chair", "ines", "tomas")]
    assert not [name for name in others if name in said]
    assert "Second part" not in said
    assert "Tomas" not in said


@pytest.mark.feature("B15")
def test_of_a_meeting_in_parts_family_are_told_their_own_hours_alone() -> None:
    """Trap 12: two halves of one meeting, and no word of one to whoever is in the other."""
    play = _in_parts()
    for who, hours in (("katya", "10:00 to 11:00"), ("desmond", "11:00 to 12:00")):
        said = shown(_card(play, who))
        assert hours in said
        assert "12:00" not in said.replace(hours, "")
        assert "10:00" not in said.replace(hours, "")
    professional = shown(_card(play, "harriet"))
    assert "10:00 to 12:00" in professional
    assert "Second part, 11:00 to 12:00" in professional


@pytest.mark.feature("B13")
def test_the_police_are_told_when_their_own_report_is_due_and_nobody_else_is() -> None:
    """S4 7.10. It is not gone through with the family."""
    assert words.REPORT_SHARED not in shown(_asked("renuka"))
    assert words.REPORT_DUE in shown(_asked("renuka"))
    assert words.REPORT_SHARED in shown(_asked("harriet"))


def test_only_some_are_asked_to_the_room_and_only_where_there_is_one() -> None:
    given = changed(conference(mode=Mode.BLENDED, place="Room 4"), "harriet", in_person=True)
    play = Play(given, now=START - timedelta(days=14)).convened()
    assert "You are asked to come in person, to: \nRoom 4" in shown(_card(play, "harriet"))
    assert words.BLENDED in shown(_card(play, "anand"))
    assert "in person" not in shown(_asked("harriet", mode=Mode.VIRTUAL))


def test_a_link_that_is_no_page_is_no_button() -> None:
    card = _asked("harriet", join_link="javascript:alert(1)")
    assert "Action.OpenUrl" not in str(card)
    assert "javascript" not in str(card)
    assert LINK in str(_asked("harriet"))


def test_sixty_people_fit_on_a_phone() -> None:
    given = conference(join_link=LINK)
    crowd = tuple(
        replace(given.person(PersonId("ivo")), id=PersonId(f"extra-{number}"), name=f"Helper Number {number}")
        for number in range(43)
    )
    play = Play(replace(given, people=(*given.people, *crowd)), now=START - timedelta(days=14)).convened()
    assert size(_card(play, "harriet")) < 25_000


# ------------------------------------------------------------------------------------------------------ somebody else's answer


def _reply_of(play: Play, person: str, who: str = "administrator") -> ReplyView:
    view = reply_view(play.state, PersonId(who), PersonId(person))
    assert not isinstance(view, Refused)
    return view


def _answered() -> Play:
    play = _play()
    play.does("harriet", replace(NEEDS, where="online"))
    play.does("administrator", EnterReply(person=PersonId("anand"), coming="cannot", reason="Away."))
    return play


@pytest.mark.parametrize(("person", "who"), [("harriet", "administrator"), ("anand", "chair"), ("katya", "ines")])
def test_reply_card(person: str, who: str, snapshot: SnapshotAssertion) -> None:
    card = reply_card(_reply_of(_answered(), person, who), samples.MARKS)
    check(card, names=NAMES)
    assert card == snapshot


@pytest.mark.feature("B8")
def test_whoever_writes_down_an_answer_is_not_spoken_to_as_the_one_who_gave_it() -> None:
    for who in ("harriet", "katya"):
        card = reply_card(_reply_of(_answered(), who), samples.MARKS)
        fields = inputs(card)
        assert (fields["needs"]["label"], fields["where"]["label"]) == ("They need", "How they come")
        assert not re.search(r"\b(You|I|my|me)\b", shown(card))
    said = shown(reply_card(_reply_of(_answered(), "harriet"), samples.MARKS))
    for words_ in ("They come: ", "They need: ", "They wrote: "):
        assert words_ in said


def test_the_form_for_a_colleague_is_headed_by_what_it_does() -> None:
    assert shown(CARDS["a colleague"]()).startswith("Send a colleague")
    assert inputs(CARDS["a colleague"]())["title"]["label"] == "What they are, and where"


@pytest.mark.feature("B8", "B9")
@pytest.mark.parametrize(("person", "sends"), [("harriet", True), ("ines", False), ("katya", False), ("chair", False)])
def test_a_colleague_is_offered_for_a_seat_that_can_be_passed_on(person: str, *, sends: bool) -> None:
    fields = inputs(reply_card(_reply_of(_play(), person), samples.MARKS))
    assert ("address" in fields) is sends
    assert ("colleague" in str(fields["coming"]["choices"])) is sends
    assert "value" not in fields["coming"]


@pytest.mark.parametrize(
    ("who", "person"), [("harriet", "anand"), ("katya", "katya"), ("tomas", "katya"), ("orla", "katya")]
)
def test_nobody_opens_an_answer_that_is_not_theirs_to_enter(who: str, person: str) -> None:
    assert isinstance(reply_view(_play().state, PersonId(who), PersonId(person)), Refused)


@pytest.mark.feature("B8")
def test_who_is_coming(snapshot: SnapshotAssertion) -> None:
    view = replies_view(_answered().state, ADMINISTRATOR)
    assert isinstance(view, RepliesView)
    card = replies_card(view, samples.MARKS)
    check(card, names=NAMES)
    assert card == snapshot


@pytest.mark.feature("J12")
@pytest.mark.parametrize("who", ["harriet", "ines", "katya", "orla", "ivo"])
def test_who_is_coming_is_for_whoever_arranges_it(who: str) -> None:
    assert isinstance(replies_view(_answered().state, PersonId(who)), Refused)
