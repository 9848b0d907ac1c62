"""What the use cases need of the world. Each port is small; bootstrap chooses who answers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

import msgspec

from bot.domain.calendar import Calendar
from bot.domain.events import Event
from bot.domain.ids import ConferenceId, OpId
from bot.domain.notice import Address, Notice
from bot.domain.profile import Profile


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a conference's log, opened. `seq` counts from 1; `actor` is a keyed hash, not a person."""

    seq: int
    at: datetime
    actor: str
    op: OpId
    event: Event


class Links(msgspec.Struct, frozen=True, kw_only=True):
    """The chats, accounts and weeks by which a conference is found again. The log adapter keeps them as keyed hashes only."""

    chats: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    weeks: frozenset[str] = frozenset()


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """What one press or one duty made happen. `op` names it, however often and by whatever road it is asked for."""

    op: OpId
    actor: str
    at: datetime
    events: Sequence[Event]


class Append(msgspec.Struct, frozen=True, kw_only=True):
    """Operations to be recorded together, in this order, or not at all.

    `expected` is the version the rules decided on; `next_due` is when the conference is to be looked at next (None: nothing
    is owed); `links` are all that lead to it now.
    """

    cid: ConferenceId
    expected: int
    operations: Sequence[Operation]
    next_due: datetime | None
    links: Links


class Appended(msgspec.Struct, frozen=True, kw_only=True):
    """Recorded. `durable` is False while the store has not confirmed that it would survive."""

    version: int
    durable: bool = True


