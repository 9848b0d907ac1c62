"""A conference begun, filled, convened, moved and cancelled by an administrator who does nothing but press (B1, B2, B5, B28)."""

from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import count
from typing import Any

import orjson
import pytest
import pytest_asyncio

from bot.domain.conference import Conference as State
from bot.domain.evolve import fold
from bot.domain.ids import ConferenceId
from bot.domain.refusals import Why
from bot.rehearsal.hands import press
from bot.rehearsal.people import Client
from bot.rehearsal.teams import Crossing, Json, Kind, Person, Seen
from bot.words.refusals import sentence
from tests.integration.conference import data_of, words_of
from tests.integration.theatre import Theatre, theatre

pytestmark = pytest.mark.asyncio(loop_scope="module")

OID = "0b8f3c1e-0000-4000-8000-0000000000aa"
BY_ADDRESS = "second.admin@council.example"
_numbers = count(1)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def office(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Theatre]:
    async with theatre(tmp_path_factory.mktemp("office")) as house:
        await house.stop_bot()
        await house.start_bot(administrators=(OID, BY_ADDRESS))
        house.teams.add_person(Person(id="samir", name="Samir Blotter", oid=OID, installed=True))
        yield house


def _samir(house: Theatre) -> Client:
    return Client(house.teams, house.teams.people["samir"])


async def _open(house: Theatre, client: Client, word: str, verb: str) -> Seen:
    await client.type(word)
    await house.stage.settled()
    return await press(client, verb)


def _typed(house: Theatre, **change: str) -> dict[str, str]:
    day = (house.stage.now + timedelta(days=14)).date().isoformat()
    return {
        "reference": f"CP-2027-{next(_numbers):04}",
        "kind": "initial",
        "borough": "london",
        "day": day,
        "start": "10:00",
        "end": "12:00",
        "chair": "Ada Fictional",
        "chair_address": f"ada.{next(_numbers)}@council.example",
    } | change


async def _state(house: Theatre, seen: Seen) -> State:
    recorded = await house.stage.bot.log.read(_cid(seen))
    state = fold(None, ((one.event, one.at) for one in recorded))
    assert state is not None
    return state


def _cid(seen: Seen) -> ConferenceId:
    """The conference that the buttons of this card are about."""
    found = next(one for one in _walk(seen.card) if one.get("c"))
    return ConferenceId(found["c"])


def _walk(node: Any) -> list[Json]:
    inside = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return ([node] if isinstance(node, dict) else []) + [one for each in inside for one in _walk(each)]


async def _whole(house: Theatre, client: Client, **change: str) -> Seen:
    """Seven cards: from nothing to a conference that everybody may be invited to."""
    await _open(house, client, "set up", "set_up.show")
    await press(client, "set_up.begin", _typed(house, **change))
    await press(client, "sheet.people")
    await press(client, "sheet.person", about="new/professional/childrens_social_care")
    await press(client, "person.put", {"name": "Priya Fictional", "address": f"priya.{next(_numbers)}@council.example"})
    await press(client, "sheet.show")
    await press(client, "sheet.children")
    await press(client, "sheet.child")
    await press(client, "child.put", {"called": "Marigold", "born": "2019-05-04"})
    await press(client, "sheet.show")
    await press(client, "sheet.household")
    return await press(client, "household.set", {"nobody": True})


@pytest.mark.feature("B1", "B2", "B5")
async def test_from_nothing_to_everybody_invited(office: Theatre) -> None:
    client = _samir(office)
    seen = await _whole(office, client)
    state = await _state(office, seen)
    assert state.before.draft
    assert [one.called for one in state.particulars.children] == ["Marigold"]
    assert state.particulars.children[0].lead == state.particulars.people[-1].id
    assert "Everything is there" in words_of(seen.card)
    seen = await press(client, "conference.convene")
    await office.stage.settled()
    assert "Everybody is being invited" in words_of(seen.card)
    state = await _state(office, seen)
    assert (state.before.convened_at, state.before.draft) == (office.stage.now, False)


