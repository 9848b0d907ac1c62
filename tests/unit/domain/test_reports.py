"""Agencies' reports: who says what of them, when they are late, and whom the police's is hidden from (B10, B11, B13, B27)."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.events_before import ReportNotComing, ReportReceived, ReportSent, ReportShared
from bot.domain.ids import ChildId, PersonId, SeatId
from bot.domain.outcome import Refused
from bot.domain.outstanding import Item, outstanding
from bot.domain.particulars import Kind
from bot.domain.preparations import Cancelled, Seen
from bot.domain.refusals import Fault, Why
from bot.domain.reports import ReportState, due_to_chair, due_to_family, report_of, stands
from bot.domain.verbs.decline_report import DeclineReport
from bot.domain.verbs.hand_over_chair import HandOverChair
from bot.domain.verbs.receive_report import ReceiveReport
from bot.domain.verbs.send_report import SendReport
from bot.domain.verbs.share_report import ShareReport
from bot.domain.verbs.tell_children_seen import TellChildrenSeen
from bot.domain.views.reports import ReportsView, ReportView, own_report_view, report_view, reports_view
from tests.dates import moment
from tests.fakes.before import before
from tests.fakes.builders import ENGLAND, ROBIN, WREN, Play, conference, core_group, profile

SCHOOL, POLICE, SOCIAL_WORK = SeatId("school"), SeatId("police"), SeatId("social_work")


def _state(play: Play, seat: SeatId = SCHOOL) -> ReportState:
    return stands(play.state, play.particulars.seat(seat), play.now, ENGLAND)


def _seen(**typed: str) -> TellChildrenSeen:
    return TellChildrenSeen(typed={name.replace("__", "."): value for name, value in typed.items()})


# ------------------------------------------------------------------------------------------------------------ sent, received


@pytest.mark.feature("B10")
def test_an_agency_says_that_it_went_and_the_administrator_that_it_came() -> None:
    play = before()
    assert _state(play) is ReportState.DUE
    assert play.does("harriet", SendReport()) == (ReportSent(seat=SCHOOL, by=PersonId("harriet")),)
    assert _state(play) is ReportState.SENT
    assert play.does("harriet", SendReport()) == ()
    assert play.does("administrator", ReceiveReport(seat=SCHOOL)) == (
        ReportReceived(seat=SCHOOL, by=PersonId("administrator")),
    )
    assert _state(play) is ReportState.RECEIVED
    assert play.does("administrator", ReceiveReport(seat=SCHOOL)) == ()
    assert play.does("harriet", SendReport()) == ()


@pytest.mark.feature("B10", "B11")
def test_what_was_ticked_off_by_a_slip_is_asked_for_again() -> None:
    play = before()
    play.does("administrator", ReceiveReport(seat=SCHOOL))
    assert Item.REPORT not in _items(play, "harriet")
    play.does("administrator", ReceiveReport(seat=SCHOOL, back=True))
    assert _state(play) is ReportState.DUE
    assert Item.REPORT in _items(play, "harriet")
    play.does("harriet", SendReport(), SendReport(back=True))
    assert _state(play) is ReportState.DUE
    assert play.does("harriet", SendReport(back=True)) == ()
    assert play.does("administrator", ReceiveReport(seat=SCHOOL, back=True)) == ()


def _items(play: Play, who: str) -> list[Item]:
    return [one.item for one in outstanding(play.state, PersonId(who), ENGLAND)]


@pytest.mark.feature("B10")
def test_none_will_come_needs_a_reason_and_can_be_overtaken() -> None:
    play = before()
    assert play.refused("harriet", DeclineReport(seat=SCHOOL, reason=" ")).fields == {"reason": Fault.MISSING}
    none = DeclineReport(seat=SCHOOL, reason=" The child left the school. ")
    assert play.does("harriet", none) == (
        ReportNotComing(seat=SCHOOL, by=PersonId("harriet"), reason="The child left the school."),
    )
    assert play.does("harriet", none) == ()
    assert _state(play) is ReportState.NONE
    play.does("harriet", SendReport())
    assert _state(play) is ReportState.SENT
    play.does("administrator", ReceiveReport(seat=SCHOOL))
    assert play.refused("harriet", none).code is Why.REPORT_IS_IN


@pytest.mark.feature("B10")
@pytest.mark.parametrize("who", ["harriet", "administrator", "manager", "chair"])
def test_the_day_it_was_gone_through_with_the_family(who: str) -> None:
    play = before()
    given = ShareReport(seat=SCHOOL, on="2026-11-26")
    assert play.does(who, given) == (ReportShared(seat=SCHOOL, by=PersonId(who), on=date(2026, 11, 26)),)
    assert play.does(who, given) == ()
    assert Item.SHARE not in _items(play, "harriet")


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", Fault.MISSING),
        ("yesterday", Fault.NOT_A_DATE),
        ("2026-02-30", Fault.NOT_A_DATE),
        ("2026-11-27", Fault.DATE_TO_COME),
    ],
)
def test_a_day_that_cannot_be(typed: str, fault: Fault) -> None:
    assert before().refused("harriet", ShareReport(seat=SCHOOL, on=typed)).fields == {"on": fault}


def test_today_is_londons_day() -> None:
    """23:30 UTC on the last evening of summer time is already tomorrow in London."""
    play = before()
    play.now = moment("Fri 26 Jun 2026 00:30").astimezone(play.now.tzinfo)
    play.does("harriet", ShareReport(seat=SCHOOL, on="2026-06-26"))
    assert play.refused("harriet", ShareReport(seat=SCHOOL, on="2026-06-27")).code is Why.FIELDS


# -------------------------------------------------------------------------------------------------------------- late, missing


@pytest.mark.feature("B10")
@pytest.mark.parametrize(
    ("when", "stood"),
    [
        ("Thu 3 Dec 2026 16:59", ReportState.DUE),
        ("Thu 3 Dec 2026 17:00", ReportState.DUE),
        ("Thu 3 Dec 2026 17:01", ReportState.LATE),
        ("Mon 7 Dec 2026 09:59", ReportState.LATE),
        ("Mon 7 Dec 2026 10:00", ReportState.MISSING),
    ],
)
def test_late_after_the_last_moment_and_missing_once_it_begins(when: str, stood: ReportState) -> None:
    """S4 7.9: two working days before Monday is Thursday."""
    assert _state(before().until(when)) is stood


@pytest.mark.feature("B10")
def test_it_came_late_when_it_went_late() -> None:
    play = before().until("Thu 3 Dec 2026 16:00")
    play.does("harriet", SendReport())
    play.until("Fri 4 Dec 2026 09:00").does("administrator", ReceiveReport(seat=SCHOOL))
    assert not _view(play, "administrator").late
    play.does("administrator", ReceiveReport(seat=SeatId("housing")))
    assert _view(play, "administrator", SeatId("housing")).late


@pytest.mark.feature("B10")
@pytest.mark.parametrize(
    ("borough", "kind", "seat", "chair", "family"),
    [
        ("london", "initial", "social_work", "Thu 3 Dec 2026 17:00", "Thu 3 Dec 2026 17:00"),
        ("london", "review", "social_work", "Mon 30 Nov 2026 17:00", "Mon 30 Nov 2026 17:00"),
        ("london", "initial", "school", "Thu 3 Dec 2026 17:00", "Mon 7 Dec 2026 10:00"),
        ("london", "review", "school", "Mon 30 Nov 2026 17:00", "Mon 7 Dec 2026 10:00"),
        ("lewisham", "initial", "school", "Thu 3 Dec 2026 17:00", "Mon 7 Dec 2026 10:00"),
        ("lewisham", "review", "school", "Mon 30 Nov 2026 17:00", "Mon 7 Dec 2026 10:00"),
        ("redbridge", "initial", "social_work", "Thu 3 Dec 2026 17:00", "Thu 3 Dec 2026 17:00"),
        ("redbridge", "review", "school", "Mon 30 Nov 2026 17:00", "Mon 7 Dec 2026 10:00"),
        ("city_of_london", "initial", "school", "Thu 3 Dec 2026 17:00", "Thu 3 Dec 2026 17:00"),
        ("city_of_london", "review", "school", "Mon 30 Nov 2026 17:00", "Mon 30 Nov 2026 17:00"),
        ("lbh", "initial", "school", "Wed 2 Dec 2026 17:00", "Sat 5 Dec 2026 10:00"),
        ("lbh", "review", "school", "Wed 2 Dec 2026 17:00", "Wed 2 Dec 2026 17:00"),
    ],
)
def test_family_and_chair_have_their_own_last_moments(
    borough: str, kind: str, seat: str, chair: str, family: str
) -> None:
    """S4 7.7-7.9; S1: 48 hours to the family, which is after the chair's three working days."""
    play = before(particulars=conference(Kind(kind)), profile=profile(borough))
    one = play.particulars.seat(SeatId(seat))
    assert due_to_chair(play.state, one, ENGLAND) == moment(chair)
    assert due_to_family(play.state, one, ENGLAND) == moment(family)


