"""A notice as a letter: the borough's words, the hours of whoever it goes to, and the file for their calendar.

Loads the templates' engine and the calendar's, so whoever imports this is in a thread.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from bot.domain.calendar import Calendar
from bot.domain.conference import Conference
from bot.domain.duties import DutyKind
from bot.domain.ids import PersonId
from bot.domain.mailed import facts
from bot.domain.notice import Notice
from bot.domain.views.letter import LetterView, WaitingView, letter_view
from bot.letters.calendar_file import CalendarEntry, calendar_file
from bot.letters.stationery import Stationery, for_whom
from bot.usecases.ports import CalendarFile, Letter, SendError
from bot.words import letters as words
from bot.words.times import clock, on_day

OVERTAKEN = "overtaken"
"""What a letter has failed of that would say what no longer holds: another one is owed in its place."""

_LETTERS: Mapping[tuple[DutyKind, str], str] = MappingProxyType(
    {
        (DutyKind.INVITATION, "asked"): "invitation",
        (DutyKind.INVITATION, "again"): "moved",
        (DutyKind.CALENDAR, "entry"): "calendar",
        (DutyKind.CALENDAR, "changed"): "changed",
        (DutyKind.CALENDAR, "cancelled"): "cancelled",
        (DutyKind.CANCELLED, "told"): "cancelled",
        (DutyKind.REMINDER, "ask"): "reminder",
        (DutyKind.BY_HAND, "ask"): "by_hand",
        (DutyKind.ASK, "answered"): "answered",
        (DutyKind.FLAG, "raised"): "flag",
        (DutyKind.DELAY, "late"): "delay",
        (DutyKind.DELAY, "explained"): "delay",
        (DutyKind.DELAY, "given"): "delay_reason",
    }
)
_WITH_FILE = frozenset({DutyKind.INVITATION, DutyKind.CALENDAR, DutyKind.CANCELLED})
_WITHOUT_PLACE = frozenset({DutyKind.CANCELLED, DutyKind.BY_HAND, DutyKind.FLAG, DutyKind.ASK, DutyKind.DELAY})


@dataclass(frozen=True, slots=True)
class LetterWriter:
    """`sender` is the organiser in a calendar file; "": no file goes."""

    stationery: Stationery
    sender: str

    def write(
        self, notice: Notice, state: Conference, waiting: Sequence[WaitingView], now: datetime, days: Calendar
    ) -> Letter:
        """`days` has the borough's closure days. Raises SendError for what has been overtaken since it was owed."""
        kind, (face, _, mark) = DutyKind(notice.view), notice.face.partition(":")
        who = PersonId(notice.person)
        view = letter_view(state, who, days)
        if _overtaken(kind, face, view, waiting) or (mark and mark != facts(state, who)):
            raise SendError(OVERTAKEN, final=False, retry_after=0)
        name = for_whom(_LETTERS[kind, face], lay=view.lay)
        return Letter(
            id=_name_of(notice),
            to=notice.to.mail,
            subject=words.subject(kind, face, view.reference),
            text=self.stationery.filled(name, view.borough, _values(kind, view, waiting)),
            calendar=self._file(notice, view, now) if kind in _WITH_FILE else None,
        )

    def _file(self, notice: Notice, view: LetterView, now: datetime) -> CalendarFile | None:
        if not self.sender or not view.calendar:
            return None
        entry = CalendarEntry(
            cid=notice.cid,
            person=PersonId(notice.person),
            reference=view.reference,
            start=view.start,
            end=view.end,
            sequence=view.sequence,
            organiser=self.sender,
            attendee=notice.to.mail,
            join_link=view.join_link,
            cancelled=view.cancelled,
        )
        return CalendarFile(content=calendar_file(entry, now), cancels=view.cancelled)


def _overtaken(kind: DutyKind, face: str, view: LetterView, waiting: Sequence[WaitingView]) -> bool:
    if kind is DutyKind.REMINDER:
        return not waiting
    return kind in _WITH_FILE and view.cancelled != (face in ("told", "cancelled"))


def _values(kind: DutyKind, view: LetterView, waiting: Sequence[WaitingView]) -> Mapping[str, str]:
    if kind is DutyKind.REMINDER:
        return {"council": words.council(view), "waiting": words.waiting(waiting)}
    said = {
        "council": words.council(view),
        "reference": view.reference,
        "day": on_day(view.start),
        "start": clock(view.start),
        "end": clock(view.end),
    }
    where = {"link": view.join_link, "place": view.place}
    if kind in _WITHOUT_PLACE or view.cancelled:
        return said
    return said | where | ({"report_due": words.report_due(view)} if kind is DutyKind.INVITATION else {})


def _name_of(notice: Notice) -> str:
    """The same for the same letter sent again; another for another address, or if it says something else."""
    parts = (notice.cid, notice.view, notice.person, notice.subject, str(notice.number), notice.face, notice.to.mail)
    return "/".join(parts)
