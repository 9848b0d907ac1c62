"""The world in memory, by the letter of the ports: a log, an agenda, a Teams and a post office that can be away for hours."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date, datetime

from bot.domain.ids import ConferenceId, OpId
from bot.domain.notice import Address, Door, Notice
from bot.usecases.once_a_day import Turn
from bot.usecases.ports import Append, Appended, Conflict, Known, Posted, Recorded, SendError
from month.council import Human, Way
from month.journal import Journal, Sent

Finds = Callable[[Notice], tuple[int, Human]]
"""Which conference a notice is about, and whom it is for."""


class Log:
    def __init__(self) -> None:
        self._logs: dict[ConferenceId, list[Recorded]] = {}
        self.agenda: dict[ConferenceId, datetime] = {}

    async def read(self, cid: ConferenceId, after: int = 0) -> tuple[Recorded, ...]:
        return tuple(self._logs.get(cid, [])[after:])

    async def append(self, wish: Append) -> Appended | Conflict | Known:
        log = self._logs.setdefault(wish.cid, [])
        if len(log) != wish.expected:
            return Conflict(tail=tuple(log[wish.expected :]))
        for one in wish.operations:
            for event in one.events:
                log.append(Recorded(seq=len(log) + 1, at=one.at, actor=one.actor, op=one.op, event=event))
        if wish.next_due:
            self.agenda[wish.cid] = wish.next_due
        return Appended(version=len(log))

    async def confirm(self, cid: ConferenceId, version: int) -> bool:
        return True

    async def by_chat(self, chat: str) -> tuple[ConferenceId, ...]:
        return ()

    async def by_person(self, person: str) -> tuple[ConferenceId, ...]:
        return ()

    async def in_weeks(self, weeks: Collection[str]) -> tuple[ConferenceId, ...]:
        return ()

    async def all(self) -> tuple[ConferenceId, ...]:
        return tuple(self._logs)


class Ids:
    def __init__(self) -> None:
        self._last = 0

    def _next(self) -> str:
        self._last += 1
        return f"{self._last:06d}"

    def conference(self) -> ConferenceId:
        return ConferenceId(self._next())

    def op(self) -> OpId:
        return OpId(self._next())


class Daily:
    """Whoever has had their reminder of the day. Nothing is ever on its way here: one conference is seen to at a time."""

    def __init__(self) -> None:
        self._had: dict[tuple[date, str], ConferenceId] = {}

    async def claim(self, names: frozenset[str], day: date, cid: ConferenceId) -> Turn:
        others = {self._had[day, name] for name in names if (day, name) in self._had} - {cid}
        return Turn.ELSEWHERE if others else Turn.OURS

    async def settle(self, names: frozenset[str], day: date, cid: ConferenceId, *, sent: bool) -> None:
        if sent:
            self._had |= {(day, name): cid for name in names}


class Quiet:
    """Alarms that nobody hears: the judge hears what did not come."""

    def raise_(self, cid: ConferenceId, code: str) -> None: ...

    def clear(self, cid: ConferenceId, code: str = "") -> None: ...


async def no_pace(cid: ConferenceId, to: Address) -> None:
    """A day passes in seconds: Teams' rates are by the clock on the wall."""


class Roads:
    """Messenger. Teams and the post office, and what each of them took."""

    def __init__(self, journal: Journal, now: Callable[[], datetime], finds: Finds) -> None:
        self._journal = journal
        self._now = now
        self._finds = finds
        self._failing: set[tuple[ConferenceId, str, str, int]] = set()

    async def post_shell(self, notice: Notice) -> Posted:
        way = Way.MAIL if notice.to.door is Door.MAIL else Way.TEAMS
        number, human = self._finds(notice)
        sent = Sent(at=self._now(), number=number, who=notice.person, human=human.name, kind=notice.view, way=way)
        if self._journal.down(way, self._now()):
            self._fails(notice, replace(sent, failed="unreachable"))
            raise SendError("unreachable", final=False)
        if human.blocked and way is Way.TEAMS:
            self._fails(notice, replace(sent, failed="blocked"))
            raise SendError("blocked", final=True)
        self._journal.lines.append(sent)
        return Posted(conversation=human.name, message=f"m{len(self._journal.lines)}")

    def _fails(self, notice: Notice, sent: Sent) -> None:
        """The first try of many."""
        key = (notice.cid, notice.person, notice.view, notice.number)
        if key not in self._failing:
            self._failing.add(key)
            self._journal.lines.append(sent)

    async def fill(self, notice: Notice, posted: Posted) -> None:
        if self._journal.down(Way.TEAMS, self._now()):
            raise SendError("unreachable", final=False)
        self._journal.edits += 1
