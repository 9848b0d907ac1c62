"""Somebody has done by hand what the bot could not do in Microsoft 365."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from bot.domain.arranging import join_link
from bot.domain.conference import Conference
from bot.domain.errands import Errand, ErrandKind, entries, host_keys
from bot.domain.events import Event
from bot.domain.events_before import DetailsSet
from bot.domain.events_errands import ErrandDone, OptionsChecked
from bot.domain.ids import PersonId
from bot.domain.microsoft import Option
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.powers import ARRANGERS
from bot.domain.refusals import Fault, Faults, Why
from bot.domain.trying import troubles
from bot.domain.verbs.registry import Asked, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class DoErrand:
    """All that went wrong of this kind. `join_link`: of the meeting that they made."""

    kind: str
    join_link: str = ""


@verb("errand.done", DoErrand, ARRANGERS)
def do_errand(asked: Asked, command: DoErrand) -> Outcome:
    state, by = asked.state, asked.who
    mine = [one.errand for one in troubles(state, asked.now) if one.errand.kind == command.kind]
    if not mine:
        return Accepted()
    if command.kind == ErrandKind.HOLD:
        return _given_link(state, command.join_link.strip(), by)
    return Accepted(tuple(event for one in mine for event in _done(state, one, by)))


def _given_link(state: Conference, link: str, by: PersonId) -> Outcome:
    """The long link, which says which chat is the meeting's."""
    faults: Faults = {} if link else {"join_link": Fault.MISSING}
    found = join_link(state, link, faults)
    if faults:
        return Refused(Why.FIELDS, faults)
    about = state.particulars
    return Accepted((DetailsSet(mode=about.mode, join_link=found, place=about.place, by=by),))


def _done(state: Conference, errand: Errand, by: PersonId) -> Iterator[Event]:
    """The bot does not look again whether it is so, but for the options, the day before."""
    done = ErrandDone(errand=errand.key, by=by)
    yield _SAYING.get(errand.kind, _no_more)(state, done)
    if errand.kind in (ErrandKind.SETTLE, ErrandKind.CHECK):
        yield OptionsChecked(options=tuple(Option), by=by)


def _no_more(_state: Conference, done: ErrandDone) -> ErrandDone:
    return done


def _with_hosts(state: Conference, done: ErrandDone) -> ErrandDone:
    return replace(done, hosts=host_keys(state))


def _with_entries(state: Conference, done: ErrandDone) -> ErrandDone:
    return replace(done, invited=entries(state))


_SAYING: Mapping[ErrandKind, Callable[[Conference, ErrandDone], ErrandDone]] = MappingProxyType(
    {ErrandKind.SETTLE: _with_hosts, ErrandKind.INVITE: _with_entries}
)
