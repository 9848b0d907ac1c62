"""What Teams tells of meetings.

Its keys are read whatever their case: the events arrive as `JoinUrl`, the documentation's examples say `joinUrl`.
"""

from typing import TypeVar

import msgspec

from bot.teams.activity import Fault, MalformedError, Person

T = TypeVar("T")


def _fold(name: str) -> str:
    return name.replace("_", "")


def folded(value: object) -> object:
    """The same JSON with every key in lower case."""
    if isinstance(value, dict):
        return {str(key).lower(): folded(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [folded(inner) for inner in value]
    return value


class Span(msgspec.Struct, frozen=True, rename=_fold):
    """Value of a start or end event. Times are ISO 8601, as Teams wrote them."""

    join_url: str | None = None
    start_time: str | None = None
    end_time: str | None = None


class Details(msgspec.Struct, frozen=True, rename=_fold):
    join_url: str | None = None
    title: str | None = None
    scheduled_start_time: str | None = None
    scheduled_end_time: str | None = None


class Organiser(msgspec.Struct, frozen=True, rename=_fold):
    id: str | None = None
    aad_object_id: str | None = None
    tenant_id: str | None = None


class Thread(msgspec.Struct, frozen=True):
    id: str | None = None


class Meeting(msgspec.Struct, frozen=True):
    """A scheduled meeting: what it is, whose it is, and which chat belongs to it."""

    details: Details
    organizer: Organiser | None = None
    conversation: Thread | None = None


class Presence(msgspec.Struct, frozen=True, rename="camel"):
    """`role` is Organizer, Presenter or Attendee, when Teams says; it changes during a meeting, so do not keep it."""

    role: str | None = None
    in_meeting: bool | None = None


class Participant(msgspec.Struct, frozen=True):
    user: Person
    meeting: Presence | None = None


class _FoldedPerson(msgspec.Struct, rename=_fold):
    id: str
    name: str | None = None
    aad_object_id: str | None = None
    object_id: str | None = None
    tenant_id: str | None = None
    user_role: str | None = None
    email: str | None = None
    user_principal_name: str | None = None


class _Comer(msgspec.Struct):
    user: _FoldedPerson


class _Comers(msgspec.Struct):
    members: list[_Comer]


def read_span(value: object) -> Span:
    """Raises MalformedError."""
    return _read(value, Span)


def read_comers(value: object) -> tuple[Person, ...]:
    """Who joined or left. Raises MalformedError."""
    return tuple(Person(**msgspec.structs.asdict(comer.user)) for comer in _read(value, _Comers).members)


def _read(value: object, shape: type[T]) -> T:
    try:
        return msgspec.convert(folded(value), shape)
    except msgspec.ValidationError as error:
        raise MalformedError(Fault.SHAPE) from error
