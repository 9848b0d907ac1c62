"""What is posted holds nothing: where things stand, the reference, and one button (architecture; traps 6 and 9)."""

import re

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.cards.shells import opener, shell
from bot.domain.conference import Stage
from bot.domain.duties import CONTENT, DutyKind
from bot.words.commands import OPENERS
from bot.words.shells import HANDED_OVER, summary_line
from tests.unit.cards import samples
from tests.unit.cards.checks import buttons, check, inputs, shown, verbs

_MRI = "29:somebody"
_CONSOLES = [f"{stage}:0" for stage in Stage] + ["round_closed:1", "approved:1"]
_PULSES = ["0/5:0:0:0:0", "0/5:1:0:0:0", "0/5:0:1:0:0", "3/8:7:1:1:0", "12/12:10:11:12:13", "1/1:1:2:2:1"]
FACES: list[tuple[DutyKind, str, str]] = [
    (DutyKind.INTRODUCTION, "here", ""),
    (DutyKind.CONFIRM_CHAT, "ask", "19:meeting_sample@thread.v2"),
    (DutyKind.DOOR, "open", ""),
    (DutyKind.DOOR, "closed", ""),
    (DutyKind.CHECKLIST, "ask", ""),
    (DutyKind.CHECKLIST, "done", ""),
    (DutyKind.CHECKLIST, "declined", ""),
    *((DutyKind.CONSOLE, face, "") for face in _CONSOLES),
    (DutyKind.CONSOLE, HANDED_OVER, ""),
    *((DutyKind.PULSE, face, "") for face in _PULSES),
    (DutyKind.PULSE, HANDED_OVER, ""),
    (DutyKind.POST_IT, "open", ""),
    (DutyKind.POST_IT, "handed_in", ""),
    (DutyKind.POST_IT, "closed", ""),
    (DutyKind.NUDGE, "ask", "1"),
    (DutyKind.NUDGE, "done", "1"),
    (DutyKind.TALLY, "ready", "child-0"),
    (DutyKind.DECISIONS, "ready", ""),
    (DutyKind.SUMMARY_DRAFT, "ready", ""),
    (DutyKind.SUMMARY_DRAFT, "approved", ""),
    (DutyKind.SUMMARY, CONTENT, ""),
    (DutyKind.SUMMARY_NOTICE, "notice", ""),
    (DutyKind.SUMMARY_NOTICE, CONTENT, ""),
    (DutyKind.COPY, "ask", "mother"),
    (DutyKind.COPY, "given", "mother"),
    (DutyKind.CHASE, "ask", "approve"),
    (DutyKind.CHASE, "ask", "copies"),
    (DutyKind.LATE, "late", "approve"),
    (DutyKind.LATE, "late", "copies"),
    *((DutyKind.INVITATION, face, "") for face in ("asked", "again", "attending", "colleague", "cannot")),
    (DutyKind.INVITATION, "passed_on", ""),
    (DutyKind.INVITATION, "over", ""),
    (DutyKind.INVITATION, "cancelled", ""),
    (DutyKind.INVITATION, "withdrawn", ""),
    (DutyKind.CANCELLED, "told", ""),
    *((DutyKind.BY_HAND, face, "mother") for face in ("ask", "done")),
    *((DutyKind.REMINDER, face, "") for face in ("ask", "settled")),
    (DutyKind.READING, "read", ""),
    *((DutyKind.FLAG, face, "1") for face in ("raised", "heard", "pass_on", "passed_on")),
    *((DutyKind.ASK, face, "exclusion:mother") for face in ("ask", "done", "answered")),
    *((DutyKind.LETTER, face, "mother") for face in ("ask", "given")),
    *((DutyKind.ERRAND, face, "") for face in ("ask", "settled")),
    *((DutyKind.DELAY, face, "") for face in ("late", "explained", "given", "changed", "settled")),
]
_IDS = [f"{kind} {face} {subject}".strip() for kind, face, subject in FACES]
_FACES = pytest.mark.parametrize(("kind", "face", "subject"), FACES, ids=_IDS)
_PROMPT = {DutyKind.CHECKLIST: "checklist.show", DutyKind.POST_IT: "post_it.show", DutyKind.CONSOLE: "console.show"}


@_FACES
def test_shell(kind: DutyKind, face: str, subject: str, snapshot: SnapshotAssertion) -> None:
    card = shell(kind, face, samples.REFERENCE, samples.MARKS, mri=_MRI, subject=subject)
    check(card, names=samples.NAMES)
    assert card == snapshot


@_FACES
def test_a_shell_changes_nothing_and_shows_nothing_but_state_words(kind: DutyKind, face: str, subject: str) -> None:
    card = shell(kind, face, samples.REFERENCE, samples.MARKS, subject=subject)
    assert not inputs(card)
    assert "refresh" not in card
    assert not [one for one in buttons(card) if "s" in one["data"]]
    assert subject not in {"child-0", "mother", "19:meeting_sample@thread.v2"} or subject not in shown(card)
    assert len(verbs(card)) <= (2 if kind is DutyKind.CONFIRM_CHAT else 1)


def test_every_kind_of_duty_has_its_shell() -> None:
    by_letter = {DutyKind.CALENDAR}
    assert {kind for kind, _, _ in FACES} == set(DutyKind) - by_letter


