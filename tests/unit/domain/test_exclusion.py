"""Leaving somebody out: who asks, what the chair decides, and the letter (S4 5; B14)."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.ids import ConferenceId, PersonId
from bot.domain.inviting import invited
from bot.domain.outcome import Refused
from bot.domain.outstanding import Item, outstanding
from bot.domain.refusals import Fault, Why
from bot.domain.requests import ask_by
from bot.domain.verbs.give_exclusion_letter import GiveExclusionLetter
from bot.domain.verbs.mark_present import MarkPresent
from bot.domain.verbs.override_checklist import OverrideChecklist
from bot.domain.verbs.start_meeting import StartMeeting
from bot.domain.verbs.take_off_person import TakeOffPerson
from bot.domain.views.exclusion import ExclusionView, exclusion_letter_view, exclusion_view
from bot.domain.views.todo import todo_view
from tests.dates import moment
from tests.fakes.asking import ASK, DECIDE, DESMOND, KATYA, RECORD, have, items
from tests.fakes.before import before
from tests.fakes.builders import ENGLAND, changed, conference


@pytest.mark.feature("B14")
def test_an_exclusion_is_asked_decided_by_the_chair_and_told_in_a_letter() -> None:
    play = before()
    play.does("ines", ASK)
    assert (Item.EXCLUSION, "katya") in items(play, "chair")
    assert play.perform(kinds=["ask"]) == ["ask/chair/exclusion:katya/0"]
    play.does("chair", DECIDE)
    assert play.state.before.exclusions[KATYA].stands
    assert play.perform(kinds=["ask"]) == ["ask/ines/exclusion:katya/0"], "whoever asked hears that it is answered"
    faces = {who: play.state.sends[f"ask/{who}/exclusion:katya/0"].face for who in ("chair", "ines")}
    assert faces == {"chair": "done", "ines": "answered"}
    assert play.perform(kinds=["letter"]) == ["letter/ines/katya/0"], "by the lead social worker of her child"
    play.does("ines", GiveExclusionLetter(person=KATYA, how="in person"))
    assert play.owed()["letter/ines/katya/0"].duty.face == "given"


@pytest.mark.feature("B14")
@pytest.mark.parametrize(
    ("away", "convened", "listed", "told"),
    [
        ((), True, {"ines"}, {"letter/ines/katya/0"}),
        ((), False, {"ines"}, {"letter/ines/katya/0"}),
        (("ines",), True, {"administrator"}, {"letter/administrator/katya/0"}),
        (("ines", "administrator"), True, {"manager"}, {"letter/manager/katya/0"}),
        (("ines", "administrator", "manager"), True, {"chair"}, {"letter/chair/katya/0"}),
    ],
)
def test_whoever_carries_a_letter_is_asked_about_it_each_day_until_it_is_given(
    away: tuple[str, ...], convened: bool, listed: set[str], told: set[str]
) -> None:
    """S4 5.9. Where they cannot be written to, the chair is too."""
    about = conference()
    for who in away:
        about = changed(about, who, installed=False)
    play = before(convened, particulars=about)
    play.does("harriet", ASK)
    assert have(play, Item.LETTER) == set()
    play.does("chair", DECIDE)
    assert play.keys("letter") == told
    assert have(play, Item.LETTER) == listed
    (one,) = (one for one in outstanding(play.state, PersonId(min(listed)), ENGLAND) if one.item is Item.LETTER)
    assert (one.about, one.rungs[0]) == ("katya", moment("Fri 27 Nov 2026 08:30"))
    waiting = todo_view([(ConferenceId("c"), play.state, PersonId(min(listed)))], play.now, ENGLAND).waiting
    assert [line.about for line in waiting if line.item is Item.LETTER] == ["Katya Redstart"]
    play.does("chair", GiveExclusionLetter(person=KATYA, how="in person"))
    assert have(play, Item.LETTER) == set()


@pytest.mark.feature("B5", "B14", "B25")
def test_nothing_is_asked_about_somebody_taken_off_the_list() -> None:
    """It could never be settled."""
    play = before()
    play.does("ines", ASK)
    play.does("ines", RECORD)
    play.does("harriet", replace(ASK, person=DESMOND))
    play.does("chair", replace(DECIDE, person=DESMOND))
    for who in (KATYA, DESMOND):
        play.does("administrator", TakeOffPerson(person=who, reason="Put on by mistake"))
    assert not [one for one in items(play, "chair") if one[0] in (Item.EXCLUSION, Item.RECORDING)]
    assert have(play, Item.LETTER) == set()
    assert play.keys("ask") | play.keys("letter") == set()


@pytest.mark.feature("B14")
@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"ground": ""}, {"ground": Fault.MISSING}),
        ({"ground": "dislike"}, {"ground": Fault.UNKNOWN_CHOICE}),
        ({"evidence": "  "}, {"evidence": Fault.MISSING}),
        ({"extent": ""}, {"extent": Fault.MISSING}),
        ({"extent": "mostly"}, {"extent": Fault.UNKNOWN_CHOICE}),
        ({"evidence": "x" * 2001}, {"evidence": Fault.TOO_LONG}),
    ],
)
def test_a_ground_and_what_it_rests_on_are_asked_for(change: dict[str, Any], fields: dict[str, Fault]) -> None:
    """S4 5.3."""
    assert before().refused("ines", replace(ASK, **change)).fields == fields


@pytest.mark.feature("B14")
@pytest.mark.parametrize("who", ["harriet", "orla", "solomon", "chair", "nobody"])
def test_only_family_is_left_out_this_way(who: str) -> None:
    assert before().refused("ines", replace(ASK, person=PersonId(who))).code is Why.NOT_FAMILY


@pytest.mark.feature("B14")
@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"extent": ""}, {"extent": Fault.MISSING}),
        ({"extent": "perhaps"}, {"extent": Fault.UNKNOWN_CHOICE}),
        ({"reasons": ""}, {"reasons": Fault.MISSING}),
        ({"how_long": " "}, {"how_long": Fault.MISSING}),
        ({"extent": "part", "how_long": ""}, {"how_long": Fault.MISSING}),
    ],
)
def test_a_decision_has_reasons_and_says_for_how_long(change: dict[str, Any], fields: dict[str, Fault]) -> None:
    """S4 5.5: "the minimum duration necessary"."""
    play = before()
    play.does("ines", ASK)
    assert play.refused("chair", replace(DECIDE, **change)).fields == fields


@pytest.mark.feature("B14")
def test_the_chairs_decision_is_final() -> None:
    """S4 5.8; and what somebody has been told in a letter does not change behind it."""
    play = before()
    assert play.refused("chair", DECIDE).code is Why.NOTHING_ASKED
    play.does("ines", ASK)
    play.does("chair", replace(DECIDE, extent="no", how_long=""))
    assert play.refused("chair", DECIDE).code is Why.DECIDED_ALREADY
    assert play.refused("ines", ASK).code is Why.DECIDED_ALREADY
    assert play.keys("letter") == set()
    assert KATYA in invited(play.state)
    assert play.refused("ines", GiveExclusionLetter(person=KATYA, how="by post")).code is Why.NO_LETTER


@pytest.mark.feature("B14")
def test_one_asks_and_another_is_told_that_it_is_asked_and_nothing_more() -> None:
    play = before()
    play.does("ines", ASK)
    assert play.refused("harriet", ASK).code is Why.ALREADY_ASKED
    play.does("ines", replace(ASK, evidence="Police records of 3 and 9 May"))
    others = exclusion_view(play.state, PersonId("harriet"), KATYA, ENGLAND)
    assert isinstance(others, ExclusionView)
    assert (others.taken, others.asked, others.asked_by) == (True, None, "")
    for who in ("katya", "desmond", "solomon", "administrator", "orla", "manager"):
        assert exclusion_view(play.state, PersonId(who), KATYA, ENGLAND) == Refused(Why.NOT_YOURS_TO_DO)


@pytest.mark.feature("B14")
@pytest.mark.parametrize(
    ("when", "in_time"),
    [("Wed 2 Dec 2026 17:00", True), ("Wed 2 Dec 2026 17:01", False), ("Mon 7 Dec 2026 09:00", False)],
)
def test_three_working_days_before_if_possible(when: str, in_time: bool) -> None:
    """S4 5.2: late is said, and heard all the same."""
    play = before().until(when)
    assert ask_by(play.state, ENGLAND) == moment("Wed 2 Dec 2026 17:00")
    play.does("ines", ASK)
    view = exclusion_view(play.state, PersonId("chair"), KATYA, ENGLAND)
    assert isinstance(view, ExclusionView)
    assert view.in_time is in_time


@pytest.mark.feature("B14")
def test_what_was_asked_in_time_and_is_put_better_later_was_asked_in_time() -> None:
    """S4 5.2; the same again is nothing new."""
    play = before()
    play.does("ines", ASK)
    play.until("Thu 3 Dec 2026 10:00")
    assert play.does("ines", ASK) == ()
    play.does("ines", replace(ASK, evidence="Police records of 3 and 9 May"))
    view = exclusion_view(play.state, PersonId("chair"), KATYA, ENGLAND)
    assert isinstance(view, ExclusionView)
    assert view.asked is not None
    assert (view.in_time, view.asked.evidence) == (True, "Police records of 3 and 9 May")


@pytest.mark.feature("B14")
def test_whoever_is_left_out_is_not_invited_nor_let_in_and_the_other_parent_is() -> None:
    play = before()
    play.perform()
    play.does("ines", ASK)
    play.does("chair", DECIDE)
    assert KATYA not in invited(play.state)
    assert DESMOND in invited(play.state)
    play.perform()
    assert play.state.sends["invitation/katya//0"].face == "asked", "she reads it in her letter first"
    play.does("ines", GiveExclusionLetter(person=KATYA, how="in person"))
    play.perform()
    assert play.state.sends["invitation/katya//0"].face == "withdrawn"
    play.until("Mon 7 Dec 2026 10:00").does("chair", StartMeeting())
    play.perform()
    assert "checklist/katya//1" not in play.state.sends
    assert "checklist/desmond//1" in play.state.sends
    promise = play.promise()
    assert play.refused("katya", promise).code is Why.LEFT_OUT
    for command in (
        MarkPresent(person=KATYA, read_aloud=True),
        OverrideChecklist(person=KATYA, reason="she is here"),
    ):
        assert play.refused("chair", command).code is Why.LEFT_OUT
    play.does("desmond", promise)


@pytest.mark.feature("B14", "B15")
def test_whoever_is_left_out_of_a_part_is_invited_and_let_in() -> None:
    """S4 5.5; the chair may leave out of less than was asked."""
    play = before()
    play.does("ines", ASK)
    play.does("chair", replace(DECIDE, extent="part", how_long="While the police speak"))
    assert not play.state.before.exclusions[KATYA].whole
    assert KATYA in invited(play.state)
    play.until("Mon 7 Dec 2026 09:50").arrive("katya")


@pytest.mark.feature("B14")
def test_the_letter_is_its_carriers_and_the_chairs() -> None:
    play = before()
    play.does("ines", ASK)
    play.does("chair", DECIDE)
    for who in ("chair", "ines"):
        assert not isinstance(exclusion_letter_view(play.state, PersonId(who), KATYA), Refused)
    for who in ("katya", "desmond", "tomas", "administrator", "harriet", "manager"):
        assert exclusion_letter_view(play.state, PersonId(who), KATYA) == Refused(Why.NO_LETTER)
    assert play.refused("tomas", GiveExclusionLetter(person=KATYA, how="by post")).code is Why.NO_LETTER
    assert play.refused("ines", GiveExclusionLetter(person=KATYA, how=" ")).fields == {"how": Fault.MISSING}
    play.does("ines", GiveExclusionLetter(person=KATYA, how="by post"))
    assert play.does("chair", GiveExclusionLetter(person=KATYA, how="in person")) == ()


@pytest.mark.feature("B14", "B25")
def test_once_it_has_begun_the_chair_is_asked_aloud() -> None:
    """S4 5.6."""
    play = before().until("Mon 7 Dec 2026 10:00")
    play.does("chair", StartMeeting())
    assert play.refused("ines", ASK).code is Why.UNDER_WAY
    assert play.refused("katya", RECORD).code is Why.UNDER_WAY
