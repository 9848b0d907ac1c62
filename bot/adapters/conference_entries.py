"""Who and what a conference file speaks of, found even where its shape is wrong: so that all faults can be told at once."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

from bot.adapters.placed_yaml import Path
from bot.domain.calendar import LONDON
from bot.domain.particulars import Kind, Role

_ONE = {
    "chair": Role.CHAIR,
    "manager": Role.MANAGER,
    "administrator": Role.ADMINISTRATOR,
    "observer": Role.OBSERVER,
    "minute_taker": Role.MINUTE_TAKER,
}
_MANY = {
    "stand_ins": Role.STAND_IN,
    "family": Role.FAMILY,
    "supporters": Role.SUPPORTER,
    "interpreters": Role.INTERPRETER,
}
_EARLIEST, _LATEST = 1990, 2100


@dataclass(frozen=True, slots=True)
class Entry:
    """A block of the file and where it stands."""

    path: Path
    block: Mapping[str, Any]

    def text(self, name: str) -> str:
        found = self.block.get(name)
        return found if isinstance(found, str) else ""

    def inside(self, name: str) -> "Entry":
        found = self.block.get(name)
        return Entry((*self.path, name), found if isinstance(found, dict) else {})

    def each(self, name: str) -> Iterator["Entry"]:
        """The blocks in a list."""
        found = self.block.get(name)
        for place, one in enumerate(found if isinstance(found, list) else ()):
            if isinstance(one, dict):
                yield Entry((*self.path, name, place), one)

    def words(self, name: str) -> Iterator[tuple[Path, str]]:
        """The texts in a list."""
        found = self.block.get(name)
        for place, one in enumerate(found if isinstance(found, list) else ()):
            if isinstance(one, str):
                yield (*self.path, name, place), one

    def by_name(self, name: str) -> Iterator[tuple[str, "Entry"]]:
        """The blocks that a block holds by names of the writer's choice: people's, children's, seats'."""
        found = self.inside(name)
        return ((key, found.inside(key)) for key, one in found.block.items() if isinstance(one, dict))


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody in the file, and as what."""

    entry: Entry
    role: Role

    @property
    def id(self) -> str:
        return self.entry.text("id")


@dataclass(frozen=True)
class Contents:
    """The file as far as it can be made out. Ids may repeat here: that is one of the faults to find."""

    conference: Entry
    rehearsal: Entry

    @cached_property
    def core_group(self) -> bool:
        return self.conference.text("type") == Kind.CORE_GROUP

    @cached_property
    def start_day(self) -> date | None:
        return day_of(self.conference.text("start"))

    @cached_property
    def children(self) -> list[Entry]:
        return list(self.conference.each("children"))

    @cached_property
    def seats(self) -> list[Entry]:
        return list(self.conference.each("seats"))

    @cached_property
    def people(self) -> list[Listed]:
        """Everybody, each where they are written out: a chair who is only pointed at is found in their seat."""
        block = self.conference.block
        found = [Listed(self.conference.inside(name), role) for name, role in _ONE.items() if name in block]
        found += [Listed(one, role) for name, role in _MANY.items() for one in self.conference.each(name)]
        found += [Listed(seat.inside("held_by"), Role.PROFESSIONAL) for seat in self.seats]
        return [one for one in found if "person" not in one.entry.block]

    @cached_property
    def child_ids(self) -> Collection[str]:
        return _ids(self.children)

    @cached_property
    def seat_ids(self) -> Collection[str]:
        return _ids(self.seats)

    @cached_property
    def person_ids(self) -> Collection[str]:
        return _ids(one.entry for one in self.people)

    @cached_property
    def agencies(self) -> Mapping[str, set[str]]:
        """For each holder of a seat, the agencies they sit for."""
        found: dict[str, set[str]] = {}
        for seat in self.seats:
            found.setdefault(seat.inside("held_by").text("id"), set()).add(seat.text("agency"))
        found.pop("", None)
        return found


def _ids(entries: Iterable[Entry]) -> Collection[str]:
    """Each once, in the file's order."""
    return dict.fromkeys(one.text("id") for one in entries if one.text("id"))


def contents(value: object) -> Contents:
    top = Entry((), value if isinstance(value, dict) else {})
    return Contents(top.inside("conference"), top.inside("rehearsal"))


class ImpossibleError(ValueError):
    """There is no such day or hour; in plain words."""


def moment(text: str) -> datetime:
    """A time in UTC; London's clock where it does not say. Raises ImpossibleError."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise ImpossibleError("there is no such day or hour") from None
    _possible_year(found)
    if found.tzinfo is not None:
        return found.astimezone(UTC)
    local = found.replace(tzinfo=LONDON)
    if local.utcoffset() != local.replace(fold=1).utcoffset():
        if local.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) != found:
            raise ImpossibleError("this hour does not exist in London: the clocks go forward")
        raise ImpossibleError("this hour comes twice in London: write +01:00 or Z after it")
    return local.astimezone(UTC)


def london_day(text: str) -> date:
    """The day in London of a date or a time. Raises ImpossibleError."""
    if ":" in text:
        return moment(text).astimezone(LONDON).date()
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise ImpossibleError("there is no such day") from None
    _possible_year(found)
    return found


def day_of(text: str) -> date | None:
    """The same, and None where there is no such day."""
    try:
        return london_day(text)
    except ImpossibleError:
        return None


def _possible_year(found: date) -> None:
    if not _EARLIEST <= found.year <= _LATEST:
        raise ImpossibleError(f"is the year {found.year} right?")