@pytest.mark.feature("B28")
async def test_it_is_moved_and_then_cancelled(office: Theatre) -> None:
    client = _samir(office)
    await _whole(office, client)
    await press(client, "conference.convene")
    await press(client, "sheet.move")
    day = (office.stage.now + timedelta(days=21)).date().isoformat()
    seen = await press(client, "conference.move", {"day": day})
    assert "This is still empty" in words_of(seen.card)
    seen = await press(client, "conference.move", {"reason": "The chair is ill"})
    assert "Moved:" in words_of(seen.card)
    before = await press(client, "sheet.cancel")
    seen = await press(client, "conference.cancel", {"reason": "The family has moved away"})
    await office.stage.settled()
    state = await _state(office, before)
    assert (state.before.time, state.before.cancelled is not None) == (1, True)
    assert "It is cancelled." in words_of(seen.card)
    assert not client.buttons(seen)


async def test_a_fault_costs_nobody_what_they_typed(office: Theatre) -> None:
    client = _samir(office)
    await _open(office, client, "set up", "set_up.show")
    typed = _typed(office, end="09:00", chair="")
    seen = await press(client, "set_up.begin", typed)
    said = words_of(seen.card)
    assert "The end has to be after the beginning." in said
    assert "There are 2 things to put right." in said
    assert sentence(Why.FIELDS) not in said, "once is enough"
    values = {one["id"]: one.get("value") for one in _walk(seen.card) if str(one.get("type", "")).startswith("Input.")}
    assert values["reference"] == typed["reference"]
    assert values["chair_address"] == typed["chair_address"]


async def test_the_same_press_again_begins_nothing_twice(office: Theatre) -> None:
    client = _samir(office)
    await _open(office, client, "set up", "set_up.show")
    first = await press(client, "set_up.begin", _typed(office))
    again = await client.press_again()
    assert _cid(first) == _cid(again)
    assert "in use already" in words_of(again.card)


async def test_a_reference_of_somebody_elses_is_taken_and_shows_nothing(office: Theatre) -> None:
    typed = _typed(office)
    await _open(office, _samir(office), "set up", "set_up.show")
    await press(_samir(office), "set_up.begin", typed)
    second = office.teams.add_person(Person(id="second", name="Second Admin", email=BY_ADDRESS, installed=True))
    client = Client(office.teams, second)
    await _open(office, client, "set up", "set_up.show")
    seen = await press(client, "set_up.begin", typed | {"chair": "Una Fictional"})
    assert "There is a conference with this reference already." in words_of(seen.card)
    assert "Ada Fictional" not in words_of(seen.card)


async def test_on_their_first_day_whatever_they_type_leads_to_a_beginning(office: Theatre) -> None:
    """Before any conference of theirs: else they would read that there is nothing for them to do here."""
    await office.stop_bot()
    await office.start_bot(administrators=(OID, "new@council.example"))
    new = Person(id="new", name="New Admin", email="new@council.example", installed=True)
    client = Client(office.teams, office.teams.add_person(new))
    seen = await _open(office, client, "hello?", "set_up.show")
    assert "A new conference" in words_of(seen.card)


@pytest.mark.feature("B26")
async def test_another_chair_than_last_time_is_said(office: Theatre) -> None:
    client, first = _samir(office), _typed(office)
    await _open(office, client, "set up", "set_up.show")
    await press(client, "set_up.begin", first)
    await _open(office, client, "set up", "set_up.show")
    typed = _typed(office, follows=first["reference"], chair="Una Fictional", kind="review")
    seen = await press(client, "set_up.begin", typed)
    assert "Ada Fictional chaired last time." in words_of(seen.card)


async def test_everything_on_the_sheet_opens_and_leads_back(office: Theatre) -> None:
    client = _samir(office)
    await _whole(office, client)
    for verb in ("sheet.people", "sheet.children", "sheet.household", "sheet.dates", "sheet.details", "sheet.parts"):
        await press(client, verb)
        seen = await press(client, "sheet.show")
        assert "Everything is there" in words_of(seen.card)


