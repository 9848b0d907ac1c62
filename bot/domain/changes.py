"""What the folds of what happens before a conference share: one change, and which cards it makes old."""

from typing import Any

from bot.domain.conference import Conference
from bot.domain.particulars import Particulars
from bot.domain.value import replaced as replace


def restated(particulars: Particulars, **change: Any) -> Particulars:
    """As they now are. Made anew, since they remember where everybody is in them."""
    known = {name: value for name, value in particulars.__dict__.items() if not name.startswith("_")}
    return Particulars(**{**known, **change})


def prepared(state: Conference, **change: Any) -> Conference:
    return replace(state, before=replace(state.before, **change))


def arranged(state: Conference, **change: Any) -> Conference:
    """Something on the sheet of what was arranged is other than it was."""
    return prepared(state, sheet_rev=state.before.sheet_rev + 1, **change)


def touched(state: Conference, scope: str, **change: Any) -> Conference:
    """Something that a card is about is other than it was (bot/domain/scopes.py)."""
    revs = state.before.revs
    return prepared(state, revs={**revs, scope: revs.get(scope, 0) + 1}, **change)


def amended(state: Conference, **change: Any) -> Conference:
    return arranged(replace(state, particulars=restated(state.particulars, **change)))
