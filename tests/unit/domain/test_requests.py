"""What is asked of the chair before a conference: who may ask, what the chair alone decides, and who is let in (S4 3.3, 3.8, 5)."""

from dataclasses import replace
from typing import Any

import pytest

from bot.adapters.letter_writer import LetterWriter
from bot.adapters.template_files import stationery
from bot.domain.ids import ChildId, ConferenceId, PersonId, SeatId
from bot.domain.inviting import invited
from bot.domain.notice import Address, Door, Notice
from bot.domain.outcome import Refused
from bot.domain.outstanding import Item, outstanding
from bot.domain.preparations import Cancelled
from bot.domain.refusals import Fault, Why
from bot.domain.requests import ask_by
from bot.domain.verbs.acknowledge_checklist import AcknowledgeChecklist
from bot.domain.verbs.ask_exclusion import AskExclusion
from bot.domain.verbs.ask_recording import AskRecording
from bot.domain.verbs.consent_to_observer import ConsentToObserver
from bot.domain.verbs.decide_exclusion import DecideExclusion
from bot.domain.verbs.decide_recording import DecideRecording
from bot.domain.verbs.declare_independence import DeclareIndependence
from bot.domain.verbs.give_exclusion_letter import GiveExclusionLetter
from bot.domain.verbs.hand_over_chair import HandOverChair
from bot.domain.verbs.hear_flag import HearFlag
from bot.domain.verbs.mark_present import MarkPresent
from bot.domain.verbs.meet_beforehand import MeetBeforehand
from bot.domain.verbs.override_checklist import OverrideChecklist
from bot.domain.verbs.plan_participation import PlanParticipation
from bot.domain.verbs.raise_flag import RaiseFlag
from bot.domain.verbs.registry import VERBS
from bot.domain.verbs.start_meeting import StartMeeting
from bot.domain.verbs.take_off_person import TakeOffPerson
from bot.domain.views.chairs_word import consent_view, independence_view, meetings_view
from bot.domain.views.exclusion import ExclusionView, exclusion_letter_view, exclusion_view
from bot.domain.views.flags import FlagView, flag_view, my_flags_view
from bot.domain.views.recording import recording_view
from bot.domain.views.requests import RequestsView, requests_view
from bot.domain.views.todo import todo_view
from tests.dates import moment
from tests.fakes.before import before
from tests.fakes.builders import ENGLAND, ROBIN, WREN, Play, changed, conference, profile
from tests.unit.domain.test_permissions import ROWS

KATYA, DESMOND, ORLA, INES = PersonId("katya"), PersonId("desmond"), PersonId("orla"), PersonId("ines")
ASK = AskExclusion(person=KATYA, ground="confidential", evidence="Police record of 3 May", extent="whole")
DECIDE = DecideExclusion(person=KATYA, extent="whole", reasons="The police ask for it.", how_long="This conference")
RECORD = AskRecording(person=KATYA, purpose="to listen again")


def _items(play: Play, who: str) -> list[tuple[Item, str]]:
    return [(one.item, one.about) for one in outstanding(play.state, PersonId(who), ENGLAND)]


def _posted(play: Play, kind: str) -> list[str]:
    return play.perform(kinds=[kind])


# -------------------------------------------------------------------------------------------------------------------- flags


@pytest.mark.feature("B12", "B29")
@pytest.mark.parametrize("kind", ["restricted", "danger"])
def test_somebody_asks_to_speak_to_the_chair_and_the_chair_has_spoken_to_them(kind: str) -> None:
    play = before()
    play.does("harriet", RaiseFlag(kind=kind))
    assert play.does("harriet", RaiseFlag(kind=kind)) == ()
    seen = flag_view(play.state, PersonId("chair"), "1")
    assert isinstance(seen, FlagView)
    assert (seen.name, seen.agency, seen.heard_at) == ("Harriet Osprey", "school title", None)
    assert (Item.FLAG, "1") in _items(play, "chair")
    assert _posted(play, "flag") == ["flag/chair/1/0"]
    play.does("chair", HearFlag(number=1))
    assert play.does("chair", HearFlag(number=1)) == ()
    assert play.owed()["flag/chair/1/0"].duty.face == "heard"
    assert (Item.FLAG, "1") not in _items(play, "chair")
    assert play.does("harriet", RaiseFlag(kind=kind)), "asked again after that, it is another"


