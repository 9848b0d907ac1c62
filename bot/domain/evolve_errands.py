"""What came of errands in Microsoft 365, and what it makes of a conference's state. As bot/domain/evolve_before.py.

None of it changes what people have arranged, so no card of theirs grows old by it; but for the link to join.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace as slots_replaced
from datetime import datetime
from types import MappingProxyType
from typing import Any

from bot.domain import events_errands as e
from bot.domain.actor import account_key
from bot.domain.changes import amended, prepared, restated
from bot.domain.conference import Conference
from bot.domain.errands import NEVER, ErrandKind, about, key, kind_of, may_be_there, meetings, ours
from bot.domain.ids import PersonId
from bot.domain.microsoft import Option
from bot.domain.particulars import Person
from bot.domain.preparations import Checked, Progress
from bot.domain.trying import PAUSES
from bot.domain.value import replaced as replace

_ABOUT_ONE = frozenset({ErrandKind.FIND, ErrandKind.INSTALL})


def _person(state: Conference, who: PersonId, **change: Any) -> Conference:
    people = (slots_replaced(one, **change) if one.id == who else one for one in state.particulars.people)
    return replace(state, particulars=restated(state.particulars, people=tuple(people)))


# --------------------------------------------------------------------------------------------- what people's acts do to them


def relinked(old: Conference, state: Conference) -> Conference:
    """Of another meeting nobody has looked at the options."""
    if old.particulars.join_link != state.particulars.join_link:
        state = prepared(state, checked=None)
    if state.before.microsoft and state.particulars.join_link and ours(state) is None and may_be_there(state):
        away = key(ErrandKind.CANCEL, number=meetings(state))
        return prepared(state, errands={away: NEVER, **state.before.errands})
    return begun(state)


def begun(state: Conference) -> Conference:
    """A meeting is to be held, so it may be there from now on though nobody hears of it: a worker can die in between."""
    hold = key(ErrandKind.HOLD, number=meetings(state))
    if not state.before.microsoft or state.particulars.join_link or hold in state.before.errands:
        return state
    return prepared(state, errands={**state.before.errands, hold: NEVER})


def afresh(state: Conference, old: Person | None, one: Person) -> Conference:
    """Whoever has another address or account is looked up and given the app anew; a list that was refused may do now."""
    if old is not None and (old.address, old.account) == (one.address, one.account):
        return state
    left = {name: progress for name, progress in state.before.errands.items() if not _goes(name, progress, one.id)}
    return prepared(state, errands=left) if len(left) < len(state.before.errands) else state


def _goes(errand: str, progress: Progress, who: PersonId) -> bool:
    kind = kind_of(errand)
    return (kind in _ABOUT_ONE and about(errand) == who) or (kind is ErrandKind.INVITE and bool(progress.failed))


# ------------------------------------------------------------------------------------------------------- what came of each


def _held(state: Conference, event: e.ErrandDone, _at: datetime) -> Conference:
    """A link that somebody gave meanwhile stands; then the bot's own meeting is taken away again."""
    state = prepared(state, meeting=event.meeting)
    if event.meeting is None or state.particulars.join_link or state.before.cancelled:
        return state
    return amended(state, join_link=event.meeting.join_link)


def _taken_away(state: Conference, _event: e.ErrandDone, _at: datetime) -> Conference:
    """Nobody joins by a link to what is gone, should somebody have given it again meanwhile."""
    held = state.before.meeting
    if held and held.join_link == state.particulars.join_link and not state.before.cancelled:
        state = replace(state, particulars=restated(state.particulars, join_link=""))
    return prepared(state, meeting=None, hosts=(), entries=(), left=(), left_at=None, checked=None)


def _found(state: Conference, event: e.ErrandDone, at: datetime) -> Conference:
    """A guest sees nothing of the council's Teams unless they turn to it, so the app is of no use to them."""
    if event.person is None or event.account is None:
        return state
    known = _person(state, event.person, account=event.account)
    known = replace(known, bound={**known.bound, account_key(event.account): event.person})
    if not event.guest:
        return known
    install = key(ErrandKind.INSTALL, event.person)
    return prepared(known, errands={**known.before.errands, install: Progress(done_at=at)})


def _installed(state: Conference, event: e.ErrandDone, _at: datetime) -> Conference:
    """Where Teams refused a message before, it may not now."""
    if event.person is None:
        return state
    return replace(_person(state, event.person, installed=True), refused=state.refused - {event.person})


def _settled(state: Conference, event: e.ErrandDone, at: datetime) -> Conference:
    return _looked(prepared(state, hosts=event.hosts), event, at)


def _looked(state: Conference, event: e.ErrandDone, at: datetime) -> Conference:
    """What somebody has looked at already is not asked about again; who the hosts are may be another matter by now."""
    checked = state.before.checked.options - {Option.HOSTS} if state.before.checked else frozenset()
    left = tuple(one for one in event.left if one not in checked)
    return prepared(state, left=left, left_at=(state.before.left_at or at) if left else None)


def _invited(state: Conference, event: e.ErrandDone, _at: datetime) -> Conference:
    return prepared(state, entries=event.invited)


_RESULTS: Mapping[ErrandKind, Callable[[Conference, e.ErrandDone, datetime], Conference]] = MappingProxyType(
    {
        ErrandKind.HOLD: _held,
        ErrandKind.CANCEL: _taken_away,
        ErrandKind.FIND: _found,
        ErrandKind.INSTALL: _installed,
        ErrandKind.SETTLE: _settled,
        ErrandKind.CHECK: _looked,
        ErrandKind.INVITE: _invited,
    }
)


def _errand_done(state: Conference, event: e.ErrandDone, at: datetime) -> Conference:
    """Microsoft 365 answers again, so that nothing waits for that any more; unless it was not the bot that did it."""
    waits = PAUSES if event.by is None else frozenset()
    others = {name: NEVER if one.code in waits else one for name, one in state.before.errands.items()}
    done = prepared(state, errands={**others, event.errand: Progress(done_at=at)})
    kind = kind_of(event.errand)
    result = _RESULTS.get(kind) if kind else None
    return result(done, event, at) if result else done


def _errand_failed(state: Conference, event: e.ErrandFailed, at: datetime) -> Conference:
    before = state.before.errands.get(event.errand, NEVER)
    progress = slots_replaced(
        before,
        attempts=before.attempts + 1,
        retry_at=event.retry_at,
        code=event.code,
        since=at if event.final else before.since or at,
        failed=event.code if event.final else "",
    )
    return prepared(state, errands={**state.before.errands, event.errand: progress})


def _errands_again(state: Conference, _event: e.ErrandsAgain, _at: datetime) -> Conference:
    tried = state.before.errands.items()
    return prepared(state, errands={name: Progress(done_at=one.done_at) if one.code else one for name, one in tried})


def _options_checked(state: Conference, event: e.OptionsChecked, at: datetime) -> Conference:
    before = state.before.checked.options if state.before.checked else frozenset()
    checked = Checked(at=at, by=event.by, options=before | frozenset(event.options))
    left = tuple(one for one in state.before.left if one not in event.options)
    return prepared(state, checked=checked, left=left, left_at=state.before.left_at if left else None)


ERRANDS: Mapping[type[Any], Callable[[Conference, Any, datetime], Conference]] = {
    e.ErrandDone: _errand_done,
    e.ErrandFailed: _errand_failed,
    e.ErrandsAgain: _errands_again,
    e.OptionsChecked: _options_checked,
}
