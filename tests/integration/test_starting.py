"""`serve` from its first moment: what it loads before it listens, and what it leaves behind when it is stopped just then."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.adapters.orphans import _serving

ROOT = Path(__file__).resolve().parents[2]

LATER = frozenset(
    "aiosmtpd aiosmtplib bot.adapters.conference_json bot.adapters.graph bot.adapters.notify bot.adapters.repeats bot.adapters.roster bot.adapters.smtp bot.arranging bot.letters bot.rehearsal bot.web.api botbuilder hypothesis holidays.countries.france icalendar jinja2 jsonschema msal referencing requests rich ruamel taskiq valkey".split()
)
"""What a start does not wait for: half of the time it would take, and a third of the memory."""

TELLS = """
import json, sys
from bot.commands import processes
from bot.__main__ import app

async def listening(stop, bot):
    print(json.dumps(sorted(sys.modules)))

processes._until = listening
app(["serve"])
"""


def _settings(folder: Path) -> Mapping[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("CHAIRSIDE_")} | {
        "CHAIRSIDE_APP_ID": "aaaaaaaa-0000-4000-8000-000000000001",
        "CHAIRSIDE_APP_SECRET": "fictional",
        "CHAIRSIDE_TENANT": "11111111-1111-4111-8111-111111111111",
        "CHAIRSIDE_DATA_DIR": str(folder / "store"),
        "CHAIRSIDE_MASTER_KEY": str(folder / "key"),
        "CHAIRSIDE_PORT": "0",
        "PYTHONPATH": str(ROOT),
    }


MAIL = {"CHAIRSIDE_MAIL_URL": "smtp://mail.example", "CHAIRSIDE_MAIL_FROM": "c@council.example"}


def _loaded(folder: Path, before: str, more: Mapping[str, str] | None = None) -> set[str]:
    """What of LATER is there when the bot listens."""
    said = subprocess.run(
        [sys.executable, "-c", before + TELLS],
        env={**_settings(folder), **(more or {})},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    names = json.loads(said.stdout)
    return {one for one in LATER if any(f"{name}.".startswith(f"{one}.") for name in names)}


def test_what_a_start_need_not_wait_for_is_not_loaded(tmp_path: Path) -> None:
    assert _loaded(tmp_path, "") == set()


def test_what_speaks_to_a_mail_server_waits_for_the_first_letter(tmp_path: Path) -> None:
    assert _loaded(tmp_path, "", MAIL) == {"bot.adapters.smtp"}


def test_what_is_loaded_is_seen(tmp_path: Path) -> None:
    assert _loaded(tmp_path, "import jsonschema, bot.rehearsal.cast\n") >= {"jsonschema", "bot.rehearsal"}


@pytest.mark.parametrize("moment", ["valkey.conf", "socket"])
def test_stopped_while_it_starts_it_leaves_no_server(tmp_path: Path, moment: str) -> None:
    data = tmp_path / "store"
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "serve"], env=_settings(tmp_path), cwd=tmp_path, stderr=subprocess.DEVNULL
    ) as bot:
        end = time.monotonic() + 40
        while not (data / moment).exists() and time.monotonic() < end:
            time.sleep(0.002)
        begun = (data / moment).exists()
        bot.send_signal(signal.SIGTERM)
        bot.wait(40)
    assert begun
    assert bot.returncode == 0
    assert _serving(data / "valkey.conf") == []
