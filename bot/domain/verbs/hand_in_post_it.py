"""A professional's own post-it: saved for later or handed in, changed until the round closes (V2-V4, V8, V10, V12)."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.answers import read_views
from bot.domain.conference import Round
from bot.domain.events import PostItHandedIn, PostItSaved
from bot.domain.ids import ChildId
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.particulars import Seat
from bot.domain.post_it import BLANK, Draft
from bot.domain.powers import Power
from bot.domain.refusals import Why
from bot.domain.verbs.registry import Asked, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class HandInPostIt:
    views: Mapping[ChildId, Draft]


@dataclass(frozen=True, slots=True, kw_only=True)
class SavePostIt:
    views: Mapping[ChildId, Draft]


def may_answer(asked: Asked) -> tuple[Round, Seat] | Refused:
    """J9: no post-it before the checklist of this stay. V12: the seat answers, whoever fills it."""
    state = asked.state
    seat = state.seat_of(asked.who)
    if seat is None:
        return Refused(Why.NO_SEAT)
    if state.round is None or not state.round.open:
        return Refused(Why.ROUND_NOT_OPEN)
    if not state.cleared(asked.who, asked.now):
        return Refused(Why.CHECKLIST_FIRST)
    return state.round, seat


def known_children(asked: Asked, views: Mapping[ChildId, Draft]) -> Mapping[ChildId, Draft]:
    """Every child of the conference in its own order; what a card says of others is passed over."""
    return {child.id: views.get(child.id, BLANK) for child in asked.state.particulars.children}


@verb("post_it.hand_in", HandInPostIt, frozenset({Power.PROFESSIONAL}))
def hand_in(asked: Asked, command: HandInPostIt) -> Outcome:
    found = may_answer(asked)
    if isinstance(found, Refused):
        return found
    one, seat = found
    views = read_views(known_children(asked, command.views), asked.state)
    if isinstance(views, Refused):
        return views
    rev = one.post_it(seat.id).rev + 1
    return Accepted((PostItHandedIn(round=one.number, seat=seat.id, rev=rev, by=asked.who, views=views),))


@verb("post_it.save", SavePostIt, frozenset({Power.PROFESSIONAL}))
def save(asked: Asked, command: SavePostIt) -> Outcome:
    """Half written is worth keeping and is nobody's view yet: it is not counted, and not shown to the chair."""
    found = may_answer(asked)
    if isinstance(found, Refused):
        return found
    one, seat = found
    rev = one.post_it(seat.id).rev + 1
    drafts = known_children(asked, command.views)
    return Accepted((PostItSaved(round=one.number, seat=seat.id, rev=rev, by=asked.who, views=drafts),))
