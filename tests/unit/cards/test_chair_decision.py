"""The chair's decision form: nothing drawn from the tally, every fault beside its field, what was typed kept."""

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.cards.components import Card
from bot.cards.decision import decision_card
from bot.domain.decision import Status
from bot.domain.post_it import Category
from bot.domain.refusals import Fault
from bot.domain.views.decision import DecisionForm, DecisionView
from tests.unit.cards import samples_chair as samples
from tests.unit.cards.checks import buttons, check, inputs, shown, size
from tests.unit.cards.nasty import NASTY
from tests.unit.cards.samples import MARKS, NAMES

_FAULTS = {
    "category": Fault.CATEGORY_MISSING,
    "review": Fault.DATE_LATE,
    "inquorate_reason": Fault.QUORUM_REASON_MISSING,
    "core_group": Fault.MISSING,
}
_VIEWS: dict[str, DecisionView] = {
    "new": samples.decision(),
    "filled": samples.decision(form=samples.FILLED),
    "decided": samples.decision(form=samples.FILLED, decided=True),
    "without quorum": samples.decision(quorum=samples.NOT_MET),
    "review": samples.review_decision(),
}


def _card(view: DecisionView, **faults: Fault) -> Card:
    return decision_card(view, MARKS, faults=faults)


@pytest.mark.parametrize("name", _VIEWS)
def test_card(name: str, snapshot: SnapshotAssertion) -> None:
    card = _card(_VIEWS[name])
    check(card, names=NAMES)
    assert card == snapshot


def test_card_with_faults(snapshot: SnapshotAssertion) -> None:
    card = _card(samples.decision(quorum=samples.NOT_MET, form=samples.FILLED), **_FAULTS)
    check(card, names=NAMES)
    assert card == snapshot


@pytest.mark.feature("V20")
def test_only_what_was_set_up_or_proposed_stands_there_beforehand() -> None:
    found = {name: one["value"] for name, one in inputs(_card(samples.decision())).items() if one.get("value")}
    assert found == {
        "lead": "lead",
        "first_core_group": "2026-12-17",
        "review": "2027-03-03",
        "cin_meeting": "2026-12-31",
    }


@pytest.mark.feature("V20")
def test_the_form_asks_for_all_that_a_decision_is() -> None:
    assert set(inputs(_card(samples.decision()))) == {
        "status",
        "category",
        "reasons",
        "lead",
        "core_group",
        "first_core_group",
        "review",
        "cin_meeting",
        "late_reason",
        "outline",
    }
    assert "next_core_group" in inputs(_card(samples.review_decision()))


def test_choices_stand_in_the_order_of_the_post_it() -> None:
    found = inputs(_card(samples.decision()))
    assert [one["value"] for one in found["status"]["choices"]] == [one.value for one in Status]
    assert [one["value"] for one in found["category"]["choices"]] == [*(one.value for one in Category), "none"]


def test_a_review_continues_steps_down_or_ends() -> None:
    titles = [one["title"] for one in inputs(_card(samples.review_decision()))["status"]["choices"]]
    assert titles == [
        "Continue the Child Protection Plan",
        "Step down: end it, with a Child in Need plan instead",
        "End it, with no plan after it",
    ]


@pytest.mark.feature("A7")
def test_each_date_says_its_limit_and_where_that_comes_from() -> None:
    said = shown(_card(samples.decision()))
    assert "At the latest Thu 17 Dec 2026 (LBH's guide)." in said
    assert "At the latest Wed 3 Mar 2027 (London procedures, paragraph 1.20)." in said
    review = shown(_card(samples.review_decision()))
    assert "the date that the limit runs from is not in the conference file" in review
    assert "Your borough gives no limit." in review


@pytest.mark.feature("V23")
def test_quorum_is_asked_again_at_the_decision() -> None:
    assert "Quorum met by" in shown(_card(samples.decision()))
    assert "inquorate_reason" not in inputs(_card(samples.decision()))
    without = _card(samples.decision(quorum=samples.NOT_MET))
    assert "Quorum not met" in shown(without)
    assert "inquorate_reason" in inputs(without)


def test_every_fault_stands_directly_above_its_field() -> None:
    said = shown(_card(samples.decision(quorum=samples.NOT_MET, form=samples.FILLED), **_FAULTS)).split("\n")
    assert "There are 4 things to put right" in said[0]
    for error, field in [
        ("Error: A Child Protection Plan needs a category. Choose one.", "Category: the main concern"),
        ("Error: That is later than the limit.", "Date of the review conference"),
        ("Error: This is still empty.", "Core group: everybody who belongs to it"),
    ]:
        place = next(number for number, line in enumerate(said) if line.startswith(error))
        assert said[place + 1] == field


def test_what_was_typed_is_kept() -> None:
    found = inputs(_card(samples.decision(form=samples.FILLED), reasons=Fault.TOO_LONG))
    assert found["status"]["value"] == "child_protection_plan"
    assert found["reasons"]["value"].startswith("Left alone for whole nights.")
    assert found["core_group"]["value"] == "lead,school"


def test_a_recorded_decision_says_so() -> None:
    card = _card(_VIEWS["decided"])
    assert "Recorded: Child Protection Plan. You can change it until you approve the summary." in shown(card)
    main = next(one for one in buttons(card) if one.get("style") == "positive")
    assert (main["verb"], main["data"]["s"]) == ("child.decide", "decision/child-0")


@pytest.mark.parametrize("typed", NASTY)
def test_what_people_typed_stays_words(typed: str) -> None:
    form = DecisionForm(
        reasons=typed, outline=typed, late_reason=typed, inquorate_reason=typed, status=typed, lead=typed
    )
    seats = tuple((seat, typed) for seat, _ in samples.decision().seats)
    check(_card(samples.decision(called=typed, form=form, seats=seats, quorum=samples.NOT_MET)))


def test_the_longest_form_fits() -> None:
    form = DecisionForm(
        reasons=samples.LONGEST,
        outline=samples.LONGEST,
        late_reason=samples.LONGEST,
        inquorate_reason=samples.LONGEST,
        dates=samples.PROPOSED.dates,
    )
    assert size(_card(samples.decision(form=form, quorum=samples.NOT_MET), **_FAULTS)) < 25_000
