"""What became of an errand in Microsoft 365. Written down by the bot alone."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.actor import account_key
from bot.domain.conference import Conference
from bot.domain.events_errands import ErrandDone, ErrandFailed
from bot.domain.ids import PersonId
from bot.domain.outcome import Accepted, Outcome
from bot.domain.powers import Power
from bot.domain.verbs.registry import Asked, verb

ONLY_BOT = frozenset({Power.BOT})


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordErrandDone:
    done: ErrandDone


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordErrandFailed:
    errand: str
    code: str
    final: bool
    retry_at: datetime | None = None


@verb("errand.recorded", RecordErrandDone, ONLY_BOT)
def record_errand_done(asked: Asked, command: RecordErrandDone) -> Outcome:
    """An account that is somebody else's here already, or was taken from somebody, is nobody's for having that address."""
    done = command.done
    if done.account and not _free(asked.state, account_key(done.account), done.person):
        done = replace(done, account=None, guest=False)
    return Accepted((done,))


def _free(state: Conference, account: str, who: PersonId | None) -> bool:
    listed = any(one.id == who for one in state.particulars.people)
    return listed and state.bound.get(account, who) == who and account not in state.replaced


@verb("errand.failed", RecordErrandFailed, ONLY_BOT)
def record_errand_failed(_asked: Asked, command: RecordErrandFailed) -> Outcome:
    failed = ErrandFailed(errand=command.errand, code=command.code, final=command.final, retry_at=command.retry_at)
    return Accepted((failed,))
