"""A view given by voice: written down by the chair or the administrator, read back, and recorded as theirs (J10)."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.answers import read_views
from bot.domain.events import PostItHandedIn, PostItSaved
from bot.domain.ids import ChildId, SeatId
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.post_it import Draft
from bot.domain.powers import Power
from bot.domain.refusals import Why
from bot.domain.verbs.hand_in_post_it import known_children
from bot.domain.verbs.registry import Asked, verb

WRITERS = frozenset({Power.CHAIR, Power.ADMINISTRATOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterPostIt:
    seat: SeatId
    views: Mapping[ChildId, Draft]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmReadBack:
    seat: SeatId


def _not_now(asked: Asked, seat: SeatId) -> Refused | None:
    """What somebody wrote themself is not for others to write over, heard or not."""
    state = asked.state
    if state.round is None or not state.round.open:
        return Refused(Why.ROUND_NOT_OPEN)
    if seat not in {one.id for one in state.particulars.seats}:
        return Refused(Why.NO_SEAT)
    if not state.cleared(state.particulars.seat(seat).holder, asked.now):
        return Refused(Why.CHECKLIST_FIRST)
    post_it = state.round.post_it(seat)
    return Refused(Why.HANDED_IN_BY_THEM) if post_it.handed_in and post_it.entered_by is None else None


@verb("post_it.enter", EnterPostIt, WRITERS)
def enter(asked: Asked, command: EnterPostIt) -> Outcome:
    """Checked as strictly as the holder's own; counted only once it has been read back."""
    refused = _not_now(asked, command.seat)
    state = asked.state
    if refused or state.round is None:
        return refused or Refused(Why.ROUND_NOT_OPEN)
    drafts = known_children(asked, command.views)
    views = read_views(drafts, state)
    if isinstance(views, Refused):
        return views
    return Accepted(
        (
            PostItSaved(
                round=state.round.number,
                seat=command.seat,
                rev=state.round.post_it(command.seat).rev + 1,
                by=state.particulars.seat(command.seat).holder,
                views=drafts,
                entered_by=asked.who,
            ),
        )
    )


@verb("post_it.confirm_read_back", ConfirmReadBack, WRITERS)
def confirm_read_back(asked: Asked, command: ConfirmReadBack) -> Outcome:
    refused = _not_now(asked, command.seat)
    state = asked.state
    if refused or state.round is None:
        return refused or Refused(Why.ROUND_NOT_OPEN)
    post_it = state.round.post_it(command.seat)
    if post_it.spoken is None or post_it.spoken_by != asked.who:
        return Refused(Why.NOTHING_TO_CONFIRM)
    views = read_views(post_it.spoken, state)
    if isinstance(views, Refused):
        return views
    return Accepted(
        (
            PostItHandedIn(
                round=state.round.number,
                seat=command.seat,
                rev=post_it.rev + 1,
                by=state.particulars.seat(command.seat).holder,
                views=views,
                entered_by=asked.who,
            ),
        )
    )
