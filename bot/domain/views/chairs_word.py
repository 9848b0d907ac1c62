"""What the chair is asked for beside requests: consent to an observer, independence, whom they have met (B17, B19, B26)."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.conference import Conference
from bot.domain.ids import PersonId
from bot.domain.outcome import Refused
from bot.domain.particulars import Kind, Role
from bot.domain.powers import powers_of
from bot.domain.preparations import Independence
from bot.domain.refusals import Why
from bot.domain.requests import consent_of
from bot.domain.verbs.consent_to_observer import ENTERS_CONSENT


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentView:
    """Both None until answered. `chairs`: the reader may answer for the chair, being the chair."""

    reference: str
    observer: PersonId
    name: str
    chairs: bool
    chair: bool | None
    family: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentsView:
    """Everybody who wishes to watch. `given`: may come."""

    reference: str
    observers: tuple[ConsentView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndependenceView:
    """`said`: the reader's own word, if they gave it; nobody's before them."""

    reference: str
    kind: Kind
    said: Independence | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """`who`: a person's id or a child's."""

    who: str
    name: str
    relation: str
    met_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingsView:
    reference: str
    start: datetime
    people: tuple[Meeting, ...]


def consent_view(state: Conference, who: PersonId, observer: PersonId) -> ConsentView | Refused:
    if not powers_of(state, who) & ENTERS_CONSENT:
        return Refused(Why.NOT_YOURS_TO_DO)
    if observer not in {one.id for one in state.particulars.with_role(Role.OBSERVER)}:
        return Refused(Why.NOT_AN_OBSERVER)
    consent = consent_of(state, observer)
    return ConsentView(
        reference=state.particulars.reference,
        observer=observer,
        name=state.person(observer).name,
        chairs=who == state.chair,
        chair=consent.chair,
        family=consent.family,
    )


def consents_view(state: Conference, who: PersonId) -> ConsentsView | Refused:
    if not powers_of(state, who) & ENTERS_CONSENT:
        return Refused(Why.NOT_YOURS_TO_DO)
    views = (consent_view(state, who, one.id) for one in state.particulars.with_role(Role.OBSERVER))
    return ConsentsView(
        reference=state.particulars.reference,
        observers=tuple(one for one in views if isinstance(one, ConsentView)),
    )


def independence_view(state: Conference, who: PersonId) -> IndependenceView | Refused:
    if who != state.chair:
        return Refused(Why.NOT_YOURS_TO_DO)
    said = state.before.independence
    mine = said if said and said.by == who else None
    return IndependenceView(reference=state.particulars.reference, kind=state.particulars.kind, said=mine)


def meetings_view(state: Conference, who: PersonId) -> MeetingsView | Refused:
    """Children and family, each by themselves: parents may not be met together (trap 8)."""
    if who != state.chair:
        return Refused(Why.NOT_YOURS_TO_DO)
    about, met = state.particulars, state.before.met
    children = [(str(one.id), one.called, "") for one in about.children if one.born]
    family = [(str(one.id), one.name, one.relation) for one in about.with_role(Role.FAMILY)]
    return MeetingsView(
        reference=about.reference,
        start=about.start,
        people=tuple(
            Meeting(who=one, name=name, relation=relation, met_at=met.get(one))
            for one, name, relation in [*children, *family]
        ),
    )
