"""The list of what waits: everything, worst first, each line leading to where it is done (B10, B11)."""

import re
from dataclasses import replace
from datetime import datetime

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.cards.by_hand import by_hand_card
from bot.cards.components import Card
from bot.cards.todo import todo_card
from bot.dialogs.marks import see
from bot.dialogs.office import see_office
from bot.domain.events_asked import ExclusionAsked, FlagRaised, RecordingAsked
from bot.domain.events_before import ConferenceCancelled, ReportReceived
from bot.domain.events_errands import ErrandFailed
from bot.domain.ids import ConferenceId, PersonId, SeatId
from bot.domain.outcome import Refused
from bot.domain.outstanding import Item
from bot.domain.preparations import FlagKind, Ground
from bot.domain.verbs.reply_to_invitation import ReplyToInvitation
from bot.domain.verbs.tell_by_hand import TellByHand
from bot.domain.views.by_hand import by_hand_view
from bot.domain.views.todo import TodoView, todo_view
from tests.fakes.builders import ENGLAND, Play, changed, conference
from tests.unit.cards import samples
from tests.unit.cards.checks import buttons, check, inputs, shown, size, verbs

NAMES = ("Wren", "Robin", "Redstart", "Osprey")
KATYA = PersonId("katya")


def _asked() -> Play:
    given = conference()
    for who in ("katya", "patrick"):
        given = changed(given, who, installed=False)
    play = Play(given).until("Mon 23 Nov 2026 09:00").convened()
    play.perform()
    return play


def _busy() -> Play:
    """Everything there is to do, on the eve of the day."""
    play = _asked().until("Fri 4 Dec 2026 12:00")
    ines = PersonId("ines")
    play.happens(
        FlagRaised(number=1, kind=FlagKind.DANGER, by=ines),
        ExclusionAsked(
            person=PersonId("desmond"), ground=Ground.WELFARE, evidence="file", whole=True, by=PersonId("ines")
        ),
        RecordingAsked(person=KATYA, purpose="to remember", by=ines),
        ErrandFailed(errand="meeting", code="x", final=True),
        ReportReceived(seat=SeatId("housing"), by=PersonId("administrator")),
    )
    play.does("harriet", ReplyToInvitation(coming="cannot"))
    return play


def _of(play: Play, who: str, cid: str = "c1") -> TodoView:
    return todo_view([(ConferenceId(cid), play.state, PersonId(who))], play.now, ENGLAND)


def _card(view: TodoView, page: int = 1) -> Card:
    return todo_card(view, see, see_office, page=page)


@pytest.mark.parametrize("who", ["chair", "administrator", "ines", "harriet", "renuka", "katya", "desmond", "manager"])
def test_card(who: str, snapshot: SnapshotAssertion) -> None:
    card = _card(_of(_busy(), who))
    check(card, names=NAMES)
    assert card == snapshot
    assert not inputs(card)


@pytest.mark.feature("B11")
def test_each_line_opens_where_it_is_done_in_its_own_conference() -> None:
    found = {(one["verb"], one["data"]["of"]) for one in buttons(_card(_of(_busy(), "chair")))}
    assert found == {
        ("todo.show", ""),
        ("flag.show", "1"),
        ("ask.show", "exclusion:desmond"),
        ("ask.show", "recording:katya"),
        ("ask.show", "consent:orla"),
        ("ask.show", "independence:"),
        ("invitation.show", ""),
        *(("report.show", seat) for seat in _late_seats()),
    }
    assert {one["data"]["c"] for one in buttons(_card(_of(_busy(), "chair")))} == {"", "c1"}


def _late_seats() -> set[str]:
    return {str(seat.id) for seat in conference().seats} - {"housing"}


@pytest.mark.feature("B13")
def test_the_police_report_waits_for_nobody_but_the_police_and_the_chair() -> None:
    """S4 7.10, trap 10: not even that it is due."""
    police = "police title"
    assert police in shown(_card(_of(_busy(), "chair")))
    assert "Open my report" in shown(_card(_of(_busy(), "renuka")))
    for who in ("administrator", "ines", "harriet", "manager"):
        assert police not in shown(_card(_of(_busy(), who)))


@pytest.mark.feature("J12")
def test_family_are_told_only_what_is_theirs() -> None:
    assert verbs(_card(_of(_busy(), "desmond"))) == ["invitation.show", "invitation.show", "todo.show"]
    assert "Osprey" not in shown(_card(_of(_busy(), "desmond")))


@pytest.mark.feature("B11")
def test_what_is_done_is_gone_at_once_and_nothing_is_said_of_what_is_cancelled() -> None:
    play = _busy()
    before = _of(play, "desmond")
    play.does("desmond", ReplyToInvitation(coming="attending"))
    assert [one.item for one in before.waiting] == [Item.REPLY, Item.MEETING]
    assert [one.item for one in _of(play, "desmond").waiting] == [Item.MEETING]
    play.happens(ConferenceCancelled(reason="moved away", by=PersonId("administrator")))
    for who in ("chair", "ines", "harriet", "katya"):
        assert not _of(play, who).waiting
    assert "Nothing waits for you" in shown(_card(_of(play, "harriet")))


