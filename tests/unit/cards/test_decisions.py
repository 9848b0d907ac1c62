"""What a professional is shown of the decisions, and how to dissent from one: declared, never inferred (trap 22)."""

from dataclasses import replace

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.cards.components import Card
from bot.cards.decisions import decisions_card, dissent_card
from bot.domain.ids import ChildId
from bot.domain.refusals import Fault
from tests.unit.cards import samples
from tests.unit.cards.checks import buttons, check, inputs, shown, size, verbs
from tests.unit.cards.nasty import NASTY

_MINE = {ChildId("child-1"): "The aunt works nights.\nNobody has asked Wren."}


@pytest.mark.parametrize(
    "card",
    [
        pytest.param(decisions_card(samples.decisions(), samples.MARKS), id="two children"),
        pytest.param(decisions_card(samples.decisions(mine=_MINE), samples.MARKS, notice="Recorded."), id="dissented"),
        pytest.param(dissent_card(samples.decisions(), ChildId("child-0"), samples.MARKS), id="dissent form"),
        pytest.param(
            dissent_card(samples.decisions(), ChildId("child-0"), samples.MARKS, faults={"reason": Fault.MISSING}),
            id="dissent without a reason",
        ),
        pytest.param(
            dissent_card(samples.decisions(mine=_MINE), ChildId("child-1"), samples.MARKS), id="dissent again"
        ),
    ],
)
def test_card(card: Card, snapshot: SnapshotAssertion) -> None:
    check(card, names=samples.NAMES)
    assert card == snapshot


@pytest.mark.feature("V22")
def test_each_child_has_its_own_dissent() -> None:
    card = decisions_card(samples.decisions(), samples.MARKS)
    assert [(one["verb"], one["data"]["of"]) for one in buttons(card)] == [
        ("dissent.form", "child-0"),
        ("dissent.form", "child-1"),
    ]
    form = dissent_card(samples.decisions(), ChildId("child-1"), samples.MARKS)
    assert verbs(form) == ["dissent.declare", "decisions.show"]
    assert buttons(form)[0]["data"]["s"] == "dissent/child-1/health"
    assert list(inputs(form)) == ["reason"]


@pytest.mark.feature("V22")
def test_to_differ_is_not_to_dissent_and_what_follows_is_said_before() -> None:
    for card in (
        decisions_card(samples.decisions(), samples.MARKS),
        dissent_card(samples.decisions(), ChildId("child-0"), samples.MARKS),
    ):
        said = shown(card)
        assert "nothing in your post-it is taken as dissent" in said
        assert "as soon as practicable after the conference" in said


def test_a_child_that_is_not_there_gets_all_the_decisions() -> None:
    card = dissent_card(samples.decisions(), ChildId("forged"), samples.MARKS)
    assert card == decisions_card(samples.decisions(), samples.MARKS)


def test_six_of_the_longest_decisions_fit_and_each_is_whole_on_its_own() -> None:
    children = [samples.decided(number, reasons="r" * 2000, late_reason="l" * 2000) for number in range(6)]
    view = samples.decisions(*children, mine={one.child: "d" * 2000 for one in children})
    card = decisions_card(view, samples.MARKS)
    check(card)
    assert size(card) < 25 * 1024
    assert "(The rest is in the decision summary.)" in shown(card)
    alone = shown(dissent_card(view, children[0].child, samples.MARKS))
    assert "r" * 2000 in alone
    assert "l" * 2000 in alone


@pytest.mark.parametrize("typed", NASTY)
def test_whatever_was_typed_stays_inert(typed: str) -> None:
    one = replace(
        samples.decided(0),
        called=typed,
        reasons=typed,
        lead=typed,
        core_group=(typed,),
        late_reason=typed,
        dissents=(typed,),
    )
    view = samples.decisions(one, mine={one.child: typed})
    check(decisions_card(view, samples.MARKS))
    check(dissent_card(view, one.child, samples.MARKS))
