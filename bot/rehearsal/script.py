"""Who does what in a play: as the conference file says, and where it says nothing, as the seed has it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from bot.domain.ids import ChildId, PersonId, SeatId
from bot.domain.particulars import ATTENDING, Kind, Particulars, Person, Seat
from bot.domain.post_it import Category, Recommendation
from bot.domain.profile import Profile

View = Mapping[str, Any]
AS_WRITTEN = 0
"""The seed at which a play follows its file and nothing is left to chance."""

_NO_HANDS = frozenset({"phone", "anonymous", "old_teams"})
"""Whom no card of their own can reach: the chair hears them instead (J10)."""


@dataclass(slots=True, kw_only=True)
class Part:
    """One person's part. Minutes are from the start of the conference."""

    person: PersonId
    by: str = "teams"
    arrives: float = 0
    leaves_at: float | None = None
    returns_at: float | None = None
    cannot: str = ""
    late_minutes: float = 0
    views: Mapping[ChildId, View] = field(default_factory=dict)
    changes_to: Mapping[ChildId, View] | None = None
    saves_first: bool = False
    presses_twice: bool = False
    silent: bool = False
    dissents: tuple[ChildId, str] | None = None
    copies_after_hours: float = 6
    copies_how: str = "By hand, at home"

    @property
    def has_hands(self) -> bool:
        return self.by not in _NO_HANDS


@dataclass(slots=True, kw_only=True)
class Script:
    seed: int
    parts: dict[PersonId, Part]
    chair: Mapping[str, Any]
    decisions: dict[ChildId, dict[str, Any]]
    strangers: tuple[Mapping[str, Any], ...]
    teams: Mapping[str, Any]
    random: Random

    @property
    def approves_after_hours(self) -> float | None:
        hours = self.chair.get("approves_after_hours", 2)
        return None if hours is None else float(hours)


def script(particulars: Particulars, profile: Profile, rehearsal: Mapping[str, Any], seed: int) -> Script:
    """The same file and seed always give the same play."""
    random = Random(f"{particulars.reference}/{seed}")
    writer = _Writer(particulars, profile, random, varied=seed != AS_WRITTEN)
    given = rehearsal.get("people") or {}
    parts = {one.id: writer.part(one, given.get(one.id) or {}) for one in particulars.people}
    chair = dict(rehearsal.get("chair") or {})
    chair.setdefault("zero", "The children are in danger at home today and cannot stay there.")
    chair.setdefault("ten", "Everybody here would close the case with an easy mind.")
    said = chair.get("decisions") or {}
    decisions = (
        {}
        if particulars.scales_only
        else {child.id: writer.decision(child.id, said.get(child.id) or {}) for child in particulars.children}
    )
    return Script(
        seed=seed,
        parts=parts,
        chair=chair,
        decisions=decisions,
        strangers=tuple(rehearsal.get("strangers") or ()),
        teams=writer.trouble(rehearsal.get("teams") or {}),
        random=random,
    )


