"""A letter as it goes over the wire (RFC 5322), and the name under which it is the same letter when it goes again."""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256

from bot.adapters.mail_addresses import Mailbox, address
from bot.usecases.ports import CalendarFile, Letter, MailFault, SendError

_POLICY = SMTP.clone(cte_type="7bit")
"""No server need take eight bits. A line break in a head line is an error, never a second line."""

_FILE = "conference.ics"


def recipient(letter: Letter) -> str:
    """Raises SendError, final, for what is no single address."""
    try:
        return address(letter.to)
    except ValueError:
        raise SendError(MailFault.BAD_ADDRESS, final=True) from None


def subject(letter: Letter) -> str:
    """Raises SendError, final, for more than one line."""
    if len(letter.subject.splitlines()) > 1:
        raise SendError(MailFault.BAD_LETTER, final=True)
    return letter.subject


def reference(letter: Letter) -> str:
    """Its name outside this house: hashed, since whoever made the id may have put more into it than others should read."""
    return sha256(letter.id.encode()).hexdigest()[:40]


def written(letter: Letter, sender: Mailbox, at: datetime) -> bytes:
    """Raises SendError, final, for what cannot be written as a letter."""
    try:
        return _message(letter, sender, at).as_bytes()
    except (ValueError, LookupError):
        raise SendError(MailFault.BAD_LETTER, final=True) from None


def _message(letter: Letter, sender: Mailbox, at: datetime) -> EmailMessage:
    made = EmailMessage(policy=_POLICY)
    made["From"] = Address(sender.name, addr_spec=sender.address)
    made["To"] = Address(addr_spec=recipient(letter))
    made["Subject"] = subject(letter)
    made["Date"] = at
    made["Message-ID"] = f"<{reference(letter)}@{sender.domain}>"
    made["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's absence note comes back
    made["X-Auto-Response-Suppress"] = "All"  # the same, for Exchange
    made.set_content(letter.text)
    if letter.html:
        made.add_alternative(letter.html, subtype="html")
    if letter.calendar is not None:
        _enter(made, letter.calendar)
    return made


def _enter(made: EmailMessage, entry: CalendarFile) -> None:
    """Twice, as calendars differ: as one way to read the letter (RFC 6047, with buttons), and as a file to open."""
    params = {"method": "CANCEL" if entry.cancels else "REQUEST", "charset": "utf-8"}
    made.add_alternative(entry.content, maintype="text", subtype="calendar", cte="base64", params=params)
    made.add_attachment(entry.content, maintype="application", subtype="ics", cte="base64", filename=_FILE)