# ------------------------------------------------------------------------------------------------------------------- police


def _view(play: Play, who: str, seat: SeatId = SCHOOL) -> ReportView:
    found = report_view(play.state, PersonId(who), seat, play.now, ENGLAND)
    assert isinstance(found, ReportView)
    return found


@pytest.mark.feature("B13")
@pytest.mark.parametrize("who", ["administrator", "manager"])
def test_the_polices_report_is_none_to_those_who_keep_track(who: str) -> None:
    """S4 7.10: what they are told is what they would be told of a seat that there is not."""
    play = before()
    play.does("renuka", SendReport())
    nowhere = report_view(play.state, PersonId(who), SeatId("nowhere"), play.now, ENGLAND)
    assert report_view(play.state, PersonId(who), POLICE, play.now, ENGLAND) == nowhere
    listed = reports_view(play.state, PersonId(who), play.now, ENGLAND)
    assert isinstance(listed, ReportsView)
    assert POLICE not in {one.seat for one in listed.lines}
    assert "police" not in repr(listed).replace("police=False", "")
    for command in (
        ReceiveReport(seat=POLICE),
        DeclineReport(seat=POLICE, reason="none"),
        ShareReport(seat=POLICE, on="2026-11-26"),
    ):
        assert play.refused(who, command) == play.refused(who, replace(command, seat=SeatId("nowhere")))


