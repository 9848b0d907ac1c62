"""One month: played, and judged."""

from dataclasses import dataclass
from datetime import timedelta

from month.council import Council
from month.days import at
from month.house import House
from month.journal import Journal
from month.judge import Verdict, judged
from month.player import Player


@dataclass(frozen=True, slots=True)
class Played:
    seed: int
    council: Council
    journal: Journal
    verdict: Verdict


async def play(seed: int, conferences: int = 40) -> Played:
    council = Council(seed, conferences)
    journal = Journal()
    house = House(at(council.first - timedelta(days=3), "06:00"), journal)
    await Player(council, house).play()
    return Played(seed, council, journal, judged(council.planned, journal))
