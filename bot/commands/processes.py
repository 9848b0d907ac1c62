"""`serve` and `worker`, from their start to their end.

What they are made of is loaded only when the store's own server has been begun, and takes longer than all else of a start.
"""

import asyncio
import gc
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.saying import FAILED, reason, refused, settings
from bot.commands.spared import load_structlog

if TYPE_CHECKING:
    from bot.bootstrap import ReadConference, Running
    from bot.config import Settings
    from bot.launching import Launch

_STOPS = (signal.SIGTERM, signal.SIGINT)

_QUIET = 3.0
"""Seconds between the opening of the doors and the loading of what few need: what was owed meanwhile goes out first, and whoever
waited for the doors comes first too. Who wants it sooner waits for it."""

Join = Annotated[
    bool, typer.Option("--join", help="Accept a store that this machine has not seen yet: another process's.")
]


def serve(
    cases: Annotated[list[Path] | None, typer.Argument(help="Conference files to set up first.")] = None,
    *,
    join: Join = False,
) -> None:
    """Run the bot until it is told to stop."""
    with _loading() as stop:
        from bot.config import SettingsError, load

        try:
            with_ = load()
        except SettingsError as error:
            raise refused(*error.faults) from None
        conferences = _read(cases) if cases else []  # first: a faulty file creates nothing
        from bot.launching import launched

        with launched(with_) as launch:
            _run(with_, conferences, launch, stop, join=join)


@contextmanager
def _loading() -> Iterator[asyncio.Event]:
    """No garbage is looked for until all is loaded: none of it is any. Who is told to stop meanwhile stops when there is
    something to be stopped: an exception in the middle of an import can leave its lock behind, and a store's server.
    """
    stop = asyncio.Event()
    before = [(name, signal.signal(name, lambda *_: stop.set())) for name in _STOPS]
    gc.disable()
    try:
        load_structlog()
        yield stop
    finally:
        gc.enable()
        for name, handler in before:
            signal.signal(name, handler)


def _read(cases: list[Path]) -> list["ReadConference"]:
    from bot import bootstrap

    try:
        return [bootstrap.read_conference(path) for path in cases]
    except bootstrap.ConferenceFileError as error:
        raise refused(*str(error).splitlines()) from None


def _run(
    with_: "Settings", conferences: list["ReadConference"], launch: "Launch | None", stop: asyncio.Event, *, join: bool
) -> None:
    from bot import bootstrap

    bootstrap.log_to_stderr(with_.log_level)
    try:
        asyncio.run(_serve(with_, conferences, launch, stop, join=join))
    except bootstrap.REFUSALS as error:
        raise refused(reason(error)) from None
    except asyncio.CancelledError:
        raise typer.Exit(FAILED) from None


async def _serve(
    with_: "Settings", conferences: list["ReadConference"], launch: "Launch | None", stop: asyncio.Event, *, join: bool
) -> None:
    from bot import bootstrap

    with told_to_stop(stop):
        async with bootstrap.running(with_, join=join, launch=launch) as bot:
            await set_up(bot, conferences)
            _started()
            typer.echo(f"Chairside listens at {bot.address}", err=True)
            await _until(stop, bot)


async def set_up(bot: "Running", conferences: list["ReadConference"]) -> None:
    """A line for each file that changes nothing: whoever edited it is to know."""
    from bot.usecases.set_up import too_late
    from bot.words.times import at_time

    for one in conferences:
        about = one.particulars
        if too_late(about, bot.clock.now()) and not await bot.set_up.known(about.reference):
            typer.echo(f"{about.reference} is not set up: it ended on {at_time(about.planned_end)}.", err=True)
            continue
        done = await bot.set_up(one.particulars, one.borough, by="command line")
        if not done.new:
            typer.echo(f"{one.particulars.reference} was set up before: this file is not read again.", err=True)


def _started() -> None:
    """What start-up left is here to stay: no collection need walk it in the middle of a press, nor before the first."""
    gc.freeze()
    gc.enable()
    gc.set_threshold(20_000, 20, 100)  # what a press makes is mostly gone again before it is looked at


async def _until(stop: asyncio.Event, bot: "Running") -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), _QUIET)
    if not stop.is_set():
        await bot.warm()
        gc.freeze()
    await stop.wait()


def worker(*, join: Join = False) -> None:
    """Send what is owed, from a store shared with `serve`. Any number of these may run."""
    with _loading() as stop:
        from bot import bootstrap

        with_ = settings()
        try:
            asyncio.run(_work(with_, stop, join=join))
        except bootstrap.REFUSALS as error:
            raise refused(reason(error)) from None
        except asyncio.CancelledError:
            raise typer.Exit(FAILED) from None


@contextmanager
def told_to_stop(stop: asyncio.Event) -> Iterator[None]:
    """Set by the first SIGTERM or Ctrl-C: finish what is under way. The second leaves it: it is still owed."""
    loop, task = asyncio.get_running_loop(), asyncio.current_task()

    def told() -> None:
        if stop.is_set() and task is not None:
            task.cancel()
        stop.set()

    for name in _STOPS:
        loop.add_signal_handler(name, told)
    yield


async def _work(with_: "Settings", stop: asyncio.Event, *, join: bool) -> None:
    from bot import bootstrap

    with told_to_stop(stop):
        async with bootstrap.working(with_, join=join) as bot:
            _started()
            typer.echo(f"Chairside works{f', clock at {bot.rehearsal}' if bot.rehearsal else ''}", err=True)
            await _until(stop, bot)
