"""What has happened. Past tense, one frozen class each; fields are only ever added, with defaults."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import get_args

from bot.domain.actor import Account, Standing
from bot.domain.decision import Date, Status
from bot.domain.events_before import EventBefore
from bot.domain.ids import ChildId, PersonId, SeatId
from bot.domain.particulars import Particulars, Person
from bot.domain.post_it import Category, Draft, View
from bot.domain.profile import Profile
from bot.domain.quorum import Quorum


class Source(StrEnum):
    """Who told us that a meeting began or ended."""

    TEAMS = "teams"
    CHAIR = "chair"


class Missing(StrEnum):
    """Why a seat gave no post-it. Each is a different thing to a reader of the record (trap 15)."""

    NOT_HERE = "not_here"
    APOLOGIES = "apologies"
    LEFT_EARLY = "left_early"
    DECLINED = "declined"
    TECHNICAL = "technical"
    NOT_REACHED = "not_reached"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceSetUp:
    """`draft`: the rest comes piece by piece, and nothing is owed before it is convened. `last_chair`: whoever held the chair
    of the conference that this one follows, where we know it. `microsoft`: the settings open the council's Microsoft 365;
    `calendar`: its mail carries calendar files; `mail`: there is any. What was set up before that was asked takes it that there is.
    """

    particulars: Particulars
    profile: Profile
    draft: bool = False
    last_chair: Person | None = None
    microsoft: bool = False
    calendar: bool = False
    mail: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatProposed:
    """The bot was brought into a chat that may be this conference's: its chair is asked."""

    chat: str
    service_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatBound:
    chat: str
    service_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatRefused:
    """The chair said that chat is not this conference's."""

    chat: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonReached:
    """A private chat with this person is open, and where."""

    person: PersonId
    mri: str
    conversation: str
    service_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLost:
    """The bot was taken away from this person's Teams."""

    person: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountBound:
    """The chair says that this account is this person: someone who came by the wrong one (J4)."""

    person: PersonId
    account: Account
    stranger: str
    by: PersonId
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StrangerSeen:
    """Somebody not on the list. Shown to the chair, given nothing (J13)."""

    stranger: str
    standing: Standing
    shown_name: str
    account: Account | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StrangerSettled:
    """The chair knows who somebody without an account is (`person`), or has dealt with somebody on no list (None).

    Neither gives them anything: it only ends the question.
    """

    stranger: str
    by: PersonId
    reason: str
    person: PersonId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingStarted:
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingEnded:
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class EndCorrected:
    """The moment the two clocks run from was wrong, and why."""

    ended_at: datetime
    reason: str
    by: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    person: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    person: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedPresent:
    """The chair hears or sees them, and has been through the checklist with them aloud."""

    person: PersonId
    session: int
    by: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedAway:
    person: PersonId
    by: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistAcknowledged:
    person: PersonId
    session: int
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistDeclined:
    person: PersonId
    session: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistOverridden:
    """The chair lets them take part all the same, and says why (J3)."""

    person: PersonId
    session: int
    reason: str
    by: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchorsSet:
    """The chair's words for 0 and 10 for this family (S0, D4)."""

    zero: str
    ten: str
    by: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdShown:
    by: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundOpened:
    round: int
    zero: str
    ten: str
    ten_is_safe: bool
    quorum: Mapping[ChildId, Quorum]
    by: PersonId
    inquorate_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostItSaved:
    round: int
    seat: SeatId
    rev: int
    by: PersonId
    views: Mapping[ChildId, Draft]
    entered_by: PersonId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostItHandedIn:
    round: int
    seat: SeatId
    rev: int
    by: PersonId
    views: Mapping[ChildId, View]
    entered_by: PersonId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundNudged:
    round: int
    number: int
    seats: tuple[SeatId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundClosed:
    """The answers and the seats entitled to answer are frozen here (V9)."""

    round: int
    entitled: tuple[SeatId, ...]
    missing: Mapping[SeatId, Missing]
    by: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildDecided:
    child: ChildId
    rev: int
    status: Status
    reasons: str
    lead: PersonId
    by: PersonId
    quorum: Quorum
    category: Category | None = None
    core_group: tuple[SeatId, ...] = ()
    dates: Mapping[Date, date] = field(default_factory=dict)
    late_reason: str = ""
    outline: str = ""
    inquorate_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DissentDeclared:
    child: ChildId
    seat: SeatId
    by: PersonId
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChairHandedOver:
    chair_from: PersonId
    chair_to: PersonId
    by: PersonId
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryApproved:
    by: PersonId
    note: str = ""
    in_meeting_chat: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyGiven:
    """A copy of the summary was put into this person's hand, or sent to them, by a person."""

    person: PersonId
    by: PersonId
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryOpened:
    """They opened their copy themselves, through the door in the meeting chat."""

    person: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class ShellPosted:
    """The bot posted a message for a duty. `duty` is its identity; `face` what the message shows."""

    duty: str
    face: str
    conversation: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """The message of a duty was edited to show `face`."""

    duty: str
    face: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SendFailed:
    """`final`: trying again cannot help. `retry_at`: when to try again otherwise."""

    duty: str
    code: str
    final: bool
    retry_at: datetime | None = None


Event = (
    ConferenceSetUp
    | ChatProposed
    | ChatBound
    | ChatRefused
    | PersonReached
    | PersonLost
    | AccountBound
    | StrangerSeen
    | StrangerSettled
    | MeetingStarted
    | MeetingEnded
    | EndCorrected
    | Joined
    | Left
    | MarkedPresent
    | MarkedAway
    | ChecklistAcknowledged
    | ChecklistDeclined
    | ChecklistOverridden
    | AnchorsSet
    | ThresholdShown
    | RoundOpened
    | PostItSaved
    | PostItHandedIn
    | RoundNudged
    | RoundClosed
    | ChildDecided
    | DissentDeclared
    | ChairHandedOver
    | SummaryApproved
    | CopyGiven
    | SummaryOpened
    | ShellPosted
    | Filled
    | SendFailed
    | EventBefore
)


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


EVENTS: Mapping[str, type[Event]] = {_snake(one.__name__): one for one in get_args(Event)}
"""The name each kind of event has in the log. A name, once used, is never given to another."""

_NAMES = {kind: name for name, kind in EVENTS.items()}


def event_type(event: Event) -> str:
    return _NAMES[type(event)]
