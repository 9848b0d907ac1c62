"""The post-it in front of the one who writes it: the holder of the seat, or whoever writes it down for them (J10)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

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


def _typed(post_it: PostIt, child: ChildId, *, entering: bool) -> Draft:
    """The newest words of this writer: a draft of theirs, else what was handed in. Never another hand's draft."""
    if entering:
        return post_it.spoken.get(child, BLANK) if post_it.spoken else BLANK
    if post_it.draft is not None:
        return post_it.draft.get(child, BLANK)
    if post_it.views is not None and not post_it.hidden:
        return as_typed(post_it.views[child])
    return BLANK


def _view(state: Conference, one: Round, post_it: PostIt, *, entered_for: str = "", typed: bool = True) -> PostItView:
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
        chair_sees_now=state.profile.sealing is Sealing.AS_HANDED_IN,
        children=[
            PostItChild(
                id=child.id,
                called=child.called,
                born=child.born,
                expected=child.expected,
                typed=_typed(post_it, child.id, entering=entering) if typed else BLANK,
            )
            for child in state.particulars.children
        ],
        handed_in=post_it.handed_in,
        saved=(post_it.spoken if entering else post_it.draft) is not None,
        entered_for=entered_for,
        read_back=entering and post_it.spoken is not None,
        written_by=state.person(post_it.entered_by).name if post_it.entered_by else "",
    )


def post_it_view(state: Conference, who: PersonId, now: datetime, *, receipt: bool = False) -> PostItView | Refused:
    """A professional's own post-it, after the checklist of this stay (J9). Family, observers and helpers have none.

    `receipt`: what was handed in is not looked at, unless something was written since.
    """
    seat, one = state.seat_of(who), state.round
    if seat is None:
        return Refused(Why.NO_SEAT)
    if one is None or not one.open:
        return Refused(Why.ROUND_NOT_OPEN)
    if not state.cleared(who, now):
        return Refused(Why.CHECKLIST_FIRST)
    post_it = one.post_it(seat.id)
    return _view(state, one, post_it, typed=not (receipt and post_it.handed_in and post_it.draft is None))


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
