"""The decision summary on cards: the draft, the copy that is sent, and the copy that is carried by hand."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.cards.components import Card
from bot.cards.frame import asked, pages
from bot.cards.summary import copy_card, draft_card, summary_card
from bot.domain.decision import Status
from bot.domain.particulars import Kind
from bot.domain.refusals import Fault
from tests.unit.cards import samples_chair as samples
from tests.unit.cards.checks import buttons, check, inputs, shown, size, verbs
from tests.unit.cards.nasty import NASTY
from tests.unit.cards.samples import MARKS, NAMES, decided

_GIVEN = samples.copy(given=True, how="In person, at the office")
_PROFESSIONAL = samples.copy(person="gp", name="Dr Ines Sample", relation="GP", lay=False)
_CARDS: dict[str, Card] = {
    "draft": draft_card(samples.draft(), MARKS),
    "draft with a fault": draft_card(samples.draft(note="x"), MARKS, faults={"note": Fault.TOO_LONG}),
    "draft, one child undecided": draft_card(
        samples.draft(children=samples.draft().children[:1], undecided=("Wren",)), MARKS
    ),
    "draft of a review": draft_card(samples.draft(kind=Kind.REVIEW), MARKS),
    "approved": draft_card(samples.summary(clocks=samples.CLOCKS), MARKS),
    "approved, in the chat": draft_card(samples.summary(in_meeting_chat=True), MARKS),
    "delivered": summary_card(samples.summary()),
    "copy": copy_card(samples.copy(), MARKS),
    "copy with a fault": copy_card(samples.copy(), MARKS, faults={"how": Fault.MISSING}),
    "copy for a professional": copy_card(_PROFESSIONAL, MARKS),
    "copy given": copy_card(_GIVEN, MARKS),
}


@pytest.mark.parametrize("name", _CARDS)
def test_card(name: str, snapshot: SnapshotAssertion) -> None:
    check(_CARDS[name], names=NAMES)
    assert _CARDS[name] == snapshot


@pytest.mark.feature("A1")
def test_the_chair_reads_the_very_words_that_are_sent() -> None:
    drafted, sent = shown(_CARDS["draft"]), shown(summary_card(samples.summary(note="")))
    body = sent.partition("\n")[2].partition("\nAda Sample, chair of the conference")[0]
    assert body in drafted


@pytest.mark.feature("A5")
def test_the_summary_holds_what_the_procedure_asks_for() -> None:
    """S4 14.13: decisions and recommendations, outline plan, social worker, right to complain; core group and dates."""
    said = shown(_CARDS["delivered"])
    for part in (
        "Robin has a Child Protection Plan. Category: neglect.",
        "Left alone for whole nights.",
        "1. Priya sees Robin alone each week.",
        "Lead social worker: \nAda Sampleton-Worker",
        "Ben Sample, Health visiting",
        "First core group: Thursday 17 December 2026",
        "You can complain about any part of the conference.",
        "Ada Sample, chair of the conference, Friday 4 December 2026",
    ):
        assert part in said


@pytest.mark.feature("V22")
def test_dissent_is_named_by_agency_once_and_without_its_reason() -> None:
    """S4 11.1; by agency, however often it was said."""
    twice = samples.summary(children=(decided(0, dissents=("School", "School")),))
    assert shown(summary_card(twice)).count("School") == 2  # once as the dissent, once in the core group


def test_nothing_of_a_post_it_is_in_it() -> None:
    """Trap 24."""
    assert "scale" not in shown(_CARDS["delivered"]).lower()
    assert verbs(_CARDS["delivered"]) == []


@pytest.mark.feature("A1")
def test_a_draft_with_a_child_undecided_cannot_be_approved() -> None:
    card = _CARDS["draft, one child undecided"]
    assert "summary.approve" not in verbs(card)
    assert "Still to be decided: \nWren" in shown(card)


def test_what_is_missing_is_said_before_anything_else() -> None:
    said = shown(_CARDS["draft"])
    assert said.index("No outline plan is written for: \nWren") < said.index("What is sent")


def test_the_meeting_chat_is_left_out_unless_chosen() -> None:
    """Trap 9."""
    toggle = inputs(_CARDS["draft"])["in_meeting_chat"]
    assert "value" not in toggle
    assert "somebody who joined without signing in" in shown(_CARDS["draft"])


def test_after_approval_nothing_can_be_pressed_but_the_way_back() -> None:
    card = _CARDS["approved"]
    assert verbs(card) == ["console.show"]
    assert not inputs(card)
    assert "Approved by Ada Sample on Fri 4 Dec 2026, 13:25." in shown(card)
    assert "3 copies still to be given." in shown(card)


@pytest.mark.feature("A2")
def test_both_clocks_stand_on_the_draft() -> None:
    said = shown(_CARDS["draft"])
    assert "Sat 5 Dec 2026, 12:10 (24 hours)" in said
    assert "Mon 7 Dec 2026, 17:00 (one working day)" in said


def test_parents_are_told_in_person_too_where_there_is_no_child_protection_plan() -> None:
    """S4 10.2, trap 21."""
    assert "Tell the parents in person as well" in shown(_CARDS["draft"])
    planned = samples.draft(children=(decided(0),))
    assert "Tell the parents" not in shown(draft_card(planned, MARKS))


@pytest.mark.feature("A3")
def test_a_copy_is_for_one_person_and_says_how_it_was_given() -> None:
    card = _CARDS["copy"]
    assert shown(card).startswith("Copy for Cora Sampleton (Mother)\nGive this to them alone")
    assert list(inputs(card)) == ["how"]
    assert [(one["verb"], one["data"]["s"]) for one in buttons(card)] == [("copy.give", "copy/mother")]
    assert verbs(_CARDS["copy given"]) == []
    assert "Given: \nIn person, at the office" in shown(_CARDS["copy given"])


@pytest.mark.feature("J12")
def test_family_are_spoken_to_in_family_words() -> None:
    said = shown(_CARDS["copy"])
    assert "Dear Cora Sampleton," in said
    assert "Robin will have a child protection plan." in said
    assert "London procedures" not in said
    assert "Lead social worker" not in said
    assert "Lead social worker" in shown(_CARDS["copy for a professional"])


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (Status.PLAN, "Robin's Child Protection Plan continues."),
        (Status.CHILD_IN_NEED, "Robin's Child Protection Plan ends. A Child in Need plan takes its place."),
        (Status.NO_PLAN, "Robin's Child Protection Plan ends. No plan follows it."),
    ],
)
def test_a_review_says_what_becomes_of_the_plan(status: Status, said: str) -> None:
    view = samples.summary(kind=Kind.REVIEW, children=(decided(0, status=status),))
    assert said in shown(summary_card(view))


def _turn(first: Card, draw: Callable[[int], Card]) -> list[Card]:
    out = [first]
    while on := [one for one in buttons(out[-1]) if one["title"] == "Read on"]:
        out.append(draw(asked(on[0]["data"]["of"])[1]))
    return out


@pytest.mark.parametrize("letter", ["x", "\u00e9", "\u4e2d", "\U0001f600"])
def test_the_longest_summary_of_six_children_is_read_page_by_page_and_none_is_cut(letter: str) -> None:
    view = samples.long_summary(text=letter * 2000)
    turned = _turn(summary_card(view, MARKS), lambda page: summary_card(view, MARKS, page=page))
    assert max(size(one) for one in turned) < 25 * 1024
    assert sum(str(one).count(letter * 2000) for one in turned) == 19
    for one in turned:
        check(one)
    said = "\n".join(shown(one) for one in turned)
    assert "continued" in said


def test_a_long_draft_is_approved_on_its_last_page_only() -> None:
    view = replace(samples.long_summary(), draft=True, approved_at=None, note="")
    turned = _turn(draft_card(view, MARKS), lambda page: draft_card(view, MARKS, page=page))
    assert ["summary.approve" in verbs(one) for one in turned] == [False] * (len(turned) - 1) + [True]
    faulty = draft_card(view, MARKS, faults={"note": Fault.TOO_LONG})
    assert "summary.approve" in verbs(faulty)


def test_a_long_copy_is_given_on_its_last_page_only() -> None:
    view = samples.copy(summary=samples.long_summary())
    turned = _turn(copy_card(view, MARKS), lambda page: copy_card(view, MARKS, page=page))
    assert ["copy.give" in verbs(one) for one in turned] == [False] * (len(turned) - 1) + [True]
    assert max(size(one) for one in turned) < 25_000


def test_without_buttons_nothing_is_left_out() -> None:
    assert str(summary_card(samples.long_summary())).count(samples.LONGEST.strip()) == 19


def test_an_ordinary_summary_of_six_children_fits_one_card() -> None:
    every = tuple(decided(number, reasons="x" * 500, outline="y" * 500) for number in range(6))
    card = summary_card(samples.summary(children=every), MARKS)
    assert size(card) < 25_000
    assert verbs(card) == []


@pytest.mark.parametrize("typed", NASTY)
def test_what_people_typed_stays_words(typed: str) -> None:
    one = decided(0, called=typed, reasons=typed, outline=typed, lead=typed, dissents=(typed,), core_group=(typed,))
    view = samples.summary(children=(one,), note=typed, chair=typed, approved_by=typed)
    check(summary_card(view))
    check(draft_card(replace(view, draft=True, undecided=(typed,)), MARKS))
    check(copy_card(samples.copy(name=typed, relation=typed, summary=view, given=True, how=typed), MARKS))


@pytest.mark.parametrize(
    ("subject", "what"),
    [
        ("maya", ("maya", 1)),
        ("maya#2", ("maya", 2)),
        ("#3", ("", 3)),
        ("maya#0", ("maya", 1)),
        ("maya#-1", ("maya", 1)),
        ("maya#" + "9" * 5000, ("maya", 1)),
        ("maya#\u0662", ("maya", 1)),
    ],
)
def test_a_subject_names_its_page(subject: str, what: tuple[str, int]) -> None:
    assert asked(subject) == what


def test_pages_keep_the_order_and_never_start_empty() -> None:
    assert pages([], room=10) == [[]]
    assert pages([(11, "a"), (4, "b"), (6, "c"), (1, "d")], room=10) == [["a"], ["b", "c"], ["d"]]
