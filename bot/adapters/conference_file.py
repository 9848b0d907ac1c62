"""A conference file (YAML, bot/data/conference.schema.json) into a conference's particulars: all of it, or every fault in it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice
from pathlib import Path as FilePath
from typing import Any

from bot.adapters.conference_checks import conference_findings
from bot.adapters.conference_entries import Contents, Entry, Listed, contents, london_day, moment
from bot.adapters.conference_shape import shape_troubles
from bot.adapters.file_faults import ConferenceFileError, FileFault
from bot.adapters.placed_yaml import MOST_BYTES, Mark, Path, Placed, Trouble, UnreadableError, read
from bot.adapters.rehearsal_checks import rehearsal_findings
from bot.domain.actor import Account
from bot.domain.ids import ChildId, PersonId, SeatId
from bot.domain.particulars import Child, Kind, Mode, Part, Particulars, Person, Role, Seat

__all__ = ["MOST_FAULTS", "ConferenceFile", "ConferenceFileError", "fault_of", "load", "made_of", "troubles_of"]

MOST_FAULTS = 300
"""More than anybody reads: a file with as many is not a conference file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceFile:
    """`profile` is the borough's code, `tenant` the council's directory ("" if the file names none). `rehearsal` is that
    block as the schema describes it, {} when there is none.
    """

    particulars: Particulars
    profile: str
    tenant: str
    rehearsal: Mapping[str, Any]


def load(source: str | FilePath, boroughs: Collection[str], *, real: bool = False) -> ConferenceFile:
    """Read a file (a path) or its text (a str). `boroughs` are the codes of the profiles there are. `real`: of a conference
    that will be held, and so without a rehearsal.

    Raises ConferenceFileError with every fault, and then nothing of the file is used.
    """
    name = source.name if isinstance(source, FilePath) else ""
    try:
        placed = read(_text(source))
    except UnreadableError as error:
        raise ConferenceFileError((_fault(error.mark, "", error.says),), name) from None
    faults = tuple(fault_of(one, placed) for one in troubles_of(placed, boroughs, real=real))
    if faults:
        raise ConferenceFileError(faults, name)
    return made_of(placed)


def troubles_of(placed: Placed, boroughs: Collection[str], *, real: bool) -> tuple[Trouble, ...]:
    """All that is wrong with it, from its top to its end."""
    found = contents(placed.value)
    every = chain(_rehearsed(placed) if real else (), _troubles(placed, found, boroughs))
    return tuple(sorted(dict.fromkeys(islice(every, MOST_FAULTS)), key=lambda one: one.mark))


def made_of(placed: Placed) -> ConferenceFile:
    """Of what nothing is wrong with."""
    found = contents(placed.value)
    return ConferenceFile(
        particulars=_particulars(found),
        profile=found.conference.text("profile"),
        tenant=found.conference.text("tenant").lower(),
        rehearsal=found.rehearsal.block,
    )


def fault_of(one: Trouble, placed: Placed) -> FileFault:
    return _fault(one.mark, _dotted(one.path, placed.value), one.says)


def _rehearsed(placed: Placed) -> Iterator[Trouble]:
    """Nobody is to be played in a conference about a real family."""
    path: Path = ("rehearsal",)
    if isinstance(placed.value, dict) and "rehearsal" in placed.value:
        yield Trouble(
            placed.where(path, name=True), path, "a conference that will be held has no `rehearsal`: leave it out"
        )


def _text(source: str | FilePath) -> str:
    if isinstance(source, str):
        return source
    try:
        with source.open("rb") as file:
            return file.read(MOST_BYTES + 1).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableError(1, 1, "this is not text in UTF-8") from None
    except OSError as error:
        raise UnreadableError(1, 1, f"the file cannot be opened: {error.strerror}") from None


def _fault(mark: Mark, path: str, says: str) -> FileFault:
    """What a file says is shown on a terminal: nothing in it may move the cursor or turn the text about."""
    shown = ("".join(one if one.isprintable() else f"\\u{ord(one):04x}" for one in text) for text in (path, says))
    return FileFault(mark.line, mark.column, *shown)


