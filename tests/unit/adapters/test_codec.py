"""Events to bytes and back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.codec import Codec, CodecError, Parts
from bot.domain.events import EVENTS, Event, event_type
from bot.domain.ids import ChildId, PersonId, SeatId


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    number: int
    colour: Colour | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """One of everything an event may hold."""

    seat: SeatId
    rev: int
    by: PersonId
    flag: bool
    on: date
    at: datetime
    parts: tuple[Part, ...]
    dates: Mapping[Colour, date]
    views: Mapping[ChildId, Part]
    names: frozenset[str]
    maybe: Mapping[ChildId, Part] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfChild:
    child: ChildId
    reason: str = "none given"
    others: Mapping[ChildId, str] = field(default_factory=dict)


CODEC = Codec({"whole": Whole, "of_child": OfChild})
OURS = Codec(EVENTS)
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
ZONES = st.sampled_from([UTC, timezone(timedelta(hours=1))])
PARTS = st.builds(
    Part, notes=st.lists(TEXT).map(tuple), colour=st.none() | st.sampled_from(Colour), number=st.integers(-9, 9)
)
CHILDREN = st.dictionaries(TEXT.map(ChildId), PARTS, max_size=3)
WHOLES = st.builds(
    Whole,
    seat=TEXT.map(SeatId),
    rev=st.integers(0, 99),
    by=TEXT.map(PersonId),
    flag=st.booleans(),
    on=st.dates(),
    at=st.datetimes(timezones=ZONES),
    parts=st.lists(PARTS, max_size=3).map(tuple),
    dates=st.dictionaries(st.sampled_from(Colour), st.dates()),
    views=CHILDREN,
    names=st.frozensets(TEXT),
    maybe=st.none() | CHILDREN,
)


@given(WHOLES)
def test_every_event_comes_back_as_it_was(event: Whole) -> None:
    name, parts = CODEC.encode(event)
    back = CODEC.decode(name, parts)
    assert back == event
    assert list(back.dates) == list(event.dates), "a checklist's order is the borough's"


@given(st.builds(OfChild, child=TEXT.map(ChildId), reason=TEXT, others=st.dictionaries(TEXT.map(ChildId), TEXT)))
def test_an_event_of_one_child_comes_back_as_it_was(event: OfChild) -> None:
    assert CODEC.decode(*CODEC.encode(event)) == event


@given(st.data())
@pytest.mark.parametrize("kind", EVENTS)
def test_every_event_of_ours_comes_back_as_it_was(kind: str, data: st.DataObject) -> None:
    event: Event = data.draw(st.from_type(EVENTS[kind]))
    name, parts = OURS.encode(event)
    assert name == kind == event_type(event)
    assert OURS.decode(name, parts) == event


def _paths(event: object) -> list[str]:
    parts = CODEC.encode(event)[1]
    return sorted(f"{child}/{seat}/{name}/{rev}" for (child, seat, rev), fields in parts.items() for name in fields)


def test_a_path_is_child_seat_field_revision() -> None:
    event = OfChild(child=ChildId("a"), others={ChildId("b"): "x"})
    assert _paths(event) == ["a/-/child/-", "a/-/reason/-", "b/-/others/-"]
    assert _paths(OfChild(child=ChildId("a"))) == ["-/-/others/-", "a/-/child/-", "a/-/reason/-"]


def test_which_fields_are_there_does_not_tell_what_was_chosen() -> None:
    base = {"seat": SeatId("s"), "rev": 1, "by": PersonId("p"), "flag": True, "on": date(2026, 1, 1)}
    more = {"at": datetime(2026, 1, 1, tzinfo=UTC), "parts": (), "dates": {}, "names": frozenset[str]()}
    full = Whole(**base, **more, views={ChildId("a"): Part(number=1, colour=Colour.RED, notes=("x",))})  # type: ignore[arg-type]
    bare = Whole(**base, **more, views={ChildId("a"): Part(number=0)})  # type: ignore[arg-type]
    assert _paths(full) == _paths(bare)
    assert "a/s/views/1" in _paths(full)


@pytest.mark.parametrize("child", ["-", "/", "a/b", "%2D", "", "é", "a b", "..", "child-1"])
def test_no_id_can_pass_for_another_place(child: str) -> None:
    event = OfChild(child=ChildId(child), others={ChildId(child): "x", ChildId("plain"): "y"})
    name, parts = CODEC.encode(event)
    assert all(path.count("/") == 3 for path in _paths(event))
    assert not any(path.startswith("-/") for path in _paths(event))
    assert CODEC.decode(name, parts) == event


def test_the_same_event_gives_the_same_bytes() -> None:
    one = OfChild(child=ChildId("a"), others={ChildId("b"): "x"})
    two = OfChild(child=ChildId("a"), others=MappingProxyType({ChildId("b"): "x"}))
    assert CODEC.encode(one) == CODEC.encode(two)


def test_a_field_added_later_takes_its_default_and_one_taken_away_is_passed_over() -> None:
    event = CODEC.decode(
        "of_child", {("a", "-", "-"): {"child": b'"a"', "long_gone": b"{"}, ("b", "-", "-"): {"others": b'"x"'}}
    )
    assert event == OfChild(child=ChildId("a"), others={ChildId("b"): "x"})


@pytest.mark.parametrize(
    ("name", "parts", "told"),
    [
        ("of_nobody", {}, "cannot read of_nobody"),
        ("of_child", {}, "cannot read of_child"),
        ("of_child", {("a", "-", "-"): {"child": b"7"}}, "cannot read of_child.child"),
        ("of_child", {("a", "-", "-"): {"child": b"secret"}}, "cannot read of_child.child"),
        ("whole", {("-", "s", "1"): {"views": b'{"colour":"secret"}'}}, "cannot read whole.views"),
    ],
)
def test_what_cannot_be_read_is_named_and_not_quoted(name: str, parts: Parts, told: str) -> None:
    with pytest.raises(CodecError) as error:
        CODEC.decode(name, parts)
    assert str(error.value) == told
    assert error.value.__cause__ is None
