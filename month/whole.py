"""A few conferences of a month on real parts: the whole bot, its embedded store, Teams over HTTP and a mail server, one clock.

Deeds go by the buttons that do them; what has none, or is done by somebody without Teams, is written to the store.
"""

import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from bot.bootstrap import MovableClock, Overrides, boroughs, calendars
from bot.domain import links
from bot.domain.conference import Conference
from bot.domain.duties import next_due
from bot.domain.events import ConferenceSetUp, Event
from bot.domain.events_before import ConferenceCancelled
from bot.domain.evolve import evolve
from bot.domain.ids import ConferenceId, OpId
from bot.domain.notice import Notice
from bot.rehearsal.post import PostOffice
from bot.rehearsal.stage import Stage, staged
from bot.rehearsal.teams import Json, Person
from bot.rehearsal.teams.activities import press_id
from bot.rehearsal.teams.answers import read
from bot.rehearsal.teams.drawing import Drawn
from bot.usecases.conferences import Conferences
from bot.usecases.ports import Append, Appended, Links, Operation
from month.council import TENANT, Council, Human, Planned, Way
from month.days import at
from month.house import Known
from month.journal import Journal
from month.judge import judged
from month.play import Played
from month.player import Player
from month.presses import Step, way_of
from month.receipts import Noting, Receipts

FEW = 3
"""One that is moved, one cancelled, one that loses somebody (month/player.py)."""

_AFTERWARDS = timedelta(days=3)
"""How long somebody may still be told of a cancellation: over a bank holiday's weekend, with an outage, less."""

_STRIDE = timedelta(minutes=5)


