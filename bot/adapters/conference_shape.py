"""The shape of a conference file: what its published schema finds wrong, said in plain English."""

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path as FilePath
from typing import Any

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import extend

import bot
from bot.adapters.placed_yaml import Path, Placed, Trouble

SCHEMA_FILE = FilePath(bot.__file__).parent / "data" / "conference.schema.json"
_LONGEST_SHOWN = 40
_MOST_LISTED = 14
_MOST_COMPARED = 200

Finding = tuple[Path, bool, str]
"""Where, whether the name and not the value is meant, and what is wrong."""


@cache
def schema() -> Mapping[str, Any]:
    """The published schema, as it is shipped."""
    found: Mapping[str, Any] = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    return found


@cache
def _validator() -> Validator:
    keywords = {"pattern": _pattern, "uniqueItems": _unique}
    checker = Draft202012Validator.FORMAT_CHECKER
    kind: type[Validator] = extend(Draft202012Validator, keywords)  # type: ignore[no-untyped-call]
    return kind(schema(), format_checker=checker)


def _pattern(_validator: Validator, pattern: str, found: object, _part: object) -> Iterator[ValidationError]:
    """In a schema `$` is the very end; Python's also stands before a last line break."""
    if isinstance(found, str) and not re.search(re.sub(r"\$$", r"\\Z", pattern), found):
        yield ValidationError("pattern")


def _unique(_validator: Validator, _demand: bool, found: object, _part: object) -> Iterator[ValidationError]:  # noqa: FBT001 - the library's call
    """Of texts alone, which is all that our lists hold: comparing blocks pair by pair takes seconds."""
    texts = [one for one in found if isinstance(one, str)] if isinstance(found, list) else []
    if len(set(texts)) < len(texts):
        yield ValidationError("uniqueItems")


@dataclass(frozen=True, slots=True)
class _Departure:
    """Where the file departs from the schema: what is there, the part of the schema it fails, and that part's demand."""

    path: Path
    found: Any
    part: Mapping[str, Any]
    demand: Any

    @property
    def title(self) -> str:
        return _title(self.part)


def shape_troubles(placed: Placed) -> Iterator[Trouble]:
    """Every departure from the schema, once each."""
    seen: set[Finding] = set()
    for error in _validator().iter_errors(placed.value):
        for finding in _SAYS.get(str(error.validator), _expected)(_departure(error)):
            if finding not in seen:
                seen.add(finding)
                where, name, says = finding
                yield Trouble(placed.where(where, name=name), where, says)


def _departure(error: ValidationError) -> _Departure:
    part = error.schema if isinstance(error.schema, Mapping) else {}
    return _Departure(tuple(error.absolute_path), error.instance, part, error.validator_value)


def shown(value: object) -> str:
    """A value as a person would point at it."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a block" if value else "an empty block"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    text = " ".join(str(value).split())
    return f"“{text[: _LONGEST_SHOWN - 1]}…”" if len(text) > _LONGEST_SHOWN else f"“{text}”"


def nearest(name: str, known: Collection[str]) -> str:
    """What was probably meant, or else what there is; "" when that would be too long to read."""
    close = get_close_matches(name, known, n=1) if len(known) <= _MOST_COMPARED else []
    if close:
        return f"did you mean `{close[0]}`?"
    return f"known: {', '.join(known)}" if 0 < len(known) <= _MOST_LISTED else ""


def unknown(what: str, name: str, known: Collection[str]) -> str:
    """As "no such child “wrne”: did you mean `wren`?"."""
    return ": ".join(part for part in (f"{what} {shown(name)}", nearest(name, known)) if part)


def _expected(at: _Departure) -> Iterator[Finding]:
    yield at.path, False, f"expected {at.title}, found {shown(at.found)}"


def _choice(at: _Departure) -> Iterator[Finding]:
    options = [str(one) for one in at.demand]
    close = get_close_matches(str(at.found), options, n=1)
    hint = f": did you mean `{close[0]}`?" if close else ""
    expected = at.title if len(options) == 1 else f"{at.title} (one of {', '.join(options)})"
    yield at.path, False, f"expected {expected}, found {shown(at.found)}{hint}"


def _missing(at: _Departure) -> Iterator[Finding]:
    known = at.part.get("properties", {})
    for name in at.demand:
        if name not in at.found:
            yield (*at.path, name), False, f"`{name}` is missing: {_title(known.get(name, {}))}"


def _not_known(at: _Departure) -> Iterator[Finding]:
    known = list(at.part.get("properties", {}))
    for name in at.found:
        if name not in known:
            yield (*at.path, name), True, unknown("there is no such name here:", name, known)


def _too_long(at: _Departure) -> Iterator[Finding]:
    yield at.path, False, f"expected at most {at.demand} characters, found {len(at.found)}"


def _too_many(at: _Departure) -> Iterator[Finding]:
    yield at.path, False, f"expected at most {at.demand} here, found {len(at.found)}"


def _twice(at: _Departure) -> Iterator[Finding]:
    seen: set[str] = set()
    for place, one in enumerate(at.found):
        if isinstance(one, str) and one in seen:
            yield (*at.path, place), False, f"{shown(one)} is in this list twice"
        elif isinstance(one, str):
            seen.add(one)


def _alone(at: _Departure) -> Iterator[Finding]:
    for name, needed in at.demand.items():
        lacking = [one for one in needed if one not in at.found]
        if name in at.found and lacking:
            yield (*at.path, name), True, f"`{name}` says nothing without `{'`, `'.join(lacking)}` beside it"


def _ways(at: _Departure) -> Iterator[Finding]:
    """The schema names what is expected here; which of the ways failed would say nothing to a reader."""
    yield at.path, False, f"expected {at.title}"


_SAYS: Mapping[str, Callable[[_Departure], Iterator[Finding]]] = {
    "enum": _choice,
    "required": _missing,
    "additionalProperties": _not_known,
    "maxLength": _too_long,
    "maxItems": _too_many,
    "uniqueItems": _twice,
    "dependentRequired": _alone,
    "oneOf": _ways,
    "maxProperties": _ways,
}


def _title(part: Mapping[str, Any]) -> str:
    if "title" in part:
        return str(part["title"])
    reference = str(part.get("$ref", "")).removeprefix("#/$defs/")
    return str(schema()["$defs"].get(reference, {}).get("title", "something else"))