@pytest.mark.feature("B12")
def test_there_is_nowhere_to_say_what_it_is() -> None:
    """Neither the command, nor what is recorded, nor what the chair is shown has any room for words."""
    play = before()
    (event,) = play.does("harriet", RaiseFlag(kind="restricted"))
    assert set(RaiseFlag.__dataclass_fields__) == {"kind"}
    assert set(event.__dataclass_fields__) == {"number", "kind", "by"}
    assert play.refused("harriet", RaiseFlag(kind="The police are to arrest him")).fields == {
        "kind": Fault.UNKNOWN_CHOICE
    }
    assert play.refused("harriet", RaiseFlag(kind="")).fields == {"kind": Fault.MISSING}


@pytest.mark.feature("B12", "B29")
def test_nobody_but_the_chair_knows_and_the_asker_sees_their_own() -> None:
    play = before()
    play.does("harriet", RaiseFlag(kind="danger"))
    for one in play.particulars.people:
        if one.id != "chair":
            assert flag_view(play.state, one.id, "1") == Refused(Why.NOT_YOURS_TO_DO)
            assert not [key for key in play.owed() if key.startswith(f"flag/{one.id}")]
    mine, other = (my_flags_view(play.state, PersonId(who)) for who in ("harriet", "anand"))
    assert not isinstance(mine, Refused)
    assert not isinstance(other, Refused)
    assert (len(mine.raised), other.raised) == (1, ())
    assert my_flags_view(play.state, KATYA) == Refused(Why.NOT_YOURS_TO_DO)
    assert flag_view(play.state, PersonId("chair"), "7") == Refused(Why.NO_SUCH_FLAG)
    assert play.refused("chair", HearFlag(number=7)).code is Why.NO_SUCH_FLAG


@pytest.mark.feature("B29")
def test_danger_knows_no_quiet_hours() -> None:
    play = before().until("Fri 27 Nov 2026 22:15")
    play.does("harriet", RaiseFlag(kind="restricted"))
    assert play.keys("flag") == set()
    play.does("harriet", RaiseFlag(kind="danger"))
    assert play.keys("flag") == {"flag/chair/2/0"}
    assert play.until("Mon 30 Nov 2026 08:00").keys("flag") == {"flag/chair/1/0", "flag/chair/2/0"}


@pytest.mark.feature("B12", "B14", "B25", "B29")
def test_the_chair_is_told_whether_or_not_it_was_convened_here() -> None:
    """A file without convening: people were asked on paper, and danger is heard all the same."""
    play = before(convened=False)
    play.does("harriet", RaiseFlag(kind="danger"))
    play.does("ines", ASK)
    play.does("ines", RECORD)
    told = {"flag/chair/1/0", "ask/chair/exclusion:katya/0", "ask/chair/recording:katya/0"}
    assert play.keys("flag") | play.keys("ask") == told
    assert _items(play, "chair") == [(Item.FLAG, "1"), (Item.EXCLUSION, "katya"), (Item.RECORDING, "katya")]
    assert _items(play, "ines") == []
    play.does("chair", DECIDE)
    assert play.keys("letter") == {"letter/ines/katya/0"}