@dataclass(slots=True)
class WholeHouse:
    stage: Stage
    post: PostOffice
    journal: Journal
    known: dict[ConferenceId, Known]
    done: Counter[str] = field(default_factory=Counter)
    _people: dict[str, Person] = field(default_factory=dict)
    _until: dict[ConferenceId, datetime | None] = field(default_factory=dict)
    _due: datetime | None = None
    _receipts: Receipts = field(init=False)

    def __post_init__(self) -> None:
        self._receipts = Receipts(self.stage.teams, self.post, self._finds)

    @property
    def clock(self) -> MovableClock:
        return self.stage.clock

    # ------------------------------------------------------------------------------------------------------------ time

    async def due(self) -> datetime | None:
        """When the bot next owes anything before a meeting: what follows from one is not this play's. While a road is away,
        whoever tries again is watched every few minutes, not at each try.
        """
        self._note()
        ends = self._until.values()
        if all(until is not None and until <= self.clock.now() for until in ends):
            return None
        if self._due and (self.stage.teams.faults.outage or self.post.faults.outage):
            return max(self._due, self.clock.now() + _STRIDE)
        return self._due

    async def move(self, to: datetime) -> None:
        to = max(to, self.clock.now())
        edges = {moment for one in self.journal.outages for moment in (one.begins, one.ends)}
        for edge in sorted(one for one in edges if self.clock.now() < one < to):
            await self._reach(edge)
        await self._reach(to)

    async def _reach(self, moment: datetime) -> None:
        self.stage.teams.faults.outage = self.journal.down(Way.TEAMS, moment)
        self.post.faults.outage = self.journal.down(Way.MAIL, moment)
        self._due = await self.stage.moved(moment)
        self._note()

    def _note(self) -> None:
        self.journal.lines += self._receipts.new(self.clock.now())

    # ----------------------------------------------------------------------------------------------------- conferences

    async def set_up(self, planned: Planned) -> ConferenceId:
        for human in planned.humans.values():
            self._meets(human)
        if planned.profile == boroughs().profile(planned.borough):
            cid = (await self.stage.bot.set_up(planned.about, planned.borough, by="month")).cid
        else:
            cid = ConferenceId(uuid4().hex)
            await self._write(cid, ConferenceSetUp(particulars=planned.about, profile=planned.profile))
        self.known[cid] = Known(planned, {str(who): human for who, human in planned.humans.items()})
        self._until[cid] = None
        self._due = await self.stage.due()
        return cid

    def joins(self, cid: ConferenceId, who: str, human: Human) -> None:
        self.known[cid].humans[who] = human
        self._meets(human)

    def forget(self, cid: ConferenceId) -> None:
        self._until[cid] = self.clock.now()

    def _meets(self, human: Human) -> None:
        if human.account and human.name not in self._people:
            person = Person(
                id=human.name, name=human.name, tenant=human.account.tenant, oid=human.account.oid, email=human.address
            )
            person.installed, person.blocked = True, human.blocked
            self._people[human.name] = self.stage.teams.add_person(person)

    def _finds(self, conference: ConferenceId | str, human: str) -> tuple[int, str, Way | None]:
        for cid, known in self.known.items():
            if conference in (cid, known.planned.about.reference):
                who = [who for who, one in known.humans.items() if one.name == human]
                found = who[-1] if who else ""
                return known.planned.number, found, known.humans[found].reached if found else None
        return 0, "", None

    # ----------------------------------------------------------------------------------------------------------- deeds

    async def happens(self, cid: ConferenceId, *events: Event) -> None:
        for event in events:
            pressed = await self._pressed(cid, event)
            self.done["pressed" if pressed else "written"] += 1
            if not pressed:
                await self._write(cid, event)
            if isinstance(event, ConferenceCancelled):
                self._until[cid] = self.clock.now() + _AFTERWARDS
        self._due = await self.stage.due()

    async def _pressed(self, cid: ConferenceId, event: Event) -> bool:
        """Whether it is now in the record because somebody pressed for it."""
        state, version = await self._state(cid)
        way = way_of(event, state) if state else None
        human = self.known[cid].humans.get(way.who) if way else None
        person = self._people.get(human.name) if human else None
        if way is None or person is None or person.blocked or self.stage.teams.faults.outage:
            return False
        card = await self._press(person, cid, way.first.verb, {"v": 1, "c": cid, "of": way.first.about})
        for step in way.then:
            data = _button(card, step)
            if data is None:
                return False
            card = await self._press(person, cid, step.verb, data | dict(step.fill))
        after = await self.stage.bot.log.read(cid, version)
        return any(type(one.event) is type(event) for one in after)

    async def _press(self, person: Person, cid: ConferenceId, verb: str, data: Json) -> Json | None:
        teams = self.stage.teams
        action = {"type": "Action.Execute", "verb": verb, "data": data}
        chat = teams.world.personal_chat(person)
        activity = teams.activities.invoke(chat, person, "1", action, automatic=False)
        outcome = read(await teams.deliver(activity | {"id": press_id()}))
        return outcome.card

    async def _state(self, cid: ConferenceId) -> tuple[Conference | None, int]:
        folded = await Conferences(self.stage.bot.log).fresh(cid)
        return folded.state, folded.version

    async def _write(self, cid: ConferenceId, event: Event) -> None:
        before, version = await self._state(cid)
        now = self.clock.now()
        state = evolve(before, event, now)
        operation = Operation(op=OpId(uuid4().hex), actor="month", at=now, events=(event,))
        due = next_due(state, now, calendars().england()) or now
        about = Links(chats=links.chats(state), people=links.people(state))
        wish = Append(cid=cid, expected=version, operations=(operation,), next_due=due, links=about)
        if not isinstance(await self.stage.bot.log.append(wish), Appended):
            raise RuntimeError("somebody else was first")


def _button(card: Json | None, step: Step) -> Json | None:
    """What the button of that verb sends, but for one that takes back what was said."""
    for one in Drawn(card).buttons if card else ():
        if one.action.get("verb") == step.verb and "back" not in one.action["data"]:
            return dict(one.action["data"])
    return None


@asynccontextmanager
async def whole_house(opens: datetime, journal: Journal) -> AsyncIterator[WholeHouse]:
    known: dict[ConferenceId, Known] = {}
    clocks: list[Stage] = []

    def finds(notice: Notice) -> tuple[int, Human]:
        return known[notice.cid].planned.number, known[notice.cid].humans[notice.person]

    over = Overrides(messenger=lambda real: Noting(real, journal, lambda: clocks[0].now, finds))
    with tempfile.TemporaryDirectory(prefix="chairside-") as folder:
        async with (
            PostOffice() as post,
            staged(Path(folder), opens, TENANT, over, mail_url=post.smtp_url, mail_from=_FROM) as stage,
        ):
            clocks.append(stage)
            yield WholeHouse(stage, post, journal, known)


_FROM = "Sampleton Council <conferences@sampleton.example>"


async def play_whole(seed: int, conferences: int) -> Played:
    council, journal = Council(seed, conferences), Journal()
    async with whole_house(at(council.first - timedelta(days=3), "06:00"), journal) as house:
        await Player(council, house).play()
        verdict = judged(council.planned, journal)
        verdict.faults += [*house.stage.teams.card_faults, *house.stage.teams.bot_faults]
        return Played(seed, council, journal, verdict, dict(house.done))
