"""`worker`, and how every process that runs on is told to stop."""

import asyncio
import gc
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from bot import bootstrap, config
from bot.commands.saying import reason, refused, settings

Join = Annotated[
    bool, typer.Option("--join", help="Accept a store that this machine has not seen yet: another process's.")
]


def worker(*, join: Join = False) -> None:
    """Send what is owed, from a store shared with `serve`. Any number of these may run."""
    with_ = settings()
    try:
        asyncio.run(_work(with_, join=join))
    except bootstrap.REFUSALS as error:
        raise refused(reason(error)) from None
    except asyncio.CancelledError:
        raise typer.Exit(1) from None


@contextmanager
def told_to_stop() -> Iterator[asyncio.Event]:
    """Set by the first SIGTERM or Ctrl-C: finish what is under way. The second leaves it: it is still owed."""
    stop = asyncio.Event()
    loop, task = asyncio.get_running_loop(), asyncio.current_task()

    def told() -> None:
        if stop.is_set() and task is not None:
            task.cancel()
        stop.set()

    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, told)
    yield stop


async def _work(with_: config.Settings, *, join: bool) -> None:
    with told_to_stop() as stop:
        async with bootstrap.working(with_, join=join) as bot:
            gc.collect()
            gc.freeze()
            typer.echo(f"Chairside works{f', clock at {bot.rehearsal}' if bot.rehearsal else ''}", err=True)
            await stop.wait()
