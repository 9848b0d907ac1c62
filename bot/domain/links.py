"""By what a conference is found again: the chats it may be in, the accounts of its people, the week it is held in."""

from datetime import date, datetime, timedelta

from bot.domain.calendar import LONDON
from bot.domain.conference import Conference
from bot.domain.errands import chat_meant


def by_reference(reference: str) -> str:
    """How a conference is looked up by its own reference, among the chats: no thread's id begins so."""
    return f"reference:{reference}"


def same(before: Conference, now: Conference) -> bool:
    """Whether nothing has changed that these are made of."""
    return (
        before.bound is now.bound
        and before.replaced is now.replaced
        and before.proposed is now.proposed
        and before.chat == now.chat
        and before.particulars is now.particulars
        and before.before.meeting is now.before.meeting
    )


def chats(state: Conference) -> frozenset[str]:
    own = by_reference(state.particulars.reference)
    return frozenset(one for one in (own, state.chat, chat_meant(state), *state.proposed) if one)


def people(state: Conference) -> frozenset[str]:
    """Accounts bound, accounts that were (they are answered, and given nothing), and addresses still to be claimed."""
    addresses = (one.address.lower() for one in state.particulars.people if one.address)
    return frozenset((*state.bound, *state.replaced, *addresses))


def weeks(state: Conference) -> frozenset[str]:
    """The one in which it starts: whoever asks what is held in a fortnight need not open all that there ever was."""
    return frozenset({week_of(state.particulars.start)})


def week_of(day: date) -> str:
    """The name of a week, from Monday to Sunday, as "2027-W10". A moment is given the day that London has then."""
    local = day.astimezone(LONDON) if isinstance(day, datetime) else day
    year, week, _ = local.isocalendar()
    return f"{year}-W{week:02}"


def weeks_between(first: date, last: date) -> frozenset[str]:
    """Every week that has one of these days."""
    return frozenset(week_of(min(first + timedelta(days=days), last)) for days in range(0, (last - first).days + 7, 7))
