"""What waits for the chair's word before a conference, all of it in one place (B12, B14, B19, B25, B26)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.conference import Conference
from bot.domain.ids import PersonId
from bot.domain.outcome import Refused
from bot.domain.particulars import Role
from bot.domain.refusals import Why
from bot.domain.requests import consent_of


class Request(StrEnum):
    """The value stands before the colon in the subject of a duty (bot/domain/duties/requests.py)."""

    FLAG = "flag"
    EXCLUSION = "exclusion"
    RECORDING = "recording"
    CONSENT = "consent"
    INDEPENDENCE = "independence"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLine:
    """`about`: the id of a person, the number of a flag. `name`: whose or about whom. `at`: when it was asked, where it was."""

    request: Request
    about: str
    name: str
    answered: bool
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestsView:
    """What waits first, then what is answered."""

    reference: str
    lines: tuple[RequestLine, ...]


def requests_view(state: Conference, who: PersonId) -> RequestsView | Refused:
    if who != state.chair:
        return Refused(Why.NOT_YOURS_TO_DO)
    lines = tuple(sorted(_lines(state), key=lambda one: one.answered))
    return RequestsView(reference=state.particulars.reference, lines=lines)


def _lines(state: Conference) -> Iterator[RequestLine]:
    before = state.before
    for flag in before.flags:
        yield _line(state, Request.FLAG, str(flag.number), flag.by, flag.at, answered=flag.heard_at is not None)
    for who, asked in before.exclusions.items():
        yield _line(state, Request.EXCLUSION, who, who, asked.asked_at, answered=asked.granted is not None)
    for who, one in before.recordings.items():
        yield _line(state, Request.RECORDING, who, who, one.asked_at, answered=one.granted is not None)
    for person in state.particulars.with_role(Role.OBSERVER):
        consent = consent_of(state, person.id)
        answered = consent.chair is not None and consent.family is not None
        yield _line(state, Request.CONSENT, person.id, person.id, None, answered=answered)
    if state.profile.convening.independent:
        said = before.independence
        answered = said is not None and said.by == state.chair
        yield _line(state, Request.INDEPENDENCE, "", state.chair, said.at if said else None, answered=answered)


def _line(
    state: Conference, request: Request, about: str, who: PersonId, at: datetime | None, *, answered: bool
) -> RequestLine:
    return RequestLine(request=request, about=about, name=state.person(who).name, answered=answered, at=at)
