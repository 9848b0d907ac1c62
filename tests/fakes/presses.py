"""Anything that anybody might press, well or badly, for tests that press at random."""

from datetime import timedelta

from hypothesis import strategies as st

from bot.domain.actor import Actor, Standing
from bot.domain.events import Missing
from bot.domain.ids import ChildId, PersonId, SeatId
from bot.domain.outcome import Outcome
from bot.domain.post_it import Draft
from bot.domain.verbs.acknowledge_checklist import AcknowledgeChecklist
from bot.domain.verbs.admit_stranger import AdmitStranger
from bot.domain.verbs.approve_summary import ApproveSummary
from bot.domain.verbs.bind_chat import BindChat
from bot.domain.verbs.close_round import CloseRound
from bot.domain.verbs.correct_end import CorrectEnd
from bot.domain.verbs.declare_dissent import DeclareDissent
from bot.domain.verbs.decline_checklist import DeclineChecklist
from bot.domain.verbs.dismiss_stranger import DismissStranger
from bot.domain.verbs.end_meeting import EndMeeting
from bot.domain.verbs.give_copy import GiveCopy
from bot.domain.verbs.hand_in_post_it import HandInPostIt, SavePostIt
from bot.domain.verbs.hand_over_chair import HandOverChair
from bot.domain.verbs.mark_present import MarkPresent
from bot.domain.verbs.note_attendance import NoteAttendance
from bot.domain.verbs.note_stranger import NoteStranger
from bot.domain.verbs.nudge_round import NudgeRound
from bot.domain.verbs.open_round import OpenRound
from bot.domain.verbs.open_summary import OpenSummary
from bot.domain.verbs.override_checklist import OverrideChecklist
from bot.domain.verbs.propose_chat import ProposeChat
from bot.domain.verbs.reach_person import ReachPerson
from bot.domain.verbs.read_out import ConfirmReadBack, EnterPostIt
from bot.domain.verbs.set_anchors import SetAnchors
from bot.domain.verbs.show_threshold import ShowThreshold
from bot.domain.verbs.start_meeting import StartMeeting
from tests.fakes.builders import (
    CHAT,
    END,
    ROBIN,
    SEATED,
    SERVICE,
    WREN,
    Play,
    account,
    both,
    conference,
    profile,
    typed,
)

PEOPLE = tuple(one.id for one in conference().people)
SEATS = tuple(seat.id for seat in conference().seats)
BORROWED = Actor(standing=Standing.GUEST, account=account("borrowed"), mri="29:borrowed", shown_name="Me")
STATUSES = ("child_protection_plan", "child_in_need_plan", "no_plan")

people = st.sampled_from(PEOPLE)
seats = st.sampled_from(SEATS)
children = st.sampled_from((WREN, ROBIN))
reasons = st.sampled_from(("", "because"))
missing = st.dictionaries(seats, st.sampled_from(Missing).map(str)) | st.just(
    dict.fromkeys(SEATS, Missing.TECHNICAL.value)
)


def drafts() -> st.SearchStrategy[Draft]:
    """Mostly complete, and told apart by their scale."""
    scales = st.sampled_from([str(number) for number in range(11)])
    whole = scales.map(lambda scale: typed(scale=scale))
    return whole | whole | st.just(Draft(cannot="true", unable="never met")) | st.just(Draft(scale="twelve"))


commands: st.SearchStrategy[object] = st.one_of(
    st.just(AcknowledgeChecklist(items=tuple(profile().checklist))),
    st.just(AcknowledgeChecklist(items=tuple(profile().checklist))),
    st.builds(DeclineChecklist, reason=reasons),
    st.builds(OverrideChecklist, person=people, reason=reasons),
    st.builds(MarkPresent, person=people, here=st.booleans(), read_aloud=st.booleans()),
    st.just(NoteStranger()),
    st.builds(AdmitStranger, stranger=st.just(BORROWED.key), person=people, reason=reasons),
    st.builds(DismissStranger, stranger=st.just(BORROWED.key), reason=reasons),
    st.builds(HandInPostIt, views=drafts().map(both)),
    st.builds(SavePostIt, views=drafts().map(both)),
    st.builds(EnterPostIt, seat=seats, views=drafts().map(both)),
    st.builds(ConfirmReadBack, seat=seats),
    st.builds(DeclareDissent, child=children, reason=reasons),
    st.builds(GiveCopy, person=people, how=reasons),
    st.just(OpenSummary()),
    st.builds(
        ReachPerson, mri=st.just("29:x"), conversation=st.sampled_from(("", "a:1", "a:2")), service_url=st.just(SERVICE)
    ),
)
chairs_commands: st.SearchStrategy[object] = st.one_of(
    st.just(StartMeeting()),
    st.just(SetAnchors(zero="not safe", ten="safe")),
    st.just(ShowThreshold()),
    st.builds(OpenRound, inquorate_reason=reasons),
    st.just(NudgeRound()),
    st.builds(CloseRound, missing=missing),
    st.just(ApproveSummary()),
    st.just(EndMeeting()),
    st.builds(
        CorrectEnd, ended_at=st.integers(-300, 600).map(lambda some: END + timedelta(minutes=some)), reason=reasons
    ),
    st.builds(HandOverChair, to=people, reason=reasons),
)
bots_commands: st.SearchStrategy[object] = st.one_of(
    st.just(BindChat(chat=CHAT, service_url=SERVICE)),
    st.just(ProposeChat(chat=CHAT, service_url=SERVICE)),
    st.just(StartMeeting()),
    st.just(EndMeeting()),
    st.builds(NoteAttendance, person=people, here=st.booleans()),
)

Press = tuple[str | Actor, object]
"""Who, and what. "the chair" is whoever has it at that moment."""

presses: st.SearchStrategy[Press] = st.one_of(
    st.tuples(people | st.just(BORROWED), commands),
    st.tuples(st.sampled_from(SEATED), commands),
    st.tuples(st.just("the chair"), chairs_commands),
    st.tuples(people | st.just(BORROWED), chairs_commands),
    st.tuples(st.just("bot"), bots_commands),
    st.tuples(st.just("the chair"), st.tuples(children, st.sampled_from(STATUSES))),
)


def press(play: Play, one: Press) -> Outcome:
    """A pair in place of a command is the child to decide about, and the status."""
    who, command = one
    by = play.state.chair if who == "the chair" else who
    if isinstance(command, tuple):
        command = play.decision(ChildId(command[0]), command[1], inquorate_reason="because")
    return play.asks(by, command)


__all__ = ["BORROWED", "PEOPLE", "SEATS", "PersonId", "Press", "SeatId", "press", "presses"]
