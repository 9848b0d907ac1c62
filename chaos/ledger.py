"""The books of a run, kept from the outside: what people pressed, what they were told, what they were shown.

Nothing here asks the bot. Only `audit.py` opens the log, at the end, to compare.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from chaos.case import CANARY

MARK = re.compile(rf"{CANARY}(\d+)x")


class Told(StrEnum):
    """What the presser was told in the end. DOUBTFUL: nothing they could take for a yes or a no."""

    RECORDED = "recorded"
    REFUSED = "refused"
    STALE = "out of date"
    DOUBTFUL = "doubtful"


@dataclass(slots=True, kw_only=True)
class Pressed:
    """One post-it handed in: the same words however often they were sent. `number` is in its reason, and in no other."""

    number: int
    case: str
    seat: str
    choice: str
    told: Told = Told.DOUBTFUL
    at: str = ""
    """When they were told, by our clock, and what else the card said: for whoever looks into it."""

    @property
    def mark(self) -> str:
        return f"{CANARY}{self.number}x"


@dataclass(slots=True)
class Ledger:
    pressed: list[Pressed] = field(default_factory=list)
    not_confirmed: int = 0
    unanswered: int = 0
    tallied: dict[str, list[int]] = field(default_factory=dict)
    """Case -> the numbers of the post-its on the chair's tally, in its order."""
    counted: dict[str, int] = field(default_factory=dict)
    """Case -> how many recommendations the figures on that tally add up to."""

    def press(self, case: str, seat: str, choice: str) -> Pressed:
        one = Pressed(number=len(self.pressed) + 1, case=case, seat=seat, choice=choice)
        self.pressed.append(one)
        return one

    def by(self, case: str) -> Iterator[Pressed]:
        return (one for one in self.pressed if one.case == case)

    @property
    def acknowledged(self) -> int:
        return sum(one.told is Told.RECORDED for one in self.pressed)

    def lost(self, case: str) -> list[Pressed]:
        """Acknowledged, and neither it nor anything later of that seat stands on the tally."""
        standing = set(self.tallied.get(case, ()))
        last: dict[str, list[Pressed]] = {}
        for one in self.by(case):
            last.setdefault(one.seat, []).append(one)
        return [lost for presses in last.values() if (lost := _lost(presses, standing)) is not None]

    def doubled(self, case: str) -> int:
        """Seats with more than one row, and figures that add up to more or fewer than there are rows."""
        rows = self.tallied.get(case, [])
        seats = Counter(self.pressed[number - 1].seat for number in rows)
        return sum(many - 1 for many in seats.values()) + abs(self.counted.get(case, len(rows)) - len(rows))


def _lost(presses: list[Pressed], standing: set[int]) -> Pressed | None:
    acknowledged = [one for one in presses if one.told is Told.RECORDED]
    if not acknowledged:
        return None
    newest = acknowledged[-1]
    after = {one.number for one in presses if one.number >= newest.number}
    return None if after & standing else newest
