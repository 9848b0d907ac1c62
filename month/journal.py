"""What people did in the month, and what reached them: all that the judge is told."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from month.council import Way


class What(StrEnum):
    CONVENED = "convened"
    MOVED = "moved"
    CANCELLED = "cancelled"
    BEGUN = "begun"
    REPLIED = "replied"
    PASSED_ON = "passed on"
    TOLD = "told by hand"
    SENT = "report sent"
    RECEIVED = "report received"
    NOT_COMING = "report not coming"
    SHARED = "report shared"
    FLAGGED = "flagged"
    HEARD = "heard"
    DECLARED = "independence declared"
    AGREED = "chair agrees to observer"
    FAMILY_AGREED = "family agrees to observer"
    TAKEN_OFF = "taken off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """`who` it is about: a person of that conference. `about`: their answer, or a flag's number. `start`: the new one."""

    at: datetime
    number: int
    what: What
    who: str = ""
    about: str = ""
    start: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A new message, as it was taken by Teams or the post office; or not, if `failed`. `kind` as the bot calls it."""

    at: datetime
    number: int
    who: str
    human: str
    kind: str
    way: Way
    failed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    way: Way
    begins: datetime
    ends: datetime


@dataclass(slots=True)
class Journal:
    """In the order in which it happened."""

    lines: list[Deed | Sent] = field(default_factory=list)
    outages: list[Outage] = field(default_factory=list)
    edits: int = 0

    @property
    def sent(self) -> list[Sent]:
        return [one for one in self.lines if isinstance(one, Sent) and not one.failed]

    @property
    def deeds(self) -> list[Deed]:
        return [one for one in self.lines if isinstance(one, Deed)]

    def down(self, way: Way, at: datetime) -> bool:
        return any(one.way is way and one.begins <= at < one.ends for one in self.outages)