class _Writer:
    def __init__(self, particulars: Particulars, profile: Profile, random: Random, *, varied: bool) -> None:
        self._about = particulars
        self._profile = profile
        self._random = random
        self._varied = varied

    def part(self, person: Person, given: Mapping[str, Any]) -> Part:
        part = Part(person=person.id, by=given.get("by") or _comes_by(person))
        part.arrives = float(given.get("arrives", -3)) + self._jitter(3)
        part.leaves_at, part.returns_at = given.get("leaves_at"), given.get("returns_at")
        self._promise(part, given.get("checklist"))
        seat = self._about.seat_of(person.id)
        if seat:
            said = given.get("post_it") or {}
            part.views = {child.id: self._view(seat, child.id, said.get(child.id)) for child in self._about.children}
        if given.get("changes_to"):
            part.changes_to = {**part.views, **given["changes_to"]}
        part.saves_first = bool(given.get("saves_first", self._chance(0.2)))
        part.presses_twice = bool(given.get("presses_twice", self._chance(0.2)))
        part.silent = bool(given.get("silent", False))
        if given.get("dissents"):
            part.dissents = (given["dissents"]["child"], given["dissents"]["reason"])
        part.copies_after_hours = float(given.get("copies_after_hours", 6))
        part.copies_how = given.get("copies_how", part.copies_how)
        self._drop_out(part, person)
        return part

    def _promise(self, part: Part, checklist: object) -> None:
        """`acknowledges`, `late: minutes`, or `cannot: reason`."""
        if isinstance(checklist, Mapping):
            part.cannot = str(checklist.get("cannot") or checklist.get("reason") or "")
            part.late_minutes = float(checklist.get("late") or 0)
        elif checklist == "late":
            part.late_minutes = 5

    def _drop_out(self, part: Part, person: Person) -> None:
        attends = person.role in ATTENDING and person.id != self._about.chair
        if attends and part.leaves_at is None and self._chance(0.15):
            part.leaves_at = float(self._random.randint(6, 25))
            part.returns_at = part.leaves_at + self._random.choice((2, 4, 8, 15))

    def _jitter(self, minutes: int) -> float:
        return self._random.uniform(-minutes, minutes) if self._varied else 0.0

    def _chance(self, how_often: float) -> bool:
        return self._varied and self._random.random() < how_often

    def _view(self, seat: Seat, child: ChildId, given: View | None) -> View:
        if given:
            return given
        called = self._about.child(child).called
        scale = self._random.randint(1, 8)
        reason = f"I look at what {called} lives with day by day, as the work of {seat.id.replace('_', ' ')} shows it: {self._random.choice(_SEEN)}"
        if self._about.scales_only:
            return {"scale": scale, "reason": reason}
        recommendation = self._random.choice(list(Recommendation))
        view: dict[str, Any] = {"scale": scale, "recommendation": recommendation.value, "reason": reason}
        if recommendation is Recommendation.PLAN:
            view["category"] = self._random.choice(list(Category)).value
        if self._profile.asks_likelihood:
            view["likelihood"] = self._random.choice(("likely", "not_likely"))
        return view

    def decision(self, child: ChildId, given: Mapping[str, Any]) -> dict[str, Any]:
        if given:
            return dict(given)
        called = self._about.child(child).called
        status = self._random.choice(list(Recommendation)).value
        decision: dict[str, Any] = {
            "status": status,
            "reasons": f"Having heard everybody, I find for {called} that {self._random.choice(_FOUND)}",
        }
        if status == Recommendation.PLAN.value:
            decision["category"] = self._random.choice(list(Category)).value
        return decision

    def trouble(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Teams on a bad day, a little worse by chance."""
        found = dict(given)
        if self._varied:
            for name, most in (("throttle", 3), ("fail", 2), ("lose_replies", 2), ("deliver_twice", 3)):
                found[name] = int(found.get(name, 0)) + self._random.randint(0, most)
            for name in ("join_events", "start_event", "end_event"):
                found.setdefault(name, not self._chance(0.2))
        return found


def _comes_by(person: Person) -> str:
    """Somebody without an account or an address can only telephone; with an address alone they come without signing in."""
    if person.account:
        return "teams"
    return "anonymous" if person.address else "phone"


def seats_by_voice(particulars: Particulars, written: Script) -> tuple[SeatId, ...]:
    """Seats whose view has to be given by voice."""
    said = tuple(written.chair.get("reads_out") or ())
    return tuple(
        seat.id for seat in particulars.seats if seat.holder in said or not written.parts[seat.holder].has_hands
    )


def leads_core_group(particulars: Particulars) -> bool:
    return particulars.kind is Kind.CORE_GROUP


_SEEN = (
    "mornings are calmer than they were, and bedtimes are not.",
    "there is food in the house, and nobody to sit down to it with.",
    "the rows have moved out of earshot, and have not stopped.",
    "help is asked for sooner than it was in the spring.",
    "appointments are kept when somebody goes along, and missed when nobody does.",
    "the grandparents carry more than anybody has agreed with them.",
)
_FOUND = (
    "the harm is likely to go on without a plan that all agencies keep to.",
    "what has changed has been kept up for long enough to be relied on.",
    "the family asks for help and can use it, and no more than that is needed.",
    "the worries are serious, and what keeps the child safe rests on one person.",
)
