"""The meeting begins when Teams says so, or when the chair does: the event may never come (J5)."""

from dataclasses import dataclass

from bot.domain.events import MeetingStarted, Source
from bot.domain.outcome import Accepted, Outcome
from bot.domain.powers import Power
from bot.domain.verbs.acknowledge_checklist import EARLY
from bot.domain.verbs.registry import Asked, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class StartMeeting:
    pass


@verb("meeting.start", StartMeeting, frozenset({Power.CHAIR, Power.BOT}))
def start_meeting(asked: Asked, _command: StartMeeting) -> Outcome:
    """The meeting Teams saw begin hours before was somebody trying it out; the chair's own word holds at any hour."""
    too_early = asked.person is None and asked.now < asked.state.particulars.start - EARLY
    if asked.state.started_at or too_early:
        return Accepted()
    return Accepted((MeetingStarted(source=Source.TEAMS if asked.person is None else Source.CHAIR),))
