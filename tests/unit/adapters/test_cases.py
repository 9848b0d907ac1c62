import json
from collections.abc import Iterator
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

import bot
from bot.adapters.boroughs import TomlBoroughs
from bot.adapters.calendar import LibraryCalendars
from bot.adapters.codec import Codec
from bot.adapters.conference_file import ConferenceFile, load
from bot.adapters.conference_shape import schema
from bot.domain.deadlines import Deadline, facts_of, timetable
from bot.domain.decision import Status
from bot.domain.events import EVENTS, ConferenceSetUp
from bot.domain.ids import SeatId
from bot.domain.join_link import thread_of
from bot.domain.particulars import SOCIAL_CARE, Kind
from bot.domain.quorum import quorum

BOROUGHS = TomlBoroughs()
CODES = BOROUGHS.codes()
ENGLAND = LibraryCalendars().england()
CASES = sorted((Path(bot.__file__).parent / "data" / "cases").glob("*.yaml"))


def _plain(value: Any) -> Any:
    """As any other YAML reader would hand it to any other checker: dates as the text they were."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


@pytest.fixture(params=CASES, ids=lambda path: path.stem)
def case(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


@pytest.fixture
def loaded(case: Path) -> ConferenceFile:
    return load(case, CODES)


@pytest.mark.feature("M7")
def test_a_case_of_every_sort_is_shipped() -> None:
    found = {path.stem: load(path, CODES) for path in CASES}
    assert set(found) >= {"initial", "review", "core_group", "visitors", "quiet_teams", "pre_birth"}
    assert {one.profile for one in found.values()} == set(CODES)
    assert {one.particulars.kind for one in found.values()} == set(Kind)
    ways = {part.get("by", "teams") for one in found.values() for part in one.rehearsal["people"].values()}
    assert ways == set(schema()["$defs"]["part"]["properties"]["by"]["enum"])
    statuses = {one["status"] for one in found["initial"].rehearsal["chair"]["decisions"].values()}
    assert len(statuses) == len(found["initial"].particulars.children) == 2
    assert found["core_group"].particulars.chair in found["core_group"].particulars.leads


def test_a_case_fits_the_schema_by_itself(case: Path) -> None:
    value = _plain(YAML(typ="safe", pure=True).load(case.read_text("utf-8")))
    Draft202012Validator(json.loads(json.dumps(schema()))).validate(value)


def test_a_case_is_held_on_a_working_day_and_its_link_leads_to_a_chat(loaded: ConferenceFile) -> None:
    one = loaded.particulars
    assert ENGLAND.is_working_day(one.start.date())
    assert one.start.year == 2027
    assert not one.join_link or thread_of(one.join_link)
    rows = timetable(facts_of(one), BOROUGHS.profile(loaded.profile), ENGLAND)
    held = [row for row in rows if isinstance(row, Deadline) and row.limit.code.endswith("_held")]
    assert all(one.start <= row.due for row in held), "held in time"


def test_a_case_keeps_its_particulars_through_the_log(loaded: ConferenceFile) -> None:
    event = ConferenceSetUp(particulars=loaded.particulars, profile=BOROUGHS.profile(loaded.profile))
    codec = Codec(EVENTS)
    assert codec.decode(*codec.encode(event)) == event


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from chain.from_iterable(_texts(one) for one in value.values())
    elif isinstance(value, list):
        yield from chain.from_iterable(_texts(one) for one in value)
    elif isinstance(value, str):
        yield value


def test_a_case_is_plainly_fiction(loaded: ConferenceFile) -> None:
    one = loaded.particulars
    assert one.reference.startswith("FICT-")
    assert all(person.address.endswith(".example") for person in one.people if person.address)
    ids = [part for person in one.people if person.account for part in (person.account.tenant, person.account.oid)]
    assert all(len(set(text.replace("-", ""))) <= 4 for text in (loaded.tenant, *ids)), (
        "two digits, and the version's two"
    )
    assert not [text for text in _texts(loaded.rehearsal) if "@" in text]


def test_a_case_has_its_quorum_or_a_reason(loaded: ConferenceFile) -> None:
    one, play = loaded.particulars, loaded.rehearsal
    absent = {who for who, part in play["people"].items() if part.get("absent")}
    present = [seat.id for seat in one.seats if seat.holder not in absent]
    met = all(found.met for found in quorum(one, present, BOROUGHS.profile(loaded.profile).quorum).values())
    assert met or one.scales_only or play["chair"]["inquorate_reason"]


def test_a_case_answers_what_its_borough_asks(loaded: ConferenceFile) -> None:
    asks = BOROUGHS.profile(loaded.profile).asks_likelihood
    parts = loaded.rehearsal["people"].values()
    views = [view for part in parts for name in ("post_it", "changes_to") for view in part.get(name, {}).values()]
    assert views
    assert all(("likelihood" in view) == asks for view in views if "unable" not in view)


def test_a_case_gives_every_child_its_decision_and_core_group(loaded: ConferenceFile) -> None:
    one, chair = loaded.particulars, loaded.rehearsal["chair"]
    if one.scales_only:
        return
    decisions = chair["decisions"]
    assert set(decisions) == {child.id for child in one.children}
    for decision in decisions.values():
        members = [one.seat(SeatId(seat)) for seat in decision.get("core_group", ())]
        planned = decision["status"] == Status.PLAN
        assert any(seat.agency == SOCIAL_CARE for seat in members) == planned
        assert decision["outline"]