@pytest.mark.feature("B13")
def test_the_polices_report_is_the_chairs_and_its_authors() -> None:
    play = before()
    assert _view(play, "renuka", POLICE).own
    assert _view(play, "chair", POLICE).police
    assert play.refused("renuka", ShareReport(seat=POLICE, on="2026-11-26")).code is Why.NOT_FOR_FAMILY
    assert play.refused("chair", ShareReport(seat=POLICE, on="2026-11-26")).code is Why.NOT_FOR_FAMILY
    play.does("chair", ReceiveReport(seat=POLICE))
    assert _state(play, POLICE) is ReportState.RECEIVED
    play.does("chair", HandOverChair(to=PersonId("stand_in"), reason="ill"))
    assert isinstance(report_view(play.state, PersonId("chair"), POLICE, play.now, ENGLAND), Refused)
    assert _view(play, "stand_in", POLICE).state is ReportState.RECEIVED


@pytest.mark.feature("B13", "B11")
def test_nobody_but_chair_and_author_is_ever_reminded_of_it() -> None:
    play = before().until("Fri 4 Dec 2026 18:00")
    told = {
        one.id
        for one in play.particulars.people
        if any(each.about == POLICE for each in outstanding(play.state, one.id, ENGLAND))
    }
    assert told == {"chair", "renuka"}
    assert Item.SHARE not in _items(play, "renuka")


@pytest.mark.feature("B10")
@pytest.mark.parametrize("who", ["ines", "katya", "solomon", "orla", "ivo", "mina", "stand_in"])
def test_nobody_else_knows_of_anothers_report(who: str) -> None:
    play = before()
    assert report_view(play.state, PersonId(who), SCHOOL, play.now, ENGLAND) == Refused(Why.NO_SUCH_REPORT)
    assert reports_view(play.state, PersonId(who), play.now, ENGLAND) == Refused(Why.NOT_YOURS_TO_DO)


