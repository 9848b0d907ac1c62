"""Lengths tell nothing of a post-it, and no ciphertext opens anywhere but in its place (promises 22, 24)."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.adapters import cipher
from bot.adapters.cipher import Chain, ConferenceSeal, SealError
from bot.adapters.codec import Codec
from bot.adapters.entries import unpack
from bot.adapters.sealing import Line, opener, seal_events
from bot.domain.events import EVENTS, PostItHandedIn, PostItSaved
from bot.domain.ids import ChildId, ConferenceId, OpId, PersonId, SeatId
from bot.domain.post_it import LONGEST_TEXT, SCALE, Category, Draft, Likelihood, Recommendation, View
from bot.usecases.ports import Append, Links, Operation

CODEC = Codec(EVENTS)
CHAIN = Chain(bytes(32), "store-1")
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
SEAL = ConferenceSeal(bytes(32), "key-1", "store-1", "conference-1")
PROPER = st.characters(exclude_categories=["Cs"])
TEXTS = st.one_of(
    st.just(""),
    st.text(PROPER, max_size=40),
    st.builds(
        lambda one, much: (one * LONGEST_TEXT)[:much], st.text(PROPER, min_size=1, max_size=9), st.integers(0, 2000)
    ),
    st.builds(lambda seed: _noise(random.Random(seed)), st.integers(0, 10**6)),
)
"""Of any length to the longest, in any script, and noise of the most bytes that characters of its kind can take."""


def _noise(chance: random.Random) -> str:
    """Two thousand characters of two bytes in no order, with control characters among them as often as chance wills."""
    often = chance.random()
    return "".join(
        chr(chance.randrange(32) if chance.random() < often else chance.randrange(0x80, 0x800))
        for _ in range(LONGEST_TEXT)
    )


VIEWS = st.one_of(
    st.builds(
        View,
        scale=st.none() | st.sampled_from(SCALE),
        recommendation=st.none() | st.sampled_from(Recommendation),
        category=st.none() | st.sampled_from(Category),
        likelihood=st.none() | st.sampled_from(Likelihood),
        reason=TEXTS,
    ),
    st.builds(View, unable=TEXTS),
)
DRAFTS = st.builds(
    Draft,
    scale=st.sampled_from(["", *map(str, SCALE)]),
    recommendation=st.sampled_from(["", *Recommendation]),
    category=st.sampled_from(["", *Category]),
    likelihood=st.sampled_from(["", *Likelihood]),
    reason=TEXTS,
    cannot=st.sampled_from(["", "true", "false"]),
    unable=TEXTS,
)
LONGEST = View(
    scale=10,
    recommendation=Recommendation.PLAN,
    category=Category.EMOTIONAL,
    likelihood=Likelihood.NOT_LIKELY,
    reason="\U0010ffff" * LONGEST_TEXT,
)


def _handed_in(view: View, by: str = "p1") -> PostItHandedIn:
    return PostItHandedIn(round=1, seat=SeatId("school"), rev=1, by=PersonId(by), views={ChildId("a"): view})


def _saved(draft: Draft) -> PostItSaved:
    return PostItSaved(round=1, seat=SeatId("school"), rev=1, by=PersonId("p1"), views={ChildId("a"): draft})


def _lengths(event: PostItHandedIn | PostItSaved) -> dict[str, int]:
    """By place, as the log holds it. What was sealed comes back."""
    wish = Append(
        cid=ConferenceId("conference-1"),
        expected=0,
        operations=(Operation(op=OpId("op"), actor="p", at=NOON, events=(event,)),),
        next_due=None,
        links=Links(),
    )
    (entry,) = seal_events(wish, Line(version=0, mac=b"", seal=SEAL), CODEC, CHAIN)
    assert opener("conference-1", SEAL, CODEC)(entry).event == event
    return {place: len(one) for place, one in unpack(entry.envelope).fields.items()}


@given(VIEWS)
@example(View())
@example(LONGEST)
@example(replace(LONGEST, reason="\x00" * LONGEST_TEXT))
@example(replace(LONGEST, reason='"' * LONGEST_TEXT))
def test_every_view_is_as_long_as_every_other(view: View) -> None:
    assert _lengths(_handed_in(view)) == _lengths(_handed_in(View(scale=0)))


@given(DRAFTS)
@example(Draft(reason="\U0010ffff" * LONGEST_TEXT, unable="\U0010ffff" * LONGEST_TEXT, cannot="true", scale="10"))
@example(Draft(reason="\x00" * LONGEST_TEXT, unable='"' * LONGEST_TEXT))
def test_every_draft_is_as_long_as_every_other(draft: Draft) -> None:
    assert _lengths(_saved(draft)) == _lengths(_saved(Draft()))


@pytest.mark.parametrize("script", [(0x4E00, 0x9FFF), (0x10000, 0x10FFFF)])
def test_noise_of_longer_characters_is_kept_and_shows(script: tuple[int, int]) -> None:
    """The limit of the two above: two thousand of them in no order at all, as nobody writes."""
    chance = random.Random(1)
    noise = View(reason="".join(chr(chance.randint(*script)) for _ in range(LONGEST_TEXT)))
    longer = {
        path: one for path, one in _lengths(_handed_in(noise)).items() if one > _lengths(_handed_in(View()))[path]
    }
    assert longer == {f"{SEAL.veiled('a')}/{SEAL.veiled('school')}/views/1": 16384 + 12 + 16}


def test_whoever_answers_and_by_whose_hand_shows_in_no_length() -> None:
    entered = replace(_handed_in(View()), entered_by=PersonId("administrator"))
    assert _lengths(entered) == _lengths(_handed_in(View(), by="a-person-with-a-long-id" * 5))


def test_without_padding_lengths_would_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: what the tests above prove is the padding's doing."""
    monkeypatch.setattr(cipher, "_pad", lambda plain, *_: len(plain).to_bytes(4, "big") + plain)
    assert len({str(_lengths(_handed_in(View(recommendation=kind)))) for kind in Recommendation}) == 3


