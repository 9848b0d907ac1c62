"""Presses, counted by what became of them. What the bot does by itself is not a press."""

from dataclasses import dataclass

from bot.domain.actor import BOT
from bot.usecases.ports import Count, Meter
from bot.usecases.press import Done, Press, Wish


@dataclass(frozen=True, slots=True, kw_only=True)
class MeteredPress(Press):
    meter: Meter

    async def __call__(self, wish: Wish) -> Done:
        done = await Press.__call__(self, wish)  # no `super()`: a class with slots is made twice
        if wish.actor is BOT:
            return done
        if done.refused is not None:
            self.meter.count(Count.REFUSALS, done.refused.code)
        self.meter.count(Count.WISHES, _outcome(done))
        return done


def _outcome(done: Done) -> str:
    if done.refused is not None:
        return "refused"
    return "stale" if done.record is None else done.record
