"""`python -m bot`: settings, dates and conference files, with every fault in one go."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot import config
from bot.__main__ import app
from bot.bootstrap import shipped_cases

ROOT = Path(__file__).resolve().parents[2]
INITIAL = ROOT / "bot" / "data" / "cases" / "initial.yaml"
SECRET = "a-secret-of-no-use-anywhere"
ONE, TWO = "22222222-2222-4222-8222-222222222222", "33333333-3333-4333-8333-333333333333"
SOUND = {
    "CHAIRSIDE_APP_ID": "aaaaaaaa-0000-4000-8000-000000000001",
    "CHAIRSIDE_APP_SECRET": SECRET,
    "CHAIRSIDE_TENANT": "11111111-1111-4111-8111-111111111111",
}
NAMES = tuple(f"{config.PREFIX}{name.upper()}" for name in config.Settings.model_fields)


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def run(*arguments: str, env: Mapping[str, str] | None = None) -> Result:
    return CliRunner().invoke(app, list(arguments), env=dict(env or {}))


def _words(text: str) -> str:
    return " ".join(text.split())


# -------------------------------------------------------------------------------------------------------------------- settings


def test_every_setting_is_listed_with_its_value_and_meaning() -> None:
    result = run("settings", env=SOUND | {"CHAIRSIDE_TENANTS": f"{ONE}, {TWO}"})
    assert result.exit_code == 0
    assert all(name in result.output for name in NAMES)
    assert f"{ONE},{TWO}" in "".join(result.output.split())
    assert "The bot's client secret." in _words(result.output)


def test_a_password_in_the_stores_address_is_masked() -> None:
    shown = run("settings", env=SOUND | {"CHAIRSIDE_STORE_URL": "redis://bot:pw-not-shown@localhost:6379/0"})
    assert "pw-not-shown" not in shown.output
    assert "localhost:6379/0" in shown.output


@pytest.mark.parametrize("name", ["APP_ID", "APP_SECRET", "TENANT", "TENANTS"])
def test_an_identity_that_cannot_be_one_stops_the_start(name: str) -> None:
    result = run("serve", env=SOUND | {f"CHAIRSIDE_{name}": " " if name == "APP_SECRET" else "contoso"})
    assert (result.exit_code, f"CHAIRSIDE_{name}: " in result.stderr) == (2, True)


def test_no_secret_is_shown() -> None:
    for command in ("settings", "serve"):
        result = run(command, env=SOUND | {"CHAIRSIDE_PORT": "nowhere"})
        assert SECRET not in result.output + result.stderr
    assert SECRET not in run("settings", env=SOUND).output


def test_every_fault_is_told_in_one_go_by_the_setting_s_name() -> None:
    wrong = {
        "CHAIRSIDE_PORT": "high",
        "CHAIRSIDE_AUTHORITY": "http://login.example",
        "CHAIRSIDE_SERVICE_URLS": "ftp://elsewhere.example",
        "CHAIRSIDE_LOG_LEVEL": "LOUD",
        "CHAIRSIDE_DURABILITY": "hope",
        "CHAIRSIDE_TENANT": " ",
    }
    result = run("serve", env=wrong)
    assert result.exit_code == 2
    lines = result.stderr.splitlines()
    for name in (*wrong, "CHAIRSIDE_APP_ID", "CHAIRSIDE_APP_SECRET"):
        assert [line for line in lines if line.startswith(f"{name}: ")], name
    assert "CHAIRSIDE_APP_ID: is not set" in lines
    assert "high" not in result.stderr  # what was typed may be a secret in the wrong place


NOTIFY_KEY = "key-5e771ce0-0000-4000-8000-000000000001-5ec2e700-0000-4000-8000-000000000002"
MAIL = {"MAIL_URL": "smtp://mail.example:587", "MAIL_FROM": "Council <c@council.example>"}
NOTIFY = {"NOTIFY_KEY": NOTIFY_KEY, "NOTIFY_TEMPLATE": "7e3b1a7e-0000-4000-8000-000000000003"}


@pytest.mark.parametrize(
    ("given", "faulty"),
    [
        (MAIL, ""),
        (MAIL | {"MAIL_USER": "bot", "MAIL_PASSWORD": "pw"}, ""),
        (NOTIFY, ""),
        (MAIL | NOTIFY, "NOTIFY_KEY"),
        ({"MAIL_URL": "smtp://mail.example"}, "MAIL_FROM"),
        (MAIL | {"MAIL_URL": "http://mail.example"}, "MAIL_URL"),
        (MAIL | {"MAIL_URL": "smtp://bot:pw@mail.example"}, "MAIL_URL"),
        (MAIL | {"MAIL_FROM": "a@b.example, c@d.example"}, "MAIL_FROM"),
        (MAIL | {"MAIL_USER": "bot"}, "MAIL_PASSWORD"),
        (MAIL | {"MAIL_PASSWORD": "pw"}, "MAIL_PASSWORD"),
        ({"MAIL_FROM": "c@council.example"}, "MAIL_FROM"),
        ({"MAIL_USER": "bot", "MAIL_PASSWORD": "pw"}, "MAIL_USER"),
        (NOTIFY | {"NOTIFY_KEY": "abc"}, "NOTIFY_KEY"),
        (NOTIFY | {"NOTIFY_TEMPLATE": "abc"}, "NOTIFY_TEMPLATE"),
        (NOTIFY | {"NOTIFY_BASE": "http://notify.example"}, "NOTIFY_BASE"),
        ({"NOTIFY_KEY": NOTIFY_KEY}, "NOTIFY_TEMPLATE"),
        ({"NOTIFY_TEMPLATE": NOTIFY["NOTIFY_TEMPLATE"]}, "NOTIFY_TEMPLATE"),
    ],
)
def test_mail_goes_one_way_or_none_and_half_a_way_stops_the_start(given: Mapping[str, str], faulty: str) -> None:
    env = {**SOUND, **{f"CHAIRSIDE_{name}": value for name, value in given.items()}}
    if not faulty:
        shown = run("settings", env=env)
        assert shown.exit_code == 0
        assert NOTIFY_KEY not in "".join(shown.output.split())
        assert "pw" not in shown.output.replace("pwd", "")
        return
    result = run("serve", env=env)
    assert result.exit_code == 2
    assert f"CHAIRSIDE_{faulty}: " in result.stderr
    assert "pw" not in result.stderr
    assert NOTIFY_KEY not in result.stderr


def test_a_clock_that_can_be_moved_is_never_on_a_network() -> None:
    result = run("serve", env=SOUND | {"CHAIRSIDE_HOST": "0.0.0.0", "CHAIRSIDE_REHEARSAL_PORT": "0"})
    assert result.exit_code == 2
    assert "loopback only" in result.stderr


def test_the_readme_names_every_setting() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert [name for name in NAMES if name not in text] == []


# ----------------------------------------------------------------------------------------------------------------------- dates


@pytest.mark.feature("A7")
@pytest.mark.parametrize("case", shipped_cases(), ids=lambda path: path.stem)
def test_every_date_of_a_shipped_case_is_told_with_its_source(case: Path) -> None:
    entries = _entries(case)
    assert entries
    assert all(entry["source"] for entry in entries)
    table = run("deadlines", str(case))
    assert table.exit_code == 0
    assert all(head in table.output for head in ("What", "When", "Source"))


def test_a_date_that_is_not_known_is_asked_for_and_not_guessed(tmp_path: Path) -> None:
    text = INITIAL.read_text("utf-8")
    part = "  dates:\n    strategy_discussion: 2027-02-16\n"
    assert part in text
    bare = tmp_path / "bare.yaml"
    bare.write_text(text.replace(part, ""), "utf-8")
    known = _entries(INITIAL)
    asked = [entry for entry in _entries(bare) if entry["needs"] == "strategy_discussion"]
    assert asked
    assert all(entry["due"] is None for entry in asked)
    assert not [entry for entry in known if entry["needs"] == "strategy_discussion"]
    assert "needs the date of the strategy discussion" in _words(run("deadlines", str(bare)).output).lower()


def _entries(case: Path) -> list[dict[str, object]]:
    result = run("deadlines", str(case), "--json")
    assert result.exit_code == 0
    entries: list[dict[str, object]] = json.loads(result.output)
    return entries


# ----------------------------------------------------------------------------------------------------------------------- files


@pytest.mark.parametrize("case", shipped_cases(), ids=lambda path: path.stem)
def test_a_shipped_case_has_nothing_wrong(case: Path) -> None:
    result = run("check", str(case))
    assert (result.exit_code, result.stderr) == (0, "")
    assert "nothing wrong" in result.output


def _broken() -> Iterator[tuple[str, str, str]]:
    """What to put in place of what, and what is then said."""
    yield "type: initial", "type: inital", "conference.type"
    yield "profile: lewisham", "profile: atlantis", "conference.profile"
    yield "born: 2024-09-12, lead: amara", "born: 2024-13-12, lead: nobody", "conference.children"
    yield "contact: [robin]", "contact: [rabin]", "contact"
    yield "planned_end: 2027-03-09T12:00", "planned_end: 2027-03-09T09:00", "conference.planned_end"


@pytest.mark.parametrize("command", ["check", "deadlines", "serve"])
def test_a_broken_file_gets_every_fault_with_its_place_and_nothing_is_created(tmp_path: Path, command: str) -> None:
    text = INITIAL.read_text("utf-8")
    for before, after, _ in _broken():
        assert before in text
        text = text.replace(before, after)
    case = tmp_path / "broken.yaml"
    case.write_text(text, "utf-8")
    data = tmp_path / "store"
    result = run(command, str(case), env=SOUND | {"CHAIRSIDE_DATA_DIR": str(data)})
    assert result.exit_code == 2
    lines = result.stderr.splitlines()
    for _, _, place in _broken():
        assert [line for line in lines if place in line], place
    assert len(lines) >= 6
    assert list(tmp_path.iterdir()) == [case]


def test_a_file_that_is_not_there_is_one_line_and_not_a_trace(tmp_path: Path) -> None:
    result = run("check", str(tmp_path / "nowhere.yaml"))
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert "Traceback" not in result.stderr
