"""What is owed to the manager when a conference is later than its limit: to be told so, with the reason (S4 1.7, 1.10; B4).

No message says what it is about, nor why: it opens on a press.
"""

from collections.abc import Iterator
from datetime import datetime

from bot.domain.calendar import Calendar
from bot.domain.checks import not_kept
from bot.domain.conference import BY_MAIL, Conference
from bot.domain.duties.before import when
from bot.domain.duties.model import Duty, DutyKind
from bot.domain.ids import PersonId
from bot.domain.inviting import Road, road
from bot.domain.particulars import Role
from bot.domain.quiet import by_day

_LATE, _REASON = 0, 1
"""The number of the word that it is late, and of the one that a reason came after that."""


def delay_duties(state: Conference, now: datetime, days: Calendar) -> Iterator[Duty]:
    """Once that it is late; and once more, where the reason was given or changed since, at whatever time. Whatever comes after
    that is put right in the message, for what it opens on is always what stands now.
    """
    people = ((one.id, road(state, one.id)) for one in state.particulars.with_role(Role.MANAGER))
    who, way = next(((who, way) for who, way in people if way is not Road.HAND), (None, Road.HAND))
    late = who is not None and bool(not_kept(state, days))
    told = who and _told_at(state, who, _LATE)
    if who is None or not (late or told):
        return
    if told is None or _in_teams(state, who):
        yield Duty(
            kind=DutyKind.DELAY,
            to=who,
            face=("explained" if state.before.delay else "late") if late else "settled",
            since=when(state, now, days),
            number=_LATE,
            edit_only=told is not None or _over(state, now),
            by_mail=way is Road.MAIL,
        )
    given = state.before.delay_at
    if told and given and given > told:
        again = _told_at(state, who, _REASON)
        yield Duty(
            kind=DutyKind.DELAY,
            to=who,
            face=("changed" if again and given > again else "given") if late else "settled",
            since=by_day(max(now, given), state.profile.reminders, days),
            number=_REASON,
            edit_only=again is not None or not late,
            by_mail=way is Road.MAIL,
        )


def _key(who: PersonId, number: int) -> str:
    return f"{DutyKind.DELAY}/{who}//{number}"


def _in_teams(state: Conference, who: PersonId) -> bool:
    """A letter cannot be put right."""
    return _key(who, _LATE) in state.sends


def _told_at(state: Conference, who: PersonId, number: int) -> datetime | None:
    """By whichever road, once."""
    key = _key(who, number)
    sends = (state.sends.get(key), state.sends.get(f"{key}{BY_MAIL}"))
    return min((send.posted_at for send in sends if send and send.posted and send.posted_at), default=None)


def _over(state: Conference, now: datetime) -> bool:
    """Nobody is told for the first time that what is past, or will not be, was late."""
    done = state.before.cancelled is not None or state.ended_at is not None
    return done or now >= state.particulars.planned_end
