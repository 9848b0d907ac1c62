"""Conferences being put together piece by piece: begun, whole, and convened."""

from dataclasses import replace
from datetime import UTC
from typing import Any

from bot.domain.beginning import BY, Beginning, Starter, begun
from bot.domain.checks import Concern, Gap, concerns, gaps
from bot.domain.conference import Conference
from bot.domain.events import ConferenceSetUp
from bot.domain.evolve import evolve
from bot.domain.ids import ChildId, PersonId
from bot.domain.particulars import Particulars
from bot.domain.verbs.convene_conference import ConveneConference
from bot.domain.verbs.move_conference import MoveConference
from bot.domain.verbs.put_child import PutChild
from bot.domain.verbs.put_person import PutPerson
from bot.domain.verbs.set_household import SetHousehold
from bot.domain.views.sheet import SheetView, sheet_view
from tests.dates import moment
from tests.fakes.builders import ENGLAND, Play, account, actor

NOW = moment("Mon 2 Nov 2026 09:00").astimezone(UTC)
NEW, NEW_CHILD = PersonId(""), ChildId("")
TYPED = Beginning(
    reference="CP-2026-0147",
    kind="initial",
    day="2026-11-26",
    start="10:00",
    end="12:00",
    chair="Ada Sample",
    chair_address="ada.sample@council.example",
    seat="Lead social worker",
)
CHAIR_ACTOR = replace(actor("ada"), address="ada.sample@council.example")
STARTER = Starter(name="Samir Blotter", account=account("administrator"), address="samir@council.example")
SOCIAL_WORKER = PutPerson(
    person=NEW,
    name="Priya Sample",
    role="professional",
    address="priya@council.example",
    agency="Children's social care",
    title="Lead social worker",
)
CHILD = PutChild(child=NEW_CHILD, called="Jay", born="2019-05-04")
MOVE = MoveConference(day="2026-12-03", start="10:00", end="12:00", reason="The chair is ill")


def particulars(**change: str) -> Particulars:
    found = begun(replace(TYPED, **change), STARTER, NOW)
    assert isinstance(found, Particulars), found
    return found


def draft(given: Particulars | None = None, **change: Any) -> Play:
    play = Play(given or particulars(), now=NOW)
    event = ConferenceSetUp(particulars=play.particulars, profile=play.profile, draft=True, **change)
    play.happened = [(event, NOW)]
    play.state = evolve(None, event, NOW)
    return play


def whole(**change: Any) -> Play:
    """With one child, a social worker, a school, and a mother: ready to be convened."""
    play = draft(**change)
    play.does("administrator", SOCIAL_WORKER)
    lead = play.state.particulars.people[-1].id
    play.does("administrator", replace(CHILD, lead=lead), SetHousehold(household="", nobody=True))
    child = play.state.particulars.children[0].id
    play.does(
        "administrator",
        replace(SOCIAL_WORKER, name="Tom Example", address="tom@school.example", agency="school", contact=child),
        PutPerson(person=NEW, name="Cora Sampleton", role="family", relation="mother", children=child),
    )
    return play


def convened() -> Play:
    play = whole()
    play.does("administrator", ConveneConference())
    return play


def person(play: Play, name: str) -> PersonId:
    return next(one.id for one in play.state.particulars.people if one.name == name)


def codes(state: Conference) -> set[Gap | Concern]:
    return {one.code for one in (*gaps(state, NOW), *concerns(state, ENGLAND))}


def sheet(play: Play, who: PersonId = BY) -> SheetView:
    found = sheet_view(play.state, who, play.now, ENGLAND)
    assert isinstance(found, SheetView)
    return found
