"""What became of a conference that a file brought, in one line."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.domain.brought import Became
from bot.domain.particulars import Particulars
from bot.words.times import at_time

NOT_DONE = frozenset({Became.OTHER, Became.TOO_LATE})
"""Somebody has to do something about these."""

_SAYS: Mapping[Became, str] = MappingProxyType(
    {
        Became.SET_UP: "set up",
        Became.SAME: "was set up before, just so",
        Became.OTHER: "was set up before, and not as it stands here: nothing is changed. Change it in chat, where everybody is told",
        Became.TOO_LATE: "not set up: it ended on",
    }
)


def line(about: Particulars, became: Became, *, done: bool) -> str:
    says = _SAYS[became]
    if became is Became.SET_UP and not done:
        says = "would be set up"
    if became is Became.TOO_LATE:
        says = f"{says} {at_time(about.planned_end)}"
    return f"{about.reference}: {says}."
