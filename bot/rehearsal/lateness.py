"""The lateness check: reads only the wire and its times. The summary reached everybody entitled in time, or it was loud.

The lateness of people is their own, provided that they were told; the lateness of the bot never is.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import inf

from bot.domain.duties import DutyKind
from bot.domain.duties.summary import APPROVE, COPIES
from bot.domain.ids import PersonId
from bot.domain.particulars import BY_HAND, Particulars, Role
from bot.domain.profile import Profile
from bot.rehearsal.judging.cast import Accounts, Cast
from bot.rehearsal.judging.clocks import LAST, Rung, clocks, rungs
from bot.rehearsal.judging.course import course_of
from bot.rehearsal.judging.furniture import is_summary
from bot.rehearsal.judging.story import How, Record, Shown, Story, read
from bot.rehearsal.judging.strings import as_read, strings
from bot.rehearsal.teams import Entry
from bot.words.shells import shell_words
from bot.words.times import at_time

_OPENING = frozenset({"summary.show", "next.show"})


class Why(StrEnum):
    LATE = "the summary came late"
    UNDELIVERED = "the summary never came"
    ALARM_MISSING = "nobody was told that it was running late"
    BEFORE_APPROVAL = "the summary went out before the chair approved it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """`who` it is about: the one without a summary, or the one who was not alarmed. `due` None: nothing set a time."""

    why: Why
    who: str
    due: datetime | None = None
    at: datetime | None = None
    what: str = ""

    def __str__(self) -> str:
        due = f", due {at_time(self.due)}" if self.due else ""
        came = f", came {at_time(self.at)}" if self.at else ""
        return f"{self.why}: {self.who}{due}{came}{f' ({self.what})' if self.what else ''}"


def check(
    wire: Iterable[Record | Entry],
    particulars: Particulars,
    profile: Profile,
    accounts: Accounts,
    *,
    until: datetime,
    stops: Sequence[datetime] = (),
) -> list[Late]:
    """Everything late, missing or too early. A core group owes no summary (S0).

    `wire` and `accounts` as for the leak check. `until` (aware): where the rehearsal's clock stood at the end: an alarm due
    later is not missed. `stops`: every moment to which that clock was moved, if it leapt.
    """
    if particulars.scales_only:
        return []
    story = read(wire)
    judge = _Judge(particulars, profile, story, Cast(particulars, accounts, story), until, stops)
    return [*judge.early(), *judge.deliveries(), *judge.alarms()]


class _Judge:
    def __init__(
        self, given: Particulars, profile: Profile, story: Story, cast: Cast, until: datetime, stops: Sequence[datetime]
    ) -> None:
        self.given, self.rule, self.story, self.cast = given, profile.summary, story, cast
        self.until, self.stops = until, stops
        self.course = course_of(story, cast)
        self.clocks = clocks(given, profile, self.course)
        self.shown = tuple(story.shown)
        self.summaries = tuple(shown for shown in self.shown if is_summary(shown.card))
        self.approved = self.course.approval.at if self.course.approval else LAST
        self.entitled = self._entitled()
        self.came = {person: self._came(person) for person in self.entitled}

    # Who had their copy, and when

    def early(self) -> Iterator[Late]:
        """Trap 23: content before the press that approved it, to anybody, by any road."""
        for shown in self.summaries:
            if not self.course.approved_by(shown.seq):
                people = sorted(self.cast.at(one, shown.seq) or f"stranger {one}" for one in shown.people)
                yield Late(why=Why.BEFORE_APPROVAL, who=", ".join(people) or "nobody", at=shown.at)

    def deliveries(self) -> Iterator[Late]:
        due = self.clocks[-1].start + timedelta(hours=self.rule.hours)
        for person, (came, carried) in self.came.items():
            if came is None:
                yield Late(why=Why.UNDELIVERED, who=person, due=due)
            elif came > due and not carried and self.approved <= due:
                yield Late(why=Why.LATE, who=person, due=due, at=came)

    def _entitled(self) -> tuple[PersonId, ...]:
        """S4 14.13: every seat, the chair; the family and the observer, by hand."""
        seats = (seat.holder for seat in self.given.seats)
        chairs = (one.person for one in self.course.chairs if one.until == inf)
        carried = (one.id for one in self.given.with_role(*BY_HAND))
        return tuple(dict.fromkeys((*seats, *chairs, *carried)))

    def _came(self, person: PersonId) -> tuple[datetime | None, bool]:
        """When this person first had it, and whether somebody carried it to them."""
        came = min((shown.at for shown in self.summaries if self._is_copy_of(shown, person)), default=None)
        given = self.course.given.get(person)
        return (given.at, True) if given and (came is None or given.at < came) else (came, False)

    def _is_copy_of(self, shown: Shown, person: PersonId) -> bool:
        """In private: sent to them, or opened by them, through the door in the meeting chat too."""
        people = {self.cast.at(one, shown.seq) for one in shown.people}
        if shown.how is How.ANSWER:
            return person in people and shown.press is not None and shown.press.verb in _OPENING
        return people == {person} and shown.private_chat

    def _outstanding(self, at: datetime, people: Iterable[PersonId]) -> bool:
        return any(came is None or came > at for came, _ in (self.came[person] for person in people))

    # Who was told that it was running late

    def alarms(self) -> Iterator[Late]:
        """The chair while it is not approved; somebody while copies are still to be carried; the manager; then loud."""
        for rung in self._rungs(self.rule.chase_chair):
            yield from self._first_asked(rung)
        managers = [one.id for one in self.given.with_role(Role.MANAGER)[:1]]
        for rung in self._rungs(self.rule.chase_manager):
            yield from self._silences(rung, DutyKind.CHASE, managers)
        for rung in self._rungs((self.rule.loud,)):
            chairs = self._chairs(rung) if self.approved > rung.due else ()
            yield from self._silences(rung, DutyKind.LATE, (*chairs, *managers))

    def _rungs(self, hours: Sequence[int]) -> Iterator[Rung]:
        """Those that the play reached, and at which something was still outstanding."""
        for rung in rungs(self.clocks, hours, self.rule.loud, self.stops):
            if rung.due <= self.until and self._outstanding(rung.by, self.entitled):
                yield rung

    def _first_asked(self, rung: Rung) -> Iterator[Late]:
        carried = [one.id for one in self.given.with_role(*BY_HAND)]
        if self.approved > rung.due:
            yield from self._silences(rung, DutyKind.CHASE, self._chairs(rung))
        elif self._outstanding(rung.by, carried) and not any(self._told(rung, DutyKind.CHASE)):
            yield _silence(rung, "whoever carries a copy")

    def _silences(self, rung: Rung, kind: DutyKind, people: Iterable[PersonId]) -> Iterator[Late]:
        for person in dict.fromkeys(people):
            if self._reachable(person, rung.due) and person not in set(self._told(rung, kind)):
                yield _silence(rung, person)

    def _told(self, rung: Rung, kind: DutyKind) -> Iterator[PersonId | None]:
        """Who had it as a new message in their private chat: an edit makes no noise."""
        face = "late" if kind is DutyKind.LATE else "ask"
        lines = {shell_words(kind, face, what).line for what in (APPROVE, COPIES)}
        for shown in self.shown:
            if shown.how is How.POSTED and shown.private_chat and rung.due <= shown.at <= rung.by:
                said = " ".join(as_read(text) for _, text in strings(shown.body))
                if any(line in said for line in lines):
                    yield from (self.cast.at(one, shown.seq) for one in shown.people)

    def _chairs(self, rung: Rung) -> tuple[PersonId, ...]:
        """Who held the chair when it fell due."""
        before = max((moment.seq for moment in self.story.moments if moment.at <= rung.due), default=1)
        return tuple(sorted(self.course.chaired_by(before)))

    def _reachable(self, person: PersonId, at: datetime) -> bool:
        """Whether Teams can show it to them at all: the app is there for them, or something reached their private chat.
        Whom it cannot reach is alarmed by roads that this wire does not show.
        """
        listed, known = self.cast.person(person), set(self.cast.teams_ids(person))
        if listed is None or not known:
            return False
        return listed.installed or any(one.private_chat and one.at <= at and one.people & known for one in self.shown)


def _silence(rung: Rung, who: str) -> Late:
    return Late(why=Why.ALARM_MISSING, who=who, due=rung.due, what=f"{rung.hour} hours after the end")
