"""What happens before a conference is held. As bot/domain/events.py, whose registry these are part of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.actor import Account
from bot.domain.ids import ChildId, PersonId, SeatId
from bot.domain.microsoft import Held, Option
from bot.domain.particulars import Child, Kind, Mode, Part, Person, Seat
from bot.domain.preparations import Coming, FlagKind, Ground, Need, Seen, TakingPart


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceConvened:
    """Everybody is to be invited from now on. `microsoft`: the bot sees to the meeting in the council's Microsoft 365.
    `calendar`: the council's mail can carry calendar files.
    """

    by: PersonId | None = None
    microsoft: bool = False
    calendar: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceMoved:
    """`parts` as they lie in the new time: without any, parents who are kept apart would be asked to the whole (trap 12)."""

    start: datetime
    planned_end: datetime
    reason: str
    by: PersonId
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceCancelled:
    reason: str
    by: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailsSet:
    """How the meeting is held: all of it as it now is. `kind` and the times are those of a draft: later on it is moved."""

    mode: Mode
    join_link: str
    place: str
    by: PersonId
    kind: Kind | None = None
    start: datetime | None = None
    planned_end: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DatesSet:
    """The days that limits run from, by trigger: all of them as they now are."""

    dates: Mapping[str, date]
    moments: Mapping[str, datetime]
    by: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayExplained:
    """Why the conference is later than its limit allows (S4 1.10)."""

    reason: str
    by: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class PartsSet:
    """Who is in which part of the meeting, and when (S3, S4 4.2; B15): all of them as they now are."""

    parts: tuple[Part, ...]
    by: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildPut:
    """A child the conference is about: new, or as they now are."""

    child: ChildId
    details: Child
    by: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildTakenOff:
    child: ChildId
    by: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdSet:
    """The other children there (S4 1.5, 7.6); none is an answer too."""

    household: tuple[str, ...]
    by: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPut:
    """Somebody on the list: new, or as they now are. `seat`: the agency's place that they hold."""

    person: PersonId
    details: Person
    by: PersonId
    seat: Seat | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonTakenOff:
    """No longer asked. A seat of theirs goes with them."""

    person: PersonId
    reason: str
    by: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatPassedOn:
    """A well-briefed colleague has the seat now, and its one answer (S1, S4 3.4; B9, trap 16). `title`: what it is called now,
    where the colleague's work is another ("Deputy head, Elm School").
    """

    seat: SeatId
    from_: PersonId
    to: Person
    by: PersonId
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replied:
    person: PersonId
    coming: Coming
    by: PersonId
    time: int
    reason: str = ""
    needs: frozenset[Need] = frozenset()
    note: str = ""
    in_person: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldByHand:
    """A person was invited, or told of a change, by somebody and not by the bot."""

    person: PersonId
    by: PersonId
    how: str
    time: int
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSent:
    """The agency says that its report went; `back`: that it did not go after all."""

    seat: SeatId
    by: PersonId
    back: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportReceived:
    """`back`: it is not there after all. What was ticked off by a slip would never be asked for again."""

    seat: SeatId
    by: PersonId
    back: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportShared:
    """It was gone through with the family, on that day (S1, S3, S4 7.7, 7.9)."""

    seat: SeatId
    by: PersonId
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportNotComing:
    seat: SeatId
    by: PersonId
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildrenSeen:
    """When the lead social worker saw each child (S4 7.5, B27)."""

    seat: SeatId
    by: PersonId
    seen: Mapping[ChildId, Seen]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysOffered:
    """Days for the next meeting, to be chosen among before the conference closes (S1; B23)."""

    days: tuple[date, ...]
    by: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysChosen:
    person: PersonId
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrandDone:
    """Something was done in Microsoft 365. What came of it: `meeting` for one that is now held, `left` for options, `person`
    for whoever was looked up (with the account that was found, if any) or has the app now, `hosts` for whoever runs the
    meeting by now, `invited` for all those in whose calendars it is. `by`: a person did it in the bot's place.
    """

    errand: str
    meeting: Held | None = None
    left: tuple[Option, ...] = ()
    person: PersonId | None = None
    account: Account | None = None
    guest: bool = False
    hosts: tuple[str, ...] = ()
    invited: tuple[str, ...] = ()
    by: PersonId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrandFailed:
    """`final`: somebody has to put something right first. `retry_at`: when to try again otherwise."""

    errand: str
    code: str
    final: bool
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrandsAgain:
    """Somebody has put right what stood in the way: what had failed is tried once more."""

    by: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionsChecked:
    """Somebody has looked at these options in Teams, and put right what was not so (S-6)."""

    options: tuple[Option, ...]
    by: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldElsewhere:
    """The person had their one reminder of the day already, for another conference, and it led to this one too (B11)."""

    duty: str


EventBefore = (
    ConferenceConvened
    | ConferenceMoved
    | ConferenceCancelled
    | DetailsSet
    | DatesSet
    | DelayExplained
    | PartsSet
    | ChildPut
    | ChildTakenOff
    | HouseholdSet
    | PersonPut
    | PersonTakenOff
    | SeatPassedOn
    | Replied
    | ToldByHand
    | ReportSent
    | ReportReceived
    | ReportShared
    | ReportNotComing
    | ChildrenSeen
    | FlagRaised
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
    | DaysOffered
    | DaysChosen
    | ErrandDone
    | ErrandFailed
    | ErrandsAgain
    | OptionsChecked
    | ToldElsewhere
)
