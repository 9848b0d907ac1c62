"""Background tasks, kept hold of: asyncio forgets a task that nobody holds, and its failure with it."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

log = structlog.get_logger(__name__)

_AGAIN = 0.2
"""Seconds until whoever has not ended is told once more."""


class Nursery:
    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def spawn(self, work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        """A failure is logged with its place and no content; it is also raised to whoever awaits the task."""
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("task_failed", task=task.get_name(), kind=type(task.exception()).__name__)

    async def stop(self) -> None:
        """Cancel what still runs, and wait for it to have ended. Again, if need be: until Python 3.12 a cancellation is lost
        when what `asyncio.wait_for` waits for ends in the same moment, and redis-py sends through it.
        """
        while self._tasks:
            for task in self._tasks:
                task.cancel()
            await asyncio.wait(tuple(self._tasks), timeout=_AGAIN)
