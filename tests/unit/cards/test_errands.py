"""What is stuck in Microsoft 365, for whoever arranges the conference: what it means, whom to ask, and the way on (S-6)."""

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.cards.errands import errands_card, sheet_part
from bot.cards.safe import plain
from bot.domain.errands import ErrandKind
from bot.domain.microsoft import Obstacle, Option
from bot.domain.refusals import Fault
from bot.domain.views.microsoft import ByHand, ErrandsView, MicrosoftNotes, Stuck
from bot.words import errands as words
from bot.words.graph import what_to_do
from tests.unit.cards import samples
from tests.unit.cards.checks import check, inputs, shown, verbs
from tests.unit.cards.nasty import NASTY

NO_MEETING = Stuck(kind=ErrandKind.HOLD, obstacle=Obstacle.NO_CALENDAR, passing=False)
NO_APP = Stuck(
    kind=ErrandKind.INSTALL, obstacle=Obstacle.APP_BLOCKED, passing=False, names=("Ada Sampleton", "Ben Sampleton")
)


def notes(**change: object) -> MicrosoftNotes:
    given = {"on": True, "stuck": (), "under_way": (), "look": (), "by_hand": ()}
    return MicrosoftNotes(**given | change)  # type: ignore[arg-type]


def view(**change: object) -> ErrandsView:
    return ErrandsView(reference=samples.REFERENCE, notes=notes(**change), join_link="")


CARDS = {
    "nothing": view(),
    "no meeting": view(stuck=(NO_MEETING, NO_APP), under_way=(ErrandKind.FIND, ErrandKind.INSTALL)),
    "options": view(look=(Option.NOTE_TAKERS, Option.COPYING)),
    "by hand": view(on=False, by_hand=(ByHand.MAKE,)),
    "by hand, moved": view(on=False, by_hand=(ByHand.ADD, ByHand.MOVE), look=tuple(Option)),
}


@pytest.mark.feature("S-6")
@pytest.mark.parametrize("which", CARDS)
def test_card(which: str, snapshot: SnapshotAssertion) -> None:
    card = errands_card(CARDS[which], samples.MARKS)
    check(card)
    assert card == snapshot


def test_a_link_that_is_none_says_so_beside_its_field(snapshot: SnapshotAssertion) -> None:
    card = errands_card(CARDS["no meeting"], samples.MARKS, faults={"join_link": Fault.NO_CHAT_IN_LINK})
    check(card)
    assert card == snapshot


@pytest.mark.parametrize("obstacle", Obstacle)
@pytest.mark.parametrize("kind", ErrandKind)
def test_whatever_is_stuck_says_what_to_do_and_has_a_way_on(kind: ErrandKind, obstacle: Obstacle) -> None:
    card = errands_card(view(stuck=(Stuck(kind=kind, obstacle=obstacle, passing=False),)), samples.MARKS)
    check(card)
    said = shown(card)
    assert plain(what_to_do(obstacle)) in said
    assert words.means(kind) in said
    assert {"errand.again", "errand.done"} <= set(verbs(card))
    assert bool(inputs(card)) is (kind is ErrandKind.HOLD)


@pytest.mark.parametrize("name", NASTY)
def test_a_name_stays_a_name(name: str) -> None:
    stuck = Stuck(kind=ErrandKind.FIND, obstacle=Obstacle.TWO_PEOPLE, passing=False, names=(name,))
    check(errands_card(view(stuck=(stuck,)), samples.MARKS))


def test_the_worst_day_still_fits_on_a_card() -> None:
    names = tuple(f"Somebody Withalongname {number}" for number in range(60))
    stuck = tuple(
        Stuck(kind=kind, obstacle=Obstacle.NO_TEAMS, passing=False, names=names if kind in ("find", "install") else ())
        for kind in ErrandKind
    )
    check(errands_card(view(stuck=stuck, look=tuple(Option), under_way=tuple(ErrandKind)), samples.MARKS))


def test_the_sheet_has_a_few_lines_of_it_and_the_way_to_the_rest() -> None:
    assert sheet_part(notes(), samples.MARKS) == []
    part = sheet_part(notes(stuck=(NO_MEETING,), under_way=(ErrandKind.FIND,)), samples.MARKS)
    said = str(part)
    assert words.stuck(ErrandKind.HOLD) in said
    assert words.doing(ErrandKind.FIND) in said
    assert words.OPEN in said
    assert words.OPEN in str(sheet_part(notes(look=(Option.LOBBY,)), samples.MARKS))
    made = str(sheet_part(notes(on=False, by_hand=(ByHand.MAKE,)), samples.MARKS))
    assert "errand.show" not in made
