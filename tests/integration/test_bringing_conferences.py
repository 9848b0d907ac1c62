"""`conferences add` and `board`: beside a bot that runs, or alone; all of a file or nothing, and as often as anybody likes (M5, M6)."""

import asyncio
import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot import arranging
from bot.adapters.clock import MovableClock
from bot.adapters.roster_layout import layouts
from bot.bootstrap import setter_up
from bot.config import Settings
from bot.domain.events import ConferenceSetUp
from bot.domain.ids import ConferenceId
from bot.usecases.ports import EventLog
from bot.usecases.program_keys import Keys
from tests.dates import moment
from tests.integration.test_keeping import House

ROSTERS = {name: path.with_suffix(".csv") for name, path in layouts().items()}
BRIGHTWELL = ("--layout", "brightwell")
MINIMAL = """
conference:
  reference: FICT-2099-200
  type: initial
  profile: london
  start: 2099-04-14T10:00
  planned_end: 2099-04-14T12:00
  tenant: 11111111-1111-4111-8111-111111111111
  children:
    - {id: ash, called: Ash, born: 2092-02-29, lead: amara}
  chair: {id: grace, name: Grace Example, oid: a0a0a0a0-a0a0-40a0-80a0-a0a0a0a0a0a0}
  manager: {id: nadia, name: Nadia Example, oid: a2a2a2a2-a2a2-42a2-82a2-a2a2a2a2a2a2}
  administrator: {id: femi, name: Femi Example, oid: a3a3a3a3-a3a3-43a3-83a3-a3a3a3a3a3a3}
  seats:
    - id: social_worker
      agency: childrens_social_care
      title: Social worker
      held_by: {id: amara, name: Amara Example, oid: b1b1b1b1-b1b1-41b1-81b1-b1b1b1b1b1b1}
      contact: all
"""


@pytest.fixture
async def house(tmp_path: Path) -> House:
    """A deployment with a record, and a bot that has stopped."""
    one = House(tmp_path / "house")
    async with one.bot():
        pass
    return one


def first(said: str) -> str:
    return said.splitlines()[0]


def _write(house: House, text: str, name: str = "one.yaml") -> Path:
    path = house.folder / name
    path.write_text(text, "utf-8")
    return path


@pytest.mark.feature("M6")
async def test_it_is_looked_at_then_set_up_and_once_only(house: House) -> None:
    path = _write(house, MINIMAL)
    for _ in range(2):
        assert first(await house.well("conferences", "add", path, "--dry-run")) == "FICT-2099-200: would be set up."
    assert first(await house.well("conferences", "add", path)) == "FICT-2099-200: set up."
    for more in ([], ["--dry-run"]):
        assert await house.well("conferences", "add", path, *more) == "FICT-2099-200: was set up before, just so.\n"
    assert len((await house.audit())["conferences"]) == 1


@pytest.mark.feature("B6", "M6")
async def test_everybody_is_invited_when_that_is_said_and_once(house: House) -> None:
    path = _write(house, MINIMAL)
    said = await house.well("conferences", "add", path, "--convene", "--dry-run")
    assert first(said) == "FICT-2099-200: would be set up. Everybody would be invited."
    await house.well("conferences", "add", path)
    for _ in range(2):
        said = await house.well("conferences", "add", path, "--convene")
        assert said == "FICT-2099-200: was set up before, just so. Everybody is invited.\n"
    assert [one["entries"] for one in (await house.audit())["conferences"]] == [2]


async def test_a_changed_file_changes_nothing_and_is_not_passed_over_in_silence(house: House) -> None:
    await house.well("conferences", "add", _write(house, MINIMAL))
    changed = await house.run("conferences", "add", _write(house, MINIMAL.replace("T12:00", "T13:00")))
    assert (changed.exit_code, changed.stdout.count("nothing is changed")) == (1, 1)
    assert [one["entries"] for one in (await house.audit())["conferences"]] == [1]