@pytest.mark.parametrize("kind", DutyKind)
def test_a_face_that_no_duty_has_is_a_bug(kind: DutyKind) -> None:
    with pytest.raises((KeyError, ValueError)):
        shell(kind, "no such face", samples.REFERENCE, samples.MARKS)


@_FACES
def test_a_notification_is_one_line_without_anybody_in_it(kind: DutyKind, face: str, subject: str) -> None:
    for line in (summary_line(kind, face, samples.REFERENCE, subject), summary_line(kind, face, samples.REFERENCE)):
        assert line.startswith(f"Conference {samples.REFERENCE}: ")
        assert len(line) < 130
        assert not re.search("child-0|mother|robin|sampleton|neglect|plan|abuse", line, re.IGNORECASE)


@pytest.mark.parametrize(
    ("kind", "face"),
    [
        (DutyKind.CHECKLIST, "ask"),
        (DutyKind.POST_IT, "open"),
        (DutyKind.POST_IT, "handed_in"),
        (DutyKind.CONSOLE, _CONSOLES[0]),
    ],
)
def test_in_a_private_chat_the_card_is_asked_for_by_itself(kind: DutyKind, face: str) -> None:
    refresh = shell(kind, face, samples.REFERENCE, samples.MARKS, mri=_MRI)["refresh"]
    assert refresh["userIds"] == [_MRI]
    assert refresh["action"]["verb"] == _PROMPT[kind]
    assert refresh["action"]["data"] == samples.MARKS.see("")


@pytest.mark.parametrize("kind", [one for one in DutyKind if one not in _PROMPT])
def test_nothing_else_ever_opens_by_itself(kind: DutyKind) -> None:
    """A tally or a summary that opened by itself would open on a shared screen."""
    for which, face, subject in FACES:
        if which is kind:
            assert "refresh" not in shell(kind, face, samples.REFERENCE, samples.MARKS, mri=_MRI, subject=subject)


@pytest.mark.parametrize(("kind", "face"), [(DutyKind.POST_IT, "closed"), (DutyKind.CONSOLE, HANDED_OVER)])
def test_what_is_over_has_nothing_to_press(kind: DutyKind, face: str) -> None:
    card = shell(kind, face, samples.REFERENCE, samples.MARKS, mri=_MRI)
    assert "refresh" not in card
    assert verbs(card) == []


@pytest.mark.feature("J1")
def test_the_introduction_says_what_it_does_keeps_and_does_not_do() -> None:
    card = shell(DutyKind.INTRODUCTION, "here", samples.REFERENCE, samples.MARKS)
    said = shown(card)
    for words in (
        "I do not record",
        "I do not decide",
        "What I keep:",
        "Who can see a professional's view (the post-it):",
        "The one who gives it and the chair",
    ):
        assert words in said
    assert [one["title"] for one in buttons(card)] == ["Open my card"]


@pytest.mark.feature("V5")
@pytest.mark.parametrize(
    ("face", "said"),
    [
        pytest.param(
            "3/8:7:1:1:0",
            "3 of 8 post-its handed in. 7 seats here. 1 person to identify. 1 person cannot do the checklist.",
            id="in the round",
        ),
        pytest.param("0/8:1:0:0:0", "1 seat here.", id="before it"),
        pytest.param(
            "8/8:0:0:2:1",
            "8 of 8 post-its handed in. 2 people cannot do the checklist. 1 dissent declared.",
            id="afterwards",
        ),
        pytest.param("0/8:0:0:0:0", "Nobody with a seat is here.", id="all gone again"),
    ],
)
def test_the_pulse_counts_and_never_says_what_was_answered(face: str, said: str) -> None:
    lines = shown(shell(DutyKind.PULSE, face, samples.REFERENCE, samples.MARKS, mri=_MRI)).splitlines()
    assert " ".join(lines[1:]) == said


@pytest.mark.parametrize("face", [*_PULSES, HANDED_OVER])
def test_the_pulse_is_only_ever_read(face: str) -> None:
    """It is edited at any moment: whatever form stood in it would be lost with what is typed there."""
    card = shell(DutyKind.PULSE, face, samples.REFERENCE, samples.MARKS, mri=_MRI)
    assert not buttons(card)
    assert not inputs(card)
    assert "refresh" not in card


@pytest.mark.parametrize("stage", Stage)
def test_the_consoles_message_says_the_stage_and_counts_nothing(stage: Stage) -> None:
    said = shown(shell(DutyKind.CONSOLE, f"{stage}:1", "", samples.MARKS))
    assert "The conference has ended." in said
    assert not re.search(r"\d", said)


def test_the_chair_says_whose_chat_it_is() -> None:
    card = shell(DutyKind.CONFIRM_CHAT, "ask", samples.REFERENCE, samples.MARKS, subject="19:a")
    assert [(one["verb"], one["data"]["of"]) for one in buttons(card)] == [
        ("chat.confirm", "19:a"),
        ("chat.refuse", "19:a"),
    ]


@pytest.mark.parametrize("verb", OPENERS)
def test_the_answer_to_a_typed_word_is_as_empty_as_a_shell(verb: str) -> None:
    card = opener(verb, samples.REFERENCE, samples.MARKS)
    check(card, names=samples.NAMES)
    assert verbs(card) == [verb]
    assert not inputs(card)
