"""Somebody not on the list is shown to the chair and given nothing (J13)."""

from dataclasses import dataclass

from bot.domain.events import StrangerSeen
from bot.domain.outcome import Accepted, Outcome
from bot.domain.powers import Power
from bot.domain.verbs.registry import Asked, verb

MOST = 50
"""Strangers remembered for one conference: enough for any meeting, too few to fill a log with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteStranger:
    pass


@verb("stranger.note", NoteStranger, frozenset({Power.STRANGER}))
def note_stranger(asked: Asked, _command: NoteStranger) -> Outcome:
    """Somebody whom the chair has recognised is no question any more; somebody sent away who comes back is one again."""
    actor = asked.actor
    known = asked.state.strangers
    recognised = asked.state.settled.get(actor.key) is not None
    if actor.key in known or recognised or len(known) >= MOST:
        return Accepted()
    event = StrangerSeen(
        stranger=actor.key, standing=actor.standing, shown_name=actor.shown_name[:100], account=actor.account
    )
    return Accepted((event,))
