"""By what a conference is found again: the chats it may be in and the accounts of its people."""

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
