"""The chair's console: the next step at once, then what waits for them, then how things stand; never what anybody answered."""

from dataclasses import replace

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.cards.components import Card
from bot.cards.console import console_card
from bot.domain.conference import Stage
from bot.domain.particulars import Kind
from bot.domain.refusals import Fault
from bot.domain.views.console import Answered, ConsoleView, Deed, Presence
from tests.unit.cards import samples_chair as samples
from tests.unit.cards.checks import buttons, check, shown, size, verbs
from tests.unit.cards.nasty import NASTY
from tests.unit.cards.samples import MARKS, NAMES

_HANDED_IN = dict.fromkeys([who for who, *_ in samples.TEAM], Answered.HANDED_IN)
_ALL_IN = samples.round_open(seats=samples.seat_lines(_HANDED_IN))
_WAITING = samples.round_open(seats=samples.seat_lines({**_HANDED_IN, "gp": Answered.AWAITED}))
_VOICE = samples.round_open(seats=samples.seat_lines({**_HANDED_IN, "gp": Answered.BY_VOICE}))
_ENDED = (Deed.SEE_TALLY, Deed.HAND_OVER, Deed.CORRECT_END)
_SCALING = samples.core_group(Stage.GATHERING, *samples.GATHERING)
_SCALED = samples.core_group(Stage.DECIDED, Deed.SEE_TALLY, Deed.HAND_OVER, Deed.END)
_VIEWS: list[tuple[str, ConsoleView, str]] = [
    ("planned", samples.planned(), "meeting.start"),
    ("gathering, no words yet", samples.gathering(zero="", ten=""), "console.anchors"),
    ("gathering", samples.gathering(), "console.threshold"),
    ("gathering, test put", samples.gathering(threshold_shown=True), "console.open_round"),
    ("round open", samples.round_open(), "post_it.read_out"),
    ("round open, one by voice", _VOICE, "post_it.read_out"),
    ("round open, one awaited", _WAITING, "round.nudge"),
    ("round open, all in", _ALL_IN, "console.close_round"),
    ("round closed", samples.round_closed(), "tally.show"),
    ("decided", samples.all_decided(), "summary.draft"),
    ("decided, clocks running", samples.all_decided(clocks=samples.CLOCKS), "summary.draft"),
    ("approved in the meeting", samples.approved(ended=False, deeds=(*samples.APPROVED[:3], Deed.END)), "meeting.end"),
    ("approved", samples.approved(), ""),
    ("core group gathering", _SCALING, "console.open_round"),
    ("core group scaled", _SCALED, "meeting.end"),
    ("core group over", replace(_SCALED, deeds=_ENDED, ended=True), ""),
]


def _card(view: ConsoleView) -> Card:
    return console_card(view, MARKS)


def _main(card: Card) -> list[str]:
    return [button["verb"] for button in buttons(card) if button.get("style") == "positive"]


@pytest.mark.parametrize("view", [pytest.param(view, id=name) for name, view, _ in _VIEWS])
def test_card(view: ConsoleView, snapshot: SnapshotAssertion) -> None:
    card = _card(view)
    check(card, names=NAMES)
    assert card == snapshot


@pytest.mark.parametrize(("view", "verb"), [pytest.param(view, verb, id=name) for name, view, verb in _VIEWS])
def test_one_button_leads_on_and_it_comes_first(view: ConsoleView, verb: str) -> None:
    card = _card(view)
    assert _main(card) == ([verb] if verb else [])
    assert not verb or verbs(card)[0] == verb


_BY_DEED = {
    Deed.START: "meeting.start",
    Deed.END: "meeting.end",
    Deed.MARK: "console.mark",
    Deed.SET_ANCHORS: "console.anchors",
    Deed.SHOW_THRESHOLD: "console.threshold",
    Deed.OPEN_ROUND: "console.open_round",
    Deed.NUDGE: "round.nudge",
    Deed.CLOSE_ROUND: "console.close_round",
    Deed.SEE_TALLY: "tally.show",
    Deed.DECIDE: "decision.show",
    Deed.SEE_SUMMARY: "summary.draft",
    Deed.HAND_OVER: "console.hand_over",
    Deed.CORRECT_END: "console.correct_end",
}
_NOT_YET = {Deed.OPEN_ROUND, Deed.SHOW_THRESHOLD}
"""Not offered before their turn, or again after it."""


@pytest.mark.parametrize("view", [pytest.param(view, id=name) for name, view, _ in _VIEWS])
def test_the_buttons_are_the_deeds_of_the_moment_and_no_others(view: ConsoleView) -> None:
    offered = set(verbs(_card(view)))
    allowed = {_BY_DEED[deed] for deed in view.deeds}
    assert offered <= allowed | {"console.show", "console.override", "console.strangers", "post_it.read_out"}
    assert offered >= {_BY_DEED[deed] for deed in view.deeds if deed not in _NOT_YET}
    assert "console.show" in offered


def test_a_deed_has_one_button() -> None:
    for _, view, _ in _VIEWS:
        found = [button["verb"] for button in buttons(_card(view)) if not button["data"].get("of")]
        assert len(found) == len(set(found))


@pytest.mark.feature("V7")
def test_who_has_handed_in_is_named_and_nothing_of_what() -> None:
    said = shown(_card(samples.round_open()))
    assert "5 of 12 post-its handed in" in said
    assert "Handed in (5):" in said
    assert "Awaited (4):" in said
    assert "Priya Sample (Children's social care), Tom Example (Oakbank Primary School)" in said
    assert "Plan" not in said


