"""The chair opens the round once anchors are set, the threshold is shown and quorum is known (V1, V23)."""

from dataclasses import dataclass

from bot.domain.conference import Conference
from bot.domain.events import RoundOpened
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.powers import Power
from bot.domain.quorum import quorum
from bot.domain.refusals import Fault, Why
from bot.domain.verbs.registry import Asked, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRound:
    """`inquorate_reason`: why the chair goes on though a child's quorum is not met (S4 3.11)."""

    inquorate_reason: str = ""


def _not_ready(state: Conference) -> Why | None:
    if state.round:
        return Why.ROUND_ALREADY_HELD
    if state.started_at is None:
        return Why.MEETING_NOT_STARTED
    if not (state.zero and state.ten):
        return Why.ANCHORS_FIRST
    if not state.threshold_shown and not state.particulars.scales_only:
        return Why.THRESHOLD_FIRST
    return None


@verb("round.open", OpenRound, frozenset({Power.CHAIR}))
def open_round(asked: Asked, command: OpenRound) -> Outcome:
    """S4 3.10: quorum is worked out here, per child. A core group has none to meet."""
    state = asked.state
    why = _not_ready(state)
    if why:
        return Refused(why)
    found = (
        {} if state.particulars.scales_only else quorum(state.particulars, state.present_seats(), state.profile.quorum)
    )
    reason = command.inquorate_reason.strip()
    if not all(one.met for one in found.values()) and not reason:
        return Refused(Why.NOT_QUORATE, {"inquorate_reason": Fault.QUORUM_REASON_MISSING})
    return Accepted(
        (
            RoundOpened(
                round=len(state.rounds) + 1,
                zero=state.zero,
                ten=state.ten,
                ten_is_safe=state.profile.scale.ten_is_safe,
                quorum=found,
                by=asked.who,
                inquorate_reason=reason,
            ),
        )
    )