def _places(chance: random.Random) -> Iterator[tuple[str, int, str, str, str, str, str]]:
    while True:
        yield (
            chance.choice(["conference-1", "conference-2"]),
            chance.randint(1, 3),
            chance.choice(["post_it_handed_in", "post_it_saved"]),
            chance.choice(["a", "b", "-"]),
            chance.choice(["school", "health", "-"]),
            chance.choice(["views", "by", "round"]),
            chance.choice(["1", "2", "-"]),
        )


def test_ten_thousand_moves_of_a_ciphertext_are_all_refused() -> None:
    """To another child, seat, field, revision, entry, event or conference: none opens (promise 22)."""
    chance = random.Random(22)
    places = _places(chance)
    seals = {cid: ConferenceSeal(bytes(32), "key-1", "store-1", cid) for cid in ("conference-1", "conference-2")}
    refused = 0
    while refused < 10_000:
        (cid, seq, event, *path), (to, at, kind, *other) = next(places), next(places)
        sealed = seals[cid].close(seq, event, "/".join(path), b"{}")
        if (cid, seq, event, *path) == (to, at, kind, *other):
            assert seals[to].open(at, kind, "/".join(other), sealed) == b"{}"
            continue
        with pytest.raises(SealError):
            seals[to].open(at, kind, "/".join(other), sealed)
        refused += 1


def test_a_seal_that_names_no_place_would_open_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: without the place in what is authenticated, every move of the above succeeds."""
    monkeypatch.setattr(ConferenceSeal, "_place", lambda *_: b"")
    sealed = SEAL.close(1, "post_it_handed_in", "a/school/views/1", b"{}")
    assert SEAL.open(2, "post_it_saved", "b/health/by/2", sealed) == b"{}"
