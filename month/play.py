"""One month: played, and judged."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from month.council import Council
from month.days import at
from month.house import House
from month.journal import Journal
from month.judge import Verdict, judged
from month.player import Player


@dataclass(frozen=True, slots=True)
class Played:
    """`done`: how many deeds were pressed for, and how many written to the store, where there are doors to press at."""

    seed: int
    council: Council
    journal: Journal
    verdict: Verdict
    done: Mapping[str, int] = field(default_factory=dict)


async def play(seed: int, conferences: int = 40) -> Played:
    council = Council(seed, conferences)
    journal = Journal()
    house = House(at(council.first - timedelta(days=3), "06:00"), journal)
    await Player(council, house).play()
    return Played(seed, council, journal, judged(council.planned, journal))