@pytest.mark.feature("B12", "B14")
def test_a_chair_who_cannot_be_written_to_finds_it_on_their_list() -> None:
    """What is asked then stands in their daily reminder, by whichever road that goes; whoever asked still hears the answer. Who
    asks to speak to them does not wait for that: whoever could take the chair rings them.
    """
    play = before(particulars=changed(conference(), "chair", installed=False))
    play.does("harriet", RaiseFlag(kind="danger"))
    play.does("ines", ASK)
    assert play.keys("flag") | play.keys("ask") == {"flag/stand_in/1/0"}
    assert {(Item.FLAG, "1"), (Item.EXCLUSION, "katya")} <= set(_items(play, "chair"))
    play.does("chair", DECIDE)
    assert play.keys("ask") == {"ask/ines/exclusion:katya/0"}


@pytest.mark.feature("B12", "B29")
@pytest.mark.parametrize(
    ("chair", "away", "key", "face", "told"),
    [
        ({}, (), "flag/chair/1/0", "raised", True),
        ({"installed": False, "address": "c@council.example"}, (), "flag/chair/1/0/mail", "raised", True),
        ({"installed": False}, (), "flag/stand_in/1/0", "pass_on", False),
        ({"installed": False}, ("stand_in",), "flag/manager/1/0", "pass_on", False),
        ({"installed": False}, ("stand_in", "manager"), "", "", False),
    ],
)
def test_a_flag_goes_by_whichever_road_is_open_and_says_when_it_has_come(
    chair: dict[str, Any], away: tuple[str, ...], key: str, face: str, told: bool
) -> None:
    about = changed(conference(), "chair", **chair)
    for who in away:
        about = changed(about, who, installed=False)
    play = before(particulars=about)
    play.does("harriet", RaiseFlag(kind="danger"))
    assert _told(play) == set()
    assert {one: owed.duty.face for one, owed in play.owed().items() if one.startswith("flag/")} == (
        {key: face} if key else {}
    )
    play.perform(kinds=["flag"])
    assert _told(play) == ({1} if told else set())


def _told(play: Play) -> set[int]:
    mine = my_flags_view(play.state, PersonId("harriet"))
    assert not isinstance(mine, Refused)
    return set(mine.told)


@pytest.mark.feature("B12")
def test_whoever_takes_the_chair_is_told_too() -> None:
    play = before()
    play.does("harriet", RaiseFlag(kind="danger"))
    play.perform()
    play.does("chair", HandOverChair(to=PersonId("stand_in"), reason="ill"))
    assert play.keys("flag") == {"flag/stand_in/1/0"}


@pytest.mark.feature("B14", "B25")
@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({}, {"ask/ines/exclusion:katya/0"}),
        ({"installed": False, "address": "i@council.example"}, {"ask/ines/exclusion:katya/0/mail"}),
        ({"installed": False}, set()),
    ],
)
def test_whoever_asked_hears_by_whichever_road_is_open_that_it_is_answered(
    change: dict[str, Any], key: set[str]
) -> None:
    play = before(particulars=changed(conference(), "ines", **change))
    play.does("ines", ASK)
    play.perform(kinds=["ask"])
    play.does("chair", DECIDE)
    assert play.keys("ask") - {"ask/chair/exclusion:katya/0"} == key
    play.state = replace(play.state, before=replace(play.state.before, gone={INES: play.state.person(INES)}))
    assert play.keys("ask") == {"ask/chair/exclusion:katya/0"}, "nobody is written to once they are off the list"


@pytest.mark.feature("B12", "B14")
@pytest.mark.parametrize(("kind", "face"), [("flag", "raised"), ("ask", "answered")])
@pytest.mark.parametrize("who", ["chair", "katya"])
def test_the_letter_says_that_and_neither_what_nor_about_whom(kind: str, face: str, who: str) -> None:
    to = Address(door=Door.MAIL, mail="somebody@example.org")
    asked = Notice(cid=ConferenceId("c"), to=to, person=who, view=kind, subject="exclusion:katya", face=face)
    play = before()
    letter = LetterWriter(stationery(None, ()), "").write(asked, play.state, (), play.now, ENGLAND)
    said = f"{letter.subject} {letter.text}"
    assert play.particulars.reference in letter.subject
    assert letter.calendar is None
    assert not [word for word in ("atya", "xclu", "left out", "record") if word in said]


