"""What the bot is to do in the council's Microsoft 365 for a conference. Derived from the record at every look, as duties are.

Only for one that was convened with it (`Preparations.microsoft`); all of it people can do by hand, and what they have done
is not done again. Nothing is wanted once the meeting is over.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.actor import Account, account_key
from bot.domain.conference import BY_MAIL, Conference
from bot.domain.delivery import account_of, reachable
from bot.domain.inviting import invited, reply_of
from bot.domain.join_link import thread_of
from bot.domain.microsoft import Held, Obstacle, Option
from bot.domain.particulars import LAY, Person, Role
from bot.domain.preparations import Coming, Progress


class ErrandKind(StrEnum):
    """In the order in which they are tried. HOLD a meeting; FIND whose account an address is; INSTALL the app for somebody;
    SETTLE the meeting's options and hosts, and CHECK them again before the day; INVITE: an entry in people's calendars.
    """

    CANCEL = "cancel"
    HOLD = "hold"
    MOVE = "move"
    CHAT = "chat"
    FIND = "find"
    INSTALL = "install"
    SETTLE = "settle"
    INVITE = "invite"
    CHECK = "check"


_NOTHING_MADE = frozenset(
    {
        Obstacle.CALENDAR_CLOSED,
        Obstacle.NO_CALENDAR,
        Obstacle.NO_SUCH_ORGANISER,
        Obstacle.ORGANISER_NOT_NAMED,
        Obstacle.SWITCHED_OFF,
    }
)
"""A meeting that was refused for one of these at the first try is not there."""

DAY_BEFORE = timedelta(hours=24)
"""When the options are looked at again."""

_IN_CHARGE = frozenset({Role.STAND_IN, Role.MANAGER, Role.ADMINISTRATOR})
_NOT_COMING = frozenset({Coming.COLLEAGUE, Coming.CANNOT})
NEVER = Progress()


_KINDS = frozenset(ErrandKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """Identity is kind, subject and number, never a date. Of HOLD, CANCEL, SETTLE and INVITE the number says which of the
    bot's meetings; of MOVE and CHECK, which time of it.
    """

    kind: ErrandKind
    subject: str = ""
    number: int = 0

    @property
    def key(self) -> str:
        return key(self.kind, self.subject, self.number)


def key(kind: ErrandKind, subject: str = "", number: int = 0) -> str:
    return f"{kind}/{subject}/{number}"


def kind_of(errand: str) -> ErrandKind | None:
    """None for one that this version knows nothing of."""
    name = errand.partition("/")[0]
    return ErrandKind(name) if name in _KINDS else None


def about(errand: str) -> str:
    """The subject in an errand's key."""
    return errand.partition("/")[2].rpartition("/")[0]


# ----------------------------------------------------------------------------------------------------- what there is by now


def meetings(state: Conference) -> int:
    """How many meetings of the bot's were taken away again: the number of the one that is, or would be, held."""
    done = (one for name, one in state.before.errands.items() if name.startswith(f"{ErrandKind.CANCEL}/"))
    return sum(one.done_at is not None for one in done)


def ours(state: Conference) -> Held | None:
    """The meeting that the bot made, where that is the one people join."""
    held = state.before.meeting
    return held if held and held.join_link == state.particulars.join_link else None


def chat_meant(state: Conference) -> str:
    """The chat of the meeting that people join, by its link; a short link does not say, but whoever made it knows."""
    held = ours(state)
    return held.chat if held and held.chat else thread_of(state.particulars.join_link)


def to_look_at(state: Conference) -> tuple[Option, ...]:
    """The options of the meeting that a person has to look at (S-6): of one that somebody made by hand, each, once."""
    before = state.before
    if before.convened_at is None or before.cancelled or not state.particulars.join_link:
        return ()
    if ours(state):
        return before.left
    looked = before.checked.options if before.checked else frozenset[Option]()
    return tuple(one for one in Option if one not in looked)


def hosts(state: Conference) -> tuple[Account, ...]:
    """Whoever holds the chair, and those who might have to: they let people in, mute and remove them (S-6)."""
    listed = (one.id for one in state.particulars.with_role(Role.CHAIR, Role.STAND_IN))
    accounts = (account_of(state, who) for who in dict.fromkeys((state.chair, *listed)))
    return tuple(one for one in accounts if one)


def host_keys(state: Conference) -> tuple[str, ...]:
    return tuple(account_key(one) for one in hosts(state))


