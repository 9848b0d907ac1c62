"""The post-it: what one professional thinks of each child, and what is still only half written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from bot.domain.ids import ChildId, PersonId, SeatId

SCALE = range(11)
LONGEST_TEXT = 2000
"""Characters of any one text. Two thousand is a page: longer belongs in a report (S0: keep summaries brief)."""


class Recommendation(StrEnum):
    """What the professional thinks the child needs. In this order on every card, so that none is put forward."""

    PLAN = "child_protection_plan"
    CHILD_IN_NEED = "child_in_need_plan"
    NO_PLAN = "no_plan"


class Category(StrEnum):
    """The four categories of S4 9.5, in the alphabet's order."""

    EMOTIONAL = "emotional_abuse"
    NEGLECT = "neglect"
    PHYSICAL = "physical_abuse"
    SEXUAL = "sexual_abuse"


class Likelihood(StrEnum):
    """Whether future significant harm is likely (S1 asks every professional this)."""

    LIKELY = "likely"
    NOT_LIKELY = "not_likely"


@dataclass(slots=True, kw_only=True)
class View:
    """One professional's view of one child. `unable` is their reason for giving none; then the rest is empty (V10).

    Never changed, and yet not frozen, nor is a draft: freezing a value costs more than making it, at every press.
    """

    scale: int | None = None
    recommendation: Recommendation | None = None
    category: Category | None = None
    likelihood: Likelihood | None = None
    reason: str = ""
    unable: str = ""


@dataclass(slots=True, kw_only=True)
class Draft:
    """What somebody has typed about one child, as typed: strings straight from the card, kept so that nothing is lost."""

    scale: str = ""
    recommendation: str = ""
    category: str = ""
    likelihood: str = ""
    reason: str = ""
    cannot: str = ""
    unable: str = ""


@dataclass(frozen=True, kw_only=True)
class PostIt:
    """A seat's post-it in one round. `rev` counts every save and every handing in; the last handed in counts (V8).

    `draft` is the holder's own. `spoken` is what `spoken_by` wrote down for them and has yet to read back to them (J10);
    `entered_by` is who did so, once it counts. `hidden`: written from an account that has since been found not to be
    theirs, so nothing of it is put before whoever came instead.
    """

    seat: SeatId
    rev: int = 0
    by: PersonId | None = None
    draft: Mapping[ChildId, Draft] | None = None
    views: Mapping[ChildId, View] | None = None
    handed_in_at: datetime | None = None
    entered_by: PersonId | None = None
    spoken: Mapping[ChildId, Draft] | None = None
    spoken_by: PersonId | None = None
    hidden: bool = False

    @property
    def handed_in(self) -> bool:
        return self.views is not None


BLANK = Draft()
"""Nothing typed yet."""


@lru_cache(maxsize=1024)
def unwritten(seat: SeatId) -> PostIt:
    """A seat's post-it before anybody wrote on it."""
    return PostIt(seat=seat)
