"""A whole conference in which everything that anybody can write or the file can hold is marked; then everything that is kept
outside people's own clients is searched for the marks, in every encoding it might hide in (promise 23).
"""

import base64
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
import orjson
import pytest
import redis

from bot.adapters.cipher import ConferenceSeal, _pad, _unpad
from bot.adapters.entries import Envelope
from bot.adapters.logs import log_to_stderr
from bot.bootstrap import Overrides
from bot.dialogs.desk import Desk
from bot.dialogs.press import Answer, Press, Said, Seen
from bot.rehearsal import chairing
from tests.integration.conference import BARNABY, CANARY, EVERYBODY, MARIGOLD, UNABLE, Conference, set_up, view
from tests.integration.theatre import Theatre, theatre
from tests.logs import plainly

ROOT = Path(__file__).resolve().parents[2]
BORN = date(2013, 10, 29)
WRITTEN = (
    CANARY,
    "Marigold",
    "Barnaby",
    "Fictional",
    "@fictional.example",
    "FICT-",
    "Agency of",
    "2013-10-29",
    "29 October",
)
"""Words, names, addresses, references, titles and dates: what no file, log or figure may hold."""

AT_REST = (*WRITTEN, "19:meeting", "meetup-join", "school-", "neglect", "child_protection_plan", "domestic")
"""And what the record must not show either: chats, accounts, answers."""


FEWEST = 6
"""Characters of base64 that chance does not make: a short word's middle would be found in any ciphertext."""


