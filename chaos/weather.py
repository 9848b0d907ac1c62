"""Teams on a bad day: every kind of trouble at its rate, drawn from the seed."""

from collections import Counter
from dataclasses import dataclass, field
from random import Random

from bot.rehearsal.teams import Call, Fault, LoopbackTeams, Route, cut_off, lost_reply, refused, slow
from bot.rehearsal.teams.faults import Faults

THROTTLED, FAILED, RESET, REPLY_LOST, LATE = 0.15, 0.07, 0.04, 0.04, 0.05
OUTAGE = 3.0
"""Seconds of ours in which nothing of Teams answers."""

_WRITES = frozenset({Route.CREATE, Route.POST, Route.EDIT, Route.DELETE})
_READS = frozenset({Route.MEMBERS, Route.MEMBER, Route.MEETING, Route.PARTICIPANT, Route.TOKEN})
_PRESSES = frozenset({Route.INVOKE})


@dataclass(slots=True)
class Weather(Faults):
    """`on`: whether anything goes wrong but an outage. `counted`: what did, by kind."""

    random: Random = field(default_factory=Random)
    on: bool = True
    counted: Counter[str] = field(default_factory=Counter)

    def take(self, call: Call) -> Fault:
        if not self.on:
            return Fault()
        for kind, fault in self._chances(call.route):
            if fault is not None:
                self.counted[kind] += 1
                return fault
        return Fault()

    def _chances(self, route: Route) -> list[tuple[str, Fault | None]]:
        chance, pick = self.random.random(), self.random
        if route in _PRESSES:
            return [_of(chance, REPLY_LOST, "answers of ours lost", lost_reply())]
        if route not in _WRITES | _READS:
            return []
        bounds = [THROTTLED, FAILED, RESET, REPLY_LOST, LATE]
        edges = [sum(bounds[: number + 1]) for number in range(len(bounds))]
        found = next((number for number, edge in enumerate(edges) if chance < edge), None)
        return [] if found is None else [_trouble(found, pick)]


def _of(chance: float, rate: float, kind: str, fault: Fault) -> tuple[str, Fault | None]:
    return kind, fault if chance < rate else None


def _trouble(number: int, pick: Random) -> tuple[str, Fault]:
    return (
        ("throttled", refused(429, retry_after=pick.randint(1, 4))),
        ("failed", refused(pick.choice((502, 503, 504, 412)))),
        ("reset", cut_off()),
        ("accepted, reply lost", lost_reply()),
        ("answered late", slow(pick.uniform(0.2, 1.5))),
    )[number]


def over(teams: LoopbackTeams, random: Random) -> Weather:
    """This Teams has this weather from now on."""
    weather = Weather(random=random)
    teams.faults = teams.world.faults = weather
    return weather
