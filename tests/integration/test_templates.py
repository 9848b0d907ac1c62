"""A council's own letters: proof-read by a command, refused at a start while they are faulty, and sent once they are sound."""

from pathlib import Path

import pytest
from pydantic import SecretStr
from typer.testing import CliRunner, Result

from bot.__main__ import app
from bot.bootstrap import REFUSALS, running
from bot.config import Settings
from tests.integration.mailroom import mailroom

pytestmark = pytest.mark.feature("M4")

OWN = "Dear colleague,\nplease come on {{ day }} at {{ start }}. {{ place }} {{ link }}\n"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["templates", *arguments])


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "invitation.txt").write_text(OWN)
    return folder


def test_a_sound_folder_is_said_to_be(own: Path) -> None:
    found = run("check", str(own))
    assert (found.exit_code, found.stdout) == (0, "Nothing is wrong.\n")


def test_every_fault_is_a_line_with_its_file_and_line(own: Path) -> None:
    (own / "invitation.txt").write_text(f"{OWN}{{{{ child }}}}\n{{{{ mother }}}}")
    (own / "lbh").mkdir()
    (own / "lbh" / "cancelled.txt").write_text("Do not come.")
    found = run("check", str(own))
    assert found.exit_code == 1
    assert [line.split(": ")[0] for line in found.stdout.splitlines()] == [
        "invitation.txt:3",
        "invitation.txt:4",
        "lbh/cancelled.txt:1",
        "lbh/cancelled.txt:1",
    ]


@pytest.mark.parametrize("what", ["nowhere", "a file"])
def test_what_is_no_folder_is_refused(tmp_path: Path, what: str) -> None:
    (tmp_path / "a file").write_text("x")
    found = run("check", str(tmp_path / what))
    assert (found.exit_code, found.stdout) == (2, "")
    assert "there is no such folder" in found.stderr


def test_ours_can_be_had_to_begin_with(tmp_path: Path) -> None:
    assert run("copy", str(tmp_path / "own")).exit_code == 0
    assert run("check", str(tmp_path / "own")).exit_code == 0
    again = run("copy", str(tmp_path / "own"))
    assert (again.exit_code, "is not empty" in again.stderr) == (2, True)


async def test_a_start_refuses_a_faulty_one_and_says_all_of_it(own: Path, tmp_path: Path) -> None:
    (own / "moved.txt").write_text("{{ child }}")
    (own / "reminder.txt").write_text("{{ waiting")
    settings = Settings(
        port=0,
        data_dir=tmp_path / "store",
        app_id="aaaaaaaa-0000-4000-8000-000000000001",
        app_secret=SecretStr("fictional"),
        tenant="11111111-1111-4111-8111-111111111111",
        templates_dir=own,
    )
    with pytest.raises(REFUSALS) as caught:
        async with running(settings):
            pytest.fail("it started")
    said = str(caught.value).splitlines()
    assert "reminder.txt:1: cannot be read: " in said[-1]
    assert any(line.startswith("moved.txt:1: there is no value child here") for line in said)


async def test_its_own_words_are_sent_with_our_file_and_our_subject(own: Path, tmp_path: Path) -> None:
    async with mailroom(tmp_path / "room", templates_dir=own) as room:
        one = await room.convened()
        [found] = room.to(one, "gp")
        assert found.text.startswith("Dear colleague,\nplease come on Tue 23 Mar 2027 at 10:00.")
        assert found.subject == f"Conference {one.reference}: invitation"
        assert found.calendar
        [family] = room.to(one, "mother")
        assert family.text.startswith("Hello,"), "what is left out is sent as shipped"
