"""Leaving a family member out: the form to ask for it, the chair's to decide on it, and the letter that tells them (S4 5)."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.calendar import Calendar
from bot.domain.conference import Conference
from bot.domain.deadlines import borough_calendar
from bot.domain.ids import PersonId
from bot.domain.inviting import teller
from bot.domain.outcome import Refused
from bot.domain.particulars import Kind, Role
from bot.domain.powers import powers_of
from bot.domain.preparations import Exclusion
from bot.domain.refusals import Why
from bot.domain.requests import ask_by, in_time, is_family, letter_for
from bot.domain.verbs.ask_exclusion import ASK_TO_LEAVE_OUT


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyLine:
    person: PersonId
    name: str
    relation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusionsView:
    """Whom one may ask to leave out."""

    reference: str
    family: tuple[FamilyLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusionView:
    """`asked` for the chair and whoever asked, for the latter without the chair's reasons; None for anybody else, who learns from `taken` only that somebody has.
    `in_time`: three working days before, where the borough says so (S4 5.2).
    """

    reference: str
    person: PersonId
    name: str
    relation: str
    chairs: bool
    asked: Exclusion | None
    asked_by: str
    taken: bool
    ask_by: datetime | None
    in_time: bool


def exclusions_view(state: Conference, who: PersonId) -> ExclusionsView | Refused:
    if not powers_of(state, who) & ASK_TO_LEAVE_OUT:
        return Refused(Why.NOT_YOURS_TO_DO)
    family = state.particulars.with_role(Role.FAMILY)
    return ExclusionsView(
        reference=state.particulars.reference,
        family=tuple(FamilyLine(person=one.id, name=one.name, relation=one.relation) for one in family),
    )


def exclusion_view(state: Conference, who: PersonId, person: PersonId, calendar: Calendar) -> ExclusionView | Refused:
    if not powers_of(state, who) & ASK_TO_LEAVE_OUT:
        return Refused(Why.NOT_YOURS_TO_DO)
    if not is_family(state, person):
        return Refused(Why.NOT_FAMILY)
    days = borough_calendar(state.profile, calendar)
    one, named = state.before.exclusions.get(person), state.person(person)
    mine = one if one and who in (state.chair, one.asked_by) else None
    if mine and who != state.chair:
        mine = replace(mine, reasons="")
    return ExclusionView(
        reference=state.particulars.reference,
        person=person,
        name=named.name,
        relation=named.relation,
        chairs=who == state.chair,
        asked=mine,
        asked_by=state.person(mine.asked_by).name if mine else "",
        taken=one is not None,
        ask_by=ask_by(state, days),
        in_time=in_time(state, mine, days) if mine else True,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusionLetterView:
    """What somebody who is left out is told in writing (S4 5.9, 5.10). Neither ground, reasons nor who asked is in it: any of
    these may be what puts somebody in danger (trap 8).
    """

    reference: str
    person: PersonId
    name: str
    kind: Kind
    start: datetime
    whole: bool
    how_long: str
    chair: str
    carrier: str
    complaints: str
    given: bool


def exclusion_letter_view(state: Conference, who: PersonId, person: PersonId) -> ExclusionLetterView | Refused:
    """For whoever carries it, and the chair, whose letter it is."""
    one = letter_for(state, person)
    if one is None or who not in (state.chair, teller(state, person)):
        return Refused(Why.NO_LETTER)
    about = state.particulars
    return ExclusionLetterView(
        reference=about.reference,
        person=person,
        name=state.person(person).name,
        kind=about.kind,
        start=about.start,
        whole=one.whole,
        how_long=one.how_long,
        chair=state.person(state.chair).name,
        carrier=state.person(teller(state, person)).name,
        complaints=state.profile.complaints,
        given=one.letter_at is not None,
    )
