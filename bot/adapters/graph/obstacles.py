"""What Graph's refusals mean. Each service behind it refuses in its own words, and some say what is wrong in prose alone.

Sources: Microsoft's reference of each call, "Microsoft Graph error responses", "Configure application access to online
meetings" (which has had both wordings), and reports of what really comes. The prose is looked at and never kept.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from bot.domain.microsoft import Obstacle
from bot.outgoing.asking import Answered, wait_of
from bot.usecases.ports import SendError

PASSING = frozenset(
    {
        Obstacle.BUSY,
        Obstacle.NO_ANSWER,
        Obstacle.OUT_OF_ORDER,
        Obstacle.ODD_ANSWER,
        Obstacle.NOT_THERE_YET,
        Obstacle.SIGN_IN_REFUSED,
    }
)
"""May pass by itself, or (a client secret that ran out) is mended where nobody has to tell the bot. Tried again."""

CONSENTS = frozenset({Obstacle.NOT_CONSENTED, Obstacle.CALENDAR_CLOSED})
"""Stand in the token itself, which may be older than the consent."""


class Area(StrEnum):
    """Which service of Microsoft's stands behind a call."""

    PEOPLE = "people"
    GROUPS = "groups"
    CALENDAR = "calendar"
    MEETING = "meeting"
    APP_IN_CHAT = "app_in_chat"
    APP_FOR_PERSON = "app_for_person"


def failed(obstacle: Obstacle, retry_after: float | None = None) -> SendError:
    """For what we find out ourselves, without a refusal of Graph's."""
    return SendError(obstacle, final=obstacle not in PASSING, retry_after=retry_after)


class RefusedError(SendError):
    """`status` and `said` are the answer's own: HTTP's number and Graph's code."""

    def __init__(self, obstacle: Obstacle, answer: Answered, said: str) -> None:
        super().__init__(obstacle, final=obstacle not in PASSING, retry_after=wait_of(answer.retry_after))
        self.obstacle = obstacle
        self.status = answer.status
        self.said = said


@dataclass(frozen=True, slots=True)
class _Rule:
    """The first that fits. `areas` empty: every area; `code` and `words` are looked for, "" fits all."""

    status: tuple[int, ...]
    obstacle: Obstacle
    areas: tuple[Area, ...] = ()
    code: str = ""
    words: str = ""

    def fits(self, area: Area, status: int, code: str, words: str) -> bool:
        return (
            status in self.status
            and (not self.areas or area in self.areas)
            and re.search(self.code, code, re.IGNORECASE) is not None
            and re.search(self.words, words, re.IGNORECASE) is not None
        )


_APPS = (Area.APP_IN_CHAT, Area.APP_FOR_PERSON)
_OF_ORGANISER = (Area.CALENDAR, Area.MEETING)
_POLICY = (
    r"application access policy|not authorized to \w+ .*on behalf of|not allowed to perform operations on the user"
)
_BLOCKED = r"block|polic(?:y|ies)|disabled by|not allowed by|not permitted by|unavailable for"
_NO_MAILBOX = r"^Mailbox|NonExistentMailbox|^ResourceNotFound$"
_NO_USER = r"Request_ResourceNotFound|ErrorInvalidUser|UserNotFound"
_NO_APP = r"catalog|entitlement|\bapp\b.*(?:not found|not exist|unable|failed)|(?:not found|find|exist).*\bapp\b"

_RULES = (
    _Rule((429,), Obstacle.BUSY),
    _Rule((401, 403), Obstacle.POLICY_MISSING, (Area.MEETING,), words=_POLICY),
    _Rule((401,), Obstacle.SIGN_IN_REFUSED),
    _Rule((403,), Obstacle.NOT_CONSENTED, code=r"Authorization_RequestDenied"),
    _Rule((403,), Obstacle.CALENDAR_CLOSED, (Area.CALENDAR,)),
    _Rule((403,), Obstacle.NOT_CONSENTED, words=r"role permissions|scope permissions"),
    _Rule((403,), Obstacle.APP_BLOCKED, _APPS, words=_BLOCKED),
    _Rule((403,), Obstacle.NOT_CONSENTED),
    _Rule((404,), Obstacle.NO_SUCH_GROUP, (Area.GROUPS,)),
    _Rule((404,), Obstacle.NO_SUCH_PERSON, (Area.PEOPLE,)),
    _Rule((404,), Obstacle.NO_CALENDAR, (Area.CALENDAR,), code=_NO_MAILBOX),
    _Rule((404,), Obstacle.NO_SUCH_ORGANISER, _OF_ORGANISER, code=_NO_USER),
    _Rule((404,), Obstacle.NO_SUCH_MEETING, _OF_ORGANISER),
    _Rule((400,), Obstacle.APP_CHANGED, _APPS, words=r"permission|consent"),
    _Rule((400, 404), Obstacle.NO_SUCH_APP, _APPS, words=_NO_APP),
    _Rule((404,), Obstacle.NO_SUCH_CHAT, (Area.APP_IN_CHAT,)),
    _Rule((404,), Obstacle.NO_SUCH_PERSON, (Area.APP_FOR_PERSON,)),
    _Rule((400,), Obstacle.BAD_ADDRESS, (Area.CALENDAR,), code=r"InvalidRecipient|InvalidAddress|InvalidSmtp"),
    _Rule((408, 412, 423, 425), Obstacle.OUT_OF_ORDER),
)

_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,63}")
_MOST_WORDS = 2000
_SERVER_ERRORS = 500


class _Error(msgspec.Struct):
    code: str | None = None
    message: str | None = None


class _Refusal(msgspec.Struct):
    error: _Error = msgspec.field(default_factory=_Error)


def refusal(area: Area, answer: Answered) -> RefusedError:
    """The error for an answer that is not 2xx."""
    try:
        said = msgspec.convert(answer.body, _Refusal).error
    except msgspec.ValidationError:
        said = _Error()
    code = said.code if said.code and _CODE.fullmatch(said.code) else ""
    return RefusedError(_obstacle(area, answer.status, code, (said.message or "")[:_MOST_WORDS]), answer, code)


def _obstacle(area: Area, status: int, code: str, words: str) -> Obstacle:
    if status >= _SERVER_ERRORS:
        return Obstacle.OUT_OF_ORDER
    found = (rule.obstacle for rule in _RULES if rule.fits(area, status, code, words))
    return next(found, Obstacle.REFUSED)
