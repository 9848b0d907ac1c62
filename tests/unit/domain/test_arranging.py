"""A conference put together piece by piece, and changed afterwards (B1, B2, B4, B5, B15, B28)."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.domain.arranging import dates_asked
from bot.domain.beginning import BY, CHAIR, Beginning, Starter, begun
from bot.domain.board import line
from bot.domain.checks import Concern, Gap, concerns, gaps, measures
from bot.domain.conference import Conference
from bot.domain.duties import duties
from bot.domain.events import ConferenceSetUp
from bot.domain.events_before import IndependenceDeclared
from bot.domain.evolve import evolve, fold
from bot.domain.ids import ChildId, PersonId
from bot.domain.inviting import Road
from bot.domain.outcome import Accepted, Refused
from bot.domain.outstanding import Item, outstanding
from bot.domain.particulars import SOCIAL_CARE, Kind, Mode, Particulars, Person, Role
from bot.domain.refusals import Fault, Why
from bot.domain.typed import agency
from bot.domain.verbs.cancel_conference import CancelConference
from bot.domain.verbs.convene_conference import ConveneConference
from bot.domain.verbs.explain_delay import ExplainDelay
from bot.domain.verbs.move_conference import MoveConference
from bot.domain.verbs.put_child import PutChild, TakeOffChild
from bot.domain.verbs.put_person import PutPerson
from bot.domain.verbs.set_dates import SetDates
from bot.domain.verbs.set_details import SetDetails
from bot.domain.verbs.set_household import SetHousehold
from bot.domain.verbs.set_parts import SetPart
from bot.domain.verbs.start_meeting import StartMeeting
from bot.domain.verbs.take_off_person import TakeOffPerson
from bot.domain.views.sheet import Phase, SheetView, sheet_view
from tests.dates import moment
from tests.fakes.builders import ENGLAND, Play, account, actor, conference, core_group, profile

NOW = moment("Mon 2 Nov 2026 09:00").astimezone(UTC)
NEW, NEW_CHILD = PersonId(""), ChildId("")
TYPED = Beginning(
    reference="CP-2026-0147",
    kind="initial",
    day="2026-11-26",
    start="10:00",
    end="12:00",
    chair="Ada Sample",
    chair_address="ada.sample@council.example",
    seat="Lead social worker",
)
CHAIR_ACTOR = replace(actor("ada"), address="ada.sample@council.example")
STARTER = Starter(name="Samir Blotter", account=account("administrator"), address="samir@council.example")
SOCIAL_WORKER = PutPerson(
    person=NEW,
    name="Priya Sample",
    role="professional",
    address="priya@council.example",
    agency="Children's social care",
    title="Lead social worker",
)
CHILD = PutChild(child=NEW_CHILD, called="Jay", born="2019-05-04")


def particulars(**change: str) -> Particulars:
    found = begun(replace(TYPED, **change), STARTER, NOW)
    assert isinstance(found, Particulars), found
    return found


def draft(given: Particulars | None = None, **change: Any) -> Play:
    play = Play(given or particulars(), now=NOW)
    event = ConferenceSetUp(particulars=play.particulars, profile=play.profile, draft=True, **change)
    play.happened = [(event, NOW)]
    play.state = evolve(None, event, NOW)
    return play


def whole(**change: Any) -> Play:
    """With one child, a social worker, a school, and a mother: ready to be convened."""
    play = draft(**change)
    play.does("administrator", SOCIAL_WORKER)
    lead = play.state.particulars.people[-1].id
    play.does("administrator", replace(CHILD, lead=lead), SetHousehold(household="", nobody=True))
    child = play.state.particulars.children[0].id
    play.does(
        "administrator",
        replace(SOCIAL_WORKER, name="Tom Example", address="tom@school.example", agency="school", contact=child),
        PutPerson(person=NEW, name="Cora Sampleton", role="family", relation="mother", children=child),
    )
    return play


def convened() -> Play:
    play = whole()
    play.does("administrator", ConveneConference())
    return play


def person(play: Play, name: str) -> PersonId:
    return next(one.id for one in play.state.particulars.people if one.name == name)


def codes(state: Conference) -> set[Gap | Concern]:
    return {one.code for one in (*gaps(state, NOW), *concerns(state, ENGLAND))}


def sheet(play: Play, who: PersonId = BY) -> SheetView:
    found = sheet_view(play.state, who, play.now, ENGLAND)
    assert isinstance(found, SheetView)
    return found


# ------------------------------------------------------------------------------------------------------------ beginning


@pytest.mark.feature("B1")
def test_a_conference_is_begun_with_whoever_begins_it_and_its_chair() -> None:
    found = particulars()
    assert (found.people[0].role, found.people[0].account) == (Role.ADMINISTRATOR, account("administrator"))
    assert (found.chair, found.people[1].role, found.people[1].account) == (CHAIR, Role.CHAIR, None)
    assert found.start == moment("Thu 26 Nov 2026 10:00")
    assert (found.children, found.seats) == ((), ())


def test_whoever_chairs_and_begins_it_is_one_person() -> None:
    found = particulars(chair_address="SAMIR@council.example")
    assert [(one.id, one.role) for one in found.people] == [(BY, Role.CHAIR)]
    assert found.chair == BY


def test_a_core_group_is_led_by_its_lead_social_worker() -> None:
    found = particulars(kind="core_group")
    assert found.person(found.chair).role is Role.PROFESSIONAL
    assert [(one.agency, one.holder) for one in found.seats] == [(SOCIAL_CARE, CHAIR)]
    assert Gap.CHAIR_INVOLVED not in codes(draft(found).state)


@pytest.mark.parametrize(
    ("field", "typed", "fault"),
    [
        ("reference", "", Fault.MISSING),
        ("reference", "Robin Sampleton", Fault.NOT_A_REFERENCE),
        ("reference", "x" * 41, Fault.NOT_A_REFERENCE),
        ("kind", "party", Fault.UNKNOWN_CHOICE),
        ("day", "", Fault.MISSING),
        ("day", "26/11/2026", Fault.NOT_A_DATE),
        ("day", "2026-11-01", Fault.TIME_PAST),
        ("day", "2029-11-01", Fault.TIME_FAR),
        ("start", "ten", Fault.NOT_A_TIME),
        ("end", "10:00", Fault.END_NOT_AFTER),
        ("end", "23:30", Fault.MEETING_TOO_LONG),
        ("chair", " ", Fault.MISSING),
        ("chair_address", "", Fault.MISSING),
        ("chair_address", "ada at council", Fault.NOT_AN_ADDRESS),
        ("follows", "no reference", Fault.NOT_A_REFERENCE),
        ("follows", "CP-2026-0147", Fault.FOLLOWS_ITSELF),
    ],
)
def test_each_fault_of_a_beginning_stands_beside_its_field(field: str, typed: str, fault: Fault) -> None:
    assert begun(replace(TYPED, **{field: typed}), STARTER, NOW) == Refused(Why.FIELDS, {field: fault})


def test_all_faults_are_told_at_once() -> None:
    empty = Beginning(reference="", kind="", day="", start="", end="", chair="", chair_address="")
    found = begun(empty, STARTER, NOW)
    assert isinstance(found, Refused)
    assert set(found.fields) == {"reference", "kind", "day", "start", "end", "chair", "chair_address"}


# ----------------------------------------------------------------------------------------------------- piece by piece


@pytest.mark.feature("B1", "B2")
def test_nothing_is_owed_of_a_draft_and_all_that_is_missing_is_said() -> None:
    play = draft()
    assert {Gap.NO_CHILD, Gap.NO_HOUSEHOLD} <= codes(play.state)
    assert sheet(play).phase is Phase.DRAFT
    assert play.refused("administrator", ConveneConference()).code is Why.NOT_READY
    play.does("administrator", CHILD)
    assert {Gap.NO_LEAD, Gap.NO_HOUSEHOLD} <= codes(play.state)
    assert duties(play.state, NOW, ENGLAND) == ()


@pytest.mark.feature("B1", "B6")
def test_once_everything_is_there_it_is_convened_and_everybody_invited() -> None:
    play = whole()
    assert gaps(play.state, NOW) == ()
    assert sheet(play).phase is Phase.READY
    assert duties(play.state, NOW, ENGLAND) == ()
    play.does("administrator", ConveneConference())
    assert sheet(play).phase is Phase.CONVENED
    asked = {one.duty.to for one in duties(play.state, NOW, ENGLAND) if one.duty.kind == "invitation"}
    assert asked == {CHAIR, person(play, "Priya Sample"), person(play, "Tom Example")}
    assert play.asks("administrator", ConveneConference()) == Accepted()
    assert fold(None, play.happened) == play.state


@pytest.mark.feature("B1")
def test_what_was_set_up_by_file_may_be_convened_at_once() -> None:
    play = Play(now=NOW)
    play.does("bot", ConveneConference())
    assert play.state.before.convened_at == NOW


@pytest.mark.feature("B1")
def test_where_the_settings_open_microsoft_365_the_bot_sees_to_the_meeting() -> None:
    play = draft(microsoft=True)
    assert Concern.NO_LINK not in codes(play.state)
    play.does("administrator", SOCIAL_WORKER, SetHousehold(household="", nobody=True))
    play.does("administrator", replace(CHILD, lead=play.state.particulars.people[-1].id), ConveneConference())
    assert play.state.before.microsoft
    assert not convened().state.before.microsoft


def test_a_new_thing_never_takes_the_name_of_one_that_was_taken_off() -> None:
    play = whole()
    tom = person(play, "Tom Example")
    seat = play.state.seat_of(tom)
    play.does("administrator", TakeOffPerson(person=tom, reason="another school"))
    play.does("administrator", replace(SOCIAL_WORKER, name="Kit Example", address="kit@x.example", agency="school"))
    kit = person(play, "Kit Example")
    assert seat is not None
    assert kit != tom
    assert play.state.seat_of(kit) != seat


# -------------------------------------------------------------------------------------------------------------- people


@pytest.mark.feature("B5", "M1")
@pytest.mark.parametrize("role", [one for one in Role if one not in (Role.CHAIR, Role.PROFESSIONAL)])
def test_anybody_there_can_be_is_put_on_the_list(role: Role) -> None:
    play = draft()
    play.does("administrator", PutPerson(person=NEW, name="Somebody", role=role, relation="mother"))
    assert play.state.person(person(play, "Somebody")).role is role


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"name": ""}, {"name": Fault.MISSING}),
        ({"name": "x" * 121}, {"name": Fault.LINE_TOO_LONG}),
        ({"role": "king"}, {"role": Fault.UNKNOWN_CHOICE}),
        ({"role": "chair"}, {"role": Fault.ONE_CHAIR}),
        ({"role": "family"}, {"relation": Fault.MISSING}),
        ({"address": "nowhere"}, {"address": Fault.NOT_AN_ADDRESS}),
        ({"address": "ADA.SAMPLE@council.example"}, {"address": Fault.SOMEBODY_ELSES}),
        ({"oid": "7"}, {"oid": Fault.NOT_AN_OBJECT_ID}),
        ({"agency": ""}, {"agency": Fault.MISSING}),
        ({"agency": "7th floor"}, {"agency": Fault.NOT_AN_AGENCY}),
        ({"title": ""}, {"title": Fault.MISSING}),
    ],
)
def test_each_fault_of_a_person_stands_beside_its_field(change: dict[str, Any], fault: dict[str, Fault]) -> None:
    assert draft().refused("administrator", replace(SOCIAL_WORKER, **change)) == Refused(Why.FIELDS, fault)


@pytest.mark.feature("B13")
@pytest.mark.parametrize("typed", ["police", "The Police", "Met Police: child abuse team", "POLICE "])
def test_police_by_any_name_are_police(typed: str) -> None:
    """Their report goes to the chair alone: a slip in a name must not open it (S4 7.10)."""
    play = draft()
    play.does("administrator", replace(SOCIAL_WORKER, agency=typed))
    assert play.state.particulars.seats[-1].agency == "police"


def test_an_account_is_one_persons() -> None:
    play = draft(conference())
    oid = "0b8f3c1e-0000-4000-8000-00000000000a"
    play.does("administrator", replace(SOCIAL_WORKER, oid=oid))
    again = replace(SOCIAL_WORKER, name="Twin", address="twin@x.example", oid=oid)
    assert play.refused("administrator", again) == Refused(Why.FIELDS, {"oid": Fault.SOMEBODY_ELSES})


def test_nobody_locks_themselves_or_the_chair_out_by_a_slip() -> None:
    play = whole()
    for who in (BY, CHAIR):
        typed = PutPerson(person=who, name="Name", role="observer")
        assert play.refused("administrator", typed) == Refused(Why.FIELDS, {"role": Fault.OWN_ROLE})
    assert play.refused("administrator", TakeOffPerson(person=BY, reason="x")).code is Why.NOT_YOURSELF
    assert play.refused("administrator", TakeOffPerson(person=CHAIR, reason="x")).code is Why.CHAIR_STAYS
    priya = person(play, "Priya Sample")
    assert play.refused("administrator", TakeOffPerson(person=priya, reason="x")).code is Why.LEADS_A_CHILD
    observer = PutPerson(person=priya, name="Priya Sample", role="observer")
    assert play.refused("administrator", observer).code is Why.LEADS_A_CHILD


def test_another_address_is_another_reader_and_what_was_sent_to_the_old_one_did_not_reach_them() -> None:
    play = convened()
    play.perform()
    tom = person(play, "Tom Example")
    assert not [key for key in play.owed() if tom in key]
    typed = replace(SOCIAL_WORKER, person=tom, name="Tom Example", address="tom@new.example", agency="school")
    play.does("administrator", typed)
    assert play.keys("invitation") == {f"invitation/{tom}//0/mail"}


def test_a_name_put_right_asks_nobody_again() -> None:
    play = convened()
    play.perform()
    tom = person(play, "Tom Example")
    typed = replace(SOCIAL_WORKER, person=tom, name="Thomas Example", address="tom@school.example", agency="school")
    play.does("administrator", typed)
    assert play.keys("invitation") == set()


@pytest.mark.feature("B5")
def test_who_is_taken_off_is_asked_nothing_any_more() -> None:
    play = convened()
    play.perform()
    tom = person(play, "Tom Example")
    assert play.refused("administrator", TakeOffPerson(person=tom, reason=" ")).fields == {"reason": Fault.MISSING}
    play.does("administrator", TakeOffPerson(person=tom, reason="Jay has changed schools"))
    play.wait(days=10)
    assert not [key for key in play.owed() if f"/{tom}/" in key and "by_hand" not in key]
    assert play.state.person(tom).name == "Tom Example"


# ------------------------------------------------------------------------------------------------------------ children


@pytest.mark.feature("B2")
@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"called": ""}, {"called": Fault.MISSING}),
        ({"born": "soon"}, {"born": Fault.NOT_A_DATE}),
        ({"born": "2026-11-27"}, {"born": Fault.BORN_LATER}),
        ({"born": "2008-11-26"}, {"born": Fault.GROWN_UP}),
        ({"born": "", "expected": "2026-08-01"}, {"expected": Fault.LONG_EXPECTED}),
        ({"born": "", "expected": "2027-11-01"}, {"expected": Fault.EXPECTED_LATER}),
        ({"expected": "2027-01-10"}, {"expected": Fault.BORN_AND_EXPECTED}),
        ({"lead": "person-2"}, {"lead": Fault.NOT_A_LEAD}),
    ],
)
def test_each_fault_of_a_child_stands_beside_its_field(change: dict[str, Any], fault: dict[str, Fault]) -> None:
    assert draft().refused("administrator", replace(CHILD, **change)) == Refused(Why.FIELDS, fault)


@pytest.mark.feature("B2")
def test_one_not_yet_born_has_an_expected_date() -> None:
    play = draft(particulars(kind="pre_birth"))
    play.does("administrator", replace(CHILD, called="Baby S", born="", expected="2027-02-20"))
    assert play.state.particulars.children[0].expected == date(2027, 2, 20)
    assert Gap.NO_UNBORN not in codes(play.state)
    play = draft(particulars(kind="pre_birth"))
    play.does("administrator", CHILD)
    assert Gap.NO_UNBORN in codes(play.state)


def test_once_it_is_convened_a_child_is_whole_and_one_stays() -> None:
    play = convened()
    child = play.state.particulars.children[0]
    assert play.refused("administrator", TakeOffChild(child=child.id)).code is Why.LAST_CHILD
    half = PutChild(child=child.id, called="Jay")
    faults = {"lead": Fault.NOT_A_LEAD, "born": Fault.BIRTH_MISSING}
    assert play.refused("administrator", half) == Refused(Why.FIELDS, faults)
    draft_play = whole()
    draft_play.does("administrator", TakeOffChild(child=draft_play.state.particulars.children[0].id))
    assert draft_play.state.particulars.children == ()
    assert all(not one.contact for one in draft_play.state.particulars.seats)


@pytest.mark.feature("B2")
def test_that_there_are_no_other_children_has_to_be_said() -> None:
    play = draft()
    empty = SetHousehold(household=" \n ")
    assert play.refused("administrator", empty) == Refused(Why.FIELDS, {"household": Fault.MISSING})
    contrary = SetHousehold(household="Linnet, 15", nobody=True)
    assert play.refused("administrator", contrary) == Refused(Why.FIELDS, {"household": Fault.NONE_AND_SOME})
    play.does("administrator", SetHousehold(household="Linnet, 15\n\n Martin,  3 "))
    assert play.state.particulars.household == ("Linnet, 15", "Martin, 3")
    play.does("administrator", SetHousehold(household="", nobody=True))
    assert play.state.before.household_said
    assert not play.state.particulars.household


# ------------------------------------------------------------------------------------------------------ when and how


@pytest.mark.feature("B1")
def test_a_draft_is_changed_and_what_is_convened_is_moved() -> None:
    typed = SetDetails(
        mode="blended", place="Room 4", kind="review", day="2026-11-27", start="13:00", end="14:30", join_link=""
    )
    play = draft()
    play.does("administrator", typed)
    given = play.state.particulars
    assert (given.kind, given.mode, given.place) == (Kind.REVIEW, Mode.BLENDED, "Room 4")
    assert given.start == moment("Fri 27 Nov 2026 13:00")
    later = convened()
    later.does("administrator", typed)
    given = later.state.particulars
    assert (given.kind, given.mode, given.place) == (Kind.INITIAL, Mode.BLENDED, "Room 4")
    assert given.start == moment("Thu 26 Nov 2026 10:00")


@pytest.mark.parametrize(
    ("link", "fault"),
    [
        ("http://teams.example", Fault.NOT_A_LINK),
        ("https://teams.example/a b", Fault.NOT_A_LINK),
        ("https://teams.example/meet/12345", Fault.NO_CHAT_IN_LINK),
        ("https://teams.example/19%3ameeting_other%40thread.v2/0", Fault.OTHER_CHAT),
    ],
)
def test_a_link_that_leads_elsewhere_is_no_link(link: str, fault: Fault) -> None:
    play = whole().bind()
    typed = SetDetails(mode="virtual", kind="initial", day="2026-11-26", start="10:00", end="12:00", join_link=link)
    assert play.refused("administrator", typed) == Refused(Why.FIELDS, {"join_link": fault})


def test_dates_are_held_against_the_day_of_the_conference_and_one_another() -> None:
    play = draft(particulars(kind="review"))
    typed = SetDates(dates={"initial_conference": "2026-08-26", "previous_review": "2026-07-01"})
    assert play.refused("administrator", typed) == Refused(Why.FIELDS, {"previous_review": Fault.BEFORE_INITIAL})
    late = SetDates(dates={"initial_conference": "2026-12-26"})
    assert play.refused("administrator", late) == Refused(Why.FIELDS, {"initial_conference": Fault.AFTER_CONFERENCE})
    play.does("administrator", SetDates(dates={"initial_conference": "2026-08-26"}))
    assert play.state.particulars.dates == {"initial_conference": date(2026, 8, 26)}
    play.does("administrator", SetDates())
    assert play.state.particulars.dates == {}


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        (Kind.INITIAL, "strategy_discussion care_review_decision emergency_order_expiry examinations_end"),
        (Kind.PRE_BIRTH, "strategy_discussion"),
        (Kind.TRANSFER_IN, "move_notification"),
        (Kind.REVIEW, "initial_conference previous_review plan_start supervision_order previous_core_group"),
        (Kind.CORE_GROUP, ""),
    ],
)
def test_only_those_dates_are_asked_for_on_which_something_depends(kind: Kind, asked: str) -> None:
    assert [one.value for one in dates_asked(Play(conference(kind)).state)] == asked.split()


# ------------------------------------------------------------------------------------------------------ move and cancel


MOVE = MoveConference(day="2026-12-03", start="10:00", end="12:00", reason="The chair is ill")


@pytest.mark.feature("B28")
def test_everybody_is_asked_again_once_when_it_is_moved() -> None:
    play = convened()
    first = play.perform(kinds=["invitation"])
    play.wait(hours=1)
    play.does("administrator", MOVE)
    again = play.perform(kinds=["invitation"])
    assert {key.split("/")[1] for key in first} == {key.split("/")[1] for key in again}
    assert len(set(again)) == len(again) == len(first)
    assert not play.keys("invitation")
    assert play.state.particulars.start == moment("Thu 3 Dec 2026 10:00")
    assert fold(None, play.happened) == play.state


@pytest.mark.feature("B28", "B11")
def test_reminders_move_with_the_meeting_and_stop_with_it() -> None:
    play = convened()
    play.perform(kinds=["invitation"])
    assert _last_reminder(play) == moment("Wed 25 Nov 2026 08:30")
    play.does("administrator", MOVE)
    play.perform(kinds=["invitation"])
    assert _last_reminder(play) == moment("Wed 2 Dec 2026 08:30")
    play.does("administrator", CancelConference(reason="moved away"))
    assert outstanding(play.state, CHAIR, ENGLAND) == ()


def _last_reminder(play: Play) -> datetime:
    found = [one for one in outstanding(play.state, CHAIR, ENGLAND) if one.item is Item.MEETING]
    return max(found[0].rungs)


@pytest.mark.feature("B28")
@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"reason": ""}, {"reason": Fault.MISSING}),
        ({"day": "2026-11-26"}, {"day": Fault.SAME_TIME}),
        ({"day": "2026-10-26"}, {"day": Fault.TIME_PAST}),
        ({"end": "09:00"}, {"end": Fault.END_NOT_AFTER}),
    ],
)
def test_it_is_moved_to_another_time_with_a_reason(change: dict[str, str], fault: dict[str, Fault]) -> None:
    assert convened().refused("administrator", replace(MOVE, **change)) == Refused(Why.FIELDS, fault)


def test_a_draft_is_not_moved() -> None:
    assert whole().refused("administrator", MOVE).code is Why.NOT_CONVENED


@pytest.mark.feature("B15", "B28")
def test_parents_who_are_kept_apart_stay_so_when_it_is_moved() -> None:
    """Over the change of the clocks too: by the clock on the wall."""
    play = convened()
    cora = person(play, "Cora Sampleton")
    play.does("administrator", SetPart(title="first", start="10:00", end="10:45", people=cora))
    play.does("administrator", replace(MOVE, day="2027-04-08", start="13:00", end="15:00"))
    part = play.state.particulars.parts[0]
    assert (part.start, part.end) == (moment("Thu 8 Apr 2027 13:00"), moment("Thu 8 Apr 2027 13:45"))
    assert part.people == {cora}
    short = replace(MOVE, end="10:30")
    assert play.refused("administrator", short) == Refused(Why.FIELDS, {"end": Fault.PARTS_DO_NOT_FIT})


@pytest.mark.feature("B28")
def test_everybody_who_was_asked_is_told_once_when_it_is_cancelled() -> None:
    play = convened()
    asked = {key.split("/")[1] for key in play.perform(kinds=["invitation"])}
    assert play.refused("administrator", CancelConference(reason="")).fields == {"reason": Fault.MISSING}
    play.does("administrator", CancelConference(reason="The family has moved away"))
    told = play.perform(kinds=["cancelled"])
    assert {key.split("/")[1] for key in told} == asked
    play.wait(days=30)
    assert not [key for key in play.owed() if key.startswith(("invitation", "cancelled", "reminder"))]
    assert play.asks("administrator", CancelConference(reason="again")) == Accepted()


@pytest.mark.feature("B28")
def test_nothing_of_what_is_cancelled_changes_any_more_but_why_it_was_late() -> None:
    play = convened()
    play.does("administrator", CancelConference(reason="moved away"))
    for command in (MOVE, ConveneConference(), CHILD, SOCIAL_WORKER, SetHousehold(household="x"), SetDates()):
        assert play.refused("administrator", command).code is Why.CANCELLED
    play.does("administrator", ExplainDelay(reason="the school was closed"))
    assert sheet(play).phase is Phase.CANCELLED


def test_a_draft_does_not_begin_and_neither_does_what_is_cancelled() -> None:
    """Of a draft nothing is owed: a meeting that began all the same would be one in which nobody is given anything."""
    play = whole()
    play.now = play.state.particulars.start
    for who in (CHAIR_ACTOR, "bot"):
        assert play.refused(who, StartMeeting()).code is Why.NOT_CONVENED
    play.does("administrator", ConveneConference())
    play.does(CHAIR_ACTOR, StartMeeting())
    assert play.state.started_at
    over = convened()
    over.does("administrator", CancelConference(reason="moved away"))
    assert over.refused("bot", StartMeeting()).code is Why.CANCELLED


def test_it_is_convened_until_its_planned_end() -> None:
    play = whole()
    play.now = play.state.particulars.planned_end
    assert [one.code for one in gaps(play.state, play.now)] == [Gap.TIME_PAST]
    play.wait(minutes=-1).does("administrator", ConveneConference())


def test_a_draft_may_be_given_up_and_nobody_is_told() -> None:
    play = whole()
    play.does("administrator", CancelConference(reason="not needed"))
    assert duties(play.state, NOW, ENGLAND) == ()


def test_nothing_is_arranged_any_more_once_it_is_under_way() -> None:
    play = Play().gather()
    for command in (MOVE, CancelConference(reason="x"), ConveneConference(), SetHousehold(household="x")):
        assert play.refused("administrator", command).code is Why.UNDER_WAY
    assert isinstance(play.asks("administrator", replace(SOCIAL_WORKER, address="")), Accepted)


# --------------------------------------------------------------------------------------------------------------- parts


@pytest.mark.feature("B15")
def test_parts_lie_in_the_meeting_and_not_upon_one_another() -> None:
    play = whole()
    cora = person(play, "Cora Sampleton")
    play.does("administrator", SetPart(title="first", start="10:00", end="10:45", people=cora))
    for change, fault in (
        ({"start": "09:30", "end": "09:45"}, {"start": Fault.OUTSIDE_MEETING}),
        ({"start": "11:30", "end": "12:30"}, {"start": Fault.OUTSIDE_MEETING}),
        ({"start": "10:30", "end": "11:00"}, {"start": Fault.PARTS_OVERLAP}),
        ({"start": "11:00", "end": "11:00"}, {"end": Fault.END_NOT_AFTER}),
        ({"title": ""}, {"title": Fault.MISSING}),
        ({"people": "nobody"}, {"people": Fault.MISSING}),
    ):
        typed = SetPart(**{"title": "second", "start": "11:00", "end": "11:30", "people": cora, **change})  # type: ignore[arg-type]
        assert play.refused("administrator", typed) == Refused(Why.FIELDS, fault)
    play.does("administrator", SetPart(number="1", title="first", start="10:15", end="10:45", people=cora))
    assert [one.title for one in play.state.particulars.parts] == ["first"]
    play.does("administrator", SetPart(number="1", gone=True))
    assert play.state.particulars.parts == ()


# -------------------------------------------------------------------------------------------------------------- checks


@pytest.mark.feature("B24")
@pytest.mark.parametrize(
    ("day", "start", "end", "found"),
    [
        ("2026-11-26", "10:00", "12:00", set()),
        ("2026-11-28", "10:00", "12:00", {Concern.NOT_A_WORKING_DAY}),
        ("2026-12-25", "10:00", "12:00", {Concern.NOT_A_WORKING_DAY}),
        ("2026-11-26", "08:30", "10:00", {Concern.TOO_EARLY}),
        ("2026-11-26", "09:00", "15:00", set()),
        ("2026-11-26", "14:00", "15:30", {Concern.TOO_LATE}),
        ("2027-06-24", "13:00", "15:01", {Concern.TOO_LATE}),
    ],
)
def test_a_time_that_suits_a_family_badly_is_said(day: str, start: str, end: str, found: set[Concern]) -> None:
    times = {Concern.NOT_A_WORKING_DAY, Concern.TOO_EARLY, Concern.TOO_LATE}
    assert codes(draft(particulars(day=day, start=start, end=end)).state) & times == found


@pytest.mark.feature("B4")
def test_fifteen_working_days_from_the_strategy_discussion() -> None:
    """S4 1.7: Thu 5 Nov is day 0, Thu 26 Nov the fifteenth working day."""
    play = draft()
    assert Concern.DATE_MISSING in codes(play.state)
    play.does("administrator", SetDates(dates={"strategy_discussion": "2026-11-05"}))
    assert not {Concern.DATE_MISSING, Concern.LATE} & codes(play.state)
    play.does("administrator", SetDates(dates={"strategy_discussion": "2026-11-04"}))
    assert Concern.LATE in codes(play.state)
    play.does("administrator", ExplainDelay(reason="Half-term: the school could not come"))
    assert Concern.LATE not in codes(play.state)
    assert [one.late for one in measures(play.state, ENGLAND)] == [True]
    shown = line(play.state, play.now, ENGLAND)
    assert (shown.late, shown.delay_given) == (True, True)
    assert "Half-term" not in repr(shown), "the reason stays on the sheet"


@pytest.mark.feature("B4")
@pytest.mark.parametrize(
    ("kind", "dates", "late"),
    [
        ("transfer_in", {"move_notification": "2026-11-05"}, False),
        ("transfer_in", {"move_notification": "2026-11-04"}, True),
        ("review", {"initial_conference": "2026-08-26"}, False),
        ("review", {"initial_conference": "2026-08-25"}, True),
        ("review", {"initial_conference": "2025-08-25", "previous_review": "2026-05-26"}, False),
        ("review", {"initial_conference": "2025-08-25", "previous_review": "2026-05-25"}, True),
    ],
)
def test_each_kind_has_a_limit_of_its_own(kind: str, dates: dict[str, str], late: bool) -> None:
    play = draft(particulars(kind=kind))
    play.does("administrator", SetDates(dates=dates))
    assert [one.late for one in measures(play.state, ENGLAND)] == [late]


@pytest.mark.feature("B4")
@pytest.mark.parametrize(("expected", "late"), [("2027-02-04", False), ("2027-02-03", True)])
def test_a_pre_birth_conference_is_ten_weeks_before(expected: str, late: bool) -> None:
    play = draft(particulars(kind="pre_birth"))
    play.does("administrator", replace(CHILD, born="", expected=expected))
    found = {one.limit.code: one.late for one in measures(play.state, ENGLAND)}
    assert found["pre_birth_held"] is late


@pytest.mark.feature("B28")
def test_delay_is_measured_by_the_first_time_whatever_comes_after() -> None:
    play = whole()
    play.does("administrator", SetDates(dates={"strategy_discussion": "2026-11-05"}), ConveneConference(), MOVE)
    assert [one.late for one in measures(play.state, ENGLAND)] == [False]
    late = whole()
    late.does("administrator", SetDates(dates={"strategy_discussion": "2026-11-02"}), ConveneConference())
    late.does("administrator", replace(MOVE, day="2026-11-20"))
    assert [one.late for one in measures(late.state, ENGLAND)] == [True]


@pytest.mark.feature("B26")
def test_a_chair_who_works_with_the_family_is_said_unless_the_borough_allows_it() -> None:
    given = replace(
        conference(), seats=(*conference().seats[:1], replace(conference().seats[2], holder=PersonId("chair")))
    )
    play = draft(given)
    assert Gap.CHAIR_INVOLVED in codes(play.state)
    reformed = replace(profile(), convening=replace(profile().convening, independent=False))
    assert Gap.CHAIR_INVOLVED not in codes(replace(play.state, profile=reformed))
    assert Gap.CHAIR_INVOLVED not in codes(Play(core_group()).state)


@pytest.mark.feature("B26")
@pytest.mark.parametrize(
    ("last", "said"),
    [
        (Person(id=PersonId("x"), name="Somebody", role=Role.CHAIR, address="Ada.Sample@council.example"), False),
        (Person(id=PersonId("x"), name="ada sample", role=Role.CHAIR), False),
        (Person(id=PersonId("x"), name="Ada Sample", role=Role.CHAIR, address="other@council.example"), True),
        (Person(id=PersonId("x"), name="Una Placeholder", role=Role.CHAIR), True),
    ],
)
def test_another_chair_than_last_time_is_said(last: Person, said: bool) -> None:
    assert (Concern.OTHER_CHAIR in codes(draft(last_chair=last).state)) is said


@pytest.mark.feature("B5")
@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Health visitor", "health_visiting"),
        ("Midwife", "midwifery"),
        ("Social worker", "childrens_social_care"),
        ("Children's social care", "childrens_social_care"),
        ("Primary school", "school"),
        ("School nurse", "school_nursing"),
        ("Housing", "housing"),
    ],
)
def test_an_agency_by_any_usual_name_is_one_agency(typed: str, code: str) -> None:
    """Two codes of one agency would make a quorum that is none (S4 3.10, trap 13)."""
    faults: dict[str, Fault] = {}
    assert agency("agency", typed, faults) == code
    assert not faults


def test_every_agency_that_is_usually_asked_keeps_its_code() -> None:
    for one in profile().invitees:
        for code in (one.agency, *one.instead):
            assert agency("agency", code, {}) == code


def test_that_nobody_is_above_the_chair_is_said_where_a_summary_is_due() -> None:
    assert Concern.NO_MANAGER in codes(whole().state)
    assert Concern.NO_MANAGER not in codes(draft(conference()).state)
    people = tuple(one for one in core_group().people if one.role is not Role.MANAGER)
    assert Concern.NO_MANAGER not in codes(draft(replace(core_group(), people=people)).state)


@pytest.mark.feature("B2")
def test_a_file_that_says_nothing_of_the_household_is_looked_at_again() -> None:
    play = Play(now=NOW)
    assert Concern.HOUSEHOLD_NOT_SAID in codes(play.state)
    assert Gap.NO_HOUSEHOLD not in codes(play.state), "it is convened all the same"
    assert Concern.HOUSEHOLD_NOT_SAID not in codes(Play(conference(household=("Linnet, 15",)), now=NOW).state)
    assert Concern.HOUSEHOLD_NOT_SAID not in codes(Play(core_group(), now=NOW).state)
    play.does("administrator", SetHousehold(household="", nobody=True))
    assert Concern.HOUSEHOLD_NOT_SAID not in codes(play.state)
    assert codes(draft().state) >= {Gap.NO_HOUSEHOLD}
    assert Concern.HOUSEHOLD_NOT_SAID not in codes(draft().state)


def test_a_looked_after_child_usually_has_no_conference_and_that_is_said() -> None:
    """Trap 37 (S4 2.7)."""
    play = draft()
    play.does("administrator", CHILD, replace(CHILD, called="Wren", looked_after=True))
    assert [one.about for one in concerns(play.state, ENGLAND) if one.code is Concern.LOOKED_AFTER] == ["Wren"]


@pytest.mark.feature("B26")
def test_whether_the_chair_has_said_that_they_are_independent_stands_on_the_sheet() -> None:
    assert not sheet(whole()).asks_independence
    play = convened()
    assert (sheet(play).asks_independence, sheet(play).independence) == (True, None)
    said = IndependenceDeclared(independent=True, by=CHAIR)
    play.state = evolve(play.state, said, NOW)
    found = sheet(play).independence
    assert found is not None
    assert found.independent


@pytest.mark.feature("B5")
def test_agencies_usually_asked_are_named_until_they_have_a_seat() -> None:
    play = whole()
    titles = [one.title for one in sheet(play).not_asked]
    assert titles == ["Police", "Health visitor or school nurse", "GP"]
    nurse = replace(SOCIAL_WORKER, name="Ben Sample", address="ben@nhs.example", agency="School nursing")
    play.does("administrator", nurse)
    assert [one.title for one in sheet(play).not_asked] == ["Police", "GP"]


def test_whoever_cannot_be_written_to_is_named() -> None:
    play = whole()
    by_hand = [one.about for one in concerns(play.state, ENGLAND) if one.code is Concern.BY_HAND]
    assert by_hand == ["Cora Sampleton"]


@pytest.mark.feature("B6")
@pytest.mark.parametrize(("mail", "way"), [({}, Road.MAIL), ({"mail": True}, Road.MAIL), ({"mail": False}, Road.HAND)])
def test_an_address_is_a_road_only_where_there_is_mail(mail: dict[str, bool], way: Road) -> None:
    """Or people would be found out of reach only once a letter has failed. A record from before takes it that there is."""
    play = whole(**mail)
    tom = person(play, "Tom Example")
    found = sheet(play).listed(tom)
    assert found is not None
    assert found.road is way
    named = {one.about for one in concerns(play.state, ENGLAND) if one.code is Concern.BY_HAND}
    assert ("Tom Example" in named) is (way is Road.HAND)
    play.does("administrator", ConveneConference())
    owed = play.keys("by_hand") | play.keys("invitation")
    ways = {Road.MAIL: f"invitation/{tom}//0/mail", Road.HAND: f"by_hand/{BY}/{tom}/0"}
    assert owed & set(ways.values()) == {ways[way]}


def test_quorum_that_cannot_be_is_said_per_child() -> None:
    found = [one.about for one in concerns(whole().state, ENGLAND) if one.code is Concern.QUORUM]
    assert found == ["Jay"]
    assert Concern.QUORUM not in codes(draft(conference()).state)


# ----------------------------------------------------------------------------------------------------------- the sheet


@pytest.mark.feature("S-1", "M1")
@pytest.mark.parametrize("who", ["harriet", "ines", "katya", "orla", "ivo", "stand_in"])
def test_the_sheet_is_for_whoever_arranges(who: str) -> None:
    assert sheet_view(Play().state, PersonId(who), NOW, ENGLAND) == Refused(Why.NOT_YOURS_TO_DO)


@pytest.mark.parametrize("who", ["chair", "manager", "administrator"])
def test_those_who_arrange_it_see_it_at_every_stage(who: str) -> None:
    for state in (draft().state, Play().state, Play().gather().state, Play().approved().state):
        if PersonId(who) in {one.id for one in state.particulars.people}:
            assert isinstance(sheet_view(state, PersonId(who), NOW, ENGLAND), SheetView)


def test_only_cards_of_the_sheet_grow_old_by_what_is_arranged() -> None:
    play = whole()
    before = play.state
    play.does("administrator", CHILD)
    assert play.state.before.sheet_rev == before.before.sheet_rev + 1
    assert play.state.console_rev == before.console_rev


def test_the_same_again_is_nothing_new() -> None:
    play = whole()
    child, tom = play.state.particulars.children[0], play.state.particulars.people[-2]
    seat = play.state.seat_of(tom.id)
    assert seat is not None
    same = PutPerson(
        person=tom.id,
        name=tom.name,
        role=tom.role,
        address=tom.address,
        agency=seat.agency,
        title=seat.title,
        contact=child.id,
    )
    whole_child = PutChild(child=child.id, called="Jay", born="2019-05-04", lead=child.lead)
    for command in (same, whole_child, SetHousehold(household="", nobody=True), SetDates()):
        assert play.asks("administrator", command) == Accepted()


def test_what_is_not_there_cannot_be_changed() -> None:
    play = whole()
    assert play.refused("administrator", replace(SOCIAL_WORKER, person=PersonId("x"))).code is Why.NO_SUCH_PERSON
    assert play.refused("administrator", TakeOffPerson(person=PersonId("x"), reason="x")).code is Why.NO_SUCH_PERSON
    assert play.refused("administrator", replace(CHILD, child=ChildId("x"))).code is Why.NO_SUCH_CHILD
    assert play.refused("administrator", TakeOffChild(child=ChildId("x"))).code is Why.NO_SUCH_CHILD
    assert play.refused("administrator", SetPart(number="3", title="x")).fields == {"title": Fault.UNKNOWN_CHOICE}


def test_nobody_elses_account_opens_a_draft() -> None:
    play = draft()
    assert play.refused(actor("nobody"), SOCIAL_WORKER).code is Why.NOT_ON_THE_LIST