@pytest.mark.feature("B28")
def test_whoever_has_to_be_told_that_it_is_cancelled_stays_on_the_list() -> None:
    play = _busy()
    play.does("ines", TellByHand(person=KATYA, how="at a visit"))
    play.wait(hours=1).happens(ConferenceCancelled(reason="moved away", by=PersonId("administrator")))
    assert [(one.item, one.subject) for one in _of(play, "ines").waiting] == [(Item.TELL, KATYA)]
    play.does("ines", TellByHand(person=KATYA, how="by telephone"))
    assert not _of(play, "ines").waiting


def _many(number: int) -> TodoView:
    play = _busy()
    mine = [
        (
            ConferenceId(f"{one:016x}"),
            replace(play.state, particulars=replace(play.particulars, reference=f"FICT-2026-{one:03}")),
            PersonId("administrator"),
        )
        for one in range(number)
    ]
    return todo_view(mine, play.now, ENGLAND)


def test_an_administrator_with_forty_conferences_turns_pages_and_misses_nothing() -> None:
    view = _many(40)
    seen: list[tuple[str, str, str]] = []
    page = 1
    while True:
        card = _card(view, page)
        check(card, names=NAMES)
        assert size(card) < 25_000
        own = [one for one in buttons(card) if one["verb"] != "todo.show"]
        seen += [(one["verb"], one["data"]["c"], one["data"]["of"]) for one in own]
        (turn,) = [one for one in buttons(card) if one["verb"] == "todo.show"]
        if turn["data"]["of"] == "":
            break
        assert turn["data"]["of"] == f"#{page + 1}"
        page += 1
    assert page > 1
    assert len(seen) == len(view.waiting) == len(set(seen))
    assert _card(view, 99) == _card(view, page)


@pytest.mark.feature("B11")
def test_what_is_late_stands_first_then_what_is_held_first() -> None:
    view = _many(3)
    late = [one.late for one in view.waiting]
    assert late == sorted(late, reverse=True)
    assert any(late)
    starts: list[datetime] = [one.start for one in view.waiting if not one.late]
    assert starts == sorted(starts)
    assert re.search(r"LATE: No report yet from \w+", shown(_card(view)))


# ------------------------------------------------------------------------------------------------------------- told by hand


def _by_hand(play: Play, who: str, person: str) -> Card:
    view = by_hand_view(play.state, PersonId(who), PersonId(person))
    assert not isinstance(view, Refused)
    return by_hand_card(view, samples.MARKS)


def _told(**more: str) -> Play:
    play = _asked()
    play.does("ines", TellByHand(person=KATYA, how="At a visit.", **more))
    play.does("katya", ReplyToInvitation(coming="attending"))
    return play


def _off() -> Play:
    play = _told()
    play.wait(hours=1).happens(ConferenceCancelled(reason="moved away", by=PersonId("administrator")))
    return play


@pytest.mark.parametrize(
    ("play", "who", "person"),
    [
        pytest.param(_asked, "ines", "katya", id="family"),
        pytest.param(_asked, "administrator", "patrick", id="professional"),
        pytest.param(_told, "ines", "katya", id="told"),
        pytest.param(_off, "ines", "katya", id="cancelled"),
    ],
)
def test_by_hand(play: object, who: str, person: str, snapshot: SnapshotAssertion) -> None:
    card = _by_hand(play(), who, person)  # type: ignore[operator]
    check(card, names=NAMES)
    assert card == snapshot


@pytest.mark.feature("B6")
@pytest.mark.parametrize(("person", "told"), [("katya", True), ("solomon", False)])
def test_a_supporter_is_not_told_to_bring_one(person: str, *, told: bool) -> None:
    play = Play(changed(conference(), person, installed=False)).convened()
    said = shown(_by_hand(play, "ines", person))
    assert ("that they can bring somebody to support them" in said) is told
    assert "that the chair would like to speak with them" in said


@pytest.mark.feature("B6")
@pytest.mark.parametrize(
    ("join_link", "opens"),
    [("https://teams.example/l/" + "x" * 200, True), ("", False), ("javascript:alert(1)", False)],
)
def test_the_link_to_tell_is_a_button(join_link: str, *, opens: bool) -> None:
    given = replace(changed(conference(), "katya", installed=False), join_link=join_link)
    card = _by_hand(Play(given).convened(), "ines", "katya")
    assert ("Action.OpenUrl" in str(card)) is opens
    assert ("Link to join: " in shown(card)) is not opens
    assert not opens or join_link not in shown(card)


@pytest.mark.parametrize(("who", "person"), [("tomas", "katya"), ("harriet", "patrick"), ("ines", "harriet")])
def test_whom_to_tell_is_shown_to_whoever_tells_them(who: str, person: str) -> None:
    assert isinstance(by_hand_view(_asked().state, PersonId(who), PersonId(person)), Refused)
