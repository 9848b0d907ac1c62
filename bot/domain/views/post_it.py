"""The post-it in front of the one who writes it: the holder of the seat, or whoever writes it down for them (J10)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from bot.domain.answers import as_typed
from bot.domain.conference import Conference, Round
from bot.domain.ids import ChildId, PersonId, SeatId
from bot.domain.outcome import Refused
from bot.domain.post_it import BLANK, Draft, PostIt, unwritten
from bot.domain.powers import Power, powers_of
from bot.domain.profile import Sealing
from bot.domain.refusals import Why


@dataclass(slots=True, kw_only=True)
class PostItChild:
    """`typed` is what stands in the boxes; empty boxes are empty strings, never a default (V3)."""

    id: ChildId
    called: str
    born: date | None
    expected: date | None
    typed: Draft


@dataclass(slots=True, kw_only=True)
class PostItView:
    """Not frozen, nor are its children: they are made at every press, and freezing a value costs more than making it.

    `entered_for` is the name of the person whose view somebody else is writing down; `read_back` when it is
    written and has still to be read back to them. `written_by`: who wrote down what was handed in, where it was not the
    holder. `chair_sees_now`: shown to the chair as handed in (S1).
    """

    reference: str
    round: int
    seat: SeatId
    question: str
    zero: str
    ten: str
    ten_is_safe: bool
    scales_only: bool
    asks_likelihood: bool
    chair_sees_now: bool
    children: Sequence[PostItChild]
    handed_in: bool
    saved: bool
    entered_for: str = ""
    read_back: bool = False
    written_by: str = ""


class Receipt(NamedTuple):
    """That a post-it is handed in. It has no place for anything that was said in it (V29). Names as in PostItView."""

    reference: str
    seat: SeatId
    children: int
    chair_sees_now: bool
    entered_for: str = ""
    written_by: str = ""


def _typed(post_it: PostIt, child: ChildId, *, entering: bool) -> Draft:
    """The newest words of this writer: a draft of theirs, else what was handed in. Never another hand's draft."""
    if entering:
        return post_it.spoken.get(child, BLANK) if post_it.spoken else BLANK
    if post_it.draft is not None:
        return post_it.draft.get(child, BLANK)
    if post_it.views is not None and not post_it.hidden:
        return as_typed(post_it.views[child])
    return BLANK


def _view(state: Conference, one: Round, post_it: PostIt, *, entered_for: str = "") -> PostItView:
    entering = bool(entered_for)
    return PostItView(
        reference=state.particulars.reference,
        round=one.number,
        seat=post_it.seat,
        question=state.profile.scale.question,
        zero=one.zero,
        ten=one.ten,
        ten_is_safe=one.ten_is_safe,
        scales_only=state.particulars.scales_only,
        asks_likelihood=state.profile.asks_likelihood and not state.particulars.scales_only,
        chair_sees_now=_chair_sees_now(state),
        children=[
            PostItChild(
                id=child.id,
                called=child.called,
                born=child.born,
                expected=child.expected,
                typed=_typed(post_it, child.id, entering=entering),
            )
            for child in state.particulars.children
        ],
        handed_in=post_it.handed_in,
        saved=(post_it.spoken if entering else post_it.draft) is not None,
        entered_for=entered_for,
        read_back=entering and post_it.spoken is not None,
        written_by=_written_by(state, post_it),
    )


def _chair_sees_now(state: Conference) -> bool:
    return state.profile.sealing is Sealing.AS_HANDED_IN


def _written_by(state: Conference, post_it: PostIt) -> str:
    return state.person(post_it.entered_by).name if post_it.entered_by else ""


def receipt_view(state: Conference, who: PersonId, now: datetime) -> Receipt | None:
    """Of one's own post-it: None while there is none to confirm, or more was written since (V4, V8)."""
    seat, one = state.seat_of(who), state.round
    if seat is None or one is None or not one.open or not state.cleared(who, now):
        return None
    post_it = one.post_it(seat.id)
    if not post_it.handed_in or post_it.draft is not None:
        return None
    children = len(state.particulars.children)
    by = _written_by(state, post_it)
    return Receipt(state.particulars.reference, seat.id, children, _chair_sees_now(state), written_by=by)


def receipt_of(view: PostItView) -> Receipt:
    """Of a post-it written down for somebody."""
    named = {"entered_for": view.entered_for, "written_by": view.written_by}
    return Receipt(view.reference, view.seat, len(view.children), view.chair_sees_now, **named)


def post_it_view(state: Conference, who: PersonId, now: datetime) -> PostItView | Refused:
    """A professional's own post-it, after the checklist of this stay (J9). Family, observers and helpers have none."""
    seat, one = state.seat_of(who), state.round
    if seat is None:
        return Refused(Why.NO_SEAT)
    if one is None or not one.open:
        return Refused(Why.ROUND_NOT_OPEN)
    if not state.cleared(who, now):
        return Refused(Why.CHECKLIST_FIRST)
    return _view(state, one, one.post_it(seat.id))


def read_out_view(state: Conference, who: PersonId, seat: SeatId, now: datetime) -> PostItView | Refused:
    """The form for a view given by voice. It never shows what the holder wrote themself, sealed as that is (V5)."""
    one = state.round
    if not powers_of(state, who) & {Power.CHAIR, Power.ADMINISTRATOR}:
        return Refused(Why.NOT_YOURS_TO_DO)
    if one is None or not one.open:
        return Refused(Why.ROUND_NOT_OPEN)
    if seat not in {each.id for each in state.particulars.seats}:
        return Refused(Why.NO_SEAT)
    holder = state.particulars.seat(seat).holder
    if not state.cleared(holder, now):
        return Refused(Why.CHECKLIST_FIRST)
    post_it = one.post_it(seat)
    return _view(state, one, _taken_down_by(who, post_it), entered_for=state.person(holder).name)


def _taken_down_by(who: PersonId, post_it: PostIt) -> PostIt:
    """As much of it as this writer wrote: what another took down since is not theirs to read (V13)."""
    if post_it.spoken_by == who:
        return post_it
    return replace(post_it, spoken=None) if post_it.entered_by == who else unwritten(post_it.seat)
