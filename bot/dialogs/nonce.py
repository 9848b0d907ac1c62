"""The mark on a card that may change something: whom it was drawn for, about what, how old it is.

A keyed hash over conference, person, scope, revision and expiry: a forwarded, copied or edited card is no card.
"""

import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

import msgspec

from bot.domain.ids import ConferenceId, OpId, PersonId

VERSION = 1
LASTS = timedelta(hours=48)
"""A card on a screen is good for two days: longer than any conference and its 24 hours, shorter than a memory."""


class Signer(Protocol):
    def sign(self, text: str) -> str:
        """A keyed hash of the text, safe to show. The key is the deployment's own."""
        ...


class Nonce(msgspec.Struct, frozen=True, kw_only=True):
    scope: str
    rev: int
    expires: int
    mark: str


def _mark(signer: Signer, cid: str, person: str, scope: str, rev: int, expires: int) -> str:
    return signer.sign(_text(("nonce", VERSION, cid, person, scope, rev, expires)))


def _text(value: object) -> str:
    """One text for one value, whatever order its names came in."""
    return msgspec.json.encode(value, order="sorted").decode()


def mint(signer: Signer, cid: ConferenceId, person: PersonId, scope: str, rev: int, now: datetime) -> Mapping[str, Any]:
    """The data of a button that changes something. `c`onference, `s`cope, `r`evision, e`x`piry, `n`once."""
    expires = int((now + LASTS).timestamp())
    mark = _mark(signer, cid, person, scope, rev, expires)
    return {"v": VERSION, "c": cid, "s": scope, "r": rev, "x": expires, "n": mark}


class _Marked(msgspec.Struct):
    v: int
    c: str
    s: str
    r: int
    x: int
    n: str


def read(signer: Signer, person: PersonId, data: Mapping[str, Any]) -> Nonce | None:
    """The nonce, if it is ours and was minted for this very person; None for anything else. Age is the caller's to judge."""
    try:
        marked = msgspec.convert(data, _Marked)
    except msgspec.ValidationError:
        return None
    mark = _mark(signer, marked.c, person, marked.s, marked.r, marked.x)
    if marked.v != VERSION or not hmac.compare_digest(mark.encode(), marked.n.encode()):
        return None
    return Nonce(scope=marked.s, rev=marked.r, expires=marked.x, mark=marked.n)


def operation(signer: Signer, nonce: Nonce, verb: str, data: Mapping[str, Any]) -> OpId:
    """The same press of the same card with the same words in it, however often and by whatever road it arrives.

    Teams repeats a press with a new activity id, so its id says nothing (promise 6).
    """
    return OpId(signer.sign(_text(("op", nonce.mark, verb, data)))[:32])