# ---------------------------------------------------------------------------------------------------------------- exclusion


@pytest.mark.feature("B14")
def test_an_exclusion_is_asked_decided_by_the_chair_and_told_in_a_letter() -> None:
    play = before()
    play.does("ines", ASK)
    assert (Item.EXCLUSION, "katya") in _items(play, "chair")
    assert _posted(play, "ask") == ["ask/chair/exclusion:katya/0"]
    play.does("chair", DECIDE)
    assert play.state.before.exclusions[KATYA].stands
    assert _posted(play, "ask") == ["ask/ines/exclusion:katya/0"], "whoever asked hears that it is answered"
    faces = {who: play.state.sends[f"ask/{who}/exclusion:katya/0"].face for who in ("chair", "ines")}
    assert faces == {"chair": "done", "ines": "answered"}
    assert _posted(play, "letter") == ["letter/ines/katya/0"], "by the lead social worker of her child"
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
    assert _have(play, Item.LETTER) == set()
    play.does("chair", DECIDE)
    assert play.keys("letter") == told
    assert _have(play, Item.LETTER) == listed
    (one,) = (one for one in outstanding(play.state, PersonId(min(listed)), ENGLAND) if one.item is Item.LETTER)
    assert (one.about, one.rungs[0]) == ("katya", moment("Fri 27 Nov 2026 08:30"))
    waiting = todo_view([(ConferenceId("c"), play.state, PersonId(min(listed)))], play.now, ENGLAND).waiting
    assert [line.about for line in waiting if line.item is Item.LETTER] == ["Katya Redstart"]
    play.does("chair", GiveExclusionLetter(person=KATYA, how="in person"))
    assert _have(play, Item.LETTER) == set()


def _have(play: Play, item: Item) -> set[str]:
    return {one.id for one in play.particulars.people if item in {what for what, _ in _items(play, one.id)}}


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
    assert not [one for one in _items(play, "chair") if one[0] in (Item.EXCLUSION, Item.RECORDING)]
    assert _have(play, Item.LETTER) == set()
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


# ---------------------------------------------------------------------------------------------------------------- recording


@pytest.mark.feature("B25")
def test_a_parent_asks_to_record_and_the_chair_answers() -> None:
    play = before()
    play.does("katya", RECORD)
    assert play.does("katya", RECORD) == ()
    assert (Item.RECORDING, "katya") in _items(play, "chair")
    assert _posted(play, "ask") == ["ask/chair/recording:katya/0"]
    assert play.refused("chair", DecideRecording(person=KATYA, granted="", reasons="")).fields == {
        "granted": Fault.MISSING,
        "reasons": Fault.MISSING,
    }
    play.does("chair", DecideRecording(person=KATYA, granted="no", reasons="Others would be heard on it."))
    assert _posted(play, "ask") == ["ask/katya/recording:katya/0"]
    assert play.refused("chair", DecideRecording(person=KATYA, granted="yes", reasons="x")).code is Why.DECIDED_ALREADY
    assert play.refused("katya", replace(RECORD, purpose="more")).code is Why.DECIDED_ALREADY
    seen = recording_view(play.state, KATYA, KATYA)
    assert not isinstance(seen, Refused)
    assert (seen.own, seen.granted, seen.reasons) == (True, False, "Others would be heard on it.")


@pytest.mark.feature("B25")
def test_family_ask_for_themselves_and_see_their_own() -> None:
    play = before()
    assert play.refused("desmond", RECORD).code is Why.NOT_FAMILY
    assert play.refused("ines", replace(RECORD, person=PersonId("harriet"))).code is Why.NOT_FAMILY
    assert play.refused("katya", replace(RECORD, purpose=" ")).fields == {"purpose": Fault.MISSING}
    play.does("ines", RECORD)
    assert recording_view(play.state, DESMOND, KATYA) == Refused(Why.NOT_YOURS_TO_DO)
    assert recording_view(play.state, PersonId("harriet"), KATYA) == Refused(Why.NOT_YOURS_TO_DO)
    assert play.refused("chair", DecideRecording(person=DESMOND, granted="yes", reasons="x")).code is Why.NOTHING_ASKED


