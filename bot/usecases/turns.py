"""Whoever waits for the same thing is served together: the first in line does the work for all who stand behind them."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Wish = TypeVar("Wish")
Result = TypeVar("Result")

MOST = 64
"""Served at once. Whoever stands further back waits for the next turn."""


@dataclass(slots=True, eq=False)
class _Asked(Generic[Wish, Result]):
    """One who waits: for the result, or for None, which says that the next turn is theirs to serve."""

    wish: Wish
    answer: "asyncio.Future[Result | None]"

    def give(self, result: Result | Exception | None) -> None:
        if self.answer.done():
            return
        if isinstance(result, Exception):
            self.answer.set_exception(result)
        else:
            self.answer.set_result(result)


@dataclass(slots=True)
class Turns(Generic[Wish, Result]):
    """One at a time does the work, and nobody's wish hangs on a caller who gave up: it is then served by the next."""

    busy: bool = False
    _waiting: list[_Asked[Wish, Result]] = field(default_factory=list)

    async def take(
        self, wish: Wish, serve: Callable[[Sequence[Wish]], Awaitable[Sequence[Result | Exception]]]
    ) -> Result:
        """The result of `serve` for this wish, which may have been served in somebody else's turn.

        `serve` gives a result or an error for each wish, in order; what it raises, every wish of that turn gets.
        """
        if not self.busy:  # and then nobody waits
            self.busy = True
            return await self._serve([wish], [], serve)
        asked: _Asked[Wish, Result] = _Asked(wish, asyncio.get_running_loop().create_future())
        self._waiting.append(asked)
        result = await self._wait(asked)
        if result is not None:
            return result
        turn, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        return await self._serve([one.wish for one in turn], turn[1:], serve)

    async def _wait(self, asked: _Asked[Wish, Result]) -> Result | None:
        try:
            return await asked.answer
        except asyncio.CancelledError:
            if asked in self._waiting:
                self._waiting.remove(asked)
            told_to_serve = asked.answer.done() and not asked.answer.cancelled() and asked.answer.exception() is None
            if told_to_serve and asked.answer.result() is None:
                self._pass_on()
            raise

    async def _serve(
        self,
        wishes: Sequence[Wish],
        others: Sequence[_Asked[Wish, Result]],
        serve: Callable[[Sequence[Wish]], Awaitable[Sequence[Result | Exception]]],
    ) -> Result:
        """The first wish is the server's own; `others` asked for the rest."""
        try:
            results = await serve(wishes)
        except Exception as error:
            for one in others:
                one.give(error)
            raise
        except BaseException:
            self._waiting = [*others, *self._waiting]
            raise
        finally:
            self._pass_on()
        for at, one in enumerate(others, 1):
            one.give(results[at])
        if isinstance(results[0], Exception):
            raise results[0]
        return results[0]

    def _pass_on(self) -> None:
        """The next turn is for the first who still waits."""
        if not self._waiting:
            self.busy = False
            return
        self._waiting = [one for one in self._waiting if not one.answer.done()]
        self.busy = bool(self._waiting)
        if self.busy:
            self._waiting[0].give(None)