def entries(state: Conference) -> tuple[str, ...]:
    """The addresses in whose calendars Microsoft puts the meeting: of those invited in Teams and not known to stay away.

    A letter brings a calendar file of ours; who is asked to a part of the meeting only must not be given the hours of all
    of it, nor may family be, who may be asked to parts that others do not know of (trap 12).
    """
    parted = {who for part in state.particulars.parts for who in part.people}
    people = (state.person(who) for who in invited(state) if who not in parted)
    return tuple(dict.fromkeys(one.address.lower() for one in people if _wants_entry(state, one)))


def _wants_entry(state: Conference, one: Person) -> bool:
    reply = reply_of(state, one.id)
    if not one.address or one.role in LAY or (reply and reply.coming in _NOT_COMING):
        return False
    asked = [f"invitation/{one.id}//{time}" for time in range(state.before.time + 1)]
    if any(_posted(state, f"{name}{BY_MAIL}") for name in asked):
        return False
    return reachable(state, one.id) or any(_posted(state, name) for name in asked)


def _posted(state: Conference, duty: str) -> bool:
    send = state.sends.get(duty)
    return send is not None and send.posted


# ------------------------------------------------------------------------------------------------------------ what is wanted


def wanted(state: Conference, now: datetime) -> Iterator[Errand]:
    """All that is not as it should be, whether or not it has been tried, and whether or not its time has come."""
    before = state.before
    if not before.microsoft or before.convened_at is None or now >= state.particulars.planned_end:
        return
    yield from _to_take_away(state)
    if before.cancelled is None:
        yield from _meeting(state, now)
        yield from _people(state)


def _to_take_away(state: Conference) -> Iterator[Errand]:
    """What the bot made and nobody is to come to: the conference is cancelled, or was given another link by hand.

    Also what it may have made without ever hearing so.
    """
    before, number = state.before, meetings(state)
    given_another = bool(state.particulars.join_link) and ours(state) is None
    if not (before.cancelled or given_another):
        return
    begun = before.errands.get(key(ErrandKind.HOLD, number=number))
    if before.meeting or (begun and not (begun.attempts == 1 and begun.failed in _NOTHING_MADE)):
        yield Errand(kind=ErrandKind.CANCEL, number=number)


def _meeting(state: Conference, now: datetime) -> Iterator[Errand]:
    number, ahead = meetings(state), now < state.particulars.start
    if not state.particulars.join_link and ahead:
        yield Errand(kind=ErrandKind.HOLD, number=number)
    chat = chat_meant(state)
    if chat and not state.chat and not _done(state, ErrandKind.CHAT, chat):
        yield Errand(kind=ErrandKind.CHAT, subject=chat)
    held = ours(state)
    if held is None:
        return
    if ahead:
        yield from _in_calendars(state, held)
    settled = state.before.errands.get(key(ErrandKind.SETTLE, number=number), NEVER).done_at
    if settled is None or state.before.hosts != host_keys(state):
        yield Errand(kind=ErrandKind.SETTLE, number=number)
    elif ahead:
        yield from _to_check(state, settled)


def _in_calendars(state: Conference, held: Held) -> Iterator[Errand]:
    """Whoever is invited is invited to the hour that stands."""
    before = state.before
    if before.moves and not _done(state, ErrandKind.MOVE, number=before.time):
        yield Errand(kind=ErrandKind.MOVE, number=before.time)
    elif held.event and before.entries != entries(state):
        yield Errand(kind=ErrandKind.INVITE, number=meetings(state))


def _to_check(state: Conference, settled: datetime) -> Iterator[Errand]:
    """Anybody in charge of the meeting may have changed its options since."""
    number = state.before.time
    if settled < state.particulars.start - DAY_BEFORE and not _done(state, ErrandKind.CHECK, number=number):
        yield Errand(kind=ErrandKind.CHECK, number=number)


def _people(state: Conference) -> Iterator[Errand]:
    """Whoever the bot has to write to. A family member's address is looked up nowhere: they are reached as they asked to be.

    Nobody who took the app away is given it again.
    """
    asked = frozenset(invited(state))
    for one in state.particulars.people:
        if one.id not in asked and one.role not in _IN_CHARGE:
            continue
        if account_of(state, one.id) is None:
            if one.address and one.role not in LAY and not _done(state, ErrandKind.FIND, one.id):
                yield Errand(kind=ErrandKind.FIND, subject=one.id)
        elif one.id not in state.lost and not reachable(state, one.id) and not _done(state, ErrandKind.INSTALL, one.id):
            yield Errand(kind=ErrandKind.INSTALL, subject=one.id)


def _done(state: Conference, kind: ErrandKind, subject: str = "", number: int = 0) -> bool:
    return state.before.errands.get(key(kind, subject, number), NEVER).done_at is not None
