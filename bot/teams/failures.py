"""What went wrong with a request to Teams, and whether asking again can help.

Source: Microsoft Learn, "Conversation messages", table of status codes. Teams asks for another try on 412, 429, 502, 503
and 504. Three of our own: a 500 is retried too, since losing a summary is worse than asking once more some minutes later;
a 401 is about our credentials, not about the person, so it ends when they are mended; no answer at all is not a refusal.
"""

import re

import msgspec

from bot.outgoing.asking import TIMEOUT, UNREACHABLE, wait_of
from bot.usecases.ports import SendError

__all__ = [
    "BAD_ANSWER",
    "BAD_ID",
    "CONVERSATION_GONE",
    "NOT_ALLOWED",
    "NO_PRIVATE_CHAT",
    "TIMEOUT",
    "UNREACHABLE",
    "refused",
]

_RETRIED_BELOW_500 = frozenset({401, 408, 412, 425, 429})
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,63}")

BAD_ANSWER = "bad_answer"
NOT_ALLOWED = "service_url_not_allowed"
BAD_ID = "bad_id"
NO_PRIVATE_CHAT = "no_private_chat"
CONVERSATION_GONE = "ConversationNotFound"


class _Error(msgspec.Struct):
    code: str | None = None


class _Answer(msgspec.Struct):
    error: _Error | None = None


def refused(status: int, body: object, retry_after: str | None) -> SendError:
    """The error for an answer that is not 2xx. Teams' own code when it gave one, else `http_<status>`."""
    final = status < 500 and status not in _RETRIED_BELOW_500  # noqa: PLR2004 - HTTP's own border
    return SendError(_code(body) or f"http_{status}", final=final, retry_after=wait_of(retry_after))


def _code(body: object) -> str:
    try:
        answer = msgspec.convert(body, _Answer)
    except msgspec.ValidationError:
        return ""
    code = answer.error.code if answer.error else None
    return code if code and _CODE.fullmatch(code) else ""
