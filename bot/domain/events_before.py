"""What happens before a conference is held. As bot/domain/events.py, whose registry these are part of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.events_asked import EventAsked
from bot.domain.events_errands import EventOfErrands
from bot.domain.ids import ChildId, PersonId, SeatId
from bot.domain.particulars import Child, Kind, Mode, Part, Person, Seat
from bot.domain.preparations import Coming, Need, Seen


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
class DaysOffered:
    """Days for the next meeting, to be chosen among before the conference closes (S1; B23)."""

    days: tuple[date, ...]
    by: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysChosen:
    person: PersonId
    days: tuple[date, ...]


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
    | DaysOffered
    | DaysChosen
    | ToldElsewhere
    | EventAsked
    | EventOfErrands
)
