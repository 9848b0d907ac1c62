"""What the post office was given, as whoever it is addressed to would read it."""

from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from enum import StrEnum


class Way(StrEnum):
    SMTP = "smtp"
    NOTIFY = "notify"


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """`name` is the Message-ID or Notify's reference: the same letter has the same. `to` and `sender` are the envelope's.
    `method` is what the calendar is told to do with the file in `calendar`. `raw`: all of it as it came.
    """

    way: Way
    to: tuple[str, ...]
    subject: str
    text: str
    name: str
    raw: bytes
    sender: str = ""
    user: str = ""
    secured: bool = False
    html: str = ""
    calendar: bytes = b""
    method: str = ""


def message_of(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=default)
    if not isinstance(message, EmailMessage):
        raise TypeError(type(message))
    return message


def by_mail(raw: bytes, *, to: tuple[str, ...], sender: str, user: str, secured: bool) -> Received:
    message = message_of(raw)
    calendar = _part(message, "text/calendar")
    return Received(
        way=Way.SMTP,
        to=to,
        sender=sender,
        user=user,
        secured=secured,
        subject=str(message["Subject"] or ""),
        text=_words(_part(message, "text/plain")),
        html=_words(_part(message, "text/html")),
        calendar=_bytes(calendar),
        method=str(calendar.get_param("method", "")) if calendar is not None else "",
        name=str(message["Message-ID"] or ""),
        raw=raw,
    )


def _part(message: EmailMessage, kind: str) -> EmailMessage | None:
    found = (part for part in message.walk() if part.get_content_type() == kind)
    part = next(found, None)
    return part if isinstance(part, EmailMessage) else None


def _bytes(part: EmailMessage | None) -> bytes:
    found = part.get_payload(decode=True) if part is not None else b""
    return found if isinstance(found, bytes) else b""


def _words(part: EmailMessage | None) -> str:
    return str(part.get_content()).replace("\r\n", "\n") if part is not None else ""
