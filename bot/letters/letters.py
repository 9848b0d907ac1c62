"""Letters as whole HTML documents: plain, printed on A4, and asking nothing of any other machine."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.domain.outcome import BugError
from bot.domain.views.exclusion import ExclusionLetterView
from bot.domain.views.summary import SummaryView
from bot.words import exclusion_letter as exclusion_words
from bot.words import summary as words
from bot.words.typed import clean


@cache
def _letters() -> Environment:
    """A folder a letter. What is missing is an error, and what people typed is text (no letter marks anything safe)."""
    letters = Environment(
        loader=PackageLoader("bot.letters"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    letters.filters["clean"] = clean
    return letters


def summary_letter(view: SummaryView, *, to: str, lay: bool, rehearsal: bool = False) -> str:
    """The approved decision summary for one person, by name (S4 14.13). `lay`: in family words. `rehearsal`: marked as
    one, so that no made-up decision is ever taken for a real one.

    One person a letter and no address on it: parents may not know each other's (trap 8). BugError for a draft:
    nothing leaves before the chair approves it (trap 23).
    """
    if view.draft:
        raise BugError("a draft is no letter")
    return (
        _letters()
        .get_template("summary/letter.html")
        .render(
            addressed=words.addressed(to, lay=lay),
            reference=view.reference,
            title=words.title(view, lay=lay),
            confidential=words.confidential(lay=lay),
            opening=words.opening(view, lay=lay),
            sections=words.sections(view, lay=lay),
            closing=words.closing(view, lay=lay),
            signature=words.signature(view),
            banner=words.REHEARSAL if rehearsal else "",
        )
    )


def exclusion_letter(view: ExclusionLetterView, *, rehearsal: bool = False) -> str:
    """To somebody who is left out: how to make their views known, how they hear what comes of it, how to complain (S4 5.9)."""
    return (
        _letters()
        .get_template("exclusion/letter.html")
        .render(
            addressed=words.addressed(view.name, lay=True),
            reference=view.reference,
            title=exclusion_words.title(view),
            confidential=exclusion_words.CONFIDENTIAL,
            parts=tuple(exclusion_words.parts(view)),
            signature=exclusion_words.signature(view),
            banner=words.REHEARSAL if rehearsal else "",
        )
    )
