"""The end of the meeting starts both clocks of the summary (S3, S4 14.5, 14.13). The first word of it counts."""

from dataclasses import dataclass

from bot.domain.events import MeetingEnded, Source
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.powers import Power
from bot.domain.refusals import Why
from bot.domain.verbs.registry import Asked, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class EndMeeting:
    pass


@verb("meeting.end", EndMeeting, frozenset({Power.CHAIR, Power.BOT}))
def end_meeting(asked: Asked, _command: EndMeeting) -> Outcome:
    """What Teams saw end before the conference was due to begin was the chair's talk with the family (S1), or a try-out."""
    state = asked.state
    if state.ended_at:
        return Accepted()
    if asked.person is None and asked.now < state.particulars.start:
        return Accepted()
    if asked.person is not None and state.started_at is None:
        return Refused(Why.MEETING_NOT_STARTED)
    return Accepted((MeetingEnded(source=Source.TEAMS if asked.person is None else Source.CHAIR),))
