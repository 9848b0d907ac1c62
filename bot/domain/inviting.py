"""Who is asked to a conference, by which road they are reached, and what they have answered."""

from datetime import datetime
from enum import StrEnum

from bot.domain.conference import BY_MAIL, Conference, Send
from bot.domain.delivery import lead_for, office, reachable
from bot.domain.ids import PersonId
from bot.domain.particulars import ATTENDING, BY_HAND, LAY, Part, Role
from bot.domain.preparations import Consent, Reply

_NONE = Consent()


class Road(StrEnum):
    """Teams where the bot may write, then mail, then somebody who tells them."""

    TEAMS = "teams"
    MAIL = "mail"
    HAND = "hand"


def convened(state: Conference) -> bool:
    """People are being asked: it is convened, not cancelled, and not under way."""
    before = state.before
    return before.convened_at is not None and before.cancelled is None and state.started_at is None


def invited(state: Conference) -> tuple[PersonId, ...]:
    """Everybody who is to come, and the chair. An observer once the chair and the family agree (S4 3.3); a family member
    whom the chair has left out of all of it is told in a letter (S4 5.9).
    """
    return tuple(one.id for one in state.particulars.people if _may_come(state, one.id, one.role))


def is_invited(state: Conference, who: PersonId) -> bool:
    """Whether `who`, who is on the list, is among them."""
    return _may_come(state, who, state.person(who).role)


def _may_come(state: Conference, who: PersonId, role: Role) -> bool:
    if role not in ATTENDING and who != state.chair:
        return False
    if role is Role.OBSERVER:
        return state.before.consents.get(who, _NONE).given
    left_out = state.before.exclusions.get(who)
    return not (left_out and left_out.stands and left_out.whole)


def road(state: Conference, who: PersonId) -> Road:
    if reachable(state, who):
        return Road.TEAMS
    return Road.MAIL if mailable(state, who) else Road.HAND


def mailable(state: Conference, who: PersonId) -> bool:
    """Whether a letter may go to them, whichever road they are asked by."""
    return state.before.mail and bool(state.person(who).address) and who not in state.before.unmailed


def reply_of(state: Conference, who: PersonId) -> Reply | None:
    """What they said of the time that now stands. Of an earlier one nothing is known for this (B28)."""
    reply = state.before.replies.get(who)
    return reply if reply and reply.time == state.before.time else None


def by_either_road(state: Conference, duty: str) -> tuple[Send, ...]:
    """How far one duty's messages have got, in Teams and by mail."""
    return tuple(send for key in (duty, f"{duty}{BY_MAIL}") if (send := state.sends.get(key)))


def invitations(state: Conference, who: PersonId, number: int) -> tuple[Send, ...]:
    """To that time of the meeting."""
    return by_either_road(state, f"invitation/{who}//{number}")


def asked_at(state: Conference, who: PersonId) -> datetime | None:
    """When they were asked to the time that now stands, whoever asked them."""
    number = state.before.time
    times = [send.posted_at for send in invitations(state, who, number) if send.posted and send.posted_at]
    told = state.before.told.get(who)
    if told and told.time == number:
        times.append(told.at)
    return min(times, default=None)


def heard_of_it(state: Conference, who: PersonId) -> bool:
    """They were asked, to this time or an earlier one, or have answered: whoever has answered has been told."""
    sends = (send for number in range(state.before.time + 1) for send in invitations(state, who, number))
    return who in state.before.told or who in state.before.replies or any(send.posted for send in sends)


def teller(state: Conference, who: PersonId) -> PersonId:
    """Who tells somebody whom no message reaches: family their lead social worker, others the administrator; whoever else
    arranges it where no word reaches those.
    """
    theirs = state.person(who).role in (BY_HAND | LAY) and state.particulars.children
    lead = lead_for(state, who) if theirs else None
    if lead and lead != who and reachable(state, lead):
        return lead
    found = office(state, who, reachable, lambda state, one: road(state, one) is not Road.HAND)
    return found or state.first(Role.ADMINISTRATOR) or lead or state.chair


def parts_of(state: Conference, who: PersonId) -> tuple[Part, ...]:
    """The parts of the meeting that they are asked to. A professional: all of them (S3). Family: theirs alone, of no other
    of which they hear (trap 12).
    """
    if state.person(who).role not in LAY:
        return state.particulars.parts
    return tuple(part for part in state.particulars.parts if who in part.people)


def hours_of(state: Conference, who: PersonId) -> tuple[datetime, datetime]:
    """From when to when they are asked."""
    parts = parts_of(state, who)
    if not parts or state.person(who).role not in LAY:
        return state.particulars.start, state.particulars.planned_end
    return min(part.start for part in parts), max(part.end for part in parts)
