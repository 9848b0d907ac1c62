"""What became of a conference that a file brought, and what to look at in it."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from bot.domain.brought import Became
from bot.domain.checks import Found, Gap
from bot.domain.particulars import Particulars
from bot.words import sheet
from bot.words.times import at_time, count

NOT_DONE = frozenset({Became.OTHER, Became.TOO_LATE, Became.NOT_CONVENED})
"""Somebody has to do something about these."""

_SAYS: Mapping[Became, str] = MappingProxyType(
    {
        Became.SET_UP: "set up",
        Became.SAME: "was set up before, just so",
        Became.OTHER: "was set up before, and not as it stands here: nothing is changed. Change it in chat, where everybody is told",
        Became.TOO_LATE: "not set up: it ended on",
        Became.NOT_CONVENED: "set up, and nobody is invited: something is missing, which stands at the top of its sheet in chat",
    }
)
_WOULD: Mapping[Became, str] = MappingProxyType(
    {
        Became.SET_UP: "would be set up",
        Became.NOT_CONVENED: "would be set up, and nobody invited: something is missing",
    }
)
NEW = frozenset({Became.SET_UP, Became.NOT_CONVENED})
"""As it was brought, and nobody has changed it since."""

_INVITED = frozenset({Became.SET_UP, Became.SAME})


def line(about: Particulars, became: Became, *, done: bool, convened: bool = False) -> str:
    """`convened`: everybody was to be invited as well."""
    says = _SAYS[became] if done else _WOULD.get(became, _SAYS[became])
    if became is Became.TOO_LATE:
        says = f"{says} {at_time(about.planned_end)}"
    invited = f". Everybody {'is' if done else 'would be'} invited" if convened and became in _INVITED else ""
    return f"{about.reference}: {says}{invited}."


def about(one: Particulars, found: Iterable[Found]) -> tuple[str, ...]:
    """What whoever brings it would otherwise read only when everybody is invited: a line each, under the first."""
    children, people = count(len(one.children), "child", "children"), count(len(one.people), "person", "people")
    return (f"  {at_time(one.start)}, {children}, {people}", *(f"  {_found(each)}" for each in found))


def _found(one: Found) -> str:
    return f"{'Missing' if isinstance(one.code, Gap) else 'To look at'}: {sheet.found(one)}"
