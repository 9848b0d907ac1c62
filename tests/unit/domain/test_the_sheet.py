"""The sheet of what was arranged: whose it is, and what makes it old (S-1)."""

from dataclasses import replace

import pytest

from bot.domain.ids import ChildId, PersonId
from bot.domain.outcome import Accepted, Refused
from bot.domain.refusals import Fault, Why
from bot.domain.verbs.put_child import PutChild, TakeOffChild
from bot.domain.verbs.put_person import PutPerson
from bot.domain.verbs.set_dates import SetDates
from bot.domain.verbs.set_household import SetHousehold
from bot.domain.verbs.set_parts import SetPart
from bot.domain.verbs.take_off_person import TakeOffPerson
from bot.domain.views.sheet import SheetView, sheet_view
from tests.fakes.arranging import CHILD, NOW, SOCIAL_WORKER, draft, whole
from tests.fakes.builders import ENGLAND, Play, actor


@pytest.mark.feature("S-1", "M1")
@pytest.mark.parametrize("who", ["harriet", "ines", "katya", "orla", "ivo", "stand_in"])
def test_the_sheet_is_for_whoever_arranges(who: str) -> None:
    assert sheet_view(Play().state, PersonId(who), NOW, ENGLAND) == Refused(Why.NOT_YOURS_TO_DO)


@pytest.mark.parametrize("who", ["chair", "manager", "administrator"])
def test_those_who_arrange_it_see_it_at_every_stage(who: str) -> None:
    for state in (draft().state, Play().state, Play().gather().state, Play().approved().state):
        if PersonId(who) in {one.id for one in state.particulars.people}:
            assert isinstance(sheet_view(state, PersonId(who), NOW, ENGLAND), SheetView)


def test_only_cards_of_the_sheet_grow_old_by_what_is_arranged() -> None:
    play = whole()
    before = play.state
    play.does("administrator", CHILD)
    assert play.state.before.sheet_rev == before.before.sheet_rev + 1
    assert play.state.console_rev == before.console_rev


def test_the_same_again_is_nothing_new() -> None:
    play = whole()
    child, tom = play.state.particulars.children[0], play.state.particulars.people[-2]
    seat = play.state.seat_of(tom.id)
    assert seat is not None
    same = PutPerson(
        person=tom.id,
        name=tom.name,
        role=tom.role,
        address=tom.address,
        agency=seat.agency,
        title=seat.title,
        contact=child.id,
    )
    whole_child = PutChild(child=child.id, called="Jay", born="2019-05-04", lead=child.lead)
    for command in (same, whole_child, SetHousehold(household="", nobody=True), SetDates()):
        assert play.asks("administrator", command) == Accepted()


def test_what_is_not_there_cannot_be_changed() -> None:
    play = whole()
    assert play.refused("administrator", replace(SOCIAL_WORKER, person=PersonId("x"))).code is Why.NO_SUCH_PERSON
    assert play.refused("administrator", TakeOffPerson(person=PersonId("x"), reason="x")).code is Why.NO_SUCH_PERSON
    assert play.refused("administrator", replace(CHILD, child=ChildId("x"))).code is Why.NO_SUCH_CHILD
    assert play.refused("administrator", TakeOffChild(child=ChildId("x"))).code is Why.NO_SUCH_CHILD
    assert play.refused("administrator", SetPart(number="3", title="x")).fields == {"title": Fault.UNKNOWN_CHOICE}


def test_nobody_elses_account_opens_a_draft() -> None:
    play = draft()
    assert play.refused(actor("nobody"), SOCIAL_WORKER).code is Why.NOT_ON_THE_LIST
