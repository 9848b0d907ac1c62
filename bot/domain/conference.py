"""The state of one conference: the fold of its events, and nothing besides."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.actor import Account, Standing
from bot.domain.decision import Decision, Dissent
from bot.domain.events import Missing
from bot.domain.ids import ChildId, PersonId, SeatId
from bot.domain.particulars import Particulars, Person, Role, Seat
from bot.domain.post_it import PostIt, unwritten
from bot.domain.preparations import Preparations
from bot.domain.profile import Profile
from bot.domain.quorum import Quorum


@dataclass(frozen=True, kw_only=True)
class Attendance:
    """One person's coming and going. A session is one stay: after a longer absence a new one begins, with its own
    checklist (trap 26). `cleared` is the session whose checklist is done, waived or read aloud; `answers` counts how
    often this stay's was answered. `arrived_at` is the first time of all.
    """

    session: int = 1
    cleared: int | None = None
    arrived_at: datetime | None = None
    left_at: datetime | None = None
    joined: bool = False
    declined: str = ""
    waived: str = ""
    marked: bool = False
    answers: int = 0

    @property
    def arrived(self) -> bool:
        """Acknowledging the checklist is arriving: join events cannot be relied on."""
        return self.cleared == self.session


_NEVER_HERE = Attendance()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stranger:
    key: str
    standing: Standing
    shown_name: str
    account: Account | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Where a person's private chat is."""

    mri: str
    conversation: str
    service_url: str


@dataclass(frozen=True, kw_only=True)
class Round:
    """One asking of everybody. Once `closed_at` is set nothing in it changes (V9)."""

    number: int
    opened_at: datetime
    zero: str
    ten: str
    ten_is_safe: bool
    quorum: Mapping[ChildId, Quorum]
    inquorate_reason: str
    post_its: Mapping[SeatId, PostIt] = field(default_factory=dict)
    nudges: int = 0
    nudged: Mapping[SeatId, int] = field(default_factory=dict)
    closed_at: datetime | None = None
    entitled: tuple[SeatId, ...] = ()
    missing: Mapping[SeatId, Missing] = field(default_factory=dict)
    present_at_close: tuple[SeatId, ...] = ()

    @property
    def open(self) -> bool:
        return self.closed_at is None

    def post_it(self, seat: SeatId) -> PostIt:
        return self.post_its.get(seat) or unwritten(seat)


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    by: PersonId
    at: datetime
    note: str
    in_meeting_chat: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """How a person came by their copy: given by `by`, or opened by themselves (`by` None)."""

    at: datetime
    how: str
    by: PersonId | None


@dataclass(frozen=True, kw_only=True)
class Send:
    """How far one duty's message has got. `posted_at`: when it came as a new message; `sent_at`: when it was last edited.
    `tried_at`: when it first did not go.
    """

    face: str = ""
    conversation: str = ""
    message: str = ""
    posted_at: datetime | None = None
    sent_at: datetime | None = None
    tried_at: datetime | None = None
    attempts: int = 0
    retry_at: datetime | None = None
    failed: str = ""

    @property
    def posted(self) -> bool:
        return bool(self.message)


ELSEWHERE = "elsewhere"
"""The face of a reminder that came for another conference, and led here too."""


def to_whom(duty: str) -> str:
    """Who is named as recipient in a duty's key, `kind/recipient/subject/number`."""
    return duty.partition("/")[2].partition("/")[0]


BY_MAIL = "/mail"


def is_mail(duty: str) -> bool:
    """Whether a duty's key says that it goes by mail."""
    return duty.endswith(BY_MAIL)


class Stage(StrEnum):
    """Where the conference has got to, for words and for what the chair may do next."""

    PLANNED = "planned"
    GATHERING = "gathering"
    ROUND_OPEN = "round_open"
    ROUND_CLOSED = "round_closed"
    DECIDED = "decided"
    APPROVED = "approved"


_NOTHING_YET = Preparations()


