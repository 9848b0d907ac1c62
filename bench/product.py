"""The product as it is run: `python -m bot serve` in a process of its own, its settings, and what its store counts."""

import shutil
import sys
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from redis import Redis

from bench import machine
from bench.machine import Child
from bench.microsoft import APP_ID, SECRET, TENANT
from bot.config import Settings

Env = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Microsoft:
    """The loopback Microsoft that is up."""

    service_url: str
    openid: str
    counts: str
    authority: str
    ca: str
    token: str
    bad_tokens: Mapping[str, str]


@contextmanager
def microsoft(folder: Path, delay: float) -> Iterator[Microsoft]:
    """`delay`: seconds before the connector answers anything."""
    with Child(machine.python("bench.microsoft", str(delay)), machine.LOAD, folder / "microsoft.log") as child:
        yield Microsoft(**machine.announced(child.waits_for("ready {")))


def counts(there: Microsoft, *, reset: bool = False) -> dict[str, Any]:
    """What the connector has taken: `sent` by kind, `seconds` from the first to the last, `widest` at once, the last `bodies`."""
    with urllib.request.urlopen(there.counts + ("?reset" if reset else ""), timeout=10) as answer:  # noqa: S310 - loopback
        found: dict[str, Any] = orjson.loads(answer.read())
        return found


def environment(where: Path, there: Microsoft, **more: str) -> dict[str, str]:
    """As a deployment would be set, every outside address on this machine. `where` is the data folder; checks are all on."""
    return {
        "CHAIRSIDE_PORT": "0",
        "CHAIRSIDE_DATA_DIR": str(where),
        "CHAIRSIDE_APP_ID": APP_ID,
        "CHAIRSIDE_APP_SECRET": SECRET,
        "CHAIRSIDE_TENANT": TENANT,
        "CHAIRSIDE_OPENID_METADATA": there.openid,
        "CHAIRSIDE_SERVICE_URLS": there.service_url,
        "CHAIRSIDE_SERVICE_URL": there.service_url,
        "CHAIRSIDE_AUTHORITY": there.authority,
        "CHAIRSIDE_CA_FILE": there.ca,
        "CHAIRSIDE_LOG_LEVEL": "WARNING",
        **more,
    }


def settings(env: Env) -> Settings:
    """The same as values, for what is prepared in this process."""
    given: dict[str, Any] = {name.removeprefix("CHAIRSIDE_").lower(): value for name, value in env.items()}
    return Settings(**given)


def copied(world: Path, to: Path) -> Path:
    """A store prepared once, with its key and its sidecar, for one server alone. The data folder."""
    shutil.copytree(world, to)
    return to / "store"


class Bot(Child):
    """A bot that listens, its embedded store moved to the other core."""

    def __init__(
        self, env: Env, said: Path, runner: Sequence[str] = ("-m", "bot"), under: Sequence[str | Path] = ()
    ) -> None:
        """`runner` takes the place of `-m bot`; `under` is a program that the whole of it runs under."""
        self.env = dict(env)
        super().__init__([*under, sys.executable, *runner, "serve"], machine.SERVER, said, env)
        try:
            line = self.waits_for("Chairside listens at ", patience=180.0)
        except RuntimeError:
            self.stop()
            raise
        self.address = line.rpartition(" ")[2]
        self.socket = (Path(env["CHAIRSIDE_DATA_DIR"]) / "socket").read_text()
        for pid in self.below():
            machine.move(pid, machine.LOAD)

    @property
    def store(self) -> Redis:
        """A connection of ours to its store; close it."""
        return Redis(unix_socket_path=self.socket)
