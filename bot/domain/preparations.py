"""What is known of a conference before it is held: who was asked, what they answered, what they bring and what they need."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.domain.ids import ChildId, PersonId, SeatId
from bot.domain.microsoft import Held, Option
from bot.domain.particulars import Person


class Coming(StrEnum):
    """The three answers to an invitation (S1, S2, S4 3.4). COLLEAGUE: a well-briefed one comes in their place."""

    ATTENDING = "attending"
    COLLEAGUE = "colleague"
    CANNOT = "cannot"


class Need(StrEnum):
    """What somebody needs to be able to take part (S4 3.5, 4.14, 4.15, 14.9; B7, B16)."""

    INTERPRETER = "interpreter"
    ADVOCATE = "advocate"
    ACCESS = "access"
    CHILDCARE = "childcare"
    DEVICE = "device"
    CONNECTION = "connection"
    JOINING_TEST = "joining_test"


class FlagKind(StrEnum):
    """Why the chair should speak to somebody before the meeting. That it is so, never what it is (S0, B12, B29)."""

    RESTRICTED = "restricted"
    """There is something that the family may not hear in the conference."""
    DANGER = "danger"
    """People who would meet there may be a danger to one another (S4 3.7, 5.7)."""


class Ground(StrEnum):
    """Why a family member is asked to be left out (S4 5.1, whose list our copy lacks [SIS])."""

    WELFARE = "welfare"
    DISRUPTION = "disruption"
    CHILD_ASKS = "child_asks"
    OTHERS_SILENT = "others_silent"
    CONFIDENTIAL = "confidential"
    FAMILY_CONFLICT = "family_conflict"


class TakingPart(StrEnum):
    """How a child takes part: the codes of the national return (S4 4.3-4.18, S3; B18)."""

    PN0 = "PN0"
    PN1 = "PN1"
    PN2 = "PN2"
    PN3 = "PN3"
    PN4 = "PN4"
    PN5 = "PN5"
    PN6 = "PN6"
    PN7 = "PN7"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """`time`: which time of the meeting it answers, counted in moves; an older one says nothing of the present time.
    `by`: who entered it, the person themself or the administrator who was told. `in_person`: in the room and not on the
    line, where some meet in one; None where nobody asked or answered.
    """

    coming: Coming
    at: datetime
    by: PersonId
    time: int = 0
    reason: str = ""
    needs: frozenset[Need] = frozenset()
    note: str = ""
    in_person: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Somebody told a person in the bot's place: on the day `on`, and said so at `at`."""

    at: datetime
    by: PersonId
    how: str
    time: int = 0
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """When the lead social worker saw a child, and whether alone; `who_else` if not (S4 7.5)."""

    on: date
    alone: bool
    who_else: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What is known of one agency's report. The report itself is not kept here.

    `sent_at`: the agency says that it went. `received_at`: the council has it. `shared_on`: gone through with the family.
    `none`: why there is none to come.
    """

    sent_at: datetime | None = None
    received_at: datetime | None = None
    shared_on: date | None = None
    none: str = ""
    seen: Mapping[ChildId, Seen] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """To an observer (S4 3.3): the chair's and the family's, each None until it is given or refused."""

    chair: bool | None = None
    family: bool | None = None

    @property
    def given(self) -> bool:
        return bool(self.chair and self.family)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """A request to leave a family member out, and what the chair made of it (S4 5). `whole` False: for a part.

    `granted` None until the chair decides, whose decision is final (5.8). `letter_at`: they were told in writing (5.9).
    """

    ground: Ground
    evidence: str
    whole: bool
    asked_by: PersonId
    asked_at: datetime
    granted: bool | None = None
    reasons: str = ""
    how_long: str = ""
    decided_at: datetime | None = None
    letter_at: datetime | None = None

    @property
    def stands(self) -> bool:
        return self.granted is True


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """Somebody asks to record the meeting (S4 3.8, 3.9)."""

    asked_at: datetime
    asked_by: PersonId
    purpose: str
    granted: bool | None = None
    reasons: str = ""
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """The chair is asked to speak to `by` before the meeting, and has once `heard_at` is set."""

    number: int
    kind: FlagKind
    by: PersonId
    at: datetime
    heard_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """The meeting was moved away from `start`."""

    start: datetime
    reason: str
    at: datetime
    by: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelled:
    reason: str
    at: datetime
    by: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Independence:
    """The chair's word on the case (S4 8.1; B26). `same`: the chair of the last conference too; None: there was none.

    `by`: whose word it is. Whoever takes the chair over gives their own.
    """

    at: datetime
    independent: bool
    same: bool | None = None
    reason: str = ""
    by: PersonId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation:
    """How a child's own voice comes into the conference."""

    how: TakingPart
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an errand has got: something that the bot does in the council's Microsoft 365. `code`: why it did not work the
    last time; `since`: when that began. `failed`: for good, by its code.
    """

    done_at: datetime | None = None
    attempts: int = 0
    retry_at: datetime | None = None
    code: str = ""
    since: datetime | None = None
    failed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Somebody has looked at these options of the meeting in Teams."""

    at: datetime
    by: PersonId
    options: frozenset[Option]