@pytest.mark.feature("B15")
async def test_a_parent_is_put_on_and_given_a_part_of_their_own(office: Theatre) -> None:
    client = _samir(office)
    await _whole(office, client)
    await press(client, "sheet.people")
    await press(client, "sheet.person", about="new/family")
    await press(client, "person.put", {"name": "Cora Fictional", "relation": "mother", "in_person": True})
    seen = await press(client, "sheet.person", {"person": "Cora Fictional, mother"})
    assert "Take them off the list" in client.buttons(seen)
    await press(client, "sheet.show")
    await press(client, "sheet.parts")
    await press(client, "sheet.part")
    fill = {"title": "First part", "start": "10:00", "end": "10:45", "people": "Cora Fictional"}
    seen = await press(client, "parts.set", fill)
    assert "First part: 10:00 to 10:45, Cora Fictional" in words_of(seen.card)
    await press(client, "sheet.part", about="1")
    seen = await client.press("Take this part out")
    assert "Everybody is asked to the whole of it." in words_of(seen.card)


async def test_what_a_form_does_not_ask_for_stays_as_it_was(office: Theatre) -> None:
    """With one child nobody is asked whose mother she is; once there are two, she is that one's still."""
    client = _samir(office)
    await _whole(office, client)
    await press(client, "sheet.people")
    await press(client, "sheet.person", about="new/family")
    await press(client, "person.put", {"name": "Cora Fictional", "relation": "mother", "in_person": True})
    await press(client, "sheet.person", {"person": "Cora Fictional, mother"})
    seen = await press(client, "person.put", {"name": "Cora Fictional-Sample"})
    cora = (await _state(office, seen)).particulars.people[-1]
    assert (cora.name, cora.in_person, cora.relation) == ("Cora Fictional-Sample", True, "mother")


async def test_nobody_chosen_is_said_beside_the_list(office: Theatre) -> None:
    client = _samir(office)
    await _whole(office, client)
    await press(client, "sheet.people")
    seen = await press(client, "sheet.person")
    assert "This is still empty." in words_of(seen.card)


async def test_two_cards_of_one_sheet_do_not_undo_each_other(office: Theatre) -> None:
    """The older one comes back fresh, with what was typed still in it: pressing again is then a choice."""
    client = _samir(office)
    await _whole(office, client)
    old = await press(client, "sheet.household")
    await press(client, "household.set", {"household": "Linnet, 15", "nobody": False})
    seen = await client.press("Keep this", {"household": "Martin, 3", "nobody": False}, on=old)
    assert "That card was out of date and changed nothing." in words_of(seen.card)
    assert "Martin, 3" in str(seen.card)
    assert (await _state(office, seen)).particulars.household == ("Linnet, 15",)


@pytest.mark.feature("M1", "S-1")
@pytest.mark.parametrize("kind", [Kind.TENANT, Kind.GUEST])
async def test_nobody_else_begins_one(office: Theatre, kind: Kind) -> None:
    one = office.teams.add_person(
        Person(id=f"nobody-{next(_numbers)}", name="Nobody", kind=kind, email="nobody@x.example", installed=True)
    )
    client = Client(office.teams, one)
    seen = await _open(office, client, "set up", "set_up.show")
    assert "Only the council's conference administrators begin a conference." in words_of(seen.card)
    teams = office.teams
    action = {"type": "Action.Execute", "verb": "set_up.begin", "data": {"v": 1, "c": "", "of": ""} | _typed(office)}
    activity = teams.activities.invoke(teams.world.personal_chat(one), one, "1", action, automatic=False)
    assert data_of(activity)["kind"] == "initial"
    answer = await office.bring(activity)
    assert "Only the council's" in words_of(answer.card)


@pytest.mark.feature("S-3", "S-5")
async def test_nothing_that_was_typed_into_the_sheet_is_kept_by_teams(office: Theatre) -> None:
    client = _samir(office)
    await _whole(office, client)
    await press(client, "conference.convene")
    await office.stage.settled()
    wire = office.teams.wire
    kept = [orjson.dumps(one.body).decode() for one in (*wire.of(Crossing.POSTED), *wire.of(Crossing.EDITED))]
    assert kept
    assert not [one for one in kept if "Marigold" in one or "Fictional" in one]


async def test_the_sheet_is_opened_by_typing(office: Theatre) -> None:
    client = _samir(office)
    await _whole(office, client)
    await client.type("sheet")
    await office.stage.settled()
    assert "Which one do you mean?" in words_of(client.cards()[0].card)
