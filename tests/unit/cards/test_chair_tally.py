"""The tally: every view as given, figures that suggest nothing, and nothing left out however long it is."""

import re
from dataclasses import replace

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.cards.components import Card
from bot.cards.frame import asked
from bot.cards.tally import tally_card
from bot.domain.post_it import Category, Recommendation
from bot.domain.views.tally import TallyView
from tests.unit.cards import samples_chair as samples
from tests.unit.cards.checks import buttons, check, parts, shown, size, verbs
from tests.unit.cards.nasty import NASTY
from tests.unit.cards.samples import MARKS, NAMES

_OPEN = samples.tally(5, open=True, rows=tuple(replace(one, missing=None) for one in samples.tally_rows(5)))
_NOBODY = samples.tally(
    2, rows=tuple(replace(one, view=None, missing=None) for one in samples.tally_rows(2)), spread=None
)
_VIEWS: dict[str, TallyView] = {
    "two": samples.tally(2),
    "five": samples.tally(),
    "twelve": samples.tally(12),
    "with likelihood": samples.with_likelihood(samples.tally()),
    "worry scale": samples.tally(2, ten_is_safe=False),
    "still open": _OPEN,
    "nobody yet": _NOBODY,
    "core group": samples.scaled_only(),
}


def _card(view: TallyView, page: int = 1) -> Card:
    return tally_card(view, MARKS, page=page)


def _pages(view: TallyView) -> list[Card]:
    """As a chair turns them, button by button."""
    out, more = [_card(view)], True
    while more:
        on = [one for one in buttons(out[-1]) if one["title"] == "More views"]
        more = bool(on)
        if on:
            child, page = asked(on[0]["data"]["of"])
            assert child == view.child
            out.append(_card(view, page))
    return out


@pytest.mark.parametrize("name", _VIEWS)
def test_card(name: str, snapshot: SnapshotAssertion) -> None:
    card = _card(_VIEWS[name])
    check(card, names=NAMES)
    assert card == snapshot


@pytest.mark.feature("V14")
def test_every_view_stands_there_as_given() -> None:
    said = shown(_card(samples.tally()))
    assert "2 \nPriya Sample, Children's social care\nChild Protection Plan, neglect." in said
    assert "Cannot give a view: \nMo Example, Housing\nI have met only Wren." in said
    assert "No post-it: \nSgt Dee Placeholder, Police\nSent apologies." in said
    assert "Given by voice, entered by Ada Sample." in said
    assert "Lowest 1, highest 8, median 3.5, spread 7. 3 numbers given." in said
    assert "1 could not give one, 1 gave no post-it." in said


@pytest.mark.feature("V14")
def test_counts_stand_in_the_order_of_the_card_whatever_they_are() -> None:
    """Trap 2: nothing is put first because it has most."""
    for most in Recommendation:
        counted = {one: 9 if one is most else 0 for one in reversed(Recommendation)}
        view = samples.tally(recommendations={one: counted[one] for one in Recommendation})
        line = next(one for one in shown(_card(view)).split("\n") if one.startswith("Child Protection Plan "))
        assert re.findall(r"[A-Z][a-zA-Z ]+ plan|Child Protection Plan|No plan", line) == [
            "Child Protection Plan",
            "Child in Need plan",
            "No plan",
        ]


def test_no_count_looks_different_from_another() -> None:
    """The same card but for the numbers, whoever has most."""
    few = samples.tally(recommendations=dict.fromkeys(Recommendation, 1), categories=dict.fromkeys(Category, 1))
    many = replace(few, recommendations={**dict.fromkeys(Recommendation, 1), Recommendation.PLAN: 9})
    assert str(_card(many)).replace("Plan 9", "Plan 1") == str(_card(few))


@pytest.mark.parametrize("name", _VIEWS)
def test_nothing_suggests_an_answer(name: str) -> None:
    said = shown(_card(_VIEWS[name])).lower()
    for word in ("majority", "most ", "mean", "average", "winner", "suggest", "consensus", "%"):
        assert word not in said.replace("a higher number means", "")
    assert not [one for one in parts(_card(_VIEWS[name])["body"]) if one.get("color")]


def test_it_is_for_the_chair_alone_and_says_so() -> None:
    """Trap 7."""
    card = _card(samples.tally())
    assert "Do not share this on screen" in shown(card)
    assert "Robin" not in card["fallbackText"]


def test_which_end_is_safe_is_always_said() -> None:
    """Trap 4."""
    assert "A higher number means safer." in shown(_card(samples.tally()))
    assert "A higher number means more worry." in shown(_card(_VIEWS["worry scale"]))


@pytest.mark.feature("V26")
def test_a_core_group_has_numbers_and_reasons_only() -> None:
    card = _card(samples.scaled_only())
    said = shown(card)
    assert "Recommendations" not in said
    assert "Plan" not in said
    assert verbs(card) == ["console.show"]


def test_while_the_round_is_open_it_leads_to_no_decision() -> None:
    card = _card(_OPEN)
    assert "The round is still open: these can change." in shown(card)
    assert "Not handed in yet: \nSgt Dee Placeholder, Police" in shown(card)
    assert "decision.show" not in verbs(card)


def test_twelve_professionals_with_ordinary_reasons_fit_one_card() -> None:
    assert size(_card(samples.with_likelihood(samples.tally(12)))) < 25_000
    assert len(_pages(samples.tally(12))) == 1


@pytest.mark.parametrize("letter", ["x", "\u00e9", "\u4e2d", "\U0001f600"])
def test_the_longest_reasons_run_over_pages_and_none_is_cut(letter: str) -> None:
    view = samples.tally(12, reason=letter * 2000)
    turned = _pages(view)
    assert max(size(one) for one in turned) < 25 * 1024
    assert sum(str(one).count(letter * 2000) for one in turned) == 10
    names = "\n".join(shown(one) for one in turned)
    assert [names.count(row.name) for row in view.rows if not row.entered_by] == [1] * 11
    assert all("Lowest 1, highest 8" in shown(one) for one in turned)
    check(turned[-1])


@pytest.mark.parametrize(("page", "shows"), [(0, "Page 1 of"), (1, "Page 1 of"), (99, "Page 2 of 2")])
def test_a_page_there_is_not_is_the_nearest(page: int, shows: str) -> None:
    assert shows in shown(_card(samples.tally(12, reason="x" * 1500), page))


@pytest.mark.parametrize("typed", NASTY)
def test_what_people_typed_stays_words(typed: str) -> None:
    rows = tuple(
        replace(row, name=typed, agency=typed, view=replace(row.view, reason=typed) if row.view else None)
        for row in samples.tally_rows(5)
    )
    check(_card(samples.tally(rows=rows, called=typed, zero=typed, ten=typed)))