@pytest.mark.feature("M6")
async def test_a_bot_that_runs_finds_what_was_brought_beside_it(house: House) -> None:
    async with house.bot() as store:
        said = await house.well("conferences", "add", ROSTERS["brightwell"], *BRIGHTWELL)
        heads = [line for line in said.splitlines() if not line.startswith(" ")]
        assert heads == ["FICT-2027-301: set up.", "FICT-2027-302: set up."]
        found = await store.log.by_person("grace@council.example")
        assert len(found) == 2
        assert await store.agenda.next_due() is not None
        assert await store.log.in_weeks({"2027-W15"})
    assert (await house.audit())["whole"]


@pytest.mark.feature("M6")
async def test_with_one_fault_in_a_roster_none_of_it_is_set_up(house: House) -> None:
    text = ROSTERS["brightwell"].read_text("utf-8").replace("wanda@surgery.example", "wanda")
    line = await house.refused("conferences", "add", _write(house, text, "two.csv"), *BRIGHTWELL)
    assert line.startswith("two.csv:18:9: FICT-2027-302, “Email”: expected an e-mail address")
    assert (await house.audit())["conferences"] == []


@pytest.mark.parametrize("more", [[], ["--dry-run"]])
async def test_every_fault_is_told_a_line_each(house: House, more: list[str]) -> None:
    path = _write(house, MINIMAL.replace("initial", "inital").replace("2092-02-29", "2092-02-30"))
    result = await house.run("conferences", "add", path, *more)
    assert (result.exit_code, result.stdout) == (2, "")
    assert [line.split(": ")[0] for line in result.stderr.splitlines()] == ["one.yaml:4:9", "one.yaml:10:36"]


async def test_a_rehearsal_is_no_conference(house: House) -> None:
    path = _write(house, MINIMAL + "rehearsal: {}\n")
    line = await house.refused("conferences", "add", path)
    assert line.endswith("rehearsal: a conference that will be held has no `rehearsal`: leave it out")
    assert (await house.audit())["conferences"] == []


async def test_a_roster_says_whose_it_is(house: House) -> None:
    line = await house.refused("conferences", "add", ROSTERS["northfield"])
    assert line == "a roster needs --layout: brightwell, northfield, or a file of your own"
    assert "cannot be opened" in await house.refused("conferences", "add", ROSTERS["northfield"], "--layout", "other")


OLD = MINIMAL.replace("2099-04", "2020-04").replace("2092-02-29", "2015-02-28").replace("FICT-2099", "FICT-2020")
SUNDAY = MINIMAL.replace("2099-04-14T10:00", "2099-04-12T19:00").replace("2099-04-14T12", "2099-04-12T20")
ENDED = "FICT-2020-200: not set up: it ended on Tue 14 Apr 2020, 12:00.\n"


@pytest.fixture
def nothing(tmp_path: Path) -> House:
    """A machine without a record, and without Teams' secrets."""
    one = House(tmp_path / "empty")
    for name in ("APP_ID", "APP_SECRET", "TENANT"):
        del one.env[f"CHAIRSIDE_{name}"]
    return one


async def test_looking_needs_no_record_nor_secrets_and_doing_does(nothing: House) -> None:
    path = _write(nothing, MINIMAL)
    assert "would be set up" in await nothing.well("conferences", "add", path, "--dry-run")
    assert not nothing.data.exists()
    result = await nothing.run("conferences", "add", path)
    assert (result.exit_code, result.stderr.count("is not set")) == (2, 3)
    nothing.env |= House(nothing.folder).env
    assert "store.key" in await nothing.refused("conferences", "add", path)


async def test_what_is_over_is_not_set_up(house: House, nothing: House) -> None:
    for where, more in ((house, []), (house, ["--dry-run"]), (nothing, ["--dry-run", "--convene"])):
        result = await where.run("conferences", "add", _write(where, OLD), *more)
        assert (result.exit_code, result.stdout) == (1, ENDED)


@pytest.mark.feature("B4", "B6")
async def test_what_its_sheet_would_say_is_told_before_anybody_is_invited(house: House, nothing: House) -> None:
    for where, more in ((nothing, ["--dry-run"]), (house, ["--dry-run"]), (house, [])):
        said = await where.well("conferences", "add", _write(where, SUNDAY), "--convene", *more)
        assert [line.strip() for line in said.splitlines()[1:3]] == [
            "Sun 12 Apr 2099, 19:00, 1 child, 4 people",
            "To look at: The date of the strategy discussion is missing, so nobody can say whether it is in time.",
        ]
        assert "To look at: There is no link to join by." in said
        assert "To look at: That day is a weekend" in said