def _troubles(placed: Placed, found: Contents, boroughs: Collection[str]) -> Iterator[Trouble]:
    """Where the shape of a value is wrong, or it was not read, nothing more is said of it."""
    yield from placed.troubles
    wrong: set[Path] = set()
    for trouble in shape_troubles(placed):
        if placed.judged(trouble.path):
            wrong.add(trouble.path)
            yield trouble
    for path, name, says in chain(conference_findings(found, placed, boroughs), rehearsal_findings(found)):
        if placed.judged(path) and path not in wrong:
            yield Trouble(placed.where(path, name=name), path, says)


def _dotted(path: Path, value: Any) -> str:  # noqa: ANN401 - whatever the file holds
    words: list[str] = []
    for step in path:
        value = _inside(value, step)
        if isinstance(step, int):
            known = value.get("id") if isinstance(value, dict) else None
            words[-1] += f"[{step + 1} {known}]" if isinstance(known, str) else f"[{step + 1}]"
        else:
            words.append(step)
    return ".".join(words)


def _inside(value: Any, step: str | int) -> Any:  # noqa: ANN401 - whatever the file holds
    if isinstance(value, dict):
        return value.get(step)
    return value[step] if isinstance(value, list) and isinstance(step, int) and step < len(value) else None


def _particulars(found: Contents) -> Particulars:
    """Of a file without faults."""
    block = found.conference
    chair = block.inside("chair")
    children = tuple(_child(one) for one in found.children)
    everyone = tuple(child.id for child in children)
    dates = block.inside("dates")
    return Particulars(
        reference=block.text("reference"),
        kind=Kind(block.text("type")),
        mode=Mode(block.text("mode") or Mode.VIRTUAL),
        start=moment(block.text("start")),
        planned_end=moment(block.text("planned_end")),
        chair=PersonId(chair.text("person") or chair.text("id")),
        children=children,
        people=tuple(_person(one, block.text("tenant"), everyone) for one in found.people),
        seats=tuple(_seat(one, everyone) for one in found.seats),
        join_link=block.text("join_link"),
        follows=block.text("follows"),
        household=tuple(text for _, text in block.words("household")),
        dates={code: london_day(dates.text(code)) for code in dates.block},
        moments=dict(_moments(dates)),
        place=block.text("place"),
        parts=tuple(sorted((_part(one) for one in block.each("parts")), key=lambda one: one.start)),
    )


def _part(entry: Entry) -> Part:
    return Part(
        title=entry.text("title"),
        start=moment(entry.text("start")),
        end=moment(entry.text("end")),
        people=frozenset(PersonId(who) for _, who in entry.words("people")),
    )


def _moments(dates: Entry) -> Iterator[tuple[str, datetime]]:
    for code in dates.block:
        if ":" in dates.text(code):
            yield code, moment(dates.text(code))


def _child(entry: Entry) -> Child:
    return Child(
        id=ChildId(entry.text("id")),
        called=entry.text("called"),
        lead=PersonId(entry.text("lead")),
        born=_date(entry.text("born")),
        expected=_date(entry.text("expected")),
    )


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _person(one: Listed, shared: str, everyone: tuple[ChildId, ...]) -> Person:
    entry = one.entry
    oid = entry.text("oid").lower()
    tenant = (entry.text("tenant") or shared).lower()
    named = tuple(ChildId(child) for _, child in entry.words("children"))
    return Person(
        id=PersonId(one.id),
        name=entry.text("name"),
        role=one.role,
        account=Account(tenant=tenant, oid=oid) if oid else None,
        address=entry.text("address"),
        installed=bool(entry.block.get("installed", bool(oid))),
        relation=entry.text("relation"),
        in_person=bool(entry.block.get("in_person", False)),
        children=named or (everyone if one.role is Role.FAMILY or "children" in entry.block else ()),
    )


def _seat(entry: Entry, everyone: tuple[ChildId, ...]) -> Seat:
    named = (ChildId(child) for _, child in entry.words("contact"))
    return Seat(
        id=SeatId(entry.text("id")),
        agency=entry.text("agency"),
        title=entry.text("title"),
        holder=PersonId(entry.inside("held_by").text("id")),
        contact=frozenset(everyone if entry.text("contact") == "all" else named),
    )
