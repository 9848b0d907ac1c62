"""The post-it: every child, nothing chosen beforehand, who can see it and when; and a receipt that repeats nothing."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.cards.components import NO_ANSWER, Card
from bot.cards.post_it import post_it_card, receipt_card
from bot.domain.post_it import LONGEST_TEXT
from bot.domain.refusals import Fault
from bot.domain.views.post_it import PostItView, receipt_of
from tests.unit.cards import samples
from tests.unit.cards.checks import buttons, check, inputs, parts, shown, size, verbs
from tests.unit.cards.nasty import NASTY

_FAULTS = {
    "child-0.scale": Fault.SCALE_MISSING,
    "child-0.category": Fault.CATEGORY_MISSING,
    "child-1.cannot": Fault.UNABLE_AND_ANSWERED,
    "child-1.unable": Fault.UNABLE_REASON_MISSING,
}
_EVERY_FAULT = {
    f"child-{number}.{name}": fault
    for number in range(6)
    for name, fault in (
        ("scale", Fault.SCALE_MISSING),
        ("likelihood", Fault.LIKELIHOOD_MISSING),
        ("recommendation", Fault.RECOMMENDATION_MISSING),
    )
}


def _card(view: PostItView, *, faults: Mapping[str, Fault] | None = None, notice: str = "") -> Card:
    return post_it_card(view, samples.MARKS, faults=faults or {}, notice=notice)


@pytest.mark.parametrize(
    "card",
    [
        pytest.param(_card(samples.post_it(1)), id="one child"),
        pytest.param(_card(samples.post_it(2)), id="two children"),
        pytest.param(_card(samples.post_it(6)), id="six children"),
        pytest.param(_card(samples.filled(saved=True)), id="saved"),
        pytest.param(_card(samples.filled(handed_in=True)), id="to be changed"),
        pytest.param(_card(samples.filled(handed_in=True, saved=True)), id="changes saved"),
        pytest.param(_card(samples.filled(), faults=_FAULTS, notice="Your post-it is not complete yet."), id="faults"),
        pytest.param(_card(samples.cannot(samples.filled())), id="cannot give a view"),
        pytest.param(_card(samples.filled(asks_likelihood=True, chair_sees_now=True)), id="as in LBH"),
        pytest.param(_card(samples.post_it(scales_only=True)), id="core group"),
        pytest.param(_card(samples.post_it(ten_is_safe=False)), id="a scale of worry"),
        pytest.param(_card(samples.post_it(entered_for="Ben Sample")), id="read out"),
        pytest.param(_card(samples.filled(entered_for="Ben Sample"), faults=_FAULTS), id="read out, faults"),
        pytest.param(
            _card(samples.cannot(samples.filled(asks_likelihood=True, entered_for="Ben Sample", read_back=True))),
            id="read back",
        ),
        pytest.param(
            _card(samples.filled(scales_only=True, entered_for="Ben Sample", read_back=True)),
            id="read back, core group",
        ),
        pytest.param(receipt_card(receipt_of(samples.filled(handed_in=True)), samples.MARKS), id="receipt"),
        pytest.param(
            receipt_card(
                receipt_of(samples.filled(handed_in=True, chair_sees_now=True)),
                samples.MARKS,
                notice="Already recorded.",
            ),
            id="receipt as in LBH",
        ),
        pytest.param(
            receipt_card(receipt_of(samples.filled(entered_for="Ben Sample")), samples.MARKS), id="receipt, read out"
        ),
    ],
)
def test_card(card: Card, snapshot: SnapshotAssertion) -> None:
    check(card, names=samples.NAMES)
    assert card == snapshot


@pytest.mark.feature("V2")
def test_each_child_is_asked_about_separately() -> None:
    asked = inputs(_card(samples.post_it(2, asks_likelihood=True)))
    fields = ["scale", "likelihood", "recommendation", "category", "reason", "cannot", "unable"]
    assert list(asked) == [f"child-{number}.{name}" for number in range(2) for name in fields]
    assert all(one["label"].startswith("Robin: ") for name, one in asked.items() if name.startswith("child-0."))


@pytest.mark.feature("V3")
def test_nothing_is_chosen_beforehand() -> None:
    assert not [one for one in inputs(_card(samples.post_it(6, asks_likelihood=True))).values() if one.get("value")]


@pytest.mark.feature("V4")
def test_half_of_it_can_be_saved_and_what_was_typed_comes_back() -> None:
    view = samples.post_it(1)
    typed = replace(view.children[0].typed, scale="11", recommendation="forged", reason="Half a sen")
    card = _card(replace(view, children=(replace(view.children[0], typed=typed),)))
    assert verbs(card) == ["post_it.hand_in", "post_it.save"]
    asked = inputs(card)
    assert asked["child-0.reason"]["value"] == "Half a sen"
    assert "value" not in asked["child-0.scale"]
    assert "value" not in asked["child-0.recommendation"]


@pytest.mark.feature("V10")
def test_not_giving_a_view_has_its_own_reason() -> None:
    asked = inputs(_card(samples.cannot(samples.post_it(2))))
    assert asked["child-1.cannot"]["value"] == "true"
    assert asked["child-1.unable"]["value"] == "I have met only Robin."
    assert "value" not in asked["child-0.cannot"]


def test_an_answer_can_be_taken_back() -> None:
    choices = [one["choices"][-1]["value"] for one in inputs(_card(samples.post_it(1))).values() if "choices" in one]
    assert choices == [NO_ANSWER] * 3


@pytest.mark.feature("V26")
def test_a_core_group_is_asked_for_a_scale_and_nothing_else() -> None:
    asked = inputs(_card(samples.post_it(1, scales_only=True)))
    assert list(asked) == ["child-0.scale", "child-0.reason", "child-0.cannot", "child-0.unable"]


@pytest.mark.feature("D4")
@pytest.mark.parametrize(("children", "times"), [(1, 1), (3, 3), (4, 1), (6, 1)])
def test_the_chairs_words_for_0_and_10_are_always_there(children: int, times: int) -> None:
    said = shown(_card(samples.post_it(children)))
    assert said.count("hurt.") == said.count("know who to ring.") == times
    assert said.index("hurt.") < said.index("how safe is this child")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "once the round is closed and not before"),
        ({"chair_sees_now": True}, "as soon as you hand it in"),
        ({"entered_for": "Ben Sample"}, "with your name as the one who wrote it down"),
    ],
)
def test_it_says_exactly_who_can_see_it_and_when(change: dict[str, Any], said: str) -> None:
    """Trap 35: nobody is promised that nobody will know."""
    card = shown(_card(samples.post_it(**change)))
    assert said in card
    assert "It is not anonymous." in card


def test_one_fault_is_shown_beside_one_input() -> None:
    card = _card(samples.filled(), faults=_FAULTS)
    assert "There are 4 things to put right." in shown(card)
    errors = [part["text"] for part in parts(card) if str(part.get("text", "")).startswith("Error: ")]
    assert len(errors) == 4


@pytest.mark.feature("J10")
def test_a_view_given_by_voice_is_written_down_and_then_read_back() -> None:
    form = _card(samples.post_it(entered_for="Ben Sample"))
    assert verbs(form) == ["post_it.enter"]
    assert buttons(form)[0]["data"]["s"] == "post_it/health"
    back = _card(samples.cannot(samples.filled(entered_for="Ben Sample", read_back=True)))
    assert verbs(back) == ["post_it.confirm_read_back", "post_it.change"]
    assert not inputs(back)
    said = shown(back)
    for words in (
        "Read this back to Ben Sample",
        "Child Protection Plan",
        "Neglect",
        "He came",
        "I have met only Robin.",
    ):
        assert words in said


@pytest.mark.feature("V29")
def test_a_receipt_repeats_nothing_of_what_was_handed_in() -> None:
    card = receipt_card(receipt_of(samples.filled(reason="a secret reason")), samples.MARKS)
    assert verbs(card) == ["post_it.change"]
    said = shown(card)
    for content in ("a secret reason", "Child Protection Plan", "Neglect", "Robin", "3"):
        assert content not in said


def _worst(children: int) -> Card:
    """The longest of everything that a person can type into it, and three faults a child."""
    empty = _card(samples.post_it(children))
    longest = inputs(empty)["child-0.reason"]["maxLength"]
    view = samples.filled(children, "x" * longest, asks_likelihood=True, zero="z" * 300, ten="t" * 300, saved=True)
    faults = {name: fault for name, fault in _EVERY_FAULT.items() if int(name[6]) < children}
    return _card(view, faults=faults, notice="Your post-it is not complete yet. What you wrote is still here.")


@pytest.mark.parametrize("children", range(1, 7))
def test_however_much_is_typed_teams_takes_the_card(children: int) -> None:
    card = _worst(children)
    check(card)
    assert size(card) < 25 * 1024


def test_up_to_three_children_there_is_room_for_a_page_each() -> None:
    assert inputs(_card(samples.post_it(3)))["child-2.reason"]["maxLength"] == LONGEST_TEXT


@pytest.mark.parametrize("typed", NASTY)
def test_whatever_is_typed_stays_inert(typed: str) -> None:
    view = samples.filled(1, typed, zero=typed, ten=typed)
    child = replace(view.children[0], called=typed)
    for one in (replace(view, children=(child,)), replace(view, children=(child,), entered_for=typed, read_back=True)):
        card = _card(one)
        check(card)
        assert set(verbs(card)) <= {"post_it.hand_in", "post_it.save", "post_it.confirm_read_back", "post_it.change"}
