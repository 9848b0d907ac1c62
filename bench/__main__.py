"""`python -m bench`: the whole table. `python -m bench press`: the press alone, quickly."""

import asyncio
import os
import signal
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from bench import machine, run
from bench.figures import press as pressing
from bench.figures import sends
from bench.figures.profiling import profiled
from bench.product import microsoft
from bench.run import QUICK, WHOLE, Size
from bench.table import Row, plain

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.callback(invoke_without_command=True)
def everything(
    context: typer.Context,
    *,
    quick: Annotated[bool, typer.Option(help="Less of everything; the README is left as it is.")] = False,
    out: Annotated[Path, typer.Option(help="Where bench.json goes.")] = Path("out"),
) -> None:
    """The whole table. Ends with 1 when a figure is below its bar."""
    if context.invoked_subcommand is None:
        asyncio.run(_everything(QUICK if quick else WHOLE, out))


async def _everything(size: Size, out: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="chairside-bench-") as folder:
        rows = await run.everything(Path(folder), size)
    run.written(rows, out, readme=size is WHOLE)
    _say(rows)


@app.command()
def press(
    *,
    profile: Annotated[bool, typer.Option(help="Where the time of a press goes, in place of the figures.")] = False,
    sending: Annotated[bool, typer.Option(help="With --profile: while fifty messages a second go out.")] = False,
    rounds: Annotated[int, typer.Option(min=1)] = 3,
    conferences: Annotated[int, typer.Option(min=1, help="Each with sixty seats.")] = 60,
) -> None:
    """The press alone: against the limit and the peer, and sixty people on one conference."""
    if profile:
        asyncio.run(_profile(conferences, sending=sending))
    else:
        asyncio.run(_press(rounds, conferences))


async def _press(rounds: int, conferences: int) -> None:
    with tempfile.TemporaryDirectory(prefix="chairside-bench-") as folder, microsoft(Path(folder), 0.05) as there:
        at = await pressing.world(Path(folder) / "world", there, conferences)
        found = await pressing.measure(there, at, rounds)
    print(machine.cores())
    print(found.plain())
    _say(found.rows())


async def _profile(conferences: int, *, sending: bool) -> None:
    with tempfile.TemporaryDirectory(prefix="chairside-bench-") as folder, microsoft(Path(folder), 0.05) as there:
        owing = 100 if sending else 0
        at = await sends.owing(Path(folder) / "world", there, owing, conferences)
        print(await profiled(there, at, "here" if sending else "workers"))


def _say(rows: list[Row]) -> None:
    print(plain(rows))
    if not all(one.met for one in rows):
        raise SystemExit(1)


def _told(_number: int, _frame: object) -> None:
    raise SystemExit(143)


if __name__ == "__main__":
    os.umask(0o077)
    signal.signal(signal.SIGTERM, _told)
    machine.move(os.getpid(), machine.LOAD)
    sys.exit(app())
