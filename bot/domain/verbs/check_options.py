"""Somebody has looked at the meeting's options in Teams and put right what was not so (S-6)."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.domain.errands import to_look_at
from bot.domain.events_errands import OptionsChecked
from bot.domain.outcome import Accepted, Outcome
from bot.domain.powers import ARRANGERS
from bot.domain.verbs.registry import Asked, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOptions:
    """`options` as their card listed them: what has come to be listed since, nobody has looked at."""

    options: Collection[str]


@verb("errand.checked", CheckOptions, ARRANGERS)
def check_options(asked: Asked, command: CheckOptions) -> Outcome:
    looked = tuple(one for one in to_look_at(asked.state) if one in command.options)
    return Accepted((OptionsChecked(options=looked, by=asked.who),)) if looked else Accepted()
