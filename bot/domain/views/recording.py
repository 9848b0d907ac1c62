"""Asking to record the meeting, and what the chair said to it (S4 3.8, 3.9; B25)."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.conference import Conference
from bot.domain.ids import PersonId
from bot.domain.outcome import Refused
from bot.domain.particulars import LAY
from bot.domain.powers import Power, powers_of
from bot.domain.refusals import Why
from bot.domain.requests import is_lay
from bot.domain.verbs.ask_recording import ASK_TO_RECORD

_FOR_OTHERS = ASK_TO_RECORD - {Power.LAY}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingView:
    """`own`: family speaking for themselves, in family words. `granted` None until the chair has decided."""

    reference: str
    person: PersonId
    name: str
    own: bool
    chairs: bool
    purpose: str
    asked_at: datetime | None
    granted: bool | None
    reasons: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingsView:
    """For whom one may ask. `family`: id and name."""

    reference: str
    family: tuple[tuple[PersonId, str], ...]


def recordings_view(state: Conference, who: PersonId) -> RecordingsView | Refused:
    if not powers_of(state, who) & _FOR_OTHERS:
        return Refused(Why.NOT_YOURS_TO_DO)
    family = state.particulars.with_role(*LAY)
    return RecordingsView(reference=state.particulars.reference, family=tuple((one.id, one.name) for one in family))


def recording_view(state: Conference, who: PersonId, person: PersonId) -> RecordingView | Refused:
    """Family see their own alone (trap 8)."""
    own = who == person and is_lay(state, who)
    if not own and not powers_of(state, who) & _FOR_OTHERS:
        return Refused(Why.NOT_YOURS_TO_DO)
    if not is_lay(state, person):
        return Refused(Why.NOT_FAMILY)
    one = state.before.recordings.get(person)
    return RecordingView(
        reference=state.particulars.reference,
        person=person,
        name=state.person(person).name,
        own=own,
        chairs=who == state.chair,
        purpose=one.purpose if one else "",
        asked_at=one.asked_at if one else None,
        granted=one.granted if one else None,
        reasons=one.reasons if one else "",
    )
