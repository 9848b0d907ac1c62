"""`python -m chaos`: what `make chaos` runs. Exit code 1, with the reason and the seed in one line, where the bar is not cleared."""

import asyncio
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path
from typing import Annotated

import structlog
import typer

from bot.bootstrap import opened_store
from chaos import controls, crashes, play, rounds
from chaos.figures import Figures
from chaos.processes import ChaosError

CRASHES, ROUNDS = 50, 100
"""Promises 1 and 5: how often, once in a run of any number of seeds."""

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


def say(line: str) -> None:
    typer.echo(line)


@app.command()
def main(
    seed: Annotated[str, typer.Option(help="Chooses who dies when.")] = "1",
    seeds: Annotated[int, typer.Option(min=0, help="Run seeds 1 to this many instead.")] = 0,
    only: Annotated[
        str, typer.Option(help="Only these: crashes, rounds, embedded, watched, controls; by commas.")
    ] = "",
) -> None:
    """Kill, freeze, throttle and fail over the real thing, and count what people were told against what there is."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    wanted = [str(number) for number in range(1, seeds + 1)] if seeds else [seed]
    reasons = asyncio.run(_all(wanted, set(filter(None, only.split(",")))))
    for reason in reasons:
        typer.echo(f"FAILED: {reason}", err=True)
    sys.exit(1 if reasons else 0)


async def _all(seeds: Sequence[str], only: set[str]) -> list[str]:
    """Why the bar is not cleared; empty when it is."""
    began, reasons = time.monotonic(), list[str]()

    def chosen(name: str) -> bool:
        return not only or name in only

    if chosen("crashes"):
        reasons += await _crashes(seeds[0])
    if chosen("rounds"):
        reasons += await _rounds(seeds[0])
    for seed in seeds:
        for name, run in (("embedded", play.on_embedded), ("watched", play.on_watched)):
            if chosen(name):
                reasons += await _played(seed, run)
    if chosen("controls"):
        reasons += await _controls()
    say(f"{'Not cleared' if reasons else 'Cleared'}, {time.monotonic() - began:.0f} s.")
    return reasons


async def _crashes(seed: str) -> list[str]:
    with tempfile.TemporaryDirectory(prefix="chaos-") as folder:
        found = await crashes.crash(Path(folder), CRASHES, seed)
    say(f"crashes: {found}")
    return [f"seed {seed}: {found.lost} acknowledged writes lost in crashes"] if found.lost else []


async def _rounds(seed: str) -> list[str]:
    with tempfile.TemporaryDirectory(prefix="chaos-") as folder:
        async with opened_store(crashes.settings(Path(folder))) as store:
            found = await rounds.hold(store, ROUNDS, seed)
    say(f"rounds: {found}")
    return [f"seed {seed}: {found.mismatches} mismatches in rounds"] if found.mismatches else []


async def _played(seed: str, run: Callable[[str], Awaitable[Figures]]) -> list[str]:
    try:
        found = await run(seed)
    except ChaosError as error:
        say(f"seed {seed}: {error}")
        return [f"seed {seed}: {error}; repeat it with make chaos SEED={seed}"]
    reasons = list(found.reasons())
    for line in (*found.lines(), *(f"  {reason}" for reason in reasons)):
        say(line)
    return [f"seed {seed}: {reason}; repeat it with make chaos SEED={seed}" for reason in reasons]


async def _controls() -> list[str]:
    return [*[one async for one in _sabotaged()], *[one async for one in _kept()]]


async def _sabotaged() -> AsyncIterator[str]:
    for name, control in controls.CONTROLS.items():
        found = await control()
        say(f"control: {name}: {f'found it ({found})' if found else 'NOT FOUND'}")
        if not found:
            yield f"control {name}: the harness did not find it"


async def _kept() -> AsyncIterator[str]:
    for name, control in controls.KEPT.items():
        found = await control()
        say(f"control: {name} in place: {found or 'nothing found'}")
        if found:
            yield f"control {name} in place: {found}"


if __name__ == "__main__":
    app()
