"""What a card is, told by our own words on it and by what its buttons and inputs do: for what nobody typed."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from types import MappingProxyType

from bot.domain.decision import Status
from bot.domain.particulars import Child, Kind
from bot.domain.post_it import Category, Recommendation
from bot.domain.views.summary import SummaryView
from bot.rehearsal.judging.strings import as_read, objects
from bot.words import decision as decision_words
from bot.words import decisions as decisions_words
from bot.words import delivery as delivery_words
from bot.words import post_it as post_it_words
from bot.words import summary as summary_words
from bot.words import tally as tally_words
from bot.words.labels import label

_SPREAD = re.compile(r"\bLowest \d+, highest \d+, median")
_OUT_OF_TEN = re.compile(
    r"\b(?:10|\d)(?:\.\d)? ?out of (?:10|ten)\b|(?<![\d/])(?:10|\d) ?/ ?10(?![\d/])", re.IGNORECASE
)
_CASE_WORDS = re.compile(
    "|".join(rf"\b{re.escape(label(code))}\b" for kind in (Recommendation, Status, Category) for code in kind),
    re.IGNORECASE,
)
_ON_A_TALLY = frozenset({tally_words.PRIVATE, tally_words.VIEWS, tally_words.VIEWS_ON, tally_words.STILL_OPEN})
_ON_A_POST_IT = frozenset({post_it_words.TITLE, post_it_words.RECEIPT_TITLE})
_ON_A_DECISION = frozenset({decisions_words.TITLE, decisions_words.DIFFER, decision_words.YOURS})
_ON_A_DRAFT = frozenset({delivery_words.DRAFT_TITLE, delivery_words.APPROVED_TITLE})
_ON_A_COPY = frozenset({delivery_words.ONE_PERSON, summary_words.confidential(lay=True)})

HANDING_OVER = frozenset({"chair.hand_over", "meeting.correct_end"})
"""What the chair's manager may do as well."""

_CHAIRS = frozenset(
    {
        *("meeting.start", "meeting.end", "person.mark", "stranger.admit", "checklist.override", "anchors.set"),
        *("threshold.show", "round.open", "round.nudge", "round.close", "child.decide", "summary.approve"),
    }
)
_MENU = frozenset(
    {
        *("console.anchors", "console.threshold", "console.open_round", "console.close_round", "console.mark"),
        *(
            "console.strangers",
            "console.override",
            "decision.show",
            "tally.show",
            "summary.draft",
        ),
    }
)
"""What only the chair's own cards lead to. A message may lead there too: it opens to nobody else."""
_POST_ITS = frozenset({"post_it.save", "post_it.hand_in"})
_ENTERED = frozenset({"post_it.enter", "post_it.confirm_read_back"})

FIELDS = frozenset({"scale", "recommendation", "category", "likelihood", "reason", "unable"})
"""The inputs of a post-it, each named `child.field`."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """Which kinds of card this could be. Several may hold: a card that mixes them up is judged as all of them."""

    tally: bool = False
    post_it: bool = False
    entering: bool = False
    chairs: bool = False
    menu: bool = False
    handing_over: bool = False
    decision: bool = False
    summary: bool = False
    draft: bool = False
    copy: bool = False


def furniture(card: object, children: tuple[Child, ...]) -> Furniture:
    """What its lines say, whether a client shows them at once or not, and what its buttons do. A button that leads to
    another card, whatever its title, is not that card.
    """
    said, verbs = set(lines(card)), set(verbs_of(card))
    tallies = {tally_words.title(child.called) for child in children}
    dissents = {decisions_words.dissent_title(child.called) for child in children}
    return Furniture(
        tally=bool(said & (_ON_A_TALLY | tallies)) or any(_SPREAD.search(text) for text in said),
        post_it=bool(said & _ON_A_POST_IT and not verbs & _ENTERED) or bool(verbs & _POST_ITS),
        entering=bool(verbs & _ENTERED),
        chairs=bool(verbs & _CHAIRS),
        menu=bool(verbs & _MENU),
        handing_over=bool(verbs & HANDING_OVER),
        decision=bool(said & (_ON_A_DECISION | dissents)) or bool(verbs & {"dissent.declare", "child.decide"}),
        summary=summary_title() in said,
        draft=bool(said & _ON_A_DRAFT),
        copy=bool(said & _ON_A_COPY) or "copy.give" in verbs,
    )


@cache
def summary_title() -> str:
    """What stands at the head of every professional's summary. It does not depend on the view that `words` asks for."""
    at = datetime.min.replace(tzinfo=UTC)
    view = SummaryView(
        reference="",
        kind=Kind.INITIAL,
        held=at,
        chair="",
        children=(),
        undecided=(),
        note="",
        complaints="",
        approved_by="",
        approved_at=None,
        draft=True,
        in_meeting_chat=False,
    )
    return summary_words.title(view, lay=False)


def is_summary(card: object) -> bool:
    """Whether it is the decision summary itself, as it goes to those entitled."""
    return summary_title() in lines(card)


def lines(card: object) -> Iterator[str]:
    """Each line of text on it."""
    for part in objects(card):
        if part.get("type") in ("TextBlock", "TextRun") and isinstance(part.get("text"), str):
            yield as_read(part["text"])


def verbs_of(card: object) -> Iterator[str]:
    """What its buttons would do, in a new client or an old one."""
    for part in objects(card):
        if str(part.get("type", "")).startswith("Action."):
            yield str(part.get("verb") or "")
            data = part.get("data")
            yield str(data.get("verb") or "") if isinstance(data, Mapping) else ""


def filled_in(card: object) -> Iterator[tuple[str, str]]:
    """Each input of a post-it that has something in it already: id and value."""
    for part in objects(card):
        value, name = part.get("value"), str(part.get("id", ""))
        is_input = str(part.get("type", "")).startswith("Input.")
        if is_input and isinstance(value, str) and value and name.rpartition(".")[2] in FIELDS and "." in name:
            yield name, value


def nonces(body: object) -> Iterator[str]:
    """Every signed mark in the data of a button or of a refresh."""
    for part in objects(body):
        data = part.get("data")
        if isinstance(data, Mapping) and isinstance(data.get("n"), str):
            yield data["n"]


def decided_sentences(children: tuple[Child, ...], kind: Kind) -> frozenset[str]:
    """How our own words say each decision about these children that there could be."""
    return frozenset(
        summary_words.status(child.called, status, kind, lay=lay)
        for child in children
        for status in Status
        for lay in (False, True)
    )


def case_words(text: str) -> str:
    """The first word of the case in a text: a plan, a category, a number on the scale. "" for none."""
    found = _CASE_WORDS.search(as_read(text)) or _OUT_OF_TEN.search(as_read(text))
    return found[0] if found else ""


CARDS: Mapping[str, str] = MappingProxyType(
    {
        "tally": "a tally",
        "post_it": "a post-it",
        "entering": "a post-it to write down for somebody",
        "chairs": "a card of the chair's",
        "menu": "the way to cards of the chair's",
        "handing_over": "the form to hand the chair over",
        "decision": "a decision",
        "summary": "the decision summary",
        "draft": "the chair's draft of the summary",
        "copy": "a copy to carry",
    }
)
"""Each kind of card in words."""
