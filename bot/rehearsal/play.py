"""One case, from the first invitation, two weeks before, to the last copy, over the same doors that Teams uses."""

import heapq
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.bootstrap import Overrides, Report, verify
from bot.domain.delivery import by_hand, hands_over
from bot.domain.ids import ChildId, ConferenceId, PersonId
from bot.domain.join_link import thread_of
from bot.domain.outcome import Refused
from bot.domain.particulars import Particulars, Role
from bot.domain.profile import Profile
from bot.domain.views.summary import copy_view
from bot.letters.letters import summary_letter
from bot.rehearsal import attending, chairing, preparing
from bot.rehearsal.cast import cast, meeting
from bot.rehearsal.scene import Audience, Scene
from bot.rehearsal.script import AS_WRITTEN, script
from bot.rehearsal.stage import Stage, staged
from bot.rehearsal.teams import Kind, Route, Rule, doubled, lost_reply, refused
from bot.rehearsal.teams.wire import Entry
from bot.usecases.conferences import Conferences

HOME = "11111111-1111-4111-8111-111111111111"
"""The council's directory where a file names none."""

Act = Callable[[Scene], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A conference file, read. `borough` is the code of its profile."""

    name: str
    particulars: Particulars
    profile: Profile
    rehearsal: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """All that a judge needs. `accounts`: the loopback person -> the listed person they are, None for a stranger."""

    case: Case
    seed: int
    wire: tuple[Entry, ...]
    accounts: Mapping[str, PersonId | None]
    chat: str
    verified: Report
    faults: tuple[str, ...]
    ended: datetime
    letters: Mapping[PersonId, str]


@dataclass(order=True, slots=True)
class _Cue:
    at: datetime
    number: int
    act: Act = field(compare=False)


class _Cues:
    """What is to happen when. What is cued for the same moment happens in the order it was cued."""

    def __init__(self) -> None:
        self._heap: list[_Cue] = []
        self._number = 0

    def at(self, moment: datetime, act: Act) -> None:
        heapq.heappush(self._heap, _Cue(moment, self._number, act))
        self._number += 1

    async def play(self, scene: Scene) -> None:
        while self._heap:
            scene.audience.progress(self._number - len(self._heap), self._number)
            cue = heapq.heappop(self._heap)
            await scene.stage.at(cue.at)
            await cue.act(scene)


class Nobody:
    """An audience that is not there."""

    def tell(self, at: datetime, who: str, what: str) -> None:
        """Nobody hears it."""

    def progress(self, done: int, of: int) -> None:
        """Nobody waits for it."""


async def play(case: Case, seed: int, audience: Audience, overrides: Overrides | None = None) -> Played:
    """Play it once. Raises CannotDoThis when somebody could not do their part: the bot gave them no way to."""
    about = case.particulars
    home = next((one.account.tenant for one in about.people if one.id == about.chair and one.account), HOME)
    with tempfile.TemporaryDirectory(prefix="chairside-") as folder:
        opens = about.start - preparing.AHEAD - timedelta(hours=1)
        async with staged(Path(folder), opens, home, overrides) as stage:
            scene = await _scene(case, seed, audience, stage, home)
            cid = (await stage.bot.set_up(about, case.profile.code, by="rehearsal")).cid
            await stage.settled()
            await _cues(scene).play(scene)
            return Played(
                case=case,
                seed=seed,
                wire=tuple(stage.teams.wire),
                accounts=_accounts(scene),
                chat=scene.chat.id,
                verified=await verify(stage.bot.log, cid),
                faults=(*stage.teams.card_faults, *stage.teams.bot_faults),
                ended=stage.now,
                letters=await _letters(stage, cid),
            )


async def _scene(case: Case, seed: int, audience: Audience, stage: Stage, home: str) -> Scene:
    about = case.particulars
    written = script(about, case.profile, case.rehearsal, seed)
    people = cast(stage.teams, about, written, home)
    chat = meeting(stage.teams, about, people, thread_of(about.join_link))
    return Scene(
        stage=stage,
        about=about,
        profile=case.profile,
        written=written,
        people=people,
        chat=chat,
        audience=audience,
        chair=about.chair,
    )


def _accounts(scene: Scene) -> Mapping[str, PersonId | None]:
    accounts: dict[str, PersonId | None] = {one.id: None for one in scene.people.strangers.values()}
    for who, person in (*scene.people.own.items(), *scene.people.here.items()):
        accounts[person.id] = who
    return accounts


async def _letters(stage: Stage, cid: ConferenceId) -> Mapping[PersonId, str]:
    """The copies that are carried by hand, as the letters that are put into people's hands."""
    state = (await Conferences(stage.bot.log).fresh(cid)).state
    if state is None:
        return {}
    letters = {}
    for who in by_hand(state):
        copy = copy_view(state, hands_over(state, who), who)
        if not isinstance(copy, Refused):
            letters[who] = summary_letter(copy.summary, to=copy.name, lay=copy.lay, rehearsal=True)
    return letters


async def _bad_day(scene: Scene) -> None:
    """What goes wrong in Teams in this play, on the day."""
    teams, how = scene.stage.teams, scene.written.teams
    teams.meetings.start_and_end_events = True
    teams.meetings.join_events = bool(how.get("join_events", True))
    for name, route, fault in (
        ("throttle", Route.POST, refused(429, retry_after=3)),
        ("fail", Route.EDIT, refused(502)),
        ("lose_replies", Route.POST, lost_reply()),
        ("deliver_twice", Route.INVOKE, doubled()),
    ):
        if how.get(name):
            teams.faults.rule(Rule(route=route, fault=fault, times=int(how[name])))


def _cues(scene: Scene) -> _Cues:
    """The order of a conference. Minutes are from its start; what depends on the chair follows from the chair's acts."""
    cues = _Cues()
    for moment, act in preparing.cues(scene):
        cues.at(moment, act)
    cues.at(scene.minute(-50), _bad_day)
    cues.at(scene.minute(-50), _bring_the_bot)
    cues.at(scene.minute(-30), chairing.words_for_the_scale)
    cues.at(scene.minute(0), _teams_starts)
    for who, part in scene.written.parts.items():
        if _attends(scene, who):
            cues.at(scene.minute(part.arrives), _doing(attending.join, who))
            if part.leaves_at is not None:
                cues.at(scene.minute(part.leaves_at), _doing(attending.leave, who))
            if part.returns_at is not None:
                cues.at(scene.minute(part.returns_at), _doing(_return, who))
    for one in scene.written.strangers:
        cues.at(scene.minute(float(one.get("arrives", 2))), _stranger(str(one["called"])))
    _conference(scene, cues)
    return cues


def _conference(scene: Scene, cues: _Cues) -> None:
    after = scene.minute
    cues.at(after(4), chairing.begin)
    cues.at(after(30), _gather)
    _hand_over_when(scene, cues, "gathering", 31)
    cues.at(after(40), chairing.open_round)
    for number, who in enumerate(_answering_order(scene)):
        if number == len(scene.about.seats) // 2:
            _hand_over_when(scene, cues, "round_open", 41 + number * 0.5)
        cues.at(after(41 + number * 0.5), _doing(attending.answer, who))
        cues.at(after(50), _doing(attending.think_again, who))
    cues.at(after(51), _open_round_work)
    cues.at(after(53), _late_answers)
    cues.at(after(55), chairing.close_round)
    cues.at(after(56), chairing.read_tallies)
    _hand_over_when(scene, cues, "round_closed", 57)
    for number, child in enumerate(scene.about.children):
        if not scene.about.scales_only:
            cues.at(after(58 + number), _deciding(child.id))
    _hand_over_when(scene, cues, "decided", 75)
    for who in scene.written.parts:
        cues.at(after(76), _doing(attending.dissent, who))
    end = max(scene.about.planned_end, after(80))
    cues.at(end, _teams_ends)
    cues.at(end + timedelta(minutes=1), chairing.end)
    _afterwards(scene, cues, end)


def _afterwards(scene: Scene, cues: _Cues, end: datetime) -> None:
    """Approval, copies, and on until a day and a little more has passed."""
    last = end + timedelta(hours=25)
    hours = scene.written.approves_after_hours
    if hours is not None and not scene.about.scales_only:
        approved = end + timedelta(hours=hours, minutes=2)
        cues.at(approved, chairing.approve)
        last = max(last, approved + timedelta(hours=2))
        for who, part in scene.written.parts.items():
            if part.has_hands and scene.people.here[who].has_client:
                cues.at(approved + timedelta(minutes=30), _doing(attending.read_copy, who))
        for who in _carriers(scene):
            given = approved + timedelta(hours=scene.part(who).copies_after_hours)
            cues.at(given, _doing(attending.give_copies, who))
            last = max(last, given + timedelta(hours=1))
    cues.at(last, _nothing)


async def _bring_the_bot(scene: Scene) -> None:
    """Some have had the app for long, some are given it now; then the organiser adds it to the meeting's chat."""
    for who, person in scene.people.own.items():
        if person.installed and person.kind is Kind.TENANT and scene.written.random.random() < 0.5:  # noqa: PLR2004
            await scene.stage.teams.install(scene.people.own[who])
    await scene.stage.teams.add_bot(scene.chat, scene.people.own[scene.about.chair])
    scene.says(scene.about.chair, "brings the bot into the meeting chat")
    await scene.stage.settled()
    await chairing.confirm_chat(scene)


async def _teams_starts(scene: Scene) -> None:
    scene.stage.teams.meetings.start_and_end_events = bool(scene.written.teams.get("start_event", True))
    await scene.stage.teams.meetings.start(scene.chat)
    await scene.stage.settled()


async def _teams_ends(scene: Scene) -> None:
    scene.stage.teams.meetings.start_and_end_events = bool(scene.written.teams.get("end_event", True))
    await scene.stage.teams.meetings.end(scene.chat)
    await scene.stage.settled()


async def _gather(scene: Scene) -> None:
    for act in (chairing.admit, chairing.settle_strangers, chairing.let_take_part, chairing.mark_present):
        await act(scene)
    for who in scene.written.chair.get("admits") or {}:
        await attending.promise(scene, who)


async def _open_round_work(scene: Scene) -> None:
    await chairing.take_down(scene)
    await chairing.look_at_what_is_handed_in(scene)
    await chairing.nudge(scene)


async def _late_answers(scene: Scene) -> None:
    """Those nudged, and those who came back in between."""
    for seat in scene.about.seats:
        if scene.people.here[seat.holder].has_client and _in_call(scene, seat.holder):
            await attending.answer_if_asked(scene, seat.holder)


async def _return(scene: Scene, who: PersonId) -> None:
    await attending.join(scene, who)


def _in_call(scene: Scene, who: PersonId) -> bool:
    return scene.chat.meeting is not None and scene.people.here[who].id in scene.chat.meeting.in_call


def _attends(scene: Scene, who: PersonId) -> bool:
    out = (Role.STAND_IN, Role.MANAGER, Role.ADMINISTRATOR)
    return scene.about.person(who).role not in out


def _answering_order(scene: Scene) -> list[PersonId]:
    order = [seat.holder for seat in scene.about.seats]
    scene.written.random.shuffle(order)
    return order


def _carriers(scene: Scene) -> list[PersonId]:
    """Whoever may be asked to carry a copy."""
    leads = (
        *scene.about.leads,
        *(PersonId(one["lead"]) for one in scene.written.decisions.values() if one.get("lead")),
    )
    administrators = (one.id for one in scene.about.with_role(Role.ADMINISTRATOR))
    return [who for who in dict.fromkeys((*leads, *administrators)) if scene.people.here[who].has_client]


def _hand_over_when(scene: Scene, cues: _Cues, stage: str, minute: float) -> None:
    plan = scene.written.chair.get("hands_over")
    if plan and plan["when"] == stage:
        cues.at(scene.minute(minute), chairing.hand_over)


def _doing(act: Callable[[Scene, PersonId], Awaitable[None]], who: PersonId) -> Act:
    async def cued(scene: Scene) -> None:
        await act(scene, who)

    return cued


def _deciding(child: ChildId) -> Act:
    async def cued(scene: Scene) -> None:
        await chairing.decide(scene, child)

    return cued


def _stranger(called: str) -> Act:
    async def cued(scene: Scene) -> None:
        await attending.stranger_comes(scene, called)

    return cued


async def _nothing(_scene: Scene) -> None:
    """Only time passes."""


__all__ = ["AS_WRITTEN", "Case", "Nobody", "Played", "play"]
