"""A conference put together piece by piece: its beginning, its people and its children (B1, B2, B5)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.domain.beginning import BY, CHAIR, Beginning, begun
from bot.domain.checks import Concern, Gap, gaps
from bot.domain.duties import duties
from bot.domain.evolve import fold
from bot.domain.outcome import Accepted, Refused
from bot.domain.particulars import SOCIAL_CARE, Role
from bot.domain.refusals import Fault, Why
from bot.domain.verbs.convene_conference import ConveneConference
from bot.domain.verbs.put_child import PutChild, TakeOffChild
from bot.domain.verbs.put_person import PutPerson
from bot.domain.verbs.set_household import SetHousehold
from bot.domain.verbs.take_off_person import TakeOffPerson
from bot.domain.views.sheet import Phase
from tests.dates import moment
from tests.fakes.arranging import (
    CHILD,
    NEW,
    NOW,
    SOCIAL_WORKER,
    STARTER,
    TYPED,
    codes,
    convened,
    draft,
    particulars,
    person,
    sheet,
    whole,
)
from tests.fakes.builders import ENGLAND, Play, account, conference

# ------------------------------------------------------------------------------------------------------------- beginning


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


# -------------------------------------------------------------------------------------------------------- piece by piece


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


# ---------------------------------------------------------------------------------------------------------------- people


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


# -------------------------------------------------------------------------------------------------------------- children


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
