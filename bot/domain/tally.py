"""The tally of one child: every view as given, and figures that suggest nothing (V14, traps 2 and 3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from bot.domain.conference import Conference, Round
from bot.domain.events import Missing
from bot.domain.ids import ChildId, PersonId, SeatId
from bot.domain.post_it import Category, PostIt, Recommendation, View


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One seat's line. Exactly one of `view` and `missing` is set."""

    seat: SeatId
    person: PersonId
    view: View | None = None
    missing: Missing | None = None
    entered_by: PersonId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Of the scales given: `median` is a half where two middle values differ by one. There is no mean (trap 3)."""

    lowest: int
    highest: int
    median: float

    @property
    def spread(self) -> int:
        return self.highest - self.lowest


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """`recommendations` and `categories` count in the fixed order of the card, never by size (trap 2)."""

    child: ChildId
    rows: tuple[Row, ...]
    spread: Spread | None
    recommendations: Mapping[Recommendation, int]
    categories: Mapping[Category, int]
    unable: int
    missing: int


def _row(post_it: PostIt, child: ChildId, one: Round, holder: PersonId) -> Row:
    if post_it.views is None or child not in post_it.views:
        return Row(seat=post_it.seat, person=holder, missing=one.missing.get(post_it.seat))
    return Row(
        seat=post_it.seat,
        person=post_it.by or holder,
        view=post_it.views[child],
        entered_by=post_it.entered_by,
    )


def tally(state: Conference, one: Round, child: ChildId) -> Tally:
    """S1, S4 9.6: per child. Rows stand in the order of the seats, so that time of answering tells nothing."""
    rows = tuple(_row(one.post_it(seat.id), child, one, seat.holder) for seat in state.particulars.seats)
    views = [row.view for row in rows if row.view]
    scales = [view.scale for view in views if view.scale is not None]
    return Tally(
        child=child,
        rows=rows,
        spread=Spread(lowest=min(scales), highest=max(scales), median=median(scales)) if scales else None,
        recommendations={kind: sum(view.recommendation is kind for view in views) for kind in Recommendation},
        categories={kind: sum(view.category is kind for view in views) for kind in Category},
        unable=sum(bool(view.unable) for view in views),
        missing=sum(row.view is None for row in rows),
    )