class _Blind:
    """Sees nothing that another has just set up."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    async def by_chat(self, chat: str) -> tuple[ConferenceId, ...]:
        return ()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._log, name)


async def test_two_who_bring_it_in_the_same_moment_bring_one(house: House) -> None:
    (brought,) = arranging.read_files(_write(house, MINIMAL), "")
    async with arranging.record(house.settings) as one, arranging.record(house.settings) as other:
        both = [setter_up(house.settings, store, MovableClock()) for store in (one, other)]
        both = [replace(each, log=_Blind(each.log)) for each in both]
        first, second = await asyncio.gather(*(each(brought.particulars, brought.borough, "t") for each in both))
        assert first.cid == second.cid
        assert {first.new, second.new} == {True, False}
        assert len(await one.log.read(first.cid)) == 1


@pytest.mark.parametrize(
    ("change", "there"),
    [({}, False), ({"mail_url": "smtp://mail.example"}, True), ({"notify_key": SecretStr("a key")}, True)],
)
async def test_whether_there_is_mail_is_known_from_the_beginning(
    house: House, change: dict[str, object], there: bool
) -> None:
    (brought,) = arranging.read_files(_write(house, MINIMAL), "")
    async with arranging.record(house.settings) as store:
        made = setter_up(house.settings.model_copy(update=change), store, MovableClock())
        done = await made(brought.particulars, brought.borough, "t")
        (first,) = await store.log.read(done.cid)
        assert isinstance(first.event, ConferenceSetUp)
        assert first.event.mail is there


# ---------------------------------------------------------------------------------------------------------------- board


@pytest.mark.feature("M5")
async def test_the_board_for_a_spreadsheet(house: House) -> None:
    await house.well("conferences", "add", ROSTERS["brightwell"], *BRIGHTWELL)
    clock = MovableClock(moment("Mon 12 Apr 2027 09:00"))
    lines, unreadable = await arranging.board(house.settings, 1, clock)
    assert ({line.reference for line in lines}, unreadable) == ({"FICT-2027-301", "FICT-2027-302"}, 0)
    assert (await arranging.board(house.settings, 1, MovableClock(moment("Mon 19 Apr 2027 09:00"))))[0] == ()
    said = await house.well("board", "--csv", "--weeks", "53")
    head, *rows = csv.reader(io.StringIO(said))
    assert head[:3] == ["Reference", "Type", "State"]
    assert {row[0] for row in rows} == {"FICT-2027-301", "FICT-2027-302"}
    assert all(len(row) == len(head) for row in rows)
    assert not [name for name in ("Ash", "Rowan", "Linnet", "Example") if name in said]


async def test_a_week_without_conferences_is_said_to_be_one(house: House) -> None:
    for name in ("APP_ID", "APP_SECRET", "TENANT"):
        del house.env[f"CHAIRSIDE_{name}"]
    said = await house.well("board")
    assert said.startswith("No conference from Mon ")
    assert said.endswith(". --weeks 8 looks further.\n")
    assert "looks further" not in await house.well("board", "--weeks", "53")
    assert len((await house.well("board", "--csv")).splitlines()) == 1


# ------------------------------------------------------------------------------------------------------- keys of programs


async def test_a_key_is_shown_once_and_opens_what_its_hash_is_in_the_settings_for(house: House) -> None:
    said = await house.well("conferences", "key", "case-system")
    key, entry = (line.split(": ", 1)[1].strip() for line in said.splitlines())
    assert Keys([entry]).holder(f"Bearer {key}") == "case-system"
    assert key not in entry
    assert Settings.model_validate({**house.settings.model_dump(), "api_keys": entry}).api_keys == (entry,)


@pytest.mark.parametrize("name", ["", "Case", "a b", "a:b", "x" * 41, "é"])
async def test_a_key_has_a_plain_name(house: House, name: str) -> None:
    assert "small letters" in await house.refused("conferences", "key", name)