# ----------------------------------------------------------------------------------------------------------------- observer


@pytest.mark.feature("B19")
@pytest.mark.parametrize(
    ("chair", "family", "comes"),
    [
        ("", "", False),
        ("yes", "", False),
        ("", "yes", False),
        ("yes", "no", False),
        ("no", "yes", False),
        ("yes", "yes", True),
    ],
)
def test_an_observer_only_if_the_chair_and_the_family_agree(chair: str, family: str, comes: bool) -> None:
    """S4 3.3: not invited, given no checklist, and not let in by any road without both."""
    play = before()
    if family:
        play.does("ines", ConsentToObserver(observer=ORLA, family=family))
    if chair:
        play.does("chair", ConsentToObserver(observer=ORLA, chair=chair))
    assert (ORLA in invited(play.state)) is comes
    play.until("Mon 7 Dec 2026 10:00").does("chair", StartMeeting())
    play.perform()
    assert ("checklist/orla//1" in play.state.sends) is comes
    if comes:
        play.arrive("orla")
        return
    assert play.refused("orla", play.promise()).code is Why.CONSENT_FIRST
    assert play.refused("orla", AcknowledgeChecklist(items=())).code is Why.CONSENT_FIRST
    assert play.refused("chair", MarkPresent(person=ORLA, read_aloud=True)).fields == {"person": Fault.KEPT_OUT}
    assert play.refused("chair", OverrideChecklist(person=ORLA, reason="a student")).fields == {
        "person": Fault.KEPT_OUT
    }


@pytest.mark.feature("B19")
def test_nobody_answers_for_the_chair_and_both_answers_are_recorded() -> None:
    play = before()
    for who in ("ines", "administrator"):
        assert play.refused(who, ConsentToObserver(observer=ORLA, chair="yes")).fields == {
            "chair": Fault.UNKNOWN_CHOICE
        }
    assert play.refused("chair", ConsentToObserver(observer=ORLA)).fields == {"family": Fault.MISSING}
    assert play.refused("chair", ConsentToObserver(observer=ORLA, chair="maybe")).fields == {
        "chair": Fault.UNKNOWN_CHOICE
    }
    assert play.refused("chair", ConsentToObserver(observer=KATYA, chair="yes")).code is Why.NOT_AN_OBSERVER
    assert (Item.CONSENT, "orla") in _items(play, "chair")
    assert (Item.CONSENT, "orla") in _items(play, "ines")
    assert (Item.CONSENT, "orla") not in _items(play, "tomas")
    assert len(play.does("chair", ConsentToObserver(observer=ORLA, chair="yes", family="yes"))) == 2
    assert play.does("chair", ConsentToObserver(observer=ORLA, chair="yes", family="yes")) == ()
    assert (Item.CONSENT, "orla") not in _items(play, "chair") + _items(play, "ines")


@pytest.mark.feature("B19")
def test_consent_can_be_taken_back_until_views_are_asked_for() -> None:
    play = before()
    play.does("chair", ConsentToObserver(observer=ORLA, chair="yes", family="yes"))
    play.perform()
    assert "invitation/orla//0" in play.state.sends
    play.does("administrator", ConsentToObserver(observer=ORLA, family="no"))
    play.perform()
    assert play.state.sends["invitation/orla//0"].face == "withdrawn"
    play.until("Mon 7 Dec 2026 10:00").open(absent=("orla",))
    assert play.refused("chair", ConsentToObserver(observer=ORLA, family="yes")).code is Why.UNDER_WAY


def test_where_nobody_was_convened_by_the_bot_consents_are_on_paper() -> None:
    play = before(convened=False).until("Mon 7 Dec 2026 10:00")
    play.does("chair", StartMeeting())
    play.arrive("orla")


