"""A duty: something the bot owes somebody. Derived from the record at every look, queued nowhere, so never forgotten."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.conference import BY_MAIL
from bot.domain.ids import PersonId

MEETING = "meeting"


class DutyKind(StrEnum):
    INTRODUCTION = "introduction"
    CONFIRM_CHAT = "confirm_chat"
    DOOR = "door"
    CHECKLIST = "checklist"
    CONSOLE = "console"
    PULSE = "pulse"
    POST_IT = "post_it"
    NUDGE = "nudge"
    TALLY = "tally"
    DECISIONS = "decisions"
    SUMMARY_DRAFT = "summary_draft"
    SUMMARY = "summary"
    SUMMARY_NOTICE = "summary_notice"
    COPY = "copy"
    CHASE = "chase"
    LATE = "late"
    INVITATION = "invitation"
    BY_HAND = "by_hand"
    CANCELLED = "cancelled"
    REMINDER = "reminder"
    READING = "reading"
    FLAG = "flag"
    ASK = "ask"
    LETTER = "letter"
    CALENDAR = "calendar"
    ERRAND = "errand"
    DELAY = "delay"


CONTENT = "content"
"""The one face that shows case content in a message: the approved summary (architecture, the way of one press, 6)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """`to` None: the meeting chat. `face` is what the message should show by now: a code, never content. Owed from
    `since`; `by` is the deadline it serves. `edit_only`: worth putting right if posted, not worth posting. `by_mail`: a
    letter, which can never be put right, only followed by another.

    Identity is kind, recipient, subject and number, never a date, so that a moved deadline is not a second duty.
    """

    kind: DutyKind
    to: PersonId | None
    face: str
    since: datetime
    subject: str = ""
    number: int = 0
    by: datetime | None = None
    edit_only: bool = False
    by_mail: bool = False

    @property
    def key(self) -> str:
        key = f"{self.kind}/{self.to or MEETING}/{self.subject}/{self.number}"
        return f"{key}{BY_MAIL}" if self.by_mail else key
