"""The marks on the cards drawn for one person at one moment."""

from collections.abc import Mapping
from typing import Any

from bot.cards.components import Marks
from bot.dialogs.nonce import VERSION, Signer, mint
from bot.domain.ids import ConferenceId
from bot.domain.outcome import BugError
from bot.domain.scopes import revision
from bot.usecases.read_view import Looking


def see(cid: ConferenceId, subject: str) -> Mapping[str, Any]:
    """The data of a button that only shows: ids, believed by nobody until checked."""
    return {"v": VERSION, "c": cid, "of": subject}


def marks(signer: Signer, look: Looking) -> Marks:
    def stamp(scope: str) -> Mapping[str, Any]:
        rev = revision(look.state, scope)
        if rev is None:
            raise BugError("a card asked for a scope there is no such kind of")
        return mint(signer, look.cid, look.who, scope, rev, look.now)

    return Marks(stamp=stamp, see=lambda subject: see(look.cid, subject))


def only_see(cid: ConferenceId) -> Marks:
    """For messages that are posted, where nothing may be signed for anybody."""

    def stamp(_scope: str) -> Mapping[str, Any]:
        raise BugError("a posted card asked for a nonce")

    return Marks(stamp=stamp, see=lambda subject: see(cid, subject))
