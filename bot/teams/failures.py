"""What went wrong with a request to Teams, and whether asking again can help.

Source: Microsoft Learn, "Conversation messages", table of status codes. Teams asks for another try on 412, 429, 502, 503
and 504. Three of our own: a 500 is retried too, since losing a summary is worse than asking once more some minutes later;
a 401 is about our credentials, not about the person, so it ends when they are mended; no answer at all is not a refusal.
"""

import math
import re

import msgspec

from bot.usecases.ports import SendError

_RETRIED_BELOW_500 = frozenset({401, 408, 412, 425, 429})
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,63}")
_LONGEST_WAIT = 3600.0

TIMEOUT = "timeout"
UNREACHABLE = "unreachable"
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
    return SendError(_code(body) or f"http_{status}", final=final, retry_after=_wait(retry_after))


def _code(body: object) -> str:
    try:
        answer = msgspec.convert(body, _Answer)
    except msgspec.ValidationError:
        return ""
    code = answer.error.code if answer.error else None
    return code if code and _CODE.fullmatch(code) else ""


def _wait(retry_after: str | None) -> float | None:
    """Seconds. Teams sends a number; a date would need a clock that agrees with theirs, so it counts as nothing said."""
    try:
        seconds = float(retry_after or "")
    except ValueError:
        return None
    return min(seconds, _LONGEST_WAIT) if math.isfinite(seconds) and seconds >= 0 else None
