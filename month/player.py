"""Who does what in the month: everybody at hours of their own, chosen by the seed, once they have been asked."""

import heapq
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Protocol

from bot.domain.events import Event, MeetingStarted, Source
from bot.domain.ids import ConferenceId, PersonId, SeatId
from bot.domain.particulars import Role
from bot.usecases.ports import Clock
from month import events as do
from month.council import Council, Human, Planned, Way
from month.days import Days, at, day_of, hour_of
from month.journal import Deed, Journal, Outage, Sent, What

DAY = timedelta(days=1)
Act = Callable[[], Awaitable[None]]


@dataclass(order=True, slots=True)
class _Cue:
    at: datetime
    number: int
    act: Act = field(compare=False)


@dataclass(slots=True)
class Case:
    """A conference as the player knows it."""

    planned: Planned
    cid: ConferenceId
    start: datetime
    time: int = 0
    over: bool = False
    flags: int = 0
    gone: set[str] = field(default_factory=set)


class Place(Protocol):
    """Where a month is played: over a world in memory, or on the whole bot."""

    journal: Journal

    @property
    def clock(self) -> Clock: ...
    async def due(self) -> datetime | None: ...
    async def move(self, to: datetime) -> None: ...
    async def set_up(self, planned: Planned) -> ConferenceId: ...
    def joins(self, cid: ConferenceId, who: str, human: Human) -> None: ...
    def forget(self, cid: ConferenceId) -> None: ...
    async def happens(self, cid: ConferenceId, *events: Event) -> None: ...


