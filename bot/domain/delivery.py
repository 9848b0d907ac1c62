"""Who is entitled to the decision summary, how it reaches each of them, and when it is late (A1-A3)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.domain.actor import Account
from bot.domain.conference import Conference
from bot.domain.ids import PersonId
from bot.domain.particulars import BY_HAND, Role


def expected_clock_start(state: Conference) -> datetime:
    """When both clocks begin: the end told by Teams or the chair, or the planned end and a while, whichever is first.

    S3 "within 24 hours of the meeting taking place"; S4 14.5, 14.13. A meeting that nobody ends still has a deadline.
    A correction, made with its reason, stands above all. In UTC: hours added to London's clock are not always elapsed.
    """
    if state.corrected_end:
        return state.corrected_end.astimezone(UTC)
    hours = timedelta(hours=state.profile.summary.assume_end_after_planned_hours)
    assumed = state.particulars.planned_end.astimezone(UTC) + hours
    return min(state.ended_at.astimezone(UTC), assumed) if state.ended_at else assumed


def clock_start(state: Conference, now: datetime) -> datetime | None:
    """When both clocks began, if they have."""
    begins = expected_clock_start(state)
    return begins if begins <= now else None


def loud_at(state: Conference, start: datetime) -> datetime:
    """Elapsed hours, whatever the clocks on the wall do that night (rules c1 note 4)."""
    return start + timedelta(hours=state.profile.summary.loud)


def late(state: Conference, now: datetime) -> bool:
    """Whether the day is over and somebody entitled still has nothing (S3, S4 14.5)."""
    begins = late_from(state)
    return begins is not None and begins <= now


def late_from(state: Conference) -> datetime | None:
    """From when it is late, if nothing more happens; None: everybody entitled has theirs, or there is none to have."""
    if state.before.cancelled or state.before.draft or state.particulars.scales_only:
        return None
    if state.approval is not None and not outstanding(state):
        return None
    return loud_at(state, expected_clock_start(state))


def account_of(state: Conference, who: PersonId) -> Account | None:
    """The account that somebody is known by here."""
    key = next((key for key, one in state.bound.items() if one == who), None)
    if key is None:
        return None
    tenant, _, oid = key.partition(":")
    return Account(tenant=tenant, oid=oid)


def reachable(state: Conference, who: PersonId) -> bool:
    """Whether the bot may write to this person in private."""
    person = state.person(who)
    if who in state.lost or who in state.refused or who not in state.bound.values():
        return False
    return who in state.reached or person.installed


def recipients(state: Conference) -> tuple[PersonId, ...]:
    """S4 14.13: all professionals who attended or were invited (trap 25), and the chair of the moment."""
    seats = (seat.holder for seat in state.particulars.seats)
    return tuple(dict.fromkeys((*seats, state.chair)))


def sent_to(state: Conference, who: PersonId) -> bool:
    send = state.sends.get(f"summary/{who}//0")
    return send is not None and send.face == "content"


def _cannot_be_sent(state: Conference, who: PersonId) -> bool:
    send = state.sends.get(f"summary/{who}//0")
    return not reachable(state, who) or (send is not None and bool(send.failed))


def by_hand(state: Conference) -> tuple[PersonId, ...]:
    """Whose copy a person must carry: family and observer always; a professional the bot cannot write to."""
    given = (one.id for one in state.particulars.with_role(*BY_HAND))
    stranded = (who for who in recipients(state) if not sent_to(state, who) and _cannot_be_sent(state, who))
    return tuple(dict.fromkeys((*given, *stranded)))


def office(state: Conference, who: PersonId, *roads: Callable[[Conference, PersonId], bool]) -> PersonId | None:
    """Who does for `who` what the bot cannot: an administrator, or else the manager, or the chair: the first whom it can
    write to, by the first of `roads` that leads to one of them.
    """
    people = [[one.id for one in state.particulars.with_role(role)] for role in (Role.ADMINISTRATOR, Role.MANAGER)]
    found = (one for group in (*people, [state.chair]) for leads in roads for one in group if leads(state, one))
    return next((one for one in found if one != who), None)


def lead_for(state: Conference, who: PersonId) -> PersonId:
    """The lead social worker of their child, whom the chair may have named anew."""
    children = state.person(who).children or tuple(child.id for child in state.particulars.children)
    return (
        state.decisions[children[0]].lead
        if children[0] in state.decisions
        else state.particulars.child(children[0]).lead
    )


def hands_over(state: Conference, who: PersonId) -> PersonId:
    """Who carries that copy: the lead social worker of their child; the administrator, or whoever arranges it in their
    place, where that is the person themself or cannot be written to either; the chair where there is none of them.
    """
    lead = lead_for(state, who)
    if lead and lead != who and reachable(state, lead):
        return lead
    fallback = lead if lead and lead != who else state.chair
    return office(state, who, reachable) or state.first(Role.ADMINISTRATOR) or fallback


def outstanding(state: Conference) -> tuple[PersonId, ...]:
    """Everybody entitled who has no copy yet, once the chair has approved."""
    entitled = dict.fromkeys((*recipients(state), *by_hand(state)))
    return tuple(who for who in entitled if not sent_to(state, who) and who not in state.copies)
