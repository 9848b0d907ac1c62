"""Everything is ready: from now on everybody is invited (B1, B6)."""

from dataclasses import dataclass

from bot.domain.arranging import closed
from bot.domain.checks import gaps
from bot.domain.events_before import ConferenceConvened
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.powers import ARRANGERS, Power
from bot.domain.refusals import Why
from bot.domain.verbs.registry import Asked, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class ConveneConference:
    pass


@verb("conference.convene", ConveneConference, ARRANGERS | {Power.BOT})
def convene_conference(asked: Asked, _command: ConveneConference) -> Outcome:
    """The bot does it for whoever sets conferences up by file, by list or by program."""
    state = asked.state
    refused = closed(state)
    if refused:
        return refused
    if state.before.convened_at:
        return Accepted()
    if gaps(state, asked.now):
        return Refused(Why.NOT_READY)
    return Accepted(
        (ConferenceConvened(by=asked.person, microsoft=state.before.microsoft, calendar=state.before.calendar),)
    )
