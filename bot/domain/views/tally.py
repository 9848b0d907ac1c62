"""The tally as the chair sees it, and nobody else (V5, V13, V14)."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.conference import Conference
from bot.domain.events import Missing
from bot.domain.ids import ChildId, PersonId
from bot.domain.outcome import Refused
from bot.domain.post_it import Category, Recommendation, View
from bot.domain.profile import Sealing
from bot.domain.refusals import Why
from bot.domain.tally import Spread, tally


@dataclass(frozen=True, slots=True, kw_only=True)
class TallyRow:
    """`missing` and `view` both None: the round is open and they have not answered yet."""

    name: str
    agency: str
    view: View | None
    missing: Missing | None
    entered_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TallyView:
    reference: str
    child: ChildId
    called: str
    round: int
    open: bool
    zero: str
    ten: str
    ten_is_safe: bool
    scales_only: bool
    asks_likelihood: bool
    rows: tuple[TallyRow, ...]
    spread: Spread | None
    recommendations: Mapping[Recommendation, int]
    categories: Mapping[Category, int]
    unable: int


def may_see_tally(state: Conference, who: PersonId) -> Refused | None:
    """V5: sealed from the chair as well until the round closes, unless the borough hands post-its over as written (S1)."""
    if who != state.chair:
        return Refused(Why.NOT_YOURS_TO_DO)
    if state.round is None:
        return Refused(Why.ROUND_NOT_OPEN)
    if state.round.open and state.profile.sealing is Sealing.UNTIL_CLOSE:
        return Refused(Why.ROUND_STILL_OPEN)
    return None


def tally_view(state: Conference, who: PersonId, child: ChildId) -> TallyView | Refused:
    refused = may_see_tally(state, who)
    one = state.round
    if refused or one is None:
        return refused or Refused(Why.ROUND_NOT_OPEN)
    if child not in {each.id for each in state.particulars.children}:
        return Refused(Why.NO_SUCH_CHILD)
    found = tally(state, one, child)
    rows = tuple(
        TallyRow(
            name=state.person(row.person).name,
            agency=state.particulars.seat(row.seat).title,
            view=row.view,
            missing=row.missing,
            entered_by=state.person(row.entered_by).name if row.entered_by else "",
        )
        for row in found.rows
    )
    return TallyView(
        reference=state.particulars.reference,
        child=child,
        called=state.particulars.child(child).called,
        round=one.number,
        open=one.open,
        zero=one.zero,
        ten=one.ten,
        ten_is_safe=one.ten_is_safe,
        scales_only=state.particulars.scales_only,
        asks_likelihood=state.profile.asks_likelihood and not state.particulars.scales_only,
        rows=rows,
        spread=found.spread,
        recommendations=found.recommendations,
        categories=found.categories,
        unable=found.unable,
    )
