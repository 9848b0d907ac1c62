"""Whom neither Teams nor mail reaches is told by a person, who says when and how (B6, B28)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.events_before import ConferenceCancelled, ConferenceMoved
from bot.domain.ids import PersonId
from bot.domain.inviting import teller
from bot.domain.outcome import Refused
from bot.domain.outstanding import Item, outstanding
from bot.domain.particulars import Particulars
from bot.domain.refusals import Fault, Why
from bot.domain.telling import by_hand, told_of_it
from bot.domain.verbs.enter_reply import EnterReply
from bot.domain.verbs.tell_by_hand import TellByHand
from bot.domain.views.reply import reply_view
from tests.fakes.before import before
from tests.fakes.builders import END, ENGLAND, START, Play, changed, conference

KATYA, DESMOND, PATRICK = PersonId("katya"), PersonId("desmond"), PersonId("patrick")
ADMINISTRATOR = PersonId("administrator")


def _out_of_reach(*people: str) -> Particulars:
    given = conference()
    for who in people:
        given = changed(given, who, installed=False)
    return given


def _play(*people: str) -> Play:
    play = Play(_out_of_reach(*(people or ("katya", "desmond", "patrick"))))
    return play.until("Tue 24 Nov 2026 09:00").convened()


@pytest.mark.feature("B6")
@pytest.mark.parametrize(("person", "by"), [("katya", "ines"), ("desmond", "tomas"), ("patrick", "administrator")])
def test_family_are_told_by_their_lead_social_worker_and_others_by_the_administrator(person: str, by: str) -> None:
    play = _play()
    assert f"by_hand/{by}/{person}/0" in play.perform(kinds=("by_hand",))
    play.does(by, TellByHand(person=PersonId(person), how=" at a visit ", on="2026-11-23"))
    told = told_of_it(play.state, PersonId(person))
    assert told is not None
    assert (told.by, told.how, told.on, told.at) == (by, "at a visit", date(2026, 11, 23), play.now)
    play.perform(kinds=("by_hand",))
    assert play.state.sends[f"by_hand/{by}/{person}/0"].face == "done"
    assert play.does(by, TellByHand(person=PersonId(person), how="again")) == ()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"how": " "}, {"how": Fault.MISSING}),
        ({"on": "tomorrow"}, {"on": Fault.NOT_A_DATE}),
        ({"on": "2026-11-25"}, {"on": Fault.DATE_TO_COME}),
        ({"how": "", "on": "x"}, {"how": Fault.MISSING, "on": Fault.NOT_A_DATE}),
    ],
)
def test_it_says_how_and_on_no_day_to_come(change: dict[str, Any], fault: dict[str, Fault]) -> None:
    given = TellByHand(person=KATYA, how="by telephone", on="2026-11-24")
    assert _play().refused("ines", replace(given, **change)) == Refused(Why.FIELDS, fault)


@pytest.mark.parametrize(
    ("by", "person"),
    [("ines", "desmond"), ("tomas", "katya"), ("ines", "patrick"), ("ines", "harriet"), ("administrator", "harriet")],
)
def test_nobody_confirms_what_is_not_theirs_to_say(by: str, person: str) -> None:
    """Harriet reads her own message."""
    play = _play()
    assert play.refused(by, TellByHand(person=PersonId(person), how="said")).code is Why.NOT_YOURS_TO_TELL


def _to_tell(play: Play, who: str) -> set[str]:
    return {one.about for one in outstanding(play.state, PersonId(who), ENGLAND) if one.item is Item.TELL}


def test_the_administrator_sees_that_it_is_done_and_may_say_that_it_was() -> None:
    play = _play()
    assert _to_tell(play, "administrator") == {"katya", "desmond", "patrick"}
    assert _to_tell(play, "ines") == {"katya"}
    assert _to_tell(play, "chair") == set()
    play.does("administrator", TellByHand(person=KATYA, how="the social worker says so"))
    assert _to_tell(play, "administrator") == {"desmond", "patrick"}
    assert _to_tell(play, "ines") == set()


@pytest.mark.feature("B28")
def test_moved_they_are_told_again_and_cancelled_once_more() -> None:
    play = _play("katya")
    play.does("ines", TellByHand(person=KATYA, how="at a visit"))
    later = timedelta(days=7)
    play.wait(hours=1).happens(
        ConferenceMoved(start=START + later, planned_end=END + later, reason="ill", by=ADMINISTRATOR)
    )
    assert told_of_it(play.state, KATYA) is None
    assert "by_hand/ines/katya/2" in play.perform(kinds=("by_hand",))
    play.does("ines", TellByHand(person=KATYA, how="by telephone"))
    play.wait(hours=1).happens(ConferenceCancelled(reason="moved away", by=ADMINISTRATOR))
    assert told_of_it(play.state, KATYA) is None
    assert "by_hand/ines/katya/3" in play.perform(kinds=("by_hand",))
    play.does("ines", TellByHand(person=KATYA, how="by telephone"))
    assert told_of_it(play.state, KATYA) is not None
    play.perform()
    assert play.state.sends["by_hand/ines/katya/3"].face == "done"


def test_of_a_cancelled_one_nobody_is_told_who_never_heard_of_it() -> None:
    play = _play("katya", "patrick")
    play.does("ines", TellByHand(person=KATYA, how="at a visit"))
    play.happens(ConferenceCancelled(reason="moved away", by=ADMINISTRATOR))
    assert by_hand(play.state) == (KATYA,)


def test_what_they_said_is_entered_by_whoever_told_them() -> None:
    play = _play()
    play.does("ines", TellByHand(person=KATYA, how="at a visit"))
    play.does("ines", EnterReply(person=KATYA, coming="attending", needs=("interpreter",), note="Polish"))
    assert KATYA in play.state.before.replies


def test_before_it_is_convened_there_is_nobody_to_tell() -> None:
    assert by_hand(Play(_out_of_reach("katya")).state) == ()


@pytest.mark.feature("B6", "B8")
@pytest.mark.parametrize("administrator", [True, False])
def test_a_child_without_a_lead_social_worker_yet_has_somebody_who_tells(administrator: bool) -> None:
    """As long as it is set up piece by piece; nobody answers for anybody before they are asked."""
    about = conference()
    people = tuple(one for one in about.people if administrator or one.id != "administrator")
    bare = replace(about, people=people, children=tuple(replace(one, lead=PersonId("")) for one in about.children))
    play, asked = before(convened=False, particulars=bare), PersonId("katya")
    assert teller(play.state, asked) == ("administrator" if administrator else "chair")
    assert reply_view(play.state, PersonId("chair"), asked) == Refused(Why.NOT_ASKED_YET)
    assert play.refused("chair", EnterReply(person=asked, coming="cannot")).code is Why.NOT_ASKED_YET
    assert play.refused("ines", EnterReply(person=asked, coming="cannot"))
    assert play.refused("chair", TellByHand(person=asked, how="by telephone")).code is Why.NOT_YOURS_TO_TELL
