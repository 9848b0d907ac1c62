"""Somebody else's answer to an invitation, in front of whoever was told it and enters it (B8)."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.conference import Conference
from bot.domain.ids import PersonId
from bot.domain.inviting import invited, reply_of
from bot.domain.outcome import Refused
from bot.domain.particulars import LAY, Mode, Role
from bot.domain.powers import ARRANGERS, Power, powers_of
from bot.domain.preparations import Reply
from bot.domain.refusals import Why
from bot.domain.replying import closed, passing_on
from bot.domain.telling import may_tell


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyView:
    """`reply` is of the time that stands, `before` what is known of an earlier one."""

    reference: str
    person: PersonId
    name: str
    role: Role
    agency: str
    start: datetime
    mode: Mode
    reply: Reply | None
    before: Reply | None
    entered_by: str
    can_send: bool


def reply_view(state: Conference, who: PersonId, person: PersonId) -> ReplyView | Refused:
    if not powers_of(state, who) & (ARRANGERS | {Power.LEAD_SOCIAL_WORKER}):
        return Refused(Why.NOT_YOURS_TO_DO)
    listed = next((one for one in state.particulars.people if one.id == person), None)
    if listed is None:
        return Refused(Why.NO_SUCH_PERSON)
    if not may_tell(state, who, person):
        return Refused(Why.NOT_YOURS_TO_TELL)
    shut = closed(state, person)
    if shut:
        return shut
    reply, seat = reply_of(state, person), state.seat_of(person)
    return ReplyView(
        reference=state.particulars.reference,
        person=person,
        name=listed.name,
        role=listed.role,
        agency=seat.title if seat else listed.relation,
        start=state.particulars.start,
        mode=state.particulars.mode,
        reply=reply,
        before=None if reply else state.before.replies.get(person),
        entered_by=state.person(reply.by).name if reply else "",
        can_send=not isinstance(passing_on(state, person), Refused),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One person's line. `reply` None: none yet to the time that stands."""

    person: PersonId
    name: str
    agency: str
    reply: Reply | None
    lay: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RepliesView:
    reference: str
    people: tuple[Answered, ...]


def replies_view(state: Conference, who: PersonId) -> RepliesView | Refused:
    """Who has answered what, for whoever arranges the conference and for nobody else (J12)."""
    if not powers_of(state, who) & ARRANGERS:
        return Refused(Why.NOT_YOURS_TO_DO)
    if state.before.convened_at is None:
        return Refused(Why.NOT_ASKED_YET)
    return RepliesView(
        reference=state.particulars.reference, people=tuple(_answered(state, one) for one in invited(state))
    )


def _answered(state: Conference, who: PersonId) -> Answered:
    one, seat = state.person(who), state.seat_of(who)
    return Answered(
        person=who,
        name=one.name,
        agency=seat.title if seat else one.relation,
        reply=reply_of(state, who),
        lay=one.role in LAY,
    )
