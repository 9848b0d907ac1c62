"""Boroughs' profiles from TOML files: read together, checked together, and every fault told at once."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

import bot
from bot.adapters.borough_file import BoroughFile, LimitPart, WholeBorough
from bot.domain.profile import Convening, Limit, Profile, QuorumRule, Reminders, ScaleWords, SummaryRule, Template

SHIPPED = Path(bot.__file__).parent / "data" / "boroughs"

_PLAINER = {"extra_forbidden": "unknown key", "missing": "missing"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """`key` is the place in the file, lists counted from 1 ("limits[3 record].unit"); "" for the file as a whole."""

    file: str
    key: str
    problem: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.key, self.problem) if part)


class BoroughFilesError(Exception):
    """The files cannot be used. `faults` are all that was found, in the order of the files."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class TomlBoroughs:
    """Port `Boroughs`. Every `*.toml` in the directory is one borough, named after its code.

    Raises BoroughFilesError: a borough with a fault is never served, and neither is one that inherits from it.
    """

    def __init__(self, directory: Path = SHIPPED) -> None:
        reading = _Reading()
        files = reading.files(directory)
        whole = reading.inherit(files)
        if reading.faults:
            raise BoroughFilesError(reading.faults)
        self._profiles = {code: _profile(one) for code, one in sorted(whole.items())}

    def profile(self, code: str) -> Profile:
        return self._profiles[code]

    def codes(self) -> tuple[str, ...]:
        return tuple(self._profiles)


class _Reading:
    """One reading of a directory: what could be read, and the faults met on the way."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def files(self, directory: Path) -> Mapping[str, BoroughFile]:
        """The files that are sound in themselves, by code."""
        paths = sorted(directory.glob("*.toml"))
        if not paths:
            self.faults.append(Fault(file=str(directory), key="", problem="no borough's file (*.toml) here"))
        read = ((path, self._file(path)) for path in paths)
        return {path.stem: file for path, file in read if file}

    def inherit(self, files: Mapping[str, BoroughFile]) -> Mapping[str, WholeBorough]:
        whole = ((code, self._whole(file, files)) for code, file in files.items())
        return {code: one for code, one in whole if one}

    def _file(self, path: Path) -> BoroughFile | None:
        try:
            raw = tomllib.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:  # not TOML, or not UTF-8
            self.faults.append(Fault(file=path.name, key="", problem=str(error)))
            return None
        try:
            file = BoroughFile.model_validate(raw)
        except ValidationError as error:
            self._note(path.name, error, raw)
            return None
        sound = [self._named(path, file), self._once(path.name, file.limits)]
        return file if all(sound) else None

    def _named(self, path: Path, file: BoroughFile) -> bool:
        if file.code != path.stem:
            self.faults.append(Fault(file=path.name, key="code", problem=f"`{file.code}` is not the file's name"))
        return file.code == path.stem

    def _once(self, name: str, limits: Iterable[LimitPart]) -> bool:
        seen: set[tuple[str, str]] = set()
        twice: list[str] = []
        for limit in limits:
            pairs = {(limit.code, kind) for kind in limit.kinds}
            twice += sorted(f"{code} for {kind}" for code, kind in pairs & seen)
            seen |= pairs
        self.faults += [Fault(file=name, key="limits", problem=f"twice: {one}") for one in twice]
        return not twice

    def _whole(self, file: BoroughFile, files: Mapping[str, BoroughFile]) -> WholeBorough | None:
        line = self._line(file, files)
        if line is None:
            return None
        values: dict[str, Any] = {}
        limits: tuple[LimitPart, ...] = ()
        for one in reversed(line):
            values |= {key: getattr(one, key) for key in one.model_fields_set}
            limits = _overridden(limits, one.limits)
        try:
            return WholeBorough.model_validate(values | {"limits": limits})
        except ValidationError as error:
            self._note(f"{file.code}.toml", error, {})
            return None

    def _line(self, file: BoroughFile, files: Mapping[str, BoroughFile]) -> list[BoroughFile] | None:
        """This file, the one it inherits from, and so on. None, with the fault noted, where that leads nowhere."""
        line = [file]
        while (parent := line[-1].inherits) is not None:
            if parent not in files or files[parent] in line:
                problem = (
                    "inherits from itself" if parent in files else f"no sound file `{parent}.toml` to inherit from"
                )
                self.faults.append(Fault(file=f"{file.code}.toml", key="inherits", problem=problem))
                return None
            line.append(files[parent])
        return line

    def _note(self, name: str, error: ValidationError, raw: Mapping[str, Any]) -> None:
        for one in error.errors(include_url=False):
            problem = _PLAINER.get(one["type"], one["msg"].removeprefix("Value error, "))
            self.faults.append(Fault(file=name, key=_place(one["loc"], raw), problem=problem))


def _overridden(inherited: Iterable[LimitPart], own: tuple[LimitPart, ...]) -> tuple[LimitPart, ...]:
    """A borough's own limit takes the place of an inherited one of the same code, for the kinds it names and no others."""
    taken = {(limit.code, kind) for limit in own for kind in limit.kinds}
    kept = ((limit, tuple(kind for kind in limit.kinds if (limit.code, kind) not in taken)) for limit in inherited)
    return (*(limit.model_copy(update={"kinds": kinds}) for limit, kinds in kept if kinds), *own)


def _place(loc: tuple[int | str, ...], raw: object) -> str:
    """Where in the file: a list's items by number and, where they have one, by code."""
    words: list[str] = []
    for step in loc:
        raw = _inside(raw, step)
        if isinstance(step, int):
            code = _inside(raw, "code")
            words[-1] += f"[{step + 1} {code}]" if isinstance(code, str) else f"[{step + 1}]"
        else:
            words.append(step)
    return ".".join(words)


def _inside(raw: object, step: int | str) -> object:
    """One step further into what was read; None where the path of a fault leads past it."""
    if isinstance(raw, dict):
        return raw.get(step)
    if isinstance(raw, list) and isinstance(step, int) and step < len(raw):
        return raw[step]
    return None


def _profile(whole: WholeBorough) -> Profile:
    items = whole.checklist.items
    sections = {name: getattr(whole, name) for name in WholeBorough.model_fields}
    return Profile(
        code=whole.code,
        name=whole.name,
        limits=tuple(Limit(**limit.model_dump() | {"amount": limit.amount or 0}) for limit in whole.limits),
        scale=ScaleWords(**whole.scale.model_dump(exclude={"note"})),
        quorum=QuorumRule(**whole.quorum.model_dump(exclude={"note"})),
        summary=SummaryRule(**whole.summary.model_dump(exclude={"note"})),
        sealing=whole.sealing.mode,
        sealing_source=whole.sealing.source,
        asks_likelihood=whole.likelihood.asks,
        likelihood_source=whole.likelihood.source,
        threshold=whole.threshold.lines,
        threshold_source=whole.threshold.source,
        checklist={item.code: item.text for item in items},
        family_checklist={item.code: item.family for item in items},
        checklist_source="; ".join(dict.fromkeys(item.source for item in items)),
        closure_days=tuple(day.isoformat() for day in whole.closures.days),
        away_minutes=whole.checklist.away_minutes,
        complaints=whole.complaints.text,
        complaints_source=whole.complaints.source,
        reminders=Reminders(**whole.reminders.model_dump(exclude={"note"})),
        invitees=tuple(Template(**one.model_dump()) for one in (whole.invitees.agencies if whole.invitees else ())),
        convening=Convening(**whole.convening.model_dump(exclude={"note"})) if whole.convening else Convening(),
        notes={name: section.note for name, section in sections.items() if getattr(section, "note", "")},
    )