def _forms(word: str) -> Iterator[bytes]:
    """How it may be written down. Of base64, the middle that is the same wherever the word begins."""
    for text in (word, word.lower(), word.upper()):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            raw = text.encode(encoding)
            yield raw
            yield raw.hex().encode()
            for shift in range(3):
                kept = base64.b64encode(b"\0" * shift + raw)
                middle = kept[(shift * 8 + 5) // 6 : (shift + len(raw)) * 8 // 6]
                if len(middle) >= FEWEST:
                    yield middle
        yield quote(text, safe="").encode()
        yield "".join(f"\\u{ord(each):04x}" for each in text).encode()
        yield orjson.dumps(text)[1:-1]


def found(words: tuple[str, ...], where: bytes) -> list[str]:
    return [word for word in words if any(form in where for form in _forms(word))]


@pytest.mark.parametrize(
    "hidden",
    [
        "Zanzibar",
        "ZANZIBAR",
        base64.b64encode(b"xxZanzibar, she said").decode(),
        base64.b64encode(b"x: Zanzibar, she said").decode(),
        "Zanzibar".encode("utf-16-le").decode("latin-1"),
        b"Zanzibar".hex(),
        "\\u005a\\u0061\\u006e\\u007a\\u0069\\u0062\\u0061\\u0072",
    ],
)
def test_the_search_finds_what_is_hidden(hidden: str) -> None:
    assert found((CANARY,), f"...{hidden}...".encode("latin-1")) == [CANARY]
    assert found((CANARY,), b"Zanzi bar") == []


@dataclass
class Breaks:
    """The desk, but one press runs into a bug that quotes all there is to quote."""

    desk: Desk
    verb: str

    async def press(self, press: Press) -> Answer:
        if press.verb != self.verb:
            return await self.desk.press(press)
        if os.environ.get("CRASH"):
            os.abort()
        raise RuntimeError(f"{press}") from ValueError(str(press.data))

    async def said(self, said: Said) -> Answer | None:
        return await self.desk.said(said)

    async def seen(self, seen: Seen) -> None:
        await self.desk.seen(seen)


async def _hold(house: Theatre) -> Conference:
    """Every field that there is, filled in."""
    one = await set_up(house, EVERYBODY, dates={"strategy_discussion": BORN})
    await one.gather()
    await one.open_round()
    await one.press("school", "post_it.save", {"marigold.reason": f"{CANARY} half written."})
    await one.hand_in("school", view(3), barnaby=UNABLE)
    await one.hand_in("health", view(2, "child_protection_plan", category="neglect"))
    await one.hand_in("worker", view(7))
    await one.press("school", "post_it.change")
    await one.type("mother", f"{CANARY} is what I think")
    await one.close_round()
    for child in (MARIGOLD, BARNABY):
        await one.tally(child)
        await chairing.decide(one.scene, child)
    await one.approve()
    return one


async def _broken(one: Conference) -> str:
    """The answer to the press that runs into the bug."""
    press = one.made_up("school", "post_it.read_out", **{"marigold.reason": CANARY})
    return str((await one.house.teams.deliver(press)).body)


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _server(folder: Path) -> Any:
    (note,) = [path for path in (folder / "store").iterdir() if path.name == "socket"]
    return redis.Redis(unix_socket_path=note.read_text())


def _kept_by_server(server: Any) -> bytes:
    """What it remembers of commands, having been told to write all that it has to its file as well."""
    server.save()
    said: list[Any] = [server.execute_command("SLOWLOG", "GET", "-1"), server.execute_command("INFO", "everything")]
    kinds = ("slow", "large-request", "large-reply")
    said += [server.execute_command("COMMANDLOG", "GET", "-1", kind) for kind in kinds]
    said.append(server.execute_command("CLIENT", "LIST"))
    return repr(said).encode()


@pytest.fixture
def _logging() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    plainly()


@pytest.mark.feature("S-2", "S-3")
@pytest.mark.usefixtures("_logging")
async def test_nothing_that_anybody_wrote_is_kept_in_the_clear(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    log_to_stderr("DEBUG")
    async with theatre(tmp_path) as house:
        await house.stop_bot()
        await house.start_bot(Overrides(desk=lambda desk: Breaks(desk, "post_it.read_out")), metrics_port=0)
        one = await _hold(house)
        answer = await _broken(one)
        house.teams.bot_faults.clear()
        async with house.stage.http.get(house.stage.bot.metrics) as response:
            figures = await response.read()
        with _server(tmp_path) as server:
            remembered = _kept_by_server(server)
        ready = await house.ready()
        posted = orjson.dumps([entry.body for entry in one.kept()])
        state = await one.state()
    said = capfd.readouterr()
    files = _files(tmp_path)
    assert [name for name in files if name.endswith(".rdb")]
    assert [name for name in files if name.endswith(".aof")]
    assert len(files["store/valkey.log"]) > 100
    assert state.decisions
    for name, content in files.items():
        assert found(AT_REST, content) == [], name
    assert found(AT_REST, remembered) == []
    assert b"chairside_presses_total" in figures
    assert found(AT_REST, figures) == []
    assert '"bug"' in said.err
    assert "library" in said.err
    assert found(WRITTEN, (said.err + said.out).encode()) == []
    assert found(WRITTEN, answer.encode()) == []
    assert found(WRITTEN, str(ready).encode()) == []
    assert found(("Zanzibar half", "Zanzibar I have never", "Zanzibar reason"), posted) == []


@pytest.mark.feature("S-2")
async def test_unsealed_and_with_its_memory_on_the_store_would_show_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the same search finds all of it where nothing is sealed and commands are remembered."""
    monkeypatch.setattr(
        ConferenceSeal, "close", lambda self, seq, event, path, plain, room=0: b"\0" * 12 + _pad(plain, room)
    )
    monkeypatch.setattr(ConferenceSeal, "open", lambda self, seq, event, path, sealed: _unpad(sealed[12:]))
    # A server remembers the first 128 bytes of an argument: what was written has to stand there to be seen.
    monkeypatch.setattr("bot.adapters.sealing.pack", _fields_first)
    async with theatre(tmp_path) as house:
        with _server(tmp_path) as server:
            server.execute_command("CONFIG", "SET", "slowlog-log-slower-than", "0", "slowlog-max-len", "100000")
            await _hold(house)
            remembered = _kept_by_server(server)
    files = _files(tmp_path)
    in_file = b"".join(content for name, content in files.items() if name.endswith(".aof"))
    dumped = b"".join(content for name, content in files.items() if name.endswith(".rdb"))
    assert {CANARY, "Marigold", "Barnaby", "Fictional", "FICT-", "2013-10-29"} <= set(found(WRITTEN, in_file))
    assert found(WRITTEN, remembered)
    assert found(WRITTEN, dumped)


def _fields_first(envelope: Envelope) -> bytes:
    said = msgspec.structs.asdict(envelope)
    return msgspec.msgpack.encode({"fields": said.pop("fields")} | said)


async def crash(folder: Path) -> None:
    """Until the interpreter is killed by itself in the middle of a press."""
    log_to_stderr("DEBUG")
    async with theatre(folder) as house:
        await house.stop_bot()
        await house.start_bot(Overrides(desk=lambda desk: Breaks(desk, "post_it.hand_in")))
        one = await set_up(house)
        await one.gather()
        await one.open_round()
        await one.hand_in("school")


@pytest.mark.feature("S-3")
def test_a_crash_in_the_middle_of_a_press_shows_lines_and_no_words(tmp_path: Path) -> None:
    script = (
        "import asyncio, sys; from pathlib import Path; from tests.integration.test_no_plaintext import crash; "
        "asyncio.run(crash(Path(sys.argv[1])))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        cwd=ROOT,
        env=os.environ | {"CRASH": "1", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        timeout=60,
        check=False,
    )
    said = done.stdout + done.stderr
    assert done.returncode == -6
    assert b"Fatal Python error: Aborted" in said
    assert b"test_no_plaintext.py" in said
    assert found(WRITTEN, said) == []
    assert not list(ROOT.glob("core*"))
