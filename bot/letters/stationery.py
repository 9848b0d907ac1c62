"""Letters and leaflets as files that a borough can edit: which there are, what each may say, and how one is filled in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from jinja2 import ChoiceLoader, DictLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.domain.outcome import BugError
from bot.words.typed import clean

SUFFIX = ".txt"
LEAFLETS = "leaflets/"
FAMILY = "_family"
"""At the end of the name: in words for a family. Without it, for professionals."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands in one letter: `may` are all the values it is given, `must` those without which it would be of no use."""

    may: frozenset[str]
    must: frozenset[str]


_WHEN = frozenset({"council", "reference", "day", "start", "end"})
_WHERE = _WHEN | {"link", "place"}
_JOINED = Sheet(_WHERE, frozenset({"day", "start", "link", "place"}))
_ASKED = Sheet(_JOINED.may | {"report_due"}, _JOINED.must)

SHEETS: Mapping[str, Sheet] = MappingProxyType(
    {
        "invitation": _ASKED,
        "moved": _ASKED,
        "changed": _JOINED,
        "calendar": _JOINED,
        "cancelled": Sheet(_WHEN, frozenset({"day", "start"})),
        "reminder": Sheet(frozenset({"council", "waiting"}), frozenset({"waiting"})),
        "by_hand": Sheet(_WHEN, frozenset({"reference"})),
        "answered": Sheet(_WHEN, frozenset({"reference"})),
        "delay": Sheet(_WHEN, frozenset({"reference"})),
        "delay_reason": Sheet(_WHEN, frozenset({"reference"})),
        "flag": Sheet(_WHEN, frozenset({"reference"})),
        "leaflets/joining": Sheet(frozenset({"council"}), frozenset()),
        "leaflets/preparing": Sheet(frozenset({"council"}), frozenset()),
    }
)
_FOR_ALL = frozenset({"by_hand", "answered", "flag", "delay", "delay_reason", "leaflets/joining"})
"""Those that have no words of their own for a family."""

NAMES: tuple[str, ...] = tuple(
    f"{name}{audience}{SUFFIX}" for name in SHEETS for audience in (("",) if name in _FOR_ALL else ("", FAMILY))
)
"""Every file there can be. A borough's own may stand in a folder of its code."""


def sheet_of(name: str) -> Sheet | None:
    """None: there is no such file."""
    if name not in NAMES:
        return None
    return SHEETS[name.removesuffix(SUFFIX).removesuffix(FAMILY)]


def for_whom(name: str, *, lay: bool) -> str:
    return f"{name}{FAMILY if lay and name not in _FOR_ALL else ''}{SUFFIX}"


class Stationery:
    """`shipped` has every letter; `own` what a council has in their place, by name or by `borough/name`."""

    def __init__(self, shipped: Mapping[str, str], own: Mapping[str, str] | None = None) -> None:
        self._shipped = shipped
        self._own = own or {}
        self._by_borough: dict[str, ImmutableSandboxedEnvironment] = {}

    def filled(self, name: str, borough: str, values: Mapping[str, str]) -> str:
        """The letter as it goes out: text, in paragraphs. `name` as in NAMES."""
        sheet = sheet_of(name)
        if sheet is None or set(values) != sheet.may:
            raise BugError(f"{name} is no letter, or is given other values")
        said = {key: clean(value) for key, value in values.items()}
        return tidy(self._environment(borough).get_template(name).render(said))

    def leaflet(self, name: str, borough: str, *, lay: bool, council: str = "") -> str:
        return self.filled(for_whom(f"{LEAFLETS}{name}", lay=lay), borough, {"council": council})

    def _environment(self, borough: str) -> ImmutableSandboxedEnvironment:
        found = self._by_borough.get(borough)
        if found is None:
            within = f"{borough}/"
            theirs = {key.removeprefix(within): text for key, text in self._own.items() if key.startswith(within)}
            found = self._by_borough[borough] = environment(theirs, self._own, self._shipped)
        return found


def environment(*texts: Mapping[str, str]) -> ImmutableSandboxedEnvironment:
    """Each file from the first of these that has it. Text, not HTML: nothing is escaped, since nothing in it acts."""
    return ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([DictLoader(one) for one in texts]),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def tidy(text: str) -> str:
    """One empty line between paragraphs, whatever was left out between them."""
    return "\n".join(_lines(text)).strip() + "\n"


def _lines(text: str) -> Iterator[str]:
    before = ""
    for line in text.splitlines():
        now = line.rstrip()
        if now or before:
            yield now
        before = now
