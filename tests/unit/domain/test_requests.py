"""What else is asked of the chair before a conference: recording, observers, independence, taking part (S4 3.3, 3.8)."""

from dataclasses import replace

import pytest

from bot.domain.ids import ChildId, PersonId, SeatId
from bot.domain.inviting import invited
from bot.domain.outcome import Refused
from bot.domain.outstanding import Item
from bot.domain.preparations import Cancelled
from bot.domain.refusals import Fault, Why
from bot.domain.verbs.acknowledge_checklist import AcknowledgeChecklist
from bot.domain.verbs.consent_to_observer import ConsentToObserver
from bot.domain.verbs.decide_recording import DecideRecording
from bot.domain.verbs.declare_independence import DeclareIndependence
from bot.domain.verbs.hand_over_chair import HandOverChair
from bot.domain.verbs.hear_flag import HearFlag
from bot.domain.verbs.mark_present import MarkPresent
from bot.domain.verbs.meet_beforehand import MeetBeforehand
from bot.domain.verbs.override_checklist import OverrideChecklist
from bot.domain.verbs.plan_participation import PlanParticipation
from bot.domain.verbs.raise_flag import RaiseFlag
from bot.domain.verbs.registry import VERBS
from bot.domain.verbs.start_meeting import StartMeeting
from bot.domain.views.chairs_word import consent_view, independence_view, meetings_view
from bot.domain.views.recording import recording_view
from bot.domain.views.requests import RequestsView, requests_view
from tests.dates import moment
from tests.fakes.asking import ASK, DECIDE, DESMOND, KATYA, ORLA, RECORD, items
from tests.fakes.before import before
from tests.fakes.builders import ROBIN, WREN, conference, profile
from tests.unit.domain.test_permissions import ROWS

# ------------------------------------------------------------------------------------------------------------- recording


@pytest.mark.feature("B25")
def test_a_parent_asks_to_record_and_the_chair_answers() -> None:
    play = before()
    play.does("katya", RECORD)
    assert play.does("katya", RECORD) == ()
    assert (Item.RECORDING, "katya") in items(play, "chair")
    assert play.perform(kinds=["ask"]) == ["ask/chair/recording:katya/0"]
    assert play.refused("chair", DecideRecording(person=KATYA, granted="", reasons="")).fields == {
        "granted": Fault.MISSING,
        "reasons": Fault.MISSING,
    }
    play.does("chair", DecideRecording(person=KATYA, granted="no", reasons="Others would be heard on it."))
    assert play.perform(kinds=["ask"]) == ["ask/katya/recording:katya/0"]
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


# -------------------------------------------------------------------------------------------------------------- observer


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
    assert (Item.CONSENT, "orla") in items(play, "chair")
    assert (Item.CONSENT, "orla") in items(play, "ines")
    assert (Item.CONSENT, "orla") not in items(play, "tomas")
    assert len(play.does("chair", ConsentToObserver(observer=ORLA, chair="yes", family="yes"))) == 2
    assert play.does("chair", ConsentToObserver(observer=ORLA, chair="yes", family="yes")) == ()
    assert (Item.CONSENT, "orla") not in items(play, "chair") + items(play, "ines")


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


# ---------------------------------------------------------------------------------------------------------- independence


@pytest.mark.feature("B26")
def test_the_chair_gives_their_word_and_whoever_takes_the_chair_gives_theirs() -> None:
    play = before()
    assert (Item.INDEPENDENCE, "") in items(play, "chair")
    play.does("chair", DeclareIndependence(independent="yes", same="first"))
    assert play.does("chair", DeclareIndependence(independent="yes", same="first")) == ()
    assert (Item.INDEPENDENCE, "") not in items(play, "chair")
    play.does("chair", HandOverChair(to=PersonId("stand_in"), reason="ill"))
    assert (Item.INDEPENDENCE, "") in items(play, "stand_in")
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


# ----------------------------------------------------------------------------------- meeting beforehand, and taking part


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
    assert (Item.INDEPENDENCE, "") not in items(play, "chair")


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


# ------------------------------------------------------------------------------------------------------------- all of it


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
