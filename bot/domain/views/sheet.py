"""The sheet: all that was arranged of one conference, for whoever arranges it (B1, B2, B4, B5, B15, B28).

It holds nothing of what anybody answers in the meeting, nor of the police report, nor what a flag is about.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from bot.domain.arranging import closed, closed_to_newcomers, dates_asked, of_part
from bot.domain.calendar import Calendar
from bot.domain.checks import Found, Measure, concerns, gaps, measures, not_asked
from bot.domain.conference import Conference
from bot.domain.ids import ChildId, PersonId
from bot.domain.inviting import Road, road
from bot.domain.outcome import Refused
from bot.domain.particulars import Child, Kind, Mode, Part, Person, Seat
from bot.domain.powers import ARRANGERS, powers_of
from bot.domain.preparations import Cancelled, Independence, Move
from bot.domain.profile import Template, Trigger
from bot.domain.refusals import Why
from bot.domain.verbs.decide_child import able_to_lead
from bot.domain.views.forecast import ForecastLine, forecast_view
from bot.domain.views.microsoft import NOTHING_TO_DO, MicrosoftNotes, microsoft_notes


class Phase(StrEnum):
    """How far the arranging has got."""

    DRAFT = "draft"
    READY = "ready"
    CONVENED = "convened"
    UNDER_WAY = "under_way"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Somebody on the list, their seat, and how they are reached."""

    person: Person
    seat: Seat | None
    road: Road
    fixed: bool
    """The chair, or whoever looks: their role cannot be changed here, nor can they be taken off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetView:
    """`open`: it may still be changed; `list_open`: somebody may still be put on the list. `leads`: who could be a child's
    lead social worker. `asks_independence`: the chair is asked for a word on it by this borough, and `independence` is it, without why.
    `forecast`: of quorum, by what people reply (B20).
    """

    reference: str
    kind: Kind
    mode: Mode
    start: datetime
    planned_end: datetime
    place: str
    join_link: str
    chair: str
    asks_independence: bool
    independence: Independence | None
    phase: Phase
    open: bool
    list_open: bool
    children: tuple[Child, ...]
    people: tuple[Listed, ...]
    leads: tuple[tuple[PersonId, str], ...]
    names: Mapping[PersonId, str]
    household: tuple[str, ...]
    household_said: bool
    dates: tuple[tuple[Trigger, date | None], ...]
    parts: tuple[Part, ...]
    of_part: tuple[tuple[PersonId, str], ...]
    moves: tuple[Move, ...]
    cancelled: Cancelled | None
    delay: str
    gaps: tuple[Found, ...]
    concerns: tuple[Found, ...]
    measures: tuple[Measure, ...]
    not_asked: tuple[Template, ...]
    forecast: tuple[ForecastLine, ...] = ()
    microsoft: MicrosoftNotes = NOTHING_TO_DO

    def child(self, which: ChildId) -> Child | None:
        return next((one for one in self.children if one.id == which), None)

    def listed(self, who: PersonId) -> Listed | None:
        return next((one for one in self.people if one.person.id == who), None)


def sheet_view(state: Conference, who: PersonId, now: datetime, calendar: Calendar) -> SheetView | Refused:
    """`calendar` is England's."""
    if not powers_of(state, who) & ARRANGERS:
        return Refused(Why.NOT_YOURS_TO_DO)
    given, before = state.particulars, state.before
    names = {one.id: one.name for one in given.people}
    open_, phase = closed(state) is None, _phase(state, now)
    return SheetView(
        reference=given.reference,
        kind=given.kind,
        mode=given.mode,
        start=given.start,
        planned_end=given.planned_end,
        place=given.place,
        join_link=given.join_link,
        chair=state.person(state.chair).name,
        asks_independence=state.profile.convening.independent and before.convened_at is not None,
        independence=replace(before.independence, reason="") if before.independence else None,
        phase=phase,
        open=open_,
        list_open=closed_to_newcomers(state) is None,
        children=given.children,
        people=tuple(_listed(state, one, who) for one in given.people),
        leads=tuple((one, state.person(one).name) for one in able_to_lead(state) if one in names),
        names=names,
        household=given.household,
        household_said=before.household_said,
        dates=tuple((one, given.dates.get(one)) for one in dates_asked(state)),
        parts=given.parts,
        of_part=tuple((one, names[one]) for one in of_part(state)),
        moves=before.moves,
        cancelled=before.cancelled,
        delay=before.delay,
        gaps=gaps(state, now) if open_ else (),
        concerns=concerns(state, calendar) if open_ else (),
        measures=measures(state, calendar),
        not_asked=not_asked(state),
        forecast=forecast_view(state, who) if phase is Phase.CONVENED else (),
        microsoft=microsoft_notes(state, now),
    )


def _phase(state: Conference, now: datetime) -> Phase:
    if state.before.cancelled:
        return Phase.CANCELLED
    if state.started_at:
        return Phase.UNDER_WAY
    if state.before.convened_at:
        return Phase.CONVENED
    return Phase.DRAFT if gaps(state, now) else Phase.READY


def _listed(state: Conference, one: Person, who: PersonId) -> Listed:
    return Listed(person=one, seat=state.seat_of(one.id), road=road(state, one.id), fixed=one.id in (state.chair, who))
