"""The whole table in one run: what is asked of this machine, in which order, and what is written down of it."""

import json
import platform
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench import machine
from bench.figures import england, hostile, instructions, press, sends, startup, trips
from bench.machine import ROOT
from bench.product import Microsoft, microsoft
from bench.table import Row, markdown

_BEGIN, _END = "<!-- bench: begin -->", "<!-- bench: end -->"
_DELAY = 0.05
"""Seconds before the loopback Teams answers anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much of it. The bars are the same for every size; only the whole is written into the README."""

    rounds: int
    conferences: int
    seats: int
    england: int
    evening: float
    sends: int
    starts: int


WHOLE = Size(rounds=5, conferences=60, seats=60, england=1000, evening=150.0, sends=50, starts=7)
QUICK = Size(rounds=2, conferences=20, seats=60, england=100, evening=20.0, sends=20, starts=3)


async def everything(folder: Path, size: Size) -> list[Row]:
    """In the issue's order. Each figure has servers of its own, and is alone on the machine."""
    rows: list[Row] = []
    with microsoft(folder, _DELAY) as there:
        at = await press.world(folder / "world", there, size.conferences, size.seats)
        rows += (await press.measure(there, at, size.rounds)).rows()
        _say("pressed", rows)
        rows += [await instructions.measure(there, at, size.rounds)]
        _say("counted", rows[-1:])
        rows += await _sent(folder, there, size)
        rows += await trips.measure(there, at)
        rows += (await hostile.measure(there, at, 3)).rows()
        _say("asked and refused", rows[-5:])
        many = await press.world(folder / "england", there, size.england, 12)
        rows += (await england.measure(there, many, size.evening)).rows()
        _say("England answered", rows[-3:])
        rows += startup.measure(there, folder / "startup", size.starts)
    return rows


async def _sent(folder: Path, there: Microsoft, size: Size) -> list[Row]:
    owing = await sends.owing(folder / "owing", there, size.sends)
    rows = (await sends.measure(there, owing, max(2, size.rounds - 2))).rows()
    both = await sends.owing(folder / "both", there, 100, size.conferences)
    rows += (await sends.mixed(there, both, max(2, size.rounds - 2))).rows()
    _say("sent", rows)
    return rows


_started = time.monotonic()


def _say(what: str, rows: Sequence[Row]) -> None:
    """Progress, for whoever waits."""
    short = ", ".join(row.said for row in rows)
    print(f"{time.monotonic() - _started:5.0f} s  {what}: {short}", file=sys.stderr, flush=True)


def written(rows: Sequence[Row], out: Path, *, readme: bool) -> None:
    """To out/bench.json, and to the README between its two marks."""
    out.mkdir(parents=True, exist_ok=True)
    said = {"machine": _machine(), "rows": [_json(row) for row in rows]}
    (out / "bench.json").write_text(json.dumps(said, indent=2) + "\n", "utf-8")
    if readme:
        path = ROOT / "README.md"
        path.write_text(placed(path.read_text("utf-8"), f"{markdown(rows)}\n\n{_machine()}"), "utf-8")


def _json(row: Row) -> dict[str, object]:
    measured = None if row.missing else round(row.value, 4)
    values = [round(one, 4) for one in row.values]
    side = "most" if row.most else "least"
    given: dict[str, object] = {
        "name": row.name,
        "value": measured,
        "values": values,
        side: row.bar,
        "unit": row.unit.strip(),
    }
    return given | {"met": row.met, "note": row.note, "missing": row.missing}


def placed(text: str, table: str) -> str:
    """The same text with this table between the marks, in place of the last one. Raises LookupError without them."""
    before, found, rest = text.partition(_BEGIN)
    _, ended, after = rest.partition(_END)
    if not (found and ended):
        raise LookupError(f"no place for the table: {_BEGIN} ... {_END}")
    return f"{before}{_BEGIN}\n{table}\n{_END}{after}"


def _machine() -> str:
    day = datetime.now(UTC).date()
    python = platform.python_version()
    return f"Measured on {day:%d %B %Y}, {_processor()}, Python {python}; {machine.cores()}. Medians (least..most) of interleaved rounds."


def _processor() -> str:
    if Path("/proc/cpuinfo").exists():
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        return next(
            (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine()
        )
    found = subprocess.run(["sysctl", "-n", "machdep.cpu.brand_string"], capture_output=True, text=True, check=False)
    return found.stdout.strip() or platform.machine()
