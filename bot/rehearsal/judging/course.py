"""The course of the conference as the wire tells it: who held the chair when, when the round closed, what was decided.

What allows something counts from the press that brought it about, since the bot may act before its answer is on the
wire; what forbids something counts from the answer.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from math import inf

from bot.domain.calendar import at_london
from bot.domain.ids import ChildId, PersonId, SeatId
from bot.domain.particulars import Role
from bot.rehearsal.judging.answers import accepted
from bot.rehearsal.judging.cast import Cast
from bot.rehearsal.judging.story import Press, Story, Told


@dataclass(slots=True, kw_only=True)
class Spell:
    """From one place on the wire up to, not including, another."""

    since: float
    until: float = inf

    def holds(self, seq: int) -> bool:
        return self.since <= seq < self.until


@dataclass(slots=True, kw_only=True)
class Chairing(Spell):
    person: PersonId


@dataclass(slots=True, kw_only=True)
class Decided(Spell):
    """One version of the decision about one child: it stands until the next."""

    child: ChildId
    press: Press


@dataclass(slots=True, kw_only=True)
class HandedIn(Spell):
    """One version of a seat's post-it. `press` is the one that carried its words."""

    seat: SeatId
    press: Press


@dataclass(slots=True, kw_only=True)
class Course:
    chairs: list[Chairing]
    opened: list[int] = field(default_factory=list)
    closed: list[int] = field(default_factory=list)
    handed_in: list[HandedIn] = field(default_factory=list)
    decided: list[Decided] = field(default_factory=list)
    leads: set[PersonId] = field(default_factory=set)
    approval: Press | None = None
    ended: datetime | None = None
    corrected: list[tuple[datetime, datetime]] = field(default_factory=list)
    """When each correction was made, and the end it gave."""
    given: dict[PersonId, Press] = field(default_factory=dict)

    def chaired_by(self, seq: int) -> frozenset[PersonId]:
        """The chair of the moment; two while it is being handed over."""
        return frozenset(one.person for one in self.chairs if one.holds(seq))

    def closed_by(self, seq: int) -> bool:
        return any(one <= seq for one in self.closed)

    def all_decided(self, children: tuple[ChildId, ...], seq: int) -> bool:
        return set(children) <= {one.child for one in self.decided if one.since <= seq}

    def approved_by(self, seq: int) -> bool:
        return self.approval is not None and self.approval.seq <= seq

    @property
    def in_meeting_chat(self) -> bool:
        return self.approval is not None and self.approval.typed("in_meeting_chat") == "true"


def course_of(story: Story, cast: Cast) -> Course:
    teller = _Teller(story, cast)
    for moment in story.moments:
        if isinstance(moment, Press) and accepted(story, moment):
            teller.follow(moment)
    teller.end_of_meeting()
    return teller.course


class _Teller:
    def __init__(self, story: Story, cast: Cast) -> None:
        self.story, self.cast = story, cast
        self.course = Course(chairs=[Chairing(person=cast.particulars.chair, since=0)])
        self._entered: dict[str, Press] = {}
        self._ways: Mapping[str, Callable[[Press], object]] = {
            "chair.hand_over": self._hand_over,
            "round.open": lambda press: self.course.opened.append(press.seq),
            "round.close": lambda press: self.course.closed.append(press.seq),
            "post_it.hand_in": lambda press: self._hand_in(press, press),
            "post_it.enter": self._enter,
            "post_it.confirm_read_back": self._confirm,
            "child.decide": self._decide,
            "summary.approve": self._approve,
            "meeting.end": self._end,
            "meeting.correct_end": self._correct,
            "copy.give": lambda press: self.course.given.setdefault(PersonId(press.subject), press),
        }

    def follow(self, press: Press) -> None:
        way = self._ways.get(press.verb)
        if way is not None:
            way(press)

    def end_of_meeting(self) -> None:
        """Teams' own word of the end, if it came before the chair's."""
        told = [one.at for one in self.story.moments if isinstance(one, Told) and one.ends_meeting]
        if told:
            self.course.ended = min(filter(None, (self.course.ended, min(told))))

    def _until(self, press: Press) -> float:
        answer = self.story.answer(press)
        return answer.seq if answer else press.seq

    def _hand_over(self, press: Press) -> None:
        """Only the chair's or the manager's word counts. Unanswered, both may be the chair."""
        who, to = self.cast.at(press.teams_id, press.seq), PersonId(press.typed("to"))
        chairs = self.course.chaired_by(press.seq)
        if who is None or not (who in chairs or self.cast.role(who) is Role.MANAGER) or to in chairs:
            return
        answer = self.story.answer(press)
        for one in self.course.chairs:
            if answer and one.until == inf:
                one.until = answer.seq
        self.course.chairs.append(Chairing(person=to, since=press.seq))

    def _enter(self, press: Press) -> None:
        self._entered[press.subject] = press

    def _confirm(self, press: Press) -> None:
        words = self._entered.get(press.subject)
        if words is not None:
            self._hand_in(press, words)

    def _hand_in(self, press: Press, words: Press) -> None:
        seat = SeatId(press.subject)
        for one in self.course.handed_in:
            if one.seat == seat and one.until == inf:
                one.until = self._until(press)
        self.course.handed_in.append(HandedIn(seat=seat, press=words, since=press.seq))

    def _decide(self, press: Press) -> None:
        child = ChildId(press.subject)
        for one in self.course.decided:
            if one.child == child and one.until == inf:
                one.until = self._until(press)
        self.course.decided.append(Decided(child=child, press=press, since=press.seq))
        self.course.leads.add(PersonId(press.typed("lead")))

    def _approve(self, press: Press) -> None:
        self.course.approval = self.course.approval or press

    def _end(self, press: Press) -> None:
        self.course.ended = self.course.ended or press.at

    def _correct(self, press: Press) -> None:
        for given in _typed_time(press):
            self.course.corrected.append((press.at, given))


def _typed_time(press: Press) -> Iterator[datetime]:
    try:
        yield at_london(date.fromisoformat(press.typed("date")), time.fromisoformat(press.typed("time")))
    except ValueError:
        return