class Conflict(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody else was first: `tail` is what they recorded after `expected`. Fold it and decide again."""

    tail: tuple[Recorded, ...]


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """At least one of the operations was recorded before, the last of them at `version`. Nothing was appended. `tail` is all
    after `expected`; `durable` as in Appended.
    """

    version: int
    tail: tuple[Recorded, ...]
    durable: bool = True


class StoreDownError(Exception):
    """The store gave no answer. Whether the wish was recorded is not known: ask again under the same operation id."""


class StoreRefusesError(StoreDownError):
    """The store answered each time, and can record nothing now: full, read-only, still loading, without its replicas,
    closed to us. Nothing was recorded.
    """


class RewoundError(Exception):
    """What was last recorded, and never confirmed to survive, did not: a server without it took over. Read from the start."""


class EventLog(Protocol):
    """The record: one append-only stream a conference."""

    async def read(self, cid: ConferenceId, after: int = 0) -> tuple[Recorded, ...]:
        """All that was recorded after version `after`, oldest first; empty for a conference nobody set up.

        Raises RewoundError when there is no such version any more.
        """
        ...

    async def append(self, wish: Append) -> Appended | Conflict | Known:
        """Raises RewoundError as `read` does."""
        ...

    async def confirm(self, cid: ConferenceId, version: int) -> bool:
        """Whether all up to this version is kept as the settings ask. Asks the store only where that is not known yet."""
        ...

    async def by_chat(self, chat: str) -> tuple[ConferenceId, ...]:
        """Conferences whose links name this chat thread, in no order."""
        ...

    async def by_person(self, person: str) -> tuple[ConferenceId, ...]:
        """Conferences whose links name this account (`Actor.key`) or address, in no order."""
        ...

    async def in_weeks(self, weeks: Collection[str]) -> tuple[ConferenceId, ...]:
        """Conferences whose links name one of these weeks (bot/domain/links.py), each once, in no order: however many
        there are in all, one trip.
        """
        ...

    async def all(self) -> tuple[ConferenceId, ...]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The right to do one conference's duties for a while. `fence` tells a late holder from the present one."""

    cid: ConferenceId
    fence: int


class Agenda(Protocol):
    """Which conferences are owed something by now. Due times are on our clock, leases on the store's."""

    async def claim(self, now: datetime, lease_seconds: float, most: int) -> tuple[Claim, ...]: ...

    async def release(self, claim: Claim) -> None: ...

    async def put(self, cid: ConferenceId, due: datetime | None, version: int | None = None) -> None:
        """Set when a conference is next due, outside an append: for the sweep that re-derives the agenda.

        With `version`, only while the conference is still at that version: what was worked out from an older log must
        not overwrite what a later append set.
        """
        ...

    async def next_due(self) -> datetime | None: ...


class Clock(Protocol):
    def now(self) -> datetime:
        """The present, aware, in UTC."""
        ...


class Ids(Protocol):
    def op(self) -> OpId: ...


class ReferenceIds(Protocol):
    def of_reference(self, reference: str) -> ConferenceId:
        """The id of the one conference that this reference can be, in every process of a deployment the same: whoever sets it
        up a second time meets the first. Nobody guesses one, and it says nothing of the reference.
        """
        ...


class Calendars(Protocol):
    def england(self) -> Calendar: ...


class Boroughs(Protocol):
    def profile(self, code: str) -> Profile:
        """The resolved profile, inheritance already applied. Raises KeyError for a code nobody wrote a file for."""
        ...

    def codes(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """Where a message went: enough to edit it later."""

    conversation: str
    message: str


class SendError(Exception):
    """A message did not go. `final` means that trying again cannot help; `retry_after` is seconds, when we were told."""

    def __init__(self, code: str, *, final: bool, retry_after: float | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.final = final
        self.retry_after = retry_after


class TooSoonError(Exception):
    """Teams takes so many messages in a while, and this one is beyond that: nothing was sent. Try after `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"{seconds:.1f} s")
        self.seconds = seconds


class Pace(Protocol):
    """Keeps all processes together under Teams' rates."""

    async def __call__(self, cid: ConferenceId, to: Address) -> None:
        """Wait until a message may go there. Raises TooSoonError for what would be too long to wait for in the process."""
        ...


class Messenger(Protocol):
    """Carries a notice to a person or a chat. Raises SendError and nothing else."""

    async def post_shell(self, notice: Notice) -> Posted:
        """Post the content-free card. Not idempotent: Teams may show it twice, which is why it holds nothing."""
        ...

    async def fill(self, notice: Notice, posted: Posted) -> None:
        """Edit the message to what it should now show. Idempotent."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class CalendarFile:
    """An entry for a calendar, as bot/letters writes it (RFC 5545). `cancels`: it takes the entry out again."""

    content: bytes
    cancels: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Letter:
    """What goes by mail, to one address alone: parents may not know each other's (trap 8).

    `id` names it, however often it is sent. `text` must do without the rest: not every way carries `html` and `calendar`.
    The subject shows on a locked screen: the council's reference, and nothing about a child or family (S-3).
    """

    id: str
    to: str
    subject: str
    text: str
    html: str = ""
    calendar: CalendarFile | None = None


class MailFault(StrEnum):
    """Why a letter did not go. Besides: `smtp_550`, as the mail server replied; Notify's own codes; `http_502`."""

    NO_MAIL = "no_mail"
    BAD_ADDRESS = "bad_address"
    BAD_LETTER = "bad_letter"
    LOGIN = "mail_login"
    SENDER = "mail_sender"
    TLS = "mail_tls"
    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"


class Mail(Protocol):
    """Letters to people whom Teams cannot reach."""

    @property
    def available(self) -> bool:
        """False where the settings name no way for mail: ask before a letter is owed to anybody."""
        ...

    @property
    def sender(self) -> str:
        """The address that letters come from, and so the organiser in a calendar file. "": none of ours, and no file goes."""
        ...

    async def send(self, letter: Letter) -> None:
        """Handed to whoever delivers it; whether it arrives, nobody tells us. Raises SendError and nothing else.

        Final is what is wrong with the address or the letter. What is wrong with our own settings is not: it ends when
        they are mended. After a lost answer, the same letter again is the same message.
        """
        ...


class Wake(Protocol):
    def __call__(self, cid: ConferenceId) -> None:
        """Something is owed now: do not wait for the next look at the agenda."""
        ...


class Alarms(Protocol):
    """Noise that does not depend on Teams: an ERROR in the log, and a deployment that says it is not well."""

    def raise_(self, cid: ConferenceId, code: str) -> None: ...

    def clear(self, cid: ConferenceId, code: str = "") -> None:
        """That is well again; without a code, all of this conference is."""
        ...


class Count(StrEnum):
    """What only ever grows. After each: what its labels say, in order. A label is a code of a closed set, never an id."""

    PRESSES = "presses"
    """outcome: what the presser got (card, words, limited, malformed, failed)"""
    WISHES = "wishes"
    """outcome: what became of a press that changes something: usecases.press.Record, stale, refused"""
    REFUSALS = "refusals"
    """code: domain.refusals.Why"""
    DENIALS = "denials"
    """code: why the front door did not take a POST (teams.authenticate.Denial, teams.activity.Fault, web.limits.Limit)"""
    LIMITED = "limited"
    """limit: teams.rates.Rate"""
    DELIVERED = "duties_delivered"
    """kind: domain.duties.DutyKind"""
    FAILED = "duties_failed"
    """kind: DutyKind; code: SendError's"""
    ERRANDS = "errands"
    """kind: domain.errands.ErrandKind; outcome: done, or domain.microsoft.Obstacle"""
    STORE_TRIPS = "store_trips"
    """what: read, append, confirm, agenda, index"""
    STORE_ERRORS = "store_errors"
    """code: no_answer, refused, altered, not_durable, other"""
    STALLS = "loop_stalls"
    """no label: the event loop was held for more than a tenth of a second"""


class Level(StrEnum):
    """What rises and falls."""

    OWED = "duties_owed"
    """no label"""
    OVERDUE = "duties_overdue"
    """no label"""
    ALARMS = "alarms"
    """code: the alarm's"""
    STALL = "loop_stall_seconds"
    """no label: the longest that the loop was held in the last minute"""


class Meter(Protocol):
    """Figures for whoever watches over a deployment. Cheap (under a microsecond), and never raises.

    A code that is not of the closed set is counted as `other`: nothing that came from outside becomes a label.
    """

    def count(self, what: Count, *codes: str) -> None: ...

    def level(self, what: Level, value: float, *codes: str) -> None: ...


class Unmetered:
    """Meter. For whoever is not watched."""

    def count(self, what: Count, *codes: str) -> None: ...

    def level(self, what: Level, value: float, *codes: str) -> None: ...
