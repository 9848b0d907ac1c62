"""Who has had their reminder of the day, in memory."""

from datetime import date

from bot.domain.ids import ConferenceId
from bot.usecases.once_a_day import Turn


class Days:
    """Daily, for one process. A turn is held until it is settled."""

    def __init__(self) -> None:
        self.had: dict[tuple[str, date], tuple[ConferenceId, bool]] = {}

    async def claim(self, names: frozenset[str], day: date, cid: ConferenceId) -> Turn:
        others = [one for name in names if (one := self.had.get((name, day))) and one[0] != cid]
        if others:
            return Turn.ELSEWHERE if any(sent for _, sent in others) else Turn.WAIT
        for name in names:
            self.had.setdefault((name, day), (cid, False))
        return Turn.OURS

    async def settle(self, names: frozenset[str], day: date, cid: ConferenceId, *, sent: bool) -> None:
        for name in names:
            if sent:
                self.had[name, day] = cid, True
            elif self.had.get((name, day)) == (cid, False):
                del self.had[name, day]
