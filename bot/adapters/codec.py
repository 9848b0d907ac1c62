"""Events to bytes and back, field by field, so that each field can be sealed to the place where it belongs.

A field belongs to a child, a seat and a revision, "-" where one does not apply. Wire rule: a field, once written, keeps its
name and meaning; new ones have defaults. What an older reader does not know it passes over.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from urllib.parse import quote, unquote

import msgspec

from bot.domain.ids import ChildId

NOWHERE = "-"

Subject = tuple[str, str, str]
"""A child, a seat, a revision."""

Parts = dict[Subject, dict[str, bytes]]
"""The fields of an event by what they are about, then by name."""


class CodecError(Exception):
    """An event that cannot be read back. Names its type and field, never a value."""

    def __init__(self, event: str, field: str = "") -> None:
        super().__init__(f"cannot read {event}{'.' if field else ''}{field}")
        self.event = event
        self.field = field


@dataclass(frozen=True, slots=True)
class _Field:
    """`each` reads one child's value of a field that is kept child by child; None for a field kept whole."""

    name: str
    whole: Callable[[bytes], Any]
    each: Callable[[bytes], Any] | None


@dataclass(frozen=True, slots=True)
class _Plan:
    """How one class of event is taken apart, worked out once."""

    name: str
    kind: type
    fields: Mapping[str, _Field]
    has: frozenset[str]

    def segment(self, event: object, field: str) -> str:
        return _segment(getattr(event, field)) if field in self.has else NOWHERE


class Codec:
    """Knows the events of one registry: `events` maps the name of each in the log to its class."""

    def __init__(self, events: Mapping[str, type]) -> None:
        self._named = {name: _plan(name, kind) for name, kind in events.items()}
        self._kinds = {plan.kind: plan for plan in self._named.values()}

    def encode(self, event: object) -> tuple[str, Parts]:
        """The event's name in the log, and its fields. The same event gives the same bytes."""
        plan = self._kinds[type(event)]
        child = plan.segment(event, "child")
        seat = plan.segment(event, "seat")
        rev = plan.segment(event, "rev")
        own: dict[str, bytes] = {}
        parts: Parts = {(child, seat, rev): own}
        for name, field in plan.fields.items():
            value = getattr(event, name)
            if field.each is None:
                own[name] = _encode(value)
            elif value:
                for whose, one in value.items():
                    parts.setdefault((_segment(whose), seat, rev), {})[name] = _encode(one)
            else:
                parts.setdefault((NOWHERE, seat, rev), {})[name] = _encode(value)
        return plan.name, parts

    def decode(self, name: str, parts: Mapping[Subject, Mapping[str, bytes]]) -> Any:  # noqa: ANN401 - which event, the caller's registry knows
        """The event. Raises CodecError for a name nobody knows, or a value or a lack that its class does not allow."""
        plan = self._named.get(name)
        if plan is None:
            raise CodecError(name)
        values: dict[str, Any] = {}
        for (child, _, _), fields_of in parts.items():
            for key, part in fields_of.items():
                field = plan.fields.get(key)
                if field is not None:
                    _put(values, field, child, _read(plan, field, child, part))
        try:
            return plan.kind(**values)
        except TypeError:
            raise CodecError(name) from None


def _put(values: dict[str, Any], field: _Field, child: str, value: object) -> None:
    if field.each is None or child == NOWHERE:
        values[field.name] = value
    else:
        values.setdefault(field.name, {})[unquote(child)] = value


def _read(plan: _Plan, field: _Field, child: str, part: bytes) -> object:
    read = field.whole if field.each is None or child == NOWHERE else field.each
    try:
        return read(part)
    except msgspec.DecodeError:
        raise CodecError(plan.name, field.name) from None  # msgspec's own words would quote the value


def _plan(name: str, kind: type) -> _Plan:
    hints = get_type_hints(kind)
    known = {one.name: _field(one.name, hints[one.name]) for one in fields(kind) if one.init}
    return _Plan(name, kind, known, frozenset(known))


def _field(name: str, hint: object) -> _Field:
    each = _by_child(hint)
    return _Field(name, _decoder(hint), None if each is None else _decoder(each))


def _by_child(hint: object) -> object | None:
    """The type of one child's value when the annotation is a mapping by child (or such a mapping or None)."""
    options: Iterable[object] = get_args(hint) if get_origin(hint) in {Union, UnionType} else (hint,)
    for option in options:
        arguments = get_args(option)
        if arguments and arguments[0] is ChildId and isinstance(origin := get_origin(option), type):
            return arguments[1] if issubclass(origin, Mapping) else None
    return None


def _decoder(hint: object) -> Callable[[bytes], Any]:
    return msgspec.json.Decoder(hint).decode


def _plain(value: object) -> object:
    """What msgspec does not know by itself: a mapping that is no dict."""
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(type(value).__name__)


_encode = msgspec.json.Encoder(enc_hook=_plain).encode


@lru_cache(maxsize=4096, typed=True)
def _segment(value: object) -> str:
    """A part of a place: nothing in it can be taken for the "/" between parts or the "-" of no part."""
    if value is None:
        return NOWHERE
    text = quote(str(value), safe="")
    return "%2D" if text == NOWHERE else text