@dataclass(frozen=True, kw_only=True)
class Conference:
    version: int
    particulars: Particulars
    profile: Profile
    chair: PersonId
    chat: str = ""
    service_url: str = ""
    proposed: Mapping[str, str] = field(default_factory=dict)
    refused_chats: frozenset[str] = frozenset()
    bound: Mapping[str, PersonId] = field(default_factory=dict)
    replaced: frozenset[str] = frozenset()
    reached: Mapping[PersonId, Reach] = field(default_factory=dict)
    lost: frozenset[PersonId] = frozenset()
    refused: frozenset[PersonId] = frozenset()
    strangers: Mapping[str, Stranger] = field(default_factory=dict)
    settled: Mapping[str, PersonId | None] = field(default_factory=dict)
    started_at: datetime | None = None
    ended_at: datetime | None = None
    corrected_end: datetime | None = None
    corrections: int = 0
    attendance: Mapping[PersonId, Attendance] = field(default_factory=dict)
    zero: str = ""
    ten: str = ""
    threshold_shown: bool = False
    rounds: tuple[Round, ...] = ()
    decisions: Mapping[ChildId, Decision] = field(default_factory=dict)
    dissents: tuple[Dissent, ...] = ()
    approval: Approval | None = None
    copies: Mapping[PersonId, Copy] = field(default_factory=dict)
    sends: Mapping[str, Send] = field(default_factory=dict)
    console_rev: int = 0
    before: Preparations = _NOTHING_YET

    @property
    def round(self) -> Round | None:
        return self.rounds[-1] if self.rounds else None

    @property
    def stage(self) -> Stage:
        if self.approval:
            return Stage.APPROVED
        if self.round and not self.round.open:
            done = self.particulars.scales_only or len(self.decisions) == len(self.particulars.children)
            return Stage.DECIDED if done else Stage.ROUND_CLOSED
        if self.round:
            return Stage.ROUND_OPEN
        return Stage.GATHERING if self.started_at else Stage.PLANNED

    @property
    def asked_already(self) -> bool:
        """Everybody has been asked and the round is closed: what ends after this is the conference."""
        return self.round is not None and not self.round.open

    def over(self, now: datetime) -> bool:
        """Nobody is expected any more. An end before everybody was asked may be a lost line or a slip: until the planned
        end, whoever comes is still given their checklist.
        """
        if self.approval:
            return True
        ended = self.ended_at is not None and self.ended_at <= now
        return ended and (self.asked_already or now >= self.particulars.planned_end)

    def attendance_of(self, who: PersonId) -> Attendance:
        return self.attendance.get(who, _NEVER_HERE)

    def away_too_long(self, who: PersonId, now: datetime) -> bool:
        """Away longer than the borough allows before the checklist is asked again."""
        left = self.attendance_of(who).left_at
        return left is not None and now - left > timedelta(minutes=self.profile.away_minutes)

    def present(self, who: PersonId) -> bool:
        """Arrived and not gone: what quorum counts."""
        one = self.attendance_of(who)
        return one.arrived and one.left_at is None

    def cleared(self, who: PersonId, now: datetime) -> bool:
        """May take part now: the checklist of this stay is done. A line lost for a moment does not undo it."""
        return self.attendance_of(who).arrived and not self.away_too_long(who, now)

    def session(self, who: PersonId, now: datetime) -> int:
        """The stay that a checklist acknowledged now would belong to."""
        one = self.attendance_of(who)
        return one.session + 1 if self.away_too_long(who, now) and not one.joined else one.session

    def present_seats(self) -> tuple[SeatId, ...]:
        return tuple(seat.id for seat in self.particulars.seats if self.present(seat.holder))

    def deciding_seats(self) -> tuple[SeatId, ...]:
        """Who is here for a decision. Chairs often write theirs up when all have gone: then, who was here at the close."""
        if self.ended_at and self.round and not self.round.open:
            return self.round.present_at_close
        return self.present_seats()

    def seat_of(self, who: PersonId) -> Seat | None:
        return self.particulars.seat_of(who)

    def person(self, who: PersonId) -> Person:
        """Somebody on the list, or who was. Raises LookupError for anybody else."""
        gone = self.before.gone.get(who)
        return gone or self.particulars.person(who)

    def first(self, role: Role) -> PersonId | None:
        return next((one.id for one in self.particulars.with_role(role)), None)
