"""Answers to an invitation: one's own, a colleague's, somebody else's entered; asked anew where the meeting moves (B8, B9, B16)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.actor import Actor, Standing
from bot.domain.conference import Conference
from bot.domain.events_before import ConferenceCancelled, ConferenceMoved
from bot.domain.ids import PersonId, SeatId
from bot.domain.inviting import invited, reply_of
from bot.domain.outcome import Refused
from bot.domain.particulars import Mode, Role
from bot.domain.powers import was_listed
from bot.domain.preparations import Coming, Need
from bot.domain.refusals import Fault, Why
from bot.domain.verbs.enter_reply import EnterReply
from bot.domain.verbs.hand_in_post_it import HandInPostIt
from bot.domain.verbs.pass_seat_on import PassSeatOn
from bot.domain.verbs.reach_person import ReachPerson
from bot.domain.verbs.reply_to_invitation import ReplyToInvitation
from bot.domain.verbs.start_meeting import StartMeeting
from bot.domain.views.invitation import InvitationView, invitation_view
from tests.fakes.builders import END, ENGLAND, START, Play, actor, both, changed, conference, core_group, typed

ADMINISTRATOR, HARRIET, SCHOOL = PersonId("administrator"), PersonId("harriet"), SeatId("school")
COMING = ReplyToInvitation(coming="attending")
NELL = PassSeatOn(name=" Nell  Linnet ", address="nell@school.example", title="Deputy head, Elm School")
AT_NELLS_ADDRESS = Actor(
    standing=Standing.GUEST, account=replace(actor("nell")).account, mri="29:nell", address="NELL@school.example"
)


def _play(**change: Any) -> Play:
    return Play(conference(**change), now=START - timedelta(days=10)).convened()


def _moved(play: Play) -> None:
    later = timedelta(days=7)
    play.happens(ConferenceMoved(start=START + later, planned_end=END + later, reason="ill", by=ADMINISTRATOR))


def _cannot(coming: str = "cannot", **change: Any) -> ReplyToInvitation:
    return ReplyToInvitation(coming=coming, **change)


@pytest.mark.feature("B8")
@pytest.mark.parametrize("coming", ["attending", "cannot"])
@pytest.mark.parametrize("who", ["chair", "harriet", "katya", "solomon", "ivo", "mina"])
def test_everybody_invited_can_say_whether_they_come_and_change_it(who: str, coming: str) -> None:
    play = _play()
    play.does(who, _cannot("attending"), _cannot("cannot", reason="In court"), _cannot(coming))
    reply = reply_of(play.state, PersonId(who))
    assert reply is not None
    assert (reply.coming, reply.by, reply.reason) == (coming, who, "")
    assert play.does(who, _cannot(coming)) == ()


@pytest.mark.parametrize("who", ["stand_in", "manager", "administrator", "orla"])
def test_whoever_is_not_invited_has_nothing_to_answer(who: str) -> None:
    """An observer only once chair and family agree (S4 3.3)."""
    assert _play().refused(who, COMING).code is Why.NOT_INVITED


@pytest.mark.parametrize(
    ("typed_", "fault"),
    [("", Fault.COMING_MISSING), ("perhaps", Fault.UNKNOWN_CHOICE), ("colleague", Fault.UNKNOWN_CHOICE)],
)
def test_an_answer_is_one_of_those_offered(typed_: str, fault: Fault) -> None:
    """A colleague is more than an answer: they have a name, and take the seat."""
    assert _play().refused("harriet", _cannot(typed_)) == Refused(Why.FIELDS, {"coming": fault})


def test_nothing_is_answered_before_it_is_convened_once_it_is_cancelled_or_has_begun() -> None:
    assert Play().refused("harriet", COMING).code is Why.NOT_ASKED_YET
    begun, off = _play(), _play()
    begun.does("chair", StartMeeting())
    off.happens(ConferenceCancelled(reason="moved away", by=ADMINISTRATOR))
    for play, why in ((begun, Why.UNDER_WAY), (off, Why.CANCELLED)):
        assert play.refused("harriet", COMING).code is why
        assert play.refused("harriet", NELL).code is why
        assert play.refused("administrator", EnterReply(person=HARRIET, coming="attending")).code is why


# --------------------------------------------------------------------------------------------------------------------- needs


@pytest.mark.feature("B16")
def test_needs_are_said_with_coming_and_stand_until_they_are_said_anew() -> None:
    play = _play(mode=Mode.BLENDED)
    needs = ReplyToInvitation(
        coming="attending", needs=("interpreter", "access", "a horse"), note=" Polish ", where="here"
    )
    play.does("katya", needs)
    play.does("katya", _cannot(), _cannot("attending"))
    reply = reply_of(play.state, PersonId("katya"))
    assert reply is not None
    assert (reply.needs, reply.note, reply.in_person) == (frozenset({Need.INTERPRETER, Need.ACCESS}), "Polish", True)
    play.does("katya", ReplyToInvitation(coming="attending", needs=(), where="online"))
    reply = reply_of(play.state, PersonId("katya"))
    assert reply is not None
    assert (reply.needs, reply.note, reply.in_person) == (frozenset(), "", False)


def test_where_everybody_joins_online_nobody_is_asked_where() -> None:
    play = _play()
    play.does("katya", ReplyToInvitation(coming="attending", needs=(), where="here"))
    reply = reply_of(play.state, PersonId("katya"))
    assert reply is not None
    assert reply.in_person is None


@pytest.mark.feature("B28")
def test_a_moved_meeting_is_answered_anew_and_what_somebody_needs_is_remembered() -> None:
    play = _play()
    play.does("katya", ReplyToInvitation(coming="attending", needs=("childcare",)))
    _moved(play)
    assert reply_of(play.state, PersonId("katya")) is None
    view = invitation_view(play.state, PersonId("katya"), ENGLAND)
    assert isinstance(view, InvitationView)
    assert view.moved
    assert view.before is not None
    play.does("katya", COMING)
    reply = reply_of(play.state, PersonId("katya"))
    assert reply is not None
    assert (reply.time, reply.needs) == (1, frozenset({Need.CHILDCARE}))


# ------------------------------------------------------------------------------------------------------------------ colleagues


def _holder(state: Conference) -> PersonId:
    return state.particulars.seat(SCHOOL).holder


@pytest.mark.feature("B9")
def test_a_colleague_has_the_seat_and_whoever_had_it_has_none() -> None:
    play = _play()
    before = play.state.particulars.seat(SCHOOL)
    play.does("harriet", NELL)
    holder = _holder(play.state)
    nell = play.state.person(holder)
    assert (nell.name, nell.address, nell.role) == ("Nell Linnet", "nell@school.example", Role.PROFESSIONAL)
    seat = play.state.particulars.seat(SCHOOL)
    assert seat == replace(before, holder=holder, title="Deputy head, Elm School")
    assert holder in invited(play.state)
    assert HARRIET not in invited(play.state)
    assert reply_of(play.state, HARRIET).coming is Coming.COLLEAGUE  # type: ignore[union-attr]
    assert reply_of(play.state, holder) is None, "the colleague is asked, as everybody is"
    assert play.refused("harriet", COMING).code is Why.NOT_ON_THE_LIST
    assert play.refused("harriet", NELL).code is Why.NOT_ON_THE_LIST


@pytest.mark.feature("B9")
def test_of_a_seat_that_was_passed_on_there_is_one_post_it() -> None:
    """Trap 16. Whoever had it comes all the same, and the colleague answers."""
    play = _play()
    play.does("harriet", NELL)
    play.now = START
    play.open(absent=["harriet", "orla"])
    answer = HandInPostIt(views=both(typed()))
    assert play.refused("harriet", answer).code is Why.NOT_ON_THE_LIST
    play.arrive(AT_NELLS_ADDRESS)
    play.does(AT_NELLS_ADDRESS, answer)
    assert play.state.round is not None
    assert list(play.state.round.post_its) == [SCHOOL]


def test_a_seat_can_be_passed_on_again() -> None:
    play = _play()
    play.does("harriet", NELL)
    play.does(AT_NELLS_ADDRESS, PassSeatOn(name="Otto Finch", address="otto@school.example"))
    assert play.state.person(_holder(play.state)).name == "Otto Finch"
    assert play.state.particulars.seat(SCHOOL).title == "Deputy head, Elm School", "unless it is said anew"
    assert len({HARRIET, *play.state.before.gone, _holder(play.state)}) == 3


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"name": " "}, {"name": Fault.MISSING}),
        ({"name": "x" * 121}, {"name": Fault.LINE_TOO_LONG}),
        ({"title": "x" * 121}, {"title": Fault.LINE_TOO_LONG}),
        ({"address": ""}, {"address": Fault.MISSING}),
        ({"address": "nell at school"}, {"address": Fault.NOT_AN_ADDRESS}),
        ({"address": "nell@school"}, {"address": Fault.NOT_AN_ADDRESS}),
        ({"address": "nell@school.example, otto@school.example"}, {"address": Fault.NOT_AN_ADDRESS}),
        ({"address": "x" * 250 + "@school.example"}, {"address": Fault.NOT_AN_ADDRESS}),
        ({"address": "Anand@health.example"}, {"address": Fault.SOMEBODY_ELSES}),
        ({"address": "HARRIET@school.example"}, {"address": Fault.SOMEBODY_ELSES}),
        ({"name": "", "address": "?"}, {"name": Fault.MISSING, "address": Fault.NOT_AN_ADDRESS}),
    ],
)
def test_a_colleague_has_a_name_and_an_address_of_their_own(change: dict[str, str], fault: dict[str, Fault]) -> None:
    given = changed(conference(), "anand", address="anand@health.example")
    play = Play(changed(given, "harriet", address="harriet@school.example")).convened()
    assert play.refused("harriet", replace(NELL, **change)) == Refused(Why.FIELDS, fault)
    assert _holder(play.state) == HARRIET


@pytest.mark.parametrize("who", ["ines", "tomas"])
def test_a_childs_lead_social_worker_stays(who: str) -> None:
    assert _play().refused(who, NELL).code is Why.LEAD_STAYS


def test_a_chair_with_a_seat_hands_the_chair_over_instead() -> None:
    play = Play(core_group()).convened()
    assert play.refused("ines", NELL).code is Why.CHAIR_PASSES_ON


def test_whoever_holds_no_seat_has_none_to_give() -> None:
    entered = EnterReply(person=PersonId("katya"), coming="colleague", name="Somebody", address="s@home.example")
    assert _play().refused("administrator", entered).code is Why.NO_SEAT_TO_GIVE
    assert _play().refused("katya", NELL).code is Why.NOT_YOURS_TO_DO


@pytest.mark.feature("B9")
def test_whoever_passed_a_seat_on_is_known_for_that_and_nobody_else_is() -> None:
    play = _play()
    play.does("harriet", ReachPerson(mri="29:harriet", conversation="a:harriet", service_url="s"), NELL)
    assert was_listed(play.state, actor("harriet")) == HARRIET
    for who in ("anand", "nobody", "nell"):
        assert was_listed(play.state, actor(who)) is None


@pytest.mark.feature("B9")
def test_what_they_were_sent_asks_them_for_nothing_any_more_and_the_colleague_is_asked() -> None:
    play = _play()
    play.does("harriet", ReachPerson(mri="29:harriet", conversation="a:harriet", service_url="s"))
    play.until("Tue 1 Dec 2026 09:00").perform(kinds=("invitation",))
    play.until("Thu 3 Dec 2026 09:00").perform(kinds=("reminder",))
    assert play.state.sends["reminder/harriet//1"].face == "ask"
    play.does("harriet", NELL)
    play.perform(kinds=("reminder",))
    posted = play.perform(kinds=("invitation",))
    assert play.state.sends["invitation/harriet//0"].face == "passed_on"
    assert play.state.sends["reminder/harriet//1"].face == "settled"
    assert posted == [f"invitation/{_holder(play.state)}//0/mail"]


# -------------------------------------------------------------------------------------------------------- entered for somebody


@pytest.mark.feature("B8")
@pytest.mark.parametrize("by", ["administrator", "manager", "chair"])
def test_a_reply_entered_for_somebody_says_who_entered_it(by: str) -> None:
    play = _play()
    play.does(by, EnterReply(person=HARRIET, coming="cannot", reason="Rang: in court"))
    reply = reply_of(play.state, HARRIET)
    assert reply is not None
    assert (reply.coming, reply.by, reply.reason) == (Coming.CANNOT, by, "Rang: in court")
    play.does("harriet", COMING)
    assert reply_of(play.state, HARRIET).by == HARRIET  # type: ignore[union-attr]


def test_a_lead_social_worker_answers_for_the_family_they_tell_and_for_nobody_else() -> None:
    play = _play()
    play.does("ines", EnterReply(person=PersonId("katya"), coming="attending", needs=("interpreter",)))
    assert play.refused("ines", EnterReply(person=HARRIET, coming="attending")).code is Why.NOT_YOURS_TO_TELL
    assert play.refused("ines", EnterReply(person=PersonId("desmond"), coming="cannot")).code is Why.NOT_YOURS_TO_TELL
    play.does("tomas", EnterReply(person=PersonId("desmond"), coming="cannot"))


def test_a_colleague_entered_by_the_administrator_needs_no_address() -> None:
    """They are told by hand then."""
    play = _play()
    play.does("administrator", EnterReply(person=HARRIET, coming="colleague", name="Nell Linnet"))
    assert play.state.person(_holder(play.state)).name == "Nell Linnet"
    assert play.state.before.replies[HARRIET].by == ADMINISTRATOR


def test_nobody_answers_for_somebody_who_is_not_on_the_list() -> None:
    play = _play()
    gone = EnterReply(person=PersonId("nobody"), coming="attending")
    assert play.refused("administrator", gone).code is Why.NO_SUCH_PERSON