# ------------------------------------------------------------------------------------------------------------- independence


@pytest.mark.feature("B26")
def test_the_chair_gives_their_word_and_whoever_takes_the_chair_gives_theirs() -> None:
    play = before()
    assert (Item.INDEPENDENCE, "") in _items(play, "chair")
    play.does("chair", DeclareIndependence(independent="yes", same="first"))
    assert play.does("chair", DeclareIndependence(independent="yes", same="first")) == ()
    assert (Item.INDEPENDENCE, "") not in _items(play, "chair")
    play.does("chair", HandOverChair(to=PersonId("stand_in"), reason="ill"))
    assert (Item.INDEPENDENCE, "") in _items(play, "stand_in")
    theirs = independence_view(play.state, PersonId("stand_in"))
    assert not isinstance(theirs, Refused)
    assert theirs.said is None


@pytest.mark.feature("B26")
@pytest.mark.parametrize(
    ("independent", "same", "reason", "faults"),
    [
        ("", "", "", {"independent": Fault.MISSING, "same": Fault.MISSING}),
        ("so so", "first", "", {"independent": Fault.UNKNOWN_CHOICE}),
        ("yes", "second", "", {"same": Fault.UNKNOWN_CHOICE}),
        ("no", "yes", " ", {"reason": Fault.REASON_MISSING}),
        ("yes", "no", "", {"reason": Fault.REASON_MISSING}),
        ("no", "no", "A pilot of lead practitioners.", {}),
    ],
)
def test_a_no_needs_a_reason_and_stops_nothing(
    independent: str, same: str, reason: str, faults: dict[str, Fault]
) -> None:
    """Trap 31: reforms let others chair."""
    play = before()
    command = DeclareIndependence(independent=independent, same=same, reason=reason)
    if faults:
        assert play.refused("chair", command).fields == faults
    else:
        assert play.does("chair", command)


# --------------------------------------------------------------------------------------- meeting beforehand, and taking part


@pytest.mark.feature("B17")
def test_the_chair_says_whom_they_have_met() -> None:
    play = before()
    play.does("chair", MeetBeforehand(who="katya"), MeetBeforehand(who="wren"))
    assert play.does("chair", MeetBeforehand(who="katya")) == ()
    seen = meetings_view(play.state, PersonId("chair"))
    assert not isinstance(seen, Refused)
    assert {one.who: one.met_at is not None for one in seen.people} == {
        "wren": True,
        "robin": False,
        "katya": True,
        "desmond": False,
    }
    for who in ("harriet", "nobody", "chair"):
        assert play.refused("chair", MeetBeforehand(who=who)).code is Why.NOT_FAMILY


@pytest.mark.feature("B18")
@pytest.mark.parametrize("who", ["chair", "ines", "tomas", "administrator"])
def test_how_a_child_takes_part_is_planned_and_put_right(who: str) -> None:
    play = before()
    assert play.does(who, PlanParticipation(child=WREN, how="PN5", note=" by her advocate "))
    assert play.does(who, PlanParticipation(child=WREN, how="PN5", note="by her advocate")) == ()
    play.until("Mon 7 Dec 2026 10:00").gather(absent=("orla",))
    play.does("chair", PlanParticipation(child=WREN, how="PN1"))
    assert play.state.before.participation[WREN].how == "PN1"


@pytest.mark.feature("B18")
@pytest.mark.parametrize(
    ("child", "how", "fault"),
    [
        (WREN, "", Fault.MISSING),
        (WREN, "PN9", Fault.UNKNOWN_CHOICE),
        (WREN, "PN0", Fault.NOT_UNDER_FOUR),
        (ROBIN, "PN0", None),
        (ROBIN, "PN7", None),
    ],
)
def test_the_codes_of_the_national_return(child: str, how: str, fault: Fault | None) -> None:
    """Wren is eleven, Robin two."""
    command = PlanParticipation(child=WREN if child == "wren" else ROBIN, how=how)
    play = before()
    if fault:
        assert play.refused("ines", command).fields == {"how": fault}
    else:
        assert play.does("ines", command)


