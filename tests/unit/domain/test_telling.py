"""Whom neither Teams nor mail reaches is told by a person, who says when and how (B6, B28)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.board import Trouble, line
from bot.domain.delivery import hands_over
from bot.domain.events import PersonLost
from bot.domain.events_before import ConferenceCancelled, ConferenceMoved
from bot.domain.ids import PersonId
from bot.domain.inviting import teller
from bot.domain.outcome import Refused
from bot.domain.outstanding import Item, outstanding
from bot.domain.particulars import Particulars
from bot.domain.refusals import Fault, Why
from bot.domain.telling import to_tell, told_of_it
from bot.domain.verbs.enter_reply import EnterReply
from bot.domain.verbs.record_send import RecordFailed
from bot.domain.verbs.tell_by_hand import TellByHand
from bot.domain.views.by_hand import ByHandView, by_hand_view
from bot.domain.views.reply import reply_view
from tests.fakes.before import before
from tests.fakes.builders import END, ENGLAND, START, Play, account, changed, conference

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


def test_whoever_is_to_tell_them_is_reminded_and_nobody_else() -> None:
    play = _play()
    assert _to_tell(play, "administrator") == {"patrick"}
    assert _to_tell(play, "ines") == {"katya"}
    assert _to_tell(play, "chair") == set()
    rungs = [one.rungs for one in outstanding(play.state, PersonId("ines"), ENGLAND) if one.item is Item.TELL]
    assert rungs[0][0].date() == date(2026, 11, 25), "from the working day after"


def test_the_administrator_may_say_that_it_was_done() -> None:
    play = _play()
    play.does("administrator", TellByHand(person=KATYA, how="the social worker says so"))
    assert _to_tell(play, "ines") == set()


def _lost(play: Play, *people: str) -> Play:
    for who in people:
        play.happens(PersonLost(person=PersonId(who)))
    return play


@pytest.mark.feature("B6")
def test_who_was_asked_by_message_and_takes_the_app_out_is_told_already() -> None:
    play = Play().until("Tue 24 Nov 2026 09:00").convened()
    play.perform()
    _lost(play.wait(hours=1), "katya", "patrick")
    assert to_tell(play.state) == ()
    assert not [key for key in play.owed() if key.startswith("by_hand")]


@pytest.mark.feature("B28")
def test_who_was_asked_by_message_and_takes_the_app_out_is_told_of_the_cancelling() -> None:
    play = Play().until("Tue 24 Nov 2026 09:00").convened()
    play.perform()
    _lost(play.wait(hours=1), "katya")
    play.happens(ConferenceCancelled(reason="moved away", by=ADMINISTRATOR))
    assert to_tell(play.state) == (KATYA,)
    assert "by_hand/ines/katya/1" in play.perform(kinds=("by_hand",))
    assert line(play.state, play.now, ENGLAND).troubles == {Trouble.TELL: 1}
    assert not isinstance(by_hand_view(play.state, PersonId("ines"), KATYA), Refused)
    play.wait(hours=1).does("ines", TellByHand(person=KATYA, how="at a visit"))
    assert to_tell(play.state) == ()
    play.perform(kinds=("by_hand",))
    assert play.state.sends["by_hand/ines/katya/1"].face == "done"


def test_who_was_sent_the_cancelling_and_then_takes_the_app_out_is_told_no_more() -> None:
    play = Play().until("Tue 24 Nov 2026 09:00").convened()
    play.perform()
    play.wait(hours=1).happens(ConferenceCancelled(reason="moved away", by=ADMINISTRATOR))
    play.perform()
    _lost(play, "katya")
    assert to_tell(play.state) == ()


@pytest.mark.feature("B8")
def test_whoever_has_answered_has_been_told() -> None:
    play = _play("katya")
    play.perform(kinds=("by_hand",))
    play.does("ines", EnterReply(person=KATYA, coming="attending"))
    assert to_tell(play.state) == ()
    assert _to_tell(play, "ines") == set()
    assert Trouble.TELL not in line(play.state, play.now, ENGLAND).troubles
    play.perform(kinds=("by_hand",))
    assert play.state.sends["by_hand/ines/katya/0"].face == "done"
    view = by_hand_view(play.state, PersonId("ines"), KATYA)
    assert isinstance(view, ByHandView)
    assert view.told_by == play.state.person(PersonId("ines")).name
    assert play.does("ines", TellByHand(person=KATYA, how="at a visit")) == ()
    play.wait(hours=1).happens(ConferenceCancelled(reason="moved away", by=ADMINISTRATOR))
    assert to_tell(play.state) == (KATYA,), "and is told that it is cancelled"


def test_what_does_not_get_through_is_the_administrators_to_tell_and_can_be_told() -> None:
    play = Play().until("Tue 24 Nov 2026 09:00").convened()
    play.does("bot", RecordFailed(duty="invitation/katya//0", code="timeout", final=False, retry_at=play.now))
    assert to_tell(play.state) == (KATYA,)
    assert (_to_tell(play, "administrator"), _to_tell(play, "ines")) == ({"katya"}, set())
    play.does("administrator", TellByHand(person=KATYA, how="by telephone"))
    assert to_tell(play.state) == ()
    assert not isinstance(by_hand_view(play.state, ADMINISTRATOR, KATYA), Refused)


def _offices(*people: str) -> Particulars:
    """A second administrator, in Teams; and `people` whom nobody can write to."""
    given = _out_of_reach("patrick", "ines", *people)
    second = replace(given.person(ADMINISTRATOR), id=PersonId("second"), account=account("second"), installed=True)
    return replace(given, people=(*given.people, second))


@pytest.mark.feature("B6", "A3")
@pytest.mark.parametrize(
    ("given", "by"),
    [
        (_offices(), "administrator"),
        (_offices("administrator"), "second"),
        (_out_of_reach("patrick", "ines", "administrator"), "manager"),
        (_out_of_reach("patrick", "ines", "administrator", "manager"), "chair"),
        (_out_of_reach("patrick", "ines", "administrator", "manager", "chair"), "administrator"),
    ],
    ids=["the first", "the second", "the manager", "the chair", "nobody"],
)
def test_the_first_of_the_office_who_can_be_reached_tells_them(given: Particulars, by: str) -> None:
    play = Play(given).until("Tue 24 Nov 2026 09:00").convened()
    assert teller(play.state, PATRICK) == by
    assert hands_over(play.state, KATYA) == by, "where their lead social worker cannot be reached"


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
    play.wait(hours=1).happens(ConferenceCancelled(reason="moved away", by=ADMINISTRATOR))
    assert to_tell(play.state) == (KATYA,)


def test_what_they_said_is_entered_by_whoever_told_them() -> None:
    play = _play()
    play.does("ines", TellByHand(person=KATYA, how="at a visit"))
    play.does("ines", EnterReply(person=KATYA, coming="attending", needs=("interpreter",), note="Polish"))
    assert KATYA in play.state.before.replies


def test_before_it_is_convened_there_is_nobody_to_tell() -> None:
    assert to_tell(Play(_out_of_reach("katya")).state) == ()


@pytest.mark.feature("B6", "B8")
@pytest.mark.parametrize("administrator", [True, False])
def test_a_child_without_a_lead_social_worker_yet_has_somebody_who_tells(administrator: bool) -> None:
    """As long as it is set up piece by piece; nobody answers for anybody before they are asked."""
    about = conference()
    people = tuple(one for one in about.people if administrator or one.id != "administrator")
    bare = replace(about, people=people, children=tuple(replace(one, lead=PersonId("")) for one in about.children))
    play, asked = before(convened=False, particulars=bare), PersonId("katya")
    assert teller(play.state, asked) == ("administrator" if administrator else "manager")
    assert reply_view(play.state, PersonId("chair"), asked) == Refused(Why.NOT_ASKED_YET)
    assert play.refused("chair", EnterReply(person=asked, coming="cannot")).code is Why.NOT_ASKED_YET
    play.refused("ines", EnterReply(person=asked, coming="cannot"))
    assert play.refused("chair", TellByHand(person=asked, how="by telephone")).code is Why.NOT_YOURS_TO_TELL
