"""Work that goes on while the bot is being answered: clients that refresh their cards by themselves, news of an app installed."""

import asyncio
from collections.abc import Coroutine


class Background:
    """Keeps hold of its tasks, and counts all that were ever `started`. A failure in one is a fault of ours: it is raised by the next `settled`."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()
        self._failures: list[BaseException] = []
        self.started = 0

    def start(self, work: Coroutine[object, object, None]) -> None:
        self.started += 1
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (failure := task.exception()) is not None:
            self._failures.append(failure)

    async def settled(self) -> None:
        """Return when nothing is going on any more, work that other work started included."""
        while self._tasks:
            await asyncio.wait(self._tasks)
            await asyncio.sleep(0)
        if self._failures:
            raise self._failures.pop(0)

    async def stop(self) -> None:
        """Cancel what is left. Waits until it has ended."""
        while self._tasks:
            for task in tuple(self._tasks):
                task.cancel()
            await asyncio.wait(self._tasks)
            await asyncio.sleep(0)
