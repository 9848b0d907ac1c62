"""A conference later than its limit: the manager is told, with the reason, and somebody is asked for it (S4 1.7, 1.10; B4)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.adapters.letter_writer import LetterWriter
from bot.adapters.template_files import stationery
from bot.cards.sheet_forms import late_card
from bot.domain.events_before import ConferenceConvened, DatesSet
from bot.domain.ids import ConferenceId, PersonId
from bot.domain.notice import Address, Door, Notice
from bot.domain.outcome import Refused
from bot.domain.outstanding import Item, outstanding
from bot.domain.particulars import Kind, Particulars, Role
from bot.domain.profile import Trigger
from bot.domain.refusals import Why
from bot.domain.verbs.cancel_conference import CancelConference
from bot.domain.verbs.explain_delay import ExplainDelay
from bot.domain.verbs.move_conference import MoveConference
from bot.domain.views.sheet import SheetView, sheet_view
from bot.domain.views.todo import todo_view
from bot.words.labels import label
from bot.words.sheet import NO_REASON
from tests.dates import moment
from tests.fakes.before import EARLIER, before
from tests.fakes.builders import ENGLAND, Play, changed, conference
from tests.unit.cards.checks import shown
from tests.unit.cards.samples import MARKS

IN_TIME, LATE = date(2026, 11, 16), date(2026, 11, 13)
"""Fifteen working days before Mon 7 Dec, and sixteen (S4 1.7)."""
MANAGER = PersonId("manager")
MOVE = MoveConference(day="2026-12-09", start="10:00", end="12:00", reason="The room is closed")
WHY = ExplainDelay(reason="Half-term: Katya could not come")
FIRST, AGAIN = "delay/manager//0", "delay/manager//1"


def given(discussed: date = LATE, **change: Any) -> Particulars:
    return conference(dates={Trigger.STRATEGY_DISCUSSION: discussed}, **change)


def late(discussed: date = LATE, **change: Any) -> Play:
    return before(particulars=changed(given(discussed), "manager", **change))


def tells(play: Play) -> list[str]:
    return play.perform(kinds=["delay"])


def face(play: Play, key: str = FIRST) -> str:
    return play.state.sends[key].face


def asked(play: Play) -> set[str]:
    people = (one.id for one in play.state.particulars.people)
    return {who for who in people if any(one.item is Item.DELAY for one in outstanding(play.state, who, ENGLAND))}


@pytest.mark.feature("B4")
@pytest.mark.parametrize(("discussed", "told"), [(IN_TIME, []), (LATE, [FIRST])])
def test_the_manager_is_told_once_that_it_is_late(discussed: date, told: list[str]) -> None:
    play = late(discussed)
    assert tells(play) == told
    play.wait(days=1)
    assert tells(play) == []
    assert asked(play) == ({"chair", "administrator"} if told else set())


@pytest.mark.feature("B4")
def test_the_reason_is_told_once_and_what_is_changed_after_that_only_put_right() -> None:
    play = late()
    tells(play)
    assert face(play) == "late"
    play.wait(hours=1)
    play.does("administrator", WHY)
    assert tells(play) == [AGAIN]
    assert (face(play), face(play, AGAIN)) == ("explained", "given")
    assert asked(play) == set()
    play.wait(hours=1)
    play.does("chair", ExplainDelay(reason="The interpreter was ill"))
    assert tells(play) == []
    assert (face(play), face(play, AGAIN)) == ("explained", "changed")


@pytest.mark.feature("B4")
def test_what_was_found_at_night_waits_for_the_day_and_is_then_one_word() -> None:
    play = before(convened=False, particulars=given())
    play.until("Thu 26 Nov 2026 22:00")
    play.happens(ConferenceConvened())
    play.does("administrator", WHY)
    assert tells(play) == []
    play.until("Fri 27 Nov 2026 10:00")
    assert tells(play) == [FIRST]
    assert face(play) == "explained"


@pytest.mark.feature("B4", "B28")
def test_moved_into_time_or_out_of_it_counts_as_the_first_time_did() -> None:
    play = late(IN_TIME)
    play.does("administrator", MOVE)
    assert (tells(play), asked(play)) == ([], set())
    play = late()
    tells(play)
    play.does("administrator", replace(MOVE, day="2026-12-04"))
    assert tells(play) == []
    assert face(play) == "late"


def test_a_date_put_right_settles_it() -> None:
    play = late()
    tells(play)
    play.happens(DatesSet(dates={Trigger.STRATEGY_DISCUSSION: IN_TIME}, moments={}, by=PersonId("administrator")))
    assert tells(play) == []
    assert (face(play), asked(play)) == ("settled", set())


def test_a_reason_that_comes_after_the_meeting_is_told_and_lateness_is_not() -> None:
    """S4 1.10 asks for the reasons; of what is over or will not be nobody hears for the first time that it was late."""
    told, untold = late(), late()
    tells(told)
    for play in (told, untold):
        play.until("Tue 8 Dec 2026 11:00")
        play.does("administrator", WHY)
    assert (tells(told), tells(untold)) == ([AGAIN], [])
    cancelled = late()
    cancelled.does("administrator", CancelConference(reason="The family moved"))
    assert (tells(cancelled), asked(cancelled)) == ([], set())


@pytest.mark.feature("B4")
@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"installed": True}, [FIRST]),
        ({"installed": False, "address": "oona@council.example"}, [f"{FIRST}/mail"]),
        ({"installed": False}, []),
        ({"role": Role.OBSERVER}, []),
    ],
)
def test_in_teams_by_mail_or_nobody(change: dict[str, Any], told: list[str]) -> None:
    play = late(**change)
    assert tells(play) == told
    assert asked(play) == {"chair", "administrator"}, "whoever there is to report to, the reason is recorded"


def test_by_mail_it_is_two_letters_at_most_and_by_another_road_none_is_told_twice() -> None:
    play = late(installed=False, address="oona@council.example")
    tells(play)
    play.wait(hours=1)
    play.does("administrator", WHY)
    assert tells(play) == [f"{AGAIN}/mail"]
    play.wait(hours=1)
    play.does("administrator", ExplainDelay(reason="The interpreter was ill"))
    assert tells(play) == []
    person = replace(play.state.person(MANAGER), installed=True)
    people = tuple(person if one.id == MANAGER else one for one in play.state.particulars.people)
    play.state = replace(play.state, particulars=replace(play.state.particulars, people=people))
    assert tells(play) == []


@pytest.mark.parametrize("said", ["late", "explained", "given"])
def test_the_letter_says_that_and_neither_which_limit_nor_why(said: str) -> None:
    play = late()
    play.does("administrator", WHY)
    to = Address(door=Door.MAIL, mail="oona@council.example")
    notice = Notice(cid=ConferenceId("c"), to=to, person=MANAGER, view="delay", subject="", face=said)
    letter = LetterWriter(stationery(None, ()), "").write(notice, play.state, (), play.now, ENGLAND)
    assert play.particulars.reference in letter.subject
    assert letter.calendar is None
    assert not [word for word in ("atya", "term", "nitial", "Wren") if word in f"{letter.subject} {letter.text}"]


@pytest.mark.feature("B4")
def test_it_opens_to_the_limit_the_date_and_the_reason() -> None:
    play = late()
    view = sheet_view(play.state, MANAGER, play.now, ENGLAND)
    assert isinstance(view, SheetView)
    said = shown(late_card(view, MARKS))
    for words in (play.particulars.reference, label(Kind.INITIAL), "by Fri 4 Dec 2026: not kept", "Mon 7 Dec 2026"):
        assert words in said
    assert NO_REASON in said
    play.does("administrator", WHY)
    view = sheet_view(play.state, MANAGER, play.now, ENGLAND)
    assert isinstance(view, SheetView)
    assert WHY.reason in shown(late_card(view, MARKS))


@pytest.mark.parametrize("who", ["ines", "harriet", "katya", "stand_in"])
def test_nobody_else_may_open_it(who: str) -> None:
    assert sheet_view(late().state, PersonId(who), EARLIER, ENGLAND) == Refused(Why.NOT_YOURS_TO_DO)


@pytest.mark.feature("B4", "B11")
def test_the_reason_is_asked_for_with_the_days_reminder() -> None:
    play = late()
    (one,) = (one for one in outstanding(play.state, PersonId("chair"), ENGLAND) if one.item is Item.DELAY)
    assert one.rungs[0] == moment("Fri 27 Nov 2026 08:30")
    waiting = todo_view([(ConferenceId("c"), play.state, PersonId("administrator"))], play.now, ENGLAND).waiting
    assert Item.DELAY in {line.item for line in waiting}
