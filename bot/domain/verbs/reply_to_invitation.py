"""Somebody says whether they come, and what they need to be able to (B8, B16; S1, S2, S4 3.4)."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.outcome import Outcome
from bot.domain.replying import Answer, replied
from bot.domain.verbs.reach_person import LISTED
from bot.domain.verbs.registry import Asked, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyToInvitation:
    """`needs` None: not asked, so what was said before stands."""

    coming: str
    reason: str = ""
    needs: Sequence[str] | None = None
    note: str = ""
    where: str = ""


@verb("invitation.reply", ReplyToInvitation, LISTED)
def reply_to_invitation(asked: Asked, command: ReplyToInvitation) -> Outcome:
    answer = Answer(
        coming=command.coming, reason=command.reason, needs=command.needs, note=command.note, where=command.where
    )
    return replied(asked.state, asked.who, asked.who, answer)