@pytest.mark.feature("V7")
def test_names_stand_in_the_order_of_the_seats_whoever_was_first() -> None:
    """The view holds no hour of handing in, and neither does the card."""
    seats = samples.seat_lines({"probation": Answered.HANDED_IN, "lead": Answered.HANDED_IN})
    said = shown(_card(samples.round_open(seats=seats)))
    assert "Priya Sample (Children's social care), Gil Sample (Probation)" in said


@pytest.mark.feature("J10")
def test_a_view_by_voice_has_its_own_button() -> None:
    first, second = [one for one in buttons(_card(samples.round_open())) if one["verb"] == "post_it.read_out"]
    assert (first["title"], first["data"]["of"]) == ("Read back: Dr Ines Sample", "gp")
    assert (second["title"], second["data"]["of"]) == ("Take by voice: Mo Example", "housing")


@pytest.mark.feature("J3")
def test_who_cannot_do_the_checklist_waits_with_their_reason() -> None:
    card = _card(samples.gathering())
    assert "Dr Ines Sample (GP) cannot do the checklist:" in shown(card)
    assert "My camera does not work." in shown(card)
    assert "console.override" in verbs(card)
    assert "console.override" not in verbs(_card(samples.round_open()))


@pytest.mark.feature("J4", "J13")
def test_an_unknown_person_is_shown_by_the_name_they_gave_themselves() -> None:
    card = _card(samples.gathering())
    assert 'Not on the list: somebody who calls themselves "Tom (school)". Joined from another organisation.' in shown(
        card
    )
    assert "console.strangers" in verbs(card)
    assert "console.strangers" not in verbs(_card(samples.gathering(strangers=())))


@pytest.mark.feature("J5")
def test_those_who_are_missing_come_before_those_who_are_here() -> None:
    said = shown(_card(samples.gathering()))
    assert said.index("Not arrived (3):") < said.index("Left (1):") < said.index("Here (10):")
    assert "Mo Example (Housing, no card)" in said


@pytest.mark.feature("J6")
def test_quorum_says_for_each_child_who_is_missing() -> None:
    said = shown(_card(samples.gathering()))
    assert "Robin\nQuorum met by children's social care, education and health visiting." in said
    assert "Wren\nQuorum not met: 1 more agency that knows this child must be here. Here now: health visiting." in said


def test_quorum_without_social_care() -> None:
    nobody = replace(samples.NOT_MET, social_care=False, groups=())
    children = samples.child_lines(None, None, quorum=(nobody, samples.MET))
    said = shown(_card(samples.gathering(children=children)))
    assert "children's social care is not here and 2 more agencies that know this child must be here." in said


def test_a_core_group_is_never_asked_for_quorum_or_decisions() -> None:
    for view in (_SCALING, _SCALED):
        card = _card(view)
        assert "quorum" not in shown(card).lower()
        assert {"decision.show", "console.threshold", "summary.draft"}.isdisjoint(verbs(card))


@pytest.mark.feature("A2")
def test_both_clocks_stand_side_by_side() -> None:
    said = shown(_card(samples.approved()))
    assert "Sat 5 Dec 2026, 12:10 (24 hours)" in said
    assert "Mon 7 Dec 2026, 17:00 (one working day)" in said
    assert "3 copies still to be given." in said
    unapproved = shown(_card(samples.all_decided(clocks=samples.CLOCKS)))
    assert "nothing is sent until you approve the summary" in unapproved
    done = shown(_card(samples.approved(clocks=replace(samples.CLOCKS, outstanding=0))))
    assert "Everybody entitled has their copy." in done


@pytest.mark.feature("V22")
def test_a_declared_dissent_is_named_by_child_and_agency() -> None:
    said = shown(_card(samples.all_decided()))
    assert "Dissent declared\nWren: Oakbank Primary School" in said


def test_a_review_says_whether_the_plan_goes_on() -> None:
    said = shown(_card(samples.all_decided(kind=Kind.REVIEW)))
    assert "Child Protection Plan continues." in said
    assert "Child Protection Plan ends, Child in Need plan instead." in said


def test_a_borough_that_hands_post_its_over_shows_them_while_the_round_is_open() -> None:
    """S1: as on paper."""
    view = samples.round_open(deeds=(Deed.SEE_TALLY, *samples.ROUND_OPEN))
    assert [one["data"]["of"] for one in buttons(_card(view)) if one["verb"] == "tally.show"] == ["child-0", "child-1"]


def test_a_refusal_without_a_field_is_said_at_the_top() -> None:
    card = console_card(samples.gathering(), MARKS, faults={"child": Fault.UNKNOWN_CHOICE}, notice="Not now.")
    assert shown(card).startswith("Not now.\nThat is not one of the choices. Choose again.")
    assert "Error:" not in shown(card)


@pytest.mark.parametrize("typed", NASTY)
def test_what_people_call_themselves_stays_words(typed: str) -> None:
    people = tuple(replace(one, name=typed, agency=typed, reason=typed) for one in samples.gathering().people)
    strangers = tuple(replace(one, shown_name=typed) for one in samples.STRANGERS)
    view = samples.gathering(people=people, strangers=strangers, zero=typed, ten=typed)
    check(_card(view))


def test_the_fullest_console_fits() -> None:
    """Six children, each to be decided about, and everybody with a long name who cannot do the checklist."""
    long = "An Extraordinarily Long Name of Somebody Who Does Not Exist"
    people = tuple(replace(one, name=long, presence=Presence.CANNOT, reason="x" * 300) for one in samples.here())
    view = samples.round_closed(people=people, children=samples.child_lines(*[None] * 6), clocks=samples.CLOCKS)
    assert size(_card(view)) < 25_000