@dataclass(frozen=True, kw_only=True)
class Preparations:
    """`draft`: set up piece by piece in chat, and not convened yet: nothing is owed of it. `first_start`: the time that was
    convened for at first, by which delay is measured whatever comes after (B28); the reason that stands for it was given at
    `delay_at`. `household_said`: somebody has said who else
    lives there, if only that nobody does. `last_chair` held the chair of the conference that this one follows.
    `microsoft`: the bot sees to the meeting and the app in Microsoft 365, where `meeting` is the one that it made, `hosts` the
    accounts that run it, and `entries` the addresses that have it in their calendars. `calendar`: the council's mail can carry
    calendar files; `mail`: there is any. `left`: meeting options that a person has to look at, since `left_at`. `days`: on offer for a later meeting.
    `unmailed` are people to whom no mail gets; `gone` people who were on the list. `sheet_rev` counts every change to what was
    arranged, `revs` those to each thing that a card is about, by its scope.
    """

    draft: bool = False
    convened_at: datetime | None = None
    convened_by: PersonId | None = None
    first_start: datetime | None = None
    household_said: bool = False
    last_chair: Person | None = None
    microsoft: bool = False
    calendar: bool = False
    mail: bool = True
    moves: tuple[Move, ...] = ()
    cancelled: Cancelled | None = None
    replies: Mapping[PersonId, Reply] = field(default_factory=dict)
    told: Mapping[PersonId, Told] = field(default_factory=dict)
    reports: Mapping[SeatId, Report] = field(default_factory=dict)
    consents: Mapping[PersonId, Consent] = field(default_factory=dict)
    exclusions: Mapping[PersonId, Exclusion] = field(default_factory=dict)
    recordings: Mapping[PersonId, Recording] = field(default_factory=dict)
    flags: tuple[Flag, ...] = ()
    independence: Independence | None = None
    delay: str = ""
    delay_at: datetime | None = None
    met: Mapping[str, datetime] = field(default_factory=dict)
    participation: Mapping[ChildId, Participation] = field(default_factory=dict)
    days: tuple[date, ...] = ()
    free: Mapping[PersonId, frozenset[date]] = field(default_factory=dict)
    errands: Mapping[str, Progress] = field(default_factory=dict)
    meeting: Held | None = None
    hosts: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    left: tuple[Option, ...] = ()
    left_at: datetime | None = None
    checked: Checked | None = None
    unmailed: frozenset[PersonId] = frozenset()
    gone: Mapping[PersonId, Person] = field(default_factory=dict)
    sheet_rev: int = 0
    revs: Mapping[str, int] = field(default_factory=dict)

    @property
    def time(self) -> int:
        """Which time of the meeting stands: how often it was moved."""
        return len(self.moves)


BLANK_REPORT = Report()
