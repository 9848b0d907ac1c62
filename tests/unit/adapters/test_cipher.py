"""Seals, and the chain over them (promises 21, 22, 24)."""

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.cipher import ROOMS, Chain, ConferenceSeal, SealError, store_keys
from bot.adapters.entries import Entry, Fault, Head, Wrong, faults

KEY = bytes(32)
SEAL = ConferenceSeal(KEY, "key-1", "store-1", "conference-1")
PATH = "a/school/views/3"
PLACE = (1, "post_it_handed_in", PATH)
NONCE_AND_TAG = 12 + 16


@given(st.binary(max_size=20_000))
def test_what_is_sealed_opens_in_its_place(plain: bytes) -> None:
    assert SEAL.open(*PLACE, SEAL.close(*PLACE, plain)) == plain


@pytest.mark.parametrize(
    "place",
    [
        (2, "post_it_handed_in", PATH),
        (1, "post_it_saved", PATH),
        (1, "post_it_handed_in", "b/school/views/3"),
        (1, "post_it_handed_in", "a/health/views/3"),
        (1, "post_it_handed_in", "a/school/by/3"),
        (1, "post_it_handed_in", "a/school/views/4"),
    ],
    ids=["entry", "event", "child", "seat", "field", "revision"],
)
def test_it_opens_nowhere_else(place: tuple[int, str, str]) -> None:
    with pytest.raises(SealError):
        SEAL.open(*place, SEAL.close(*PLACE, b"x"))


@pytest.mark.parametrize(
    "other",
    [
        ConferenceSeal(KEY, "key-1", "store-1", "conference-2"),
        ConferenceSeal(KEY, "key-1", "store-2", "conference-1"),
        ConferenceSeal(KEY, "key-2", "store-1", "conference-1"),
        ConferenceSeal(bytes([1] * 32), "key-1", "store-1", "conference-1"),
    ],
    ids=["conference", "store", "key id", "key"],
)
def test_it_opens_for_nobody_else(other: ConferenceSeal) -> None:
    with pytest.raises(SealError):
        other.open(*PLACE, SEAL.close(*PLACE, b"x"))


@given(st.binary(max_size=50), st.data())
def test_a_changed_or_cut_ciphertext_does_not_open(plain: bytes, data: st.DataObject) -> None:
    sealed = SEAL.close(*PLACE, plain)
    at = data.draw(st.integers(0, len(sealed) - 1))
    for other in (sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :], sealed[:at]):
        with pytest.raises(SealError):
            SEAL.open(*PLACE, other)


def test_the_same_words_are_never_sealed_the_same() -> None:
    assert len({SEAL.close(*PLACE, b"x") for _ in range(1000)}) == 1000


@pytest.mark.parametrize(
    ("path", "length", "padded"),
    [
        ("-/-/by/-", 0, 256),
        ("-/-/by/-", 252, 256),
        ("-/-/by/-", 253, 1024),
        ("a/-/reasons/1", 10, 256),
        ("-/school/by/1", 10, 256),
        ("a/-/reasons/1", 1020, 1024),
        ("a/-/reasons/1", 1021, 4096),
        ("a/-/reasons/1", 4092, 4096),
        ("a/-/reasons/1", 4093, 16384),
        ("a/-/reasons/1", 16380, 16384),
        ("a/-/reasons/1", 16381, 32768),
        ("a/-/reasons/1", 40_000, 49152),
    ],
)
def test_lengths_are_those_of_a_few_buckets(path: str, length: int, padded: int) -> None:
    assert len(SEAL.close(1, "e", path, bytes(length))) == padded + NONCE_AND_TAG


