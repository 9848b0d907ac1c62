"""Everything that waits for one person, in every conference of theirs, the worst first (B10, B11)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.domain.calendar import Calendar
from bot.domain.conference import Conference
from bot.domain.deadlines import borough_calendar
from bot.domain.ids import ConferenceId, PersonId, SeatId
from bot.domain.inviting import hours_of, invited
from bot.domain.outstanding import Item, Outstanding, outstanding
from bot.domain.particulars import LAY
from bot.domain.telling import may_tell, to_tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One thing. `about` is whom or which seat it is about, in words; `subject` the same as an id, for the card it opens on.
    `late`: its deadline is over. `lay`: in family words.
    """

    cid: ConferenceId
    reference: str
    start: datetime
    item: Item
    subject: str
    about: str
    due: datetime | None
    late: bool
    lay: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TodoView:
    waiting: tuple[Waiting, ...]
    lay: bool


_ORDER = (
    Item.FLAG,
    Item.REPORT,
    Item.SHARE,
    Item.NO_REPORT,
    Item.LETTER,
    Item.TELL,
    Item.ERRAND,
    Item.DELAY,
    Item.EXCLUSION,
    Item.CONSENT,
    Item.RECORDING,
    Item.INDEPENDENCE,
    Item.REPLY,
    Item.NO_REPLY,
    Item.DAYS,
    Item.MEETING,
)
"""What is worse of two that are neither late: somebody may be in danger, then what others wait for."""


def todo_view(mine: Iterable[tuple[ConferenceId, Conference, PersonId]], now: datetime, calendar: Calendar) -> TodoView:
    """`mine`: every conference of theirs, and who they are in it. Nothing of one that has begun, is cancelled or a draft."""
    listed = tuple(mine)
    found = [one for cid, state, who in listed for one in _of(cid, state, who, now, calendar)]
    lay = bool(listed) and all(state.person(who).role in LAY for _, state, who in listed)
    return TodoView(waiting=tuple(sorted(found, key=_worst)), lay=lay)


def _worst(one: Waiting) -> tuple[bool, datetime, int, str, str]:
    """What is late; then what is due or held first; then by what it is."""
    when = one.due if one.late and one.due else one.start
    return (not one.late, when, _ORDER.index(one.item), one.reference, one.subject)


def _of(cid: ConferenceId, state: Conference, who: PersonId, now: datetime, calendar: Calendar) -> Iterator[Waiting]:
    days = borough_calendar(state.profile, calendar)
    start, _ = hours_of(state, who)
    for one in _all(state, who, days):
        if _in_time(one, now):
            continue
        yield Waiting(
            cid=cid,
            reference=state.particulars.reference,
            start=start,
            item=one.item,
            subject=one.about,
            about=_about(state, one),
            due=one.due,
            late=one.item is not Item.MEETING and one.due is not None and one.due < now,
            lay=state.person(who).role in LAY,
        )


def _in_time(one: Outstanding, now: datetime) -> bool:
    """Somebody else's answer or report that is only awaited: theirs to see to, until it is time to ask after it. Of forty
    conferences an administrator would not find the rest among them.
    """
    if one.item not in (Item.NO_REPLY, Item.NO_REPORT) or (one.due is not None and one.due < now):
        return False
    return one.due is not None or bool(one.rungs and now < one.rungs[0])


def _all(state: Conference, who: PersonId, days: Calendar) -> Iterator[Outstanding]:
    """Also whom to tell of a cancellation, which nothing else is owed after; and days on offer, of which nobody is reminded."""
    known = outstanding(state, who, days)
    yield from known
    if state.before.cancelled:
        for person in to_tell(state):
            if may_tell(state, who, person):
                yield Outstanding(item=Item.TELL, rungs=(), about=person)
    elif known and state.before.days and who in invited(state) and who not in state.before.free:
        yield Outstanding(item=Item.DAYS, rungs=())


def _about(state: Conference, one: Outstanding) -> str:
    if one.item in (Item.NO_REPORT, Item.REPORT, Item.SHARE):
        return state.particulars.seat(SeatId(one.about)).title
    if one.item in (Item.NO_REPLY, Item.LETTER, Item.TELL, Item.EXCLUSION, Item.RECORDING, Item.CONSENT):
        return state.person(PersonId(one.about)).name
    return one.about if one.item is Item.ERRAND else ""
