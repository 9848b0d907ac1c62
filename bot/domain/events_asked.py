"""What is asked of the chair before a conference, and their word on it. As bot/domain/events_before.py, which has these."""

from dataclasses import dataclass

from bot.domain.ids import ChildId, PersonId
from bot.domain.preparations import FlagKind, Ground, TakingPart


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagRaised:
    number: int
    kind: FlagKind
    by: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagHeard:
    """The chair has spoken to whoever raised it."""

    number: int
    by: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class ObserverConsented:
    """One side's word on an observer (S4 3.3). `family`: the family's, as told to `by`; else the chair's own."""

    observer: PersonId
    family: bool
    agreed: bool
    by: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusionAsked:
    person: PersonId
    ground: Ground
    evidence: str
    whole: bool
    by: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusionDecided:
    """The chair's, and final (S4 5.8). `how_long`: no longer than it must be (5.5). `whole`: of all of it, where granted."""

    person: PersonId
    granted: bool
    reasons: str
    how_long: str
    by: PersonId
    whole: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusionLetterGiven:
    """They were told in writing (S4 5.9)."""

    person: PersonId
    by: PersonId
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingAsked:
    person: PersonId
    purpose: str
    by: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingDecided:
    person: PersonId
    granted: bool
    reasons: str
    by: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class IndependenceDeclared:
    independent: bool
    by: PersonId
    same: bool | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MetBeforehand:
    """The chair has met this family member or child (S1, S4 4.16; B17). `who` is a person's or a child's id."""

    who: str
    by: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipationPlanned:
    child: ChildId
    how: TakingPart
    note: str
    by: PersonId


EventAsked = (
    FlagRaised
    | FlagHeard
    | ObserverConsented
    | ExclusionAsked
    | ExclusionDecided
    | ExclusionLetterGiven
    | RecordingAsked
    | RecordingDecided
    | IndependenceDeclared
    | MetBeforehand
    | ParticipationPlanned
)
