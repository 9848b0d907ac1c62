"""The tally against a plain count, and what it does not have (V14, traps 2 and 3)."""

from collections import Counter
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.conference import Round
from bot.domain.events import Missing
from bot.domain.post_it import Category, PostIt, Recommendation, View
from bot.domain.tally import Row, Spread, Tally, tally
from bot.domain.views.tally import TallyRow, TallyView
from tests.fakes.builders import START, WREN, Play
from tests.fakes.presses import SEATS

STATE = Play().state
plans = st.builds(
    View,
    scale=st.integers(0, 10),
    recommendation=st.just(Recommendation.PLAN),
    category=st.sampled_from(Category),
    reason=st.just("r"),
)
others = st.builds(
    View,
    scale=st.integers(0, 10),
    recommendation=st.sampled_from([Recommendation.CHILD_IN_NEED, Recommendation.NO_PLAN]),
    reason=st.just("r"),
)
scaled_only = st.builds(View, scale=st.integers(0, 10))
unables = st.just(View(unable="never met"))
answers = st.dictionaries(st.sampled_from(SEATS), plans | others | scaled_only | unables)


def held(given_views: dict[str, View]) -> Round:
    return Round(
        number=1,
        opened_at=START,
        zero="0",
        ten="10",
        ten_is_safe=True,
        quorum={},
        inquorate_reason="",
        post_its={
            seat: PostIt(seat=seat, views={WREN: given_views[seat]}, by=STATE.particulars.seat(seat).holder)
            for seat in reversed(SEATS)
            if seat in given_views
        },
        closed_at=START,
        missing={seat: Missing.TECHNICAL for seat in SEATS if seat not in given_views},
    )


def middle(numbers: list[int]) -> float:
    ordered, half = sorted(numbers), len(numbers) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


@pytest.mark.feature("V14")
@given(answers)
def test_the_tally_is_a_plain_count(said: dict[str, View]) -> None:
    found = tally(STATE, held(said), WREN)
    scales = [view.scale for view in said.values() if view.scale is not None]
    if scales:
        assert found.spread
        assert (found.spread.lowest, found.spread.highest) == (min(scales), max(scales))
        assert found.spread.median == middle(scales)
        assert found.spread.spread == max(scales) - min(scales)
    else:
        assert found.spread is None
    counted = Counter(view.recommendation for view in said.values())
    assert found.recommendations == {one: counted[one] for one in Recommendation}
    named = Counter(view.category for view in said.values())
    assert found.categories == {one: named[one] for one in Category}
    assert (found.unable, found.missing) == (sum(view.unable != "" for view in said.values()), len(SEATS) - len(said))


@pytest.mark.feature("V14")
@given(answers)
def test_every_seat_has_one_row_in_the_order_of_the_seats_whoever_answered_when(said: dict[str, View]) -> None:
    found = tally(STATE, held(said), WREN)
    assert [row.seat for row in found.rows] == list(SEATS)
    assert {row.seat: row.view for row in found.rows if row.view} == said
    assert all((row.view is None) is (row.missing is not None) for row in found.rows)


@pytest.mark.feature("V14")
@given(answers)
def test_counts_stand_in_the_cards_order_and_never_by_size(said: dict[str, View]) -> None:
    found = tally(STATE, held(said), WREN)
    assert list(found.recommendations) == list(Recommendation)
    assert list(found.categories) == list(Category)


@pytest.mark.feature("V20")
@pytest.mark.parametrize("kind", [Tally, Spread, Row, TallyView, TallyRow])
def test_nothing_in_it_is_an_average_or_says_who_has_won(kind: type) -> None:
    names = {one.name for one in fields(kind)} | {name for name in dir(kind) if not name.startswith("_")}
    for word in (
        "mean",
        "average",
        "majority",
        "winner",
        "most",
        "leading",
        "suggest",
        "recommended",
        "agree",
        "total",
    ):
        assert not [name for name in names if word in name]