@pytest.mark.parametrize(
    ("event", "length", "padded"),
    [
        ("post_it_handed_in", 0, 4224),
        ("post_it_handed_in", 4220, 4224),
        ("post_it_handed_in", 4221, 4224),
        ("post_it_handed_in", 12_000, 4224),
        ("post_it_saved", 0, 8320),
        ("post_it_saved", 60_000, 8320),
    ],
)
def test_what_a_seat_says_of_a_child_has_one_length(event: str, length: int, padded: int) -> None:
    """JSON's escapes take six bytes a character and squeeze to little; what was squeezed comes back."""
    plain = b"\\u0007" * (length // 6) + b"x" * (length % 6)
    sealed = SEAL.close(1, event, PATH, plain, ROOMS[event, "views"])
    assert len(sealed) == padded + NONCE_AND_TAG
    assert SEAL.open(1, event, PATH, sealed) == plain


def test_what_no_rule_allows_is_kept_all_the_same() -> None:
    """Noise of 20,000 bytes fits no room and squeezes to nothing less: it is longer, and whole."""
    noise = random.Random(1).randbytes(20_000)
    sealed = SEAL.close(1, "post_it_handed_in", PATH, noise, 4224)
    assert len(sealed) == 32768 + NONCE_AND_TAG
    assert SEAL.open(1, "post_it_handed_in", PATH, sealed) == noise


def test_a_person_has_another_name_in_each_conference() -> None:
    other = ConferenceSeal(bytes([1] * 32), "key-2", "store-1", "conference-2")
    names = [SEAL.pseudonym("oid-1"), SEAL.pseudonym("oid-2"), other.pseudonym("oid-1")]
    assert len(set(names)) == 3
    assert SEAL.pseudonym("oid-1") == names[0]


def test_a_stores_keys_have_nothing_in_common_and_are_not_shown() -> None:
    keys = store_keys(KEY, "store-1")
    assert keys.index("chat", "x") != keys.index("person", "x")
    assert keys.index("chat", "x") != store_keys(KEY, "store-2").index("chat", "x")
    assert "index_key" not in repr(keys)
    assert keys.index_key.hex() not in repr(keys)


CHAIN = Chain(KEY, "store-1")
Line = tuple[Entry, ...]


def _line(envelopes: list[bytes], cid: str = "conference-1") -> Line:
    mac, made = CHAIN.start(cid), []
    for seq, envelope in enumerate(envelopes, 1):
        mac = CHAIN.link(mac, envelope)
        made.append(Entry(seq, envelope, mac))
    return tuple(made)


def _found(entries: Line, head: Head, cid: str = "conference-1") -> list[Fault]:
    return list(faults(CHAIN, CHAIN.start(cid), entries, 0, head))


ENVELOPES = st.lists(st.binary(min_size=1, max_size=20), min_size=1, max_size=8)


@given(ENVELOPES, st.data())
def test_any_other_entries_than_those_recorded_are_found(envelopes: list[bytes], data: st.DataObject) -> None:
    line = _line(envelopes)
    head = Head(version=len(line), mac=line[-1].mac)
    assert _found(line, head) == []
    pool = [*line, *_line(envelopes, "conference-2"), *_line(envelopes[::-1])]
    drawn = data.draw(st.lists(st.sampled_from(pool), max_size=10))
    other = tuple(sorted({entry.seq: entry for entry in drawn}.values(), key=lambda entry: entry.seq))
    assert bool(_found(other, head)) is (other != line)


@given(ENVELOPES, st.data())
def test_any_changed_bit_is_found_where_it_is(envelopes: list[bytes], data: st.DataObject) -> None:
    line = list(_line(envelopes))
    head = Head(version=len(line), mac=line[-1].mac)
    at = data.draw(st.integers(0, len(line) - 1))
    bit = data.draw(st.integers(0, len(line[at].envelope) * 8 - 1))
    changed = bytearray(line[at].envelope)
    changed[bit // 8] ^= 1 << bit % 8
    line[at] = Entry(at + 1, bytes(changed), line[at].mac)
    assert _found(tuple(line), head) == [Fault(at + 1, Wrong.ALTERED)]


def test_a_line_cannot_be_carried_to_another_conference_or_store() -> None:
    line = _line([b"x"])
    head = Head(version=1, mac=line[0].mac)
    assert _found(line, head, "conference-2") == [Fault(1, Wrong.ALTERED)]
    starts = [Chain(key, store).start(cid) for key, store, cid in itertools.product((KEY, b"k"), "ab", "ab")]
    assert len(set(starts)) == len(starts)
