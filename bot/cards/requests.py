"""The chair's list of what is asked of them before the meeting, and the way to each."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.cards.components import Card, Element, Marks, action_set, box, execute, heading, own_words, text
from bot.cards.frame import buttons, framed
from bot.domain.views.requests import Request, RequestLine, RequestsView
from bot.words import requests as words
from bot.words.shells import title as conference
from bot.words.times import at_time

OPENS: Mapping[Request, str] = MappingProxyType(
    {
        Request.FLAG: "flag.show",
        Request.EXCLUSION: "exclusion.form",
        Request.RECORDING: "recording.form",
        Request.CONSENT: "observer.form",
        Request.INDEPENDENCE: "independence.form",
    }
)


def requests_card(view: RequestsView, marks: Marks, *, notice: str = "") -> Card:
    ways = [
        execute("report.show", words.REPORTS, marks.see("")),
        execute("premeeting.show", words.MEETINGS, marks.see("")),
        execute("participation.show", words.TAKING_PART, marks.see("")),
        execute("exclusion.form", words.LEAVE_OUT, marks.see("")),
    ]
    body = [
        text(conference(view.reference), quiet=True),
        *([_row(one, marks) for one in view.lines] or [text(words.NOTHING)]),
        box([heading(words.OTHER_THINGS, size="medium"), *buttons(ways)], separator=True),
    ]
    return framed(words.TITLE, body, fallback=words.FALLBACK, notice=notice)


def _row(one: RequestLine, marks: Marks) -> Element:
    state = words.ANSWERED if one.answered else words.WAITS
    when = f", {at_time(one.at)}" if one.at else ""
    said = words.REQUESTS[one.request]
    own = one.request is Request.INDEPENDENCE
    lead, title = (said, words.DECLARE) if own else (f"{said}: {one.name}", words.opens(one.name))
    button = execute(OPENS[one.request], title, marks.see(one.about), main=not one.answered)
    return box([own_words(f"{state}{when}.", lead=f"{lead}."), action_set(button)], separator=True)
