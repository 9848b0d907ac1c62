"""What the chair decides about each child, and who formally does not agree."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.domain.ids import ChildId, PersonId, SeatId
from bot.domain.post_it import Category
from bot.domain.quorum import Quorum


class Status(StrEnum):
    """The status of the child's plan from now on (S3, S4 9.5, 10.1). In a review the same three: go on, step down, end."""

    PLAN = "child_protection_plan"
    CHILD_IN_NEED = "child_in_need_plan"
    NO_PLAN = "no_plan"


class Date(StrEnum):
    """The dates a chair sets while everybody is still in the room."""

    FIRST_CORE_GROUP = "first_core_group"
    NEXT_CORE_GROUP = "next_core_group"
    CHILD_IN_NEED_MEETING = "cin_meeting"
    REVIEW = "review"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The chair's, and nobody's count (trap 2). `category` only with a plan (trap 20). `late_reason` when a date is past its limit."""

    child: ChildId
    rev: int
    status: Status
    reasons: str
    lead: PersonId
    by: PersonId
    at: datetime
    quorum: Quorum
    category: Category | None = None
    core_group: tuple[SeatId, ...] = ()
    dates: Mapping[Date, date] = field(default_factory=dict)
    late_reason: str = ""
    outline: str = ""
    inquorate_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dissent:
    """Declared, never inferred: not from a post-it, nor from having disagreed with what the chair has since changed
    (S4 11.1, trap 22). `status` and `category` are the decision it was declared against; `rev` counts this seat's.
    """

    child: ChildId
    seat: SeatId
    by: PersonId
    reason: str
    at: datetime
    rev: int = 1
    status: Status | None = None
    category: Category | None = None

    def against(self, decision: Decision) -> bool:
        return (self.status, self.category) == (decision.status, decision.category)
