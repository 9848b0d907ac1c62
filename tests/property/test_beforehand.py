"""Whatever people press before a conference, nobody reads what is not theirs to read, and the record folds (B12-B14, trap 8)."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.duties import duties
from bot.domain.evolve import fold
from bot.domain.ids import ChildId, PersonId, SeatId
from bot.domain.outcome import Accepted
from bot.domain.outstanding import outstanding
from bot.domain.verbs.ask_exclusion import AskExclusion
from bot.domain.verbs.ask_recording import AskRecording
from bot.domain.verbs.decide_exclusion import DecideExclusion
from bot.domain.verbs.decide_recording import DecideRecording
from bot.domain.verbs.declare_independence import DeclareIndependence
from bot.domain.verbs.decline_report import DeclineReport
from bot.domain.verbs.give_exclusion_letter import GiveExclusionLetter
from bot.domain.verbs.hand_over_chair import HandOverChair
from bot.domain.verbs.hear_flag import HearFlag
from bot.domain.verbs.plan_participation import PlanParticipation
from bot.domain.verbs.raise_flag import RaiseFlag
from bot.domain.verbs.receive_report import ReceiveReport
from bot.domain.verbs.send_report import SendReport
from tests.fakes.before import before
from tests.fakes.builders import ENGLAND, Play
from tests.property.test_sealing import seen_by

LEADS = {"ines", "tomas"}
CARRIER = {"katya": "ines", "desmond": "tomas"}
"""The lead social worker of the first child of each."""
HOLDERS = {"school": "harriet", "police": "renuka", "social_work": "ines"}


@dataclass
class Scene:
    """What this test knows of who wrote what, and who may read it: `allowed` maps a mark to people, and "the chair" to whoever
    holds the chair when it is looked at.
    """

    play: Play = field(default_factory=before)
    allowed: dict[str, set[str]] = field(default_factory=dict)
    last: int = 0

    def mark(self) -> str:
        self.last += 1
        return f"canary-{self.last}-"

    def done(self, who: str, command: object, may: dict[str, set[str]]) -> None:
        """`may`: each mark in the command, and who may read it if it is accepted."""
        if isinstance(self.play.asks(self.chair if who == "the chair" else who, command), Accepted):
            self.allowed |= may

    @property
    def chair(self) -> str:
        return self.play.state.chair


def decline(scene: Scene, who: str, about: str) -> None:
    seat, one = {"katya": "school", "desmond": "police"}[about], scene.mark()
    keeps = set() if seat == "police" else {"administrator", "manager"}
    command = DeclineReport(seat=SeatId(seat), reason=one)
    scene.done(who, command, {one: {"the chair", HOLDERS[seat], *keeps}})


def ask_exclusion(scene: Scene, who: str, about: str) -> None:
    one, by = scene.mark(), scene.chair if who == "the chair" else who
    command = AskExclusion(person=PersonId(about), ground="welfare", evidence=one, extent="whole")
    scene.done(who, command, {one: {"the chair", by}})


def decide_exclusion(scene: Scene, who: str, about: str) -> None:
    reasons, how_long = scene.mark(), scene.mark()
    asked = scene.play.state.before.exclusions.get(PersonId(about))
    command = DecideExclusion(person=PersonId(about), extent="part", reasons=reasons, how_long=how_long)
    told = {"the chair", CARRIER[about], asked.asked_by if asked else ""}
    scene.done(who, command, {reasons: {"the chair"}, how_long: told})


def give_letter(scene: Scene, who: str, about: str) -> None:
    one = scene.mark()
    scene.done(who, GiveExclusionLetter(person=PersonId(about), how=one), {one: set()})


def ask_recording(scene: Scene, who: str, about: str) -> None:
    one = scene.mark()
    told = {"the chair", "administrator", about, *LEADS}
    scene.done(who, AskRecording(person=PersonId(about), purpose=one), {one: told})


def decide_recording(scene: Scene, who: str, about: str) -> None:
    one = scene.mark()
    told = {"the chair", "administrator", about, *LEADS}
    scene.done(who, DecideRecording(person=PersonId(about), granted="no", reasons=one), {one: told})


def independence(scene: Scene, who: str, _about: str) -> None:
    one = scene.mark()
    scene.done(who, DeclareIndependence(independent="no", same="no", reason=one), {one: {scene.chair}})


def participation(scene: Scene, who: str, about: str) -> None:
    one, child = scene.mark(), {"katya": "wren", "desmond": "robin"}[about]
    told = {"the chair", "administrator", *LEADS}
    scene.done(who, PlanParticipation(child=ChildId(child), how="PN5", note=one), {one: told})


def wordless(scene: Scene, who: str, about: str) -> None:
    for command in (
        RaiseFlag(kind="danger" if about == "katya" else "restricted"),
        HearFlag(number=1),
        SendReport(back=about == "desmond"),
        ReceiveReport(seat=SeatId("police" if about == "desmond" else "school")),
    ):
        scene.done(who, command, {})


def hand_over(scene: Scene, _who: str, _about: str) -> None:
    if scene.chair == "chair":
        scene.done("chair", HandOverChair(to=PersonId("stand_in"), reason="ill"), {})


DEEDS = (
    decline,
    ask_exclusion,
    decide_exclusion,
    give_letter,
    ask_recording,
    decide_recording,
    independence,
    participation,
    wordless,
    hand_over,
)
WHO = (
    "the chair",
    "the chair",
    "ines",
    "tomas",
    "harriet",
    "renuka",
    "administrator",
    "manager",
    "katya",
    "desmond",
    "orla",
)
Deed = Callable[[Scene, str, str], None]
steps: st.SearchStrategy[list[tuple[Deed, str, str]]] = st.lists(
    st.tuples(st.sampled_from(DEEDS), st.sampled_from(WHO), st.sampled_from(("katya", "desmond"))), max_size=16
)


@pytest.mark.feature("B12", "B13", "B14", "B25", "J12")
@given(steps)
def test_nobody_reads_what_is_not_theirs_before_a_conference(taken: list[tuple[Deed, str, str]]) -> None:
    scene = Scene()
    for deed, who, about in taken:
        deed(scene, who, about)
    state = scene.play.state
    for person in state.particulars.people:
        text = seen_by(state, person.id)
        seen = {mark for mark in scene.allowed if mark in text}
        held = {person.id, "the chair"} if person.id == state.chair else {person.id}
        assert seen <= {mark for mark, may in scene.allowed.items() if held & may}, person.id
        owed = repr(outstanding(state, person.id, ENGLAND))
        assert "police" not in owed or person.id in (state.chair, "renuka"), person.id
    assert "canary" not in repr(duties(state, scene.play.now, ENGLAND)), "what is owed is posted and logged"
    assert fold(None, scene.play.happened) == state


@pytest.mark.feature("B14")
def test_the_search_would_find_what_it_looks_for() -> None:
    scene = Scene()
    ask_exclusion(scene, "ines", "katya")
    (mark,) = scene.allowed
    assert mark in seen_by(scene.play.state, PersonId("ines"))
    assert mark in seen_by(scene.play.state, PersonId("chair"))
    assert mark not in seen_by(scene.play.state, PersonId("katya"))
    assert mark not in seen_by(scene.play.state, PersonId("administrator"))
