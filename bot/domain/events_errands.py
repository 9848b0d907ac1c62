"""What came of errands in Microsoft 365. As bot/domain/events_before.py, which has these."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.actor import Account
from bot.domain.ids import PersonId
from bot.domain.microsoft import Held, Option


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrandDone:
    """Something was done in Microsoft 365. What came of it: `meeting` for one that is now held, `left` for options, `person`
    for whoever was looked up (with the account that was found, if any) or has the app now, `hosts` for whoever runs the
    meeting by now, `invited` for all those in whose calendars it is. `by`: a person did it in the bot's place.
    """

    errand: str
    meeting: Held | None = None
    left: tuple[Option, ...] = ()
    person: PersonId | None = None
    account: Account | None = None
    guest: bool = False
    hosts: tuple[str, ...] = ()
    invited: tuple[str, ...] = ()
    by: PersonId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrandFailed:
    """`final`: somebody has to put something right first. `retry_at`: when to try again otherwise."""

    errand: str
    code: str
    final: bool
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrandsAgain:
    """Somebody has put right what stood in the way: what had failed is tried once more."""

    by: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionsChecked:
    """Somebody has looked at these options in Teams, and put right what was not so (S-6)."""

    options: tuple[Option, ...]
    by: PersonId


EventOfErrands = ErrandDone | ErrandFailed | ErrandsAgain | OptionsChecked