class Player:
    def __init__(self, council: Council, house: Place) -> None:
        self._council = council
        self._house = house
        self._journal = house.journal
        self._random: Random = council.random
        self._cues: list[_Cue] = []
        self._count = 0
        self._cases: dict[int, Case] = {}
        self._seen = 0

    async def play(self) -> None:
        """Acts and duties in the order of the clock, until neither is left."""
        self._journal.outages += outages(self._council)
        for planned in self._council.planned:
            case = self._cases[planned.number] = Case(planned, await self._house.set_up(planned), planned.about.start)
            self._at(planned.convened, self._convene(case))
        while True:
            due, cue = await self._house.due(), self._cues[0].at if self._cues else None
            if due is None and cue is None:
                return
            if cue is None or (due is not None and due <= cue):
                await self._house.move(due or self._house.clock.now())
            else:
                await self._house.move(cue)
                await heapq.heappop(self._cues).act()
            self._look()

    def _at(self, moment: datetime, act: Act) -> None:
        """Never on the stroke of an hour, when the bot itself acts."""
        moment = moment.replace(microsecond=0)
        moment = moment.replace(second=moment.second or 17)
        self._count += 1
        heapq.heappush(self._cues, _Cue(max(moment, self._house.clock.now() + timedelta(seconds=7)), self._count, act))

    def _in(self, least: float, most: float, act: Act) -> None:
        """So many days from now."""
        self._at(self._house.clock.now() + self._random.uniform(least, most) * DAY, act)

    def _chance(self, how_often: float) -> bool:
        return self._random.random() < how_often

    async def _does(
        self, case: Case, what: What, *events: Event, who: str = "", about: str = "", start: datetime | None = None
    ) -> None:
        await self._house.happens(case.cid, *events)
        deed = Deed(
            at=self._house.clock.now(), number=case.planned.number, what=what, who=who, about=about, start=start
        )
        self._journal.lines.append(deed)

    def _look(self) -> None:
        """Whoever has just been asked will answer, at their own time."""
        lines, self._seen = self._journal.lines[self._seen :], len(self._journal.lines)
        for line in lines:
            if isinstance(line, Sent) and line.kind == "invitation":
                self._asked(self._cases[line.number], line.who)

    # ------------------------------------------------------------------------------------------------- the arrangements

    def _convene(self, case: Case) -> Act:
        async def act() -> None:
            await self._does(case, What.CONVENED, do.convened())
            self._at(case.start, self._begin(case, 0))
            self._reports(case)
            self._by_hand(case)
            self._for_the_chair(case)
            self._upheaval(case)

        return act

    def _begin(self, case: Case, time: int) -> Act:
        async def act() -> None:
            if not case.over and case.time == time:
                case.over = True
                await self._does(case, What.BEGUN, MeetingStarted(source=Source.CHAIR))
                self._house.forget(case.cid)

        return act

    def _upheaval(self, case: Case) -> None:
        """One in ten is cancelled, three are moved, one loses somebody: of the first few too, so that a small month has all."""
        ahead, number = (case.start - self._house.clock.now()) / DAY, case.planned.number % 10
        if number == 2:
            self._in(0.3 * ahead, 0.9 * ahead, self._cancel(case))
        elif number in (1, 4, 7):
            self._in(0.1 * ahead, 0.9 * ahead, self._move(case))
        if number == 3:
            self._in(0, 0.8 * ahead, self._take_off(case, PersonId("probation")))

    def _move(self, case: Case) -> Act:
        async def act() -> None:
            if case.over:
                return
            days = Days(case.planned.profile.closure_days)
            day = days.count(day_of(case.start), self._random.choice((-1, 1, 2, 3, 5)))
            start = at(day, self._random.choice(("10:00", "13:30")))
            if start <= self._house.clock.now() + timedelta(hours=2):
                return
            case.start, case.time = start, case.time + 1
            await self._does(case, What.MOVED, do.moved(start), start=start)
            self._at(start, self._begin(case, case.time))
            self._by_hand(case)
            if self._chance(0.3):
                self._in(0, 3, self._move(case))

        return act

    def _cancel(self, case: Case) -> Act:
        async def act() -> None:
            if not case.over:
                case.over = True
                await self._does(case, What.CANCELLED, do.cancelled())

        return act

    def _take_off(self, case: Case, who: PersonId) -> Act:
        async def act() -> None:
            if not case.over and who not in case.gone:
                case.gone.add(who)
                await self._does(case, What.TAKEN_OFF, do.taken_off(who), who=who)

        return act

    # ----------------------------------------------------------------------------------------------------------- people

    def _by_hand(self, case: Case) -> None:
        """Whoever cannot be written to is told by somebody, in a day or two, or never."""
        for who, human in case.planned.humans.items():
            if human.way is Way.HAND and not self._chance(0.1):
                self._in(0.2, 3, self._tell(case, who, case.time))

    def _tell(self, case: Case, who: PersonId, time: int) -> Act:
        async def act() -> None:
            if not case.over and case.time == time:
                await self._does(case, What.TOLD, do.told(who, time), who=who)
                self._asked(case, who)

        return act

    def _asked(self, case: Case, who: str) -> None:
        if not self._chance(0.15):
            days = self._random.choice((0.01, 0.3, 1, 3, 6, 9))
            self._in(0, days, self._reply(case, PersonId(who), case.time))

    def _reply(self, case: Case, who: PersonId, time: int) -> Act:
        async def act() -> None:
            if case.over or case.time != time or who in case.gone:
                return
            coming = self._random.choices(("attending", "cannot", "colleague"), (80, 12, 8))[0]
            seat = next((one.id for one in case.planned.about.seats if one.holder == who), None)
            if coming == "colleague" and seat and who not in case.planned.about.leads:
                await self._pass_on(case, who, seat)
            else:
                coming = "attending" if coming == "colleague" else coming
                await self._does(case, What.REPLIED, do.replied(who, coming, time), who=who, about=coming)

        return act

    async def _pass_on(self, case: Case, who: PersonId, seat: SeatId) -> None:
        human = case.planned.humans[who].colleague
        after = PersonId(f"{who}_2")
        case.gone.add(who)
        self._house.joins(case.cid, after, human)
        await self._does(case, What.PASSED_ON, do.passed_on(seat, who, after, human), who=who, about=after)

    # ---------------------------------------------------------------------------------------------------------- reports

    def _reports(self, case: Case) -> None:
        ahead = (case.start - self._house.clock.now()) / DAY
        for seat in case.planned.about.seats:
            if self._chance(0.12):
                continue
            if self._chance(0.05):
                self._in(0, ahead, self._report(case, What.NOT_COMING, seat.id))
            else:
                self._in(0.3 * ahead, 1.1 * ahead, self._report(case, What.SENT, seat.id))
            if self._chance(0.7) and seat.agency != "police":
                self._in(0.5 * ahead, 1.1 * ahead, self._report(case, What.SHARED, seat.id))
            if self._chance(0.5):
                self._in(0.6 * ahead, 1.1 * ahead, self._report(case, What.RECEIVED, seat.id))

    def _report(self, case: Case, what: What, seat: SeatId) -> Act:
        async def act() -> None:
            if not case.over and not (seat == "probation" and case.gone & {"probation"}):
                day = day_of(self._house.clock.now())
                await self._does(case, what, do.reported(what, seat, day), about=seat)

        return act

    # -------------------------------------------------------------------------------------------------------- the chair

    def _for_the_chair(self, case: Case) -> None:
        if self._chance(0.85):
            self._in(0, 4, self._declare(case))
        if self._chance(0.15):
            self._in(0, 8, self._flag(case))
        for one in case.planned.about.with_role(Role.OBSERVER):
            self._in(0, 3, self._agree(case, one.id, family=False))
            self._in(0, 5, self._agree(case, one.id, family=True))

    def _declare(self, case: Case) -> Act:
        async def act() -> None:
            if not case.over:
                await self._does(case, What.DECLARED, do.declared())

        return act

    def _flag(self, case: Case) -> Act:
        async def act() -> None:
            if case.over:
                return
            case.flags += 1
            number = case.flags
            await self._does(case, What.FLAGGED, do.flagged(number), about=str(number))
            self._in(0.1, 4, self._hear(case, number))

        return act

    def _hear(self, case: Case, number: int) -> Act:
        async def act() -> None:
            if not case.over:
                await self._does(case, What.HEARD, do.heard(number), about=str(number))

        return act

    def _agree(self, case: Case, who: PersonId, *, family: bool) -> Act:
        async def act() -> None:
            if not case.over:
                what = What.FAMILY_AGREED if family else What.AGREED
                await self._does(case, what, do.agreed(who, family=family), who=who)

        return act


def outages(council: Council) -> list[Outage]:
    """Hours without Teams and hours without mail, and one working day without either. None ends as it grows quiet, when a try
    that is late by minutes would be late by a night.
    """
    random, found = council.random, list[Outage]()
    for way, many in ((Way.TEAMS, 3), (Way.MAIL, 2)):
        for _ in range(many):
            day = council.first + timedelta(days=random.randrange(3, 40))
            begins = at(day, "00:00") + timedelta(hours=random.uniform(0, 24))
            ends = begins + timedelta(hours=random.choice((2, 5, 9, 16)))
            if hour_of(ends).hour == _GROWS_QUIET:
                ends += timedelta(hours=2)
            found.append(Outage(way=way, begins=begins, ends=ends))
        day = Days().count(council.first, 12)
        found.append(Outage(way=way, begins=at(day, "07:00"), ends=at(day, "21:00")))
    return found


_GROWS_QUIET = 17
