"""Whatever is done to a stored record, `audit verify` finds it (promise 21); and what a tally is held against."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache

import msgspec
import pytest

from bot.adapters import recount
from bot.adapters.anchors import Anchored
from bot.adapters.audit import Audit
from bot.adapters.cipher import ConferenceSeal, store_keys
from bot.adapters.codec import Codec
from bot.adapters.entries import pack, unpack
from bot.adapters.keys import FileKeyWrapper, Wrapped, conference_context, create_key_file
from bot.adapters.recount import Doubt, Recount
from bot.adapters.sealing import Line, seal_events
from bot.adapters.shelf import Shelved
from bot.adapters.verify import Anchor
from bot.domain.events import EVENTS, Event, PostItHandedIn, RoundClosed, RoundOpened
from bot.domain.ids import ConferenceId, OpId, SeatId
from bot.domain.tally import Tally
from bot.domain.tally import tally as told
from bot.usecases.ports import Append, Links, Operation, Recorded
from tests.fakes.builders import Play
from tests.keeping import played
from tests.stores import NOON

KEYS = store_keys(bytes(32), "store-1")
DATA_KEY, KEY_ID = bytes(range(32)), "key-1"
Entries = list[tuple[bytes, list[bytes]]]


@pytest.fixture(scope="module")
def wrapper(tmp_path_factory: pytest.TempPathFactory) -> FileKeyWrapper:
    path = tmp_path_factory.mktemp("keys") / "master.key"
    create_key_file(path)
    return FileKeyWrapper(path)


@cache
def _happened(seed: int) -> tuple[Event, ...]:
    return tuple(event for event, _ in played(seed).happened)


def _seal(cid: str) -> ConferenceSeal:
    return ConferenceSeal(DATA_KEY, KEY_ID, "store-1", cid)


async def _stored(wrapper: FileKeyWrapper, cid: str, events: Sequence[Event]) -> Shelved:
    """As the store would have it, an operation each."""
    operations = [
        Operation(op=OpId(f"op-{cid}-{seq}"), actor="t:o", at=NOON + timedelta(minutes=seq), events=(event,))
        for seq, event in enumerate(events, 1)
    ]
    wish = Append(cid=ConferenceId(cid), expected=0, operations=operations, next_due=None, links=Links())
    line = Line(version=0, mac=KEYS.chain.start(cid), seal=_seal(cid))
    entries = seal_events(wish, line, Codec(EVENTS), KEYS.chain)
    wrapped = await wrapper.wrap(DATA_KEY, conference_context("store-1", cid, KEY_ID))
    head = [b"version", b"%d" % len(entries), b"mac", entries[-1].mac, b"key", wrapped.sealed]
    head += [b"master", wrapped.master.encode(), b"key_id", KEY_ID.encode()]
    flat = [part for seq, one in enumerate(operations, 1) for part in (one.op.encode(), b"%d" % seq)]
    raw = [(b"%d-0" % one.seq, [b"e", one.envelope, b"m", one.mac]) for one in entries]
    return Shelved(cid, head, raw, flat)


def _anchored(one: Shelved) -> Anchored:
    head, _, _ = one.parsed()
    return Anchored({one.cid: (Anchor(head.version, head.mac),)})


def _flip(chance: random.Random, blob: bytes) -> bytes:
    at = chance.randrange(len(blob))
    return blob[:at] + bytes([blob[at] ^ (1 << chance.randrange(8))]) + blob[at + 1 :]


def _numbered(entries: Entries) -> Entries:
    return [(b"%d-0" % seq, flat) for seq, (_, flat) in enumerate(entries, 1)]


def _headed(one: Shelved, entries: Entries) -> Shelved:
    """The head, too, is made to say that this is all."""
    head = [*one.head]
    head[1], head[3] = b"%d" % len(entries), entries[-1][1][3]
    return msgspec.structs.replace(one, entries=entries, head=head, operations=one.operations[: 2 * len(entries)])


def _edit(chance: random.Random, one: Shelved, _: Shelved) -> Shelved:
    entries = list(one.entries)
    at, part = chance.randrange(len(entries)), chance.choice([1, 3])
    flat = [*entries[at][1]]
    flat[part] = _flip(chance, flat[part])
    entries[at] = (entries[at][0], flat)
    return msgspec.structs.replace(one, entries=entries)


def _delete(chance: random.Random, one: Shelved, _: Shelved) -> Shelved:
    entries = list(one.entries)
    del entries[chance.randrange(len(entries))]
    if chance.random() < 0.5:
        return msgspec.structs.replace(one, entries=entries)
    return _headed(one, _numbered(entries))


def _swap(chance: random.Random, one: Shelved, _: Shelved) -> Shelved:
    entries = list(one.entries)
    here, there = chance.sample(range(len(entries)), 2)
    entries[here], entries[there] = entries[there], entries[here]
    return msgspec.structs.replace(one, entries=_numbered(entries))


def _replay(chance: random.Random, one: Shelved, _: Shelved) -> Shelved:
    entries = list(one.entries)
    entries.insert(chance.randrange(len(entries) + 1), chance.choice(entries))
    numbered = _numbered(entries)
    return msgspec.structs.replace(one, entries=numbered) if chance.random() < 0.5 else _headed(one, numbered)


def _truncate(chance: random.Random, one: Shelved, _: Shelved) -> Shelved:
    entries = one.entries[: chance.randrange(1, len(one.entries))]
    return msgspec.structs.replace(one, entries=entries) if chance.random() < 0.5 else _headed(one, entries)


def _graft(chance: random.Random, one: Shelved, other: Shelved) -> Shelved:
    """Entries of another conference, one or all from there on."""
    at = chance.randrange(len(one.entries))
    last = at + 1 if chance.random() < 0.5 else len(one.entries)
    return _headed(one, [*one.entries[:at], *other.entries[at:last], *one.entries[last:]])


def _operations(chance: random.Random, one: Shelved, _: Shelved) -> Shelved:
    """Forgotten, so that a press could be recorded again; known by another version; or known and never recorded."""
    flat = list(one.operations)
    at = 2 * chance.randrange(len(flat) // 2)
    flat[at : at + 2] = chance.choice([[], [flat[at], b"0"], [b"op-of-nobody", flat[at + 1]]])
    return msgspec.structs.replace(one, operations=flat)


def _head(chance: random.Random, one: Shelved, _: Shelved) -> Shelved:
    head = list(one.head)
    at = chance.choice([1, 3, 5, 9])
    head[at] = b"%d" % chance.randrange(99, 199) if at == 1 else _flip(chance, head[at])
    return msgspec.structs.replace(one, head=head)


def _exchange(chance: random.Random, one: Shelved, _: Shelved) -> Shelved:
    """By somebody who has the chain key as well: two ciphertexts change places, and all is signed anew."""
    envelopes = [unpack(flat[1]) for _, flat in one.entries]
    places = [(seq, path) for seq, each in enumerate(envelopes) for path in each.fields]
    (a, here), (b, there) = chance.sample(places, 2)
    first, second = envelopes[a].fields, envelopes[b].fields
    first[here], second[there] = second[there], first[here]
    mac, entries = KEYS.chain.start(one.cid), []
    for seq, envelope in enumerate(map(pack, envelopes), 1):
        mac = KEYS.chain.link(mac, envelope)
        entries.append((b"%d-0" % seq, [b"e", envelope, b"m", mac]))
    return _headed(one, entries)


ATTACKS: list[Callable[[random.Random, Shelved, Shelved], Shelved]] = [
    _edit, _delete, _swap, _replay, _truncate, _graft, _operations, _head, _exchange,
]  # fmt: skip


async def test_two_thousand_changes_of_a_record_are_all_found(wrapper: FileKeyWrapper) -> None:
    audit, chance = Audit(KEYS, wrapper), random.Random(21)
    one, other = [await _stored(wrapper, cid, _happened(seed)) for seed, cid in enumerate(("conf-1", "conf-2"))]
    written = _anchored(one)
    assert (await audit.check(one, written)).whole, "the control: what was not touched is whole"
    found, tried = 0, 0
    while tried < 2000:
        changed = ATTACKS[tried % len(ATTACKS)](chance, one, other)
        if changed == one:
            continue
        tried += 1
        found += not (await audit.check(changed, written)).whole
    assert (found, tried) == (2000, 2000)


async def test_what_the_heads_alone_can_show(wrapper: FileKeyWrapper) -> None:
    """The control: a record cut back together with its head is whole to whoever has no head written down."""
    audit = Audit(KEYS, wrapper)
    one = await _stored(wrapper, "conf-1", _happened(0))
    cut = _headed(one, one.entries[:20])
    assert (await audit.check(cut, Anchored({}))).whole
    assert not (await audit.check(cut, _anchored(one))).whole


async def test_an_erased_case_still_verifies_and_its_tallies_are_not_counted(wrapper: FileKeyWrapper) -> None:
    one = await _stored(wrapper, "conf-1", _happened(0))
    erased = msgspec.structs.replace(one, head=one.head[:4])
    found = await Audit(KEYS, wrapper).check(erased, _anchored(one))
    assert (found.whole, found.tallies) == (True, None)


async def test_a_data_key_wrapped_for_another_conference_is_found(wrapper: FileKeyWrapper) -> None:
    one = await _stored(wrapper, "conf-1", _happened(0))
    wrapped: Wrapped = await wrapper.wrap(DATA_KEY, conference_context("store-1", "conf-2", KEY_ID))
    head = [*one.head[:5], wrapped.sealed, *one.head[6:]]
    found = await Audit(KEYS, wrapper).check(msgspec.structs.replace(one, head=head), _anchored(one))
    assert [each.wrong for each in found.findings] == ["key"]


# ----------------------------------------------------- what somebody with every key could write, and the count tells


def _lines(events: Sequence[Event]) -> Iterator[Recorded]:
    for seq, event in enumerate(events, 1):
        yield Recorded(seq=seq, at=NOON, actor="", op=OpId(f"op-{seq}"), event=event)


def _doubts(events: Sequence[Event]) -> set[Doubt]:
    count = Recount()
    return {doubt for line in _lines(events) for doubt in count.say(line)} | set(count.end())


def _answers(events: Sequence[Event]) -> list[int]:
    return [at for at, event in enumerate(events) if isinstance(event, PostItHandedIn)]


def _at(events: Sequence[Event], kind: type[Event]) -> int:
    return next(at for at, event in enumerate(events) if isinstance(event, kind))


@pytest.mark.parametrize("seed", range(20))
def test_no_honest_conference_is_doubted(seed: int) -> None:
    assert _doubts(_happened(seed)) == set()
    assert _doubts([event for event, _ in Play().open().answer().happened]) == set(), "nor one that is still open"


@pytest.mark.parametrize("seed", range(5))
def test_every_forged_answer_is_doubted(seed: int) -> None:
    events, chance = _happened(seed), random.Random(seed)
    at = chance.choice(_answers(events))
    mine = events[at]
    assert isinstance(mine, PostItHandedIn)
    twice = [*events[: at + 1], mine, *events[at + 1 :]]
    later = replace(mine, rev=mine.rev + 1, views={})
    closed = _at(events, RoundClosed)
    assert _doubts(twice) == {Doubt.TWO_ANSWERS}
    assert Doubt.NOT_OPEN in _doubts([*events[: closed + 1], later, *events[closed + 1 :]])
    assert Doubt.TALLY in _doubts([*events[: closed + 1], later, *events[closed + 1 :]]), "and the closed tally changed"
    assert Doubt.NO_SEAT in _doubts([*events[:at], replace(mine, seat=SeatId("nobody")), *events[at:]])
    assert Doubt.NOT_SET_UP in _doubts([*events, events[0]])
    assert Doubt.NOT_SET_UP in _doubts(events[1:])
    opened = events[_at(events, RoundOpened)]
    assert Doubt.ROUND in _doubts([*events[:closed], opened, *events[closed:]])


def test_a_tally_that_is_not_the_count_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the bot's own counting wrong, the recount would say so: it does not lean on it."""

    def one_too_many(*of: object) -> Tally:
        true = told(*of)  # type: ignore[arg-type]
        first = next(iter(true.recommendations))
        return replace(true, recommendations={**true.recommendations, first: true.recommendations[first] + 1})

    monkeypatch.setattr(recount, "tally", one_too_many)
    assert _doubts(_happened(0)) == {Doubt.TALLY}