@pytest.mark.feature("B18")
def test_only_a_child_of_this_conference_takes_part() -> None:
    assert before().refused("ines", PlanParticipation(child=ChildId("jay"), how="PN1")).code is Why.NO_SUCH_CHILD


@pytest.mark.feature("B26")
def test_a_borough_that_does_not_ask_for_the_chairs_word_has_it_on_no_list() -> None:
    asks = replace(profile(), convening=replace(profile().convening, independent=False))
    play = before(profile=asks)
    seen = requests_view(play.state, PersonId("chair"))
    assert isinstance(seen, RequestsView)
    assert "independence" not in {one.request for one in seen.lines}
    assert (Item.INDEPENDENCE, "") not in _items(play, "chair")


@pytest.mark.feature("B18")
def test_a_child_not_yet_born_cannot_come() -> None:
    """Trap 19."""
    given = conference()
    children = (
        replace(given.children[0], born=None, expected=moment("Mon 1 Feb 2027 00:00").date()),
        given.children[1],
    )
    play = before(particulars=replace(given, children=children))
    assert play.refused("ines", PlanParticipation(child=WREN, how="PN1")).fields == {"how": Fault.NOT_BORN_YET}
    play.does("ines", PlanParticipation(child=WREN, how="PN0"))
    seen = meetings_view(play.state, PersonId("chair"))
    assert not isinstance(seen, Refused)
    assert "wren" not in {one.who for one in seen.people}


# ------------------------------------------------------------------------------------------------------------------- all of it


@pytest.mark.feature("B12", "B14", "B19", "B25", "B26")
def test_the_chair_has_all_of_it_on_one_list_what_waits_first() -> None:
    play = before()
    play.does("harriet", RaiseFlag(kind="danger"))
    play.does("chair", HearFlag(number=1))
    play.does("ines", ASK)
    play.does("katya", RECORD)
    seen = requests_view(play.state, PersonId("chair"))
    assert isinstance(seen, RequestsView)
    assert [(one.request, one.about, one.answered) for one in seen.lines] == [
        ("exclusion", "katya", False),
        ("recording", "katya", False),
        ("consent", "orla", False),
        ("independence", "", False),
        ("flag", "1", True),
    ]
    for one in play.particulars.people:
        if one.id != "chair":
            assert requests_view(play.state, one.id) == Refused(Why.NOT_YOURS_TO_DO)
    assert consent_view(play.state, KATYA, ORLA) == Refused(Why.NOT_YOURS_TO_DO)


_OURS = (
    "report.",
    "flag.raise",
    "exclusion.",
    "recording.",
    "observer.",
    "independence.",
    "premeeting.",
    "participation.",
)


@pytest.mark.parametrize("name", [name for name in VERBS if name.startswith(_OURS) and name != "exclusion.letter"])
def test_of_what_is_cancelled_nothing_more_is_asked_nor_answered(name: str) -> None:
    play = before()
    gone = Cancelled(reason="moved away", at=play.now, by=PersonId("chair"))
    play.state = replace(play.state, before=replace(play.state.before, cancelled=gone))
    allowed, command = ROWS[name]
    able = {"professional": "harriet", "lead_social_worker": "ines"}
    who = allowed.split()[0]
    assert play.refused(able.get(who, who), command).code is Why.CANCELLED


@pytest.mark.parametrize("name", ["flag", "ask", "letter"])
def test_what_is_owed_names_nobody_in_its_face(name: str) -> None:
    play = before()
    play.does("harriet", RaiseFlag(kind="danger"))
    play.does("ines", ASK)
    play.does("chair", DECIDE)
    faces = {one.duty.face for key, one in play.owed().items() if key.startswith(f"{name}/")}
    assert faces <= {"raised", "ask", "answered", "done"}
    assert SeatId("school") not in repr(faces)