def test_one_agency_cannot_speak_for_another() -> None:
    play = before()
    assert play.refused("anand", ShareReport(seat=SCHOOL, on="2026-11-26")).code is Why.NO_SUCH_REPORT
    assert play.refused("anand", DeclineReport(seat=SCHOOL, reason="none")).code is Why.NO_SUCH_REPORT


def test_a_core_group_has_no_reports_and_a_cancelled_conference_wants_none() -> None:
    group = before(particulars=core_group())
    assert group.refused("harriet", SendReport()).code is Why.NO_SUCH_REPORT
    assert own_report_view(group.state, PersonId("harriet"), group.now, ENGLAND) == Refused(Why.NO_SUCH_REPORT)
    play = before()
    gone = Cancelled(reason="moved away", at=play.now, by=PersonId("chair"))
    play.state = replace(play.state, before=replace(play.state.before, cancelled=gone))
    assert play.refused("harriet", SendReport()).code is Why.CANCELLED
    assert play.refused("administrator", ReceiveReport(seat=SCHOOL)).code is Why.CANCELLED


# ------------------------------------------------------------------------------------------------------------- children seen


@pytest.mark.feature("B27")
def test_the_lead_social_worker_says_when_each_child_of_theirs_was_seen() -> None:
    play = before()
    play.does("ines", _seen(wren__on="2026-11-20", wren__alone="with_others", wren__who_else=" Her aunt; she asked. "))
    report = report_of(play.state, play.particulars.seat(SOCIAL_WORK))
    assert report.seen == {WREN: Seen(on=date(2026, 11, 20), alone=False, who_else="Her aunt; she asked.")}
    play.does("ines", _seen(wren__on="2026-11-24", wren__alone="alone", wren__who_else="left over"))
    assert report_of(play.state, play.particulars.seat(SOCIAL_WORK)).seen[WREN] == Seen(
        on=date(2026, 11, 24), alone=True
    )
    assert play.does("ines", _seen(wren__on="2026-11-24", wren__alone="alone")) == ()


@pytest.mark.feature("B27")
@pytest.mark.parametrize(
    ("typed", "faults"),
    [
        ({}, {"wren.on": Fault.MISSING}),
        ({"wren.alone": "alone"}, {"wren.on": Fault.MISSING}),
        ({"wren.on": "2026-11-20"}, {"wren.alone": Fault.MISSING}),
        ({"wren.on": "2026-11-20", "wren.alone": "maybe"}, {"wren.alone": Fault.UNKNOWN_CHOICE}),
        ({"wren.on": "2026-11-20", "wren.alone": "with_others"}, {"wren.who_else": Fault.MISSING}),
        ({"wren.on": "2026-12-20", "wren.alone": "alone"}, {"wren.on": Fault.DATE_TO_COME}),
        ({"robin.on": "2026-11-20", "robin.alone": "alone"}, {"wren.on": Fault.MISSING}),
    ],
)
def test_what_is_missing_of_it_is_said_beside_its_field(typed: dict[str, str], faults: dict[str, Fault]) -> None:
    """S4 7.5: whether alone, and if not, who was there and why. Robin is another's to speak for."""
    assert before().refused("ines", TellChildrenSeen(typed=typed)).fields == faults


@pytest.mark.feature("B27")
def test_the_chair_sees_for_which_children_it_is_said() -> None:
    play = before()
    play.does("ines", _seen(wren__on="2026-11-20", wren__alone="alone"))
    seen = {one.child: one.seen for one in _view(play, "chair", SOCIAL_WORK).children}
    assert seen == {WREN: Seen(on=date(2026, 11, 20), alone=True)}
    assert [one.child for one in _view(play, "chair", SeatId("social_work_2")).children] == [ROBIN]
    assert _view(play, "chair").children == ()


def test_a_lead_without_a_seat_has_no_report_to_speak_of() -> None:
    given = conference()
    seats = tuple(one for one in given.seats if one.holder != "ines")
    play = before(particulars=replace(given, seats=seats))
    assert play.refused("ines", _seen(wren__on="2026-11-20", wren__alone="alone")).code is Why.NO_SEAT
    assert ChildId("wren") == WREN
