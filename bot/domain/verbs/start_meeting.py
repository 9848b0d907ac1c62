"""The meeting begins when Teams says so, or when the chair does: the event may never come (J5)."""

from dataclasses import dataclass

from bot.domain.conference import Conference
from bot.domain.events import MeetingStarted, Source
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.powers import Power
from bot.domain.refusals import Why
from bot.domain.verbs.acknowledge_checklist import EARLY
from bot.domain.verbs.registry import Asked, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class StartMeeting:
    pass


def resumes(state: Conference) -> bool:
    """Begun again before everybody was asked: the end was a lost line or a slip, and no clock ran from it."""
    return state.ended_at is not None and not state.asked_already and state.approval is None


@verb("meeting.start", StartMeeting, frozenset({Power.CHAIR, Power.BOT}))
def start_meeting(asked: Asked, _command: StartMeeting) -> Outcome:
    """The meeting Teams saw begin hours before was somebody trying it out; the chair's own word holds at any hour.

    Not of a draft, of which nothing is owed to anybody: it is convened first, which can be done until its planned end.
    """
    state = asked.state
    if state.before.cancelled or state.before.draft:
        return Refused(Why.CANCELLED if state.before.cancelled else Why.NOT_CONVENED)
    too_early = asked.person is None and asked.now < state.particulars.start - EARLY
    going_on = state.started_at and not resumes(state)
    if going_on or too_early:
        return Accepted()
    return Accepted((MeetingStarted(source=Source.TEAMS if asked.person is None else Source.CHAIR),))
