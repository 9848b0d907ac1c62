"""The conferences that somebody is listed in, as they stand now."""

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.actor import Actor
from bot.domain.conference import Conference
from bot.domain.ids import ConferenceId, PersonId
from bot.domain.powers import ARRANGERS, person_of, powers_of
from bot.usecases.read_view import ReadView

OPEN = timedelta(days=30)
"""How long after its start a conference still answers to whoever asks without naming it: longer than its record takes (S4
14.4).
"""


@dataclass(frozen=True, slots=True)
class Mine:
    """A conference, and who they are in it."""

    cid: ConferenceId
    state: Conference
    who: PersonId


async def listed(read: ReadView, actor: Actor) -> tuple[Mine, ...]:
    """In no order; without those that are long over, and drafts that are not theirs to arrange: nobody was asked to them."""
    now = read.clock.now()
    found = []
    for cid in await read.of_person(actor):
        state = await read.state(cid)
        who = person_of(state, actor) if state else None
        if state is None or who is None or now - state.particulars.start >= OPEN:
            continue
        if not state.before.draft or powers_of(state, who) & ARRANGERS:
            found.append(Mine(cid, state, who))
    return tuple(found)
