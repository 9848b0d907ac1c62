"""What is asked of one server within one turn of the event loop travels together: most of a trip's cost is the trip."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.adapters.nursery import Nursery

Command = Sequence[str | bytes | int]
Exchange = Callable[[Sequence[Command]], Awaitable[list[Any]]]

MOST = 8
"""Askers in one trip. Longer trips cost less each, and leave the loop with nothing to do while the store works through them."""


@dataclass(slots=True, eq=False)
class _Asked:
    commands: Sequence[Command]
    answers: "asyncio.Future[list[Any]]"


class Together:
    """Whoever gives up waiting takes nobody's answer along: the trip is nobody's own."""

    def __init__(self, exchange: Exchange) -> None:
        """`exchange` sends commands in order on one connection and gives their answers, or raises."""
        self._exchange = exchange
        self._waiting: dict[tuple[Command, ...], list[_Asked]] = {}
        self._nursery = Nursery()

    def ask(self, commands: Sequence[Command], then: tuple[Command, ...]) -> "asyncio.Future[list[Any]]":
        """The answers to `commands`, then those to `then`, which is asked once for all who travel together: what it confirms
        of the last write it confirms of every write before (WAIT, WAITAOF).
        """
        loop = asyncio.get_running_loop()
        asked = _Asked(commands, loop.create_future())
        waiting = self._waiting.get(then)
        if waiting is None:
            self._waiting[then] = [asked]
            loop.call_soon(self._leave, then)
        else:
            waiting.append(asked)
        return asked.answers

    async def stop(self) -> None:
        """End the trips under way, for which nobody should be waiting any more."""
        await self._nursery.stop()

    def _leave(self, then: tuple[Command, ...]) -> None:
        waiting = self._waiting.pop(then)
        for first in range(0, len(waiting), MOST):
            self._nursery.spawn(self._travel(waiting[first : first + MOST], then), "store trip")

    async def _travel(self, together: Sequence[_Asked], then: tuple[Command, ...]) -> None:
        try:
            answers = await self._exchange([*(command for one in together for command in one.commands), *then])
        except asyncio.CancelledError:
            for one in together:
                one.answers.cancel()
            raise
        except Exception as error:  # noqa: BLE001 - theirs to judge, each for what they asked
            for one in together:
                if not one.answers.done():
                    one.answers.set_exception(error)
            return
        shared, at = answers[len(answers) - len(then) :], 0
        for one in together:
            own = answers[at : at + len(one.commands)]
            at += len(one.commands)
            if not one.answers.done():
                one.answers.set_result([*own, *shared])
