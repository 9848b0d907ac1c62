"""How a program of the bench runs until it is told to stop: SIGTERM lets its `finally` blocks run."""

import asyncio
import signal
from collections.abc import Coroutine
from contextlib import suppress


def until_told(work: Coroutine[None, None, None]) -> None:
    async def run() -> None:
        task = asyncio.current_task()
        if task is not None:
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
        await work

    with suppress(asyncio.CancelledError, KeyboardInterrupt):
        asyncio.run(run())
