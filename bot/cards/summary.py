"""The decision summary: the chair's draft of it, everybody's copy, and a copy to carry by hand. The same words in all three.

What is too long for one card runs over several pages, child by child. The draft is approved on its last page.
"""

from collections.abc import Mapping
from enum import StrEnum

from bot.cards.components import (
    EMPTY,
    Card,
    Element,
    Marks,
    action_set,
    box,
    execute,
    fact,
    field,
    heading,
    text,
    text_input,
    toggle,
)
from bot.cards.frame import back, close, framed
from bot.cards.summary_pages import nearest, page_body, pages_of, turn, units
from bot.domain.conference import Stage
from bot.domain.decision import Status
from bot.domain.views.summary import CopyView, SummaryView
from bot.words import chair as chair_words
from bot.words import delivery as words
from bot.words import summary as summary_words
from bot.words.times import at_time

Faults = Mapping[str, StrEnum]


def draft_card(view: SummaryView, marks: Marks, *, faults: Faults = EMPTY, notice: str = "", page: int = 1) -> Card:
    """For the chair: the whole of what is sent, what is missing, and the way to approve it (S4 14.13, trap 23)."""
    turned = pages_of(view)
    number = len(turned) if faults else nearest(page, turned)
    last = number == len(turned)
    body = [
        *([*_missing(view), *_state(view), *_clocks(view)] if number == 1 else []),
        heading(words.WHAT_FOLLOWS, size="medium"),
        *page_body(turned, number),
        *(_approve(view, marks, faults) if last and view.draft and not view.undecided else []),
        *turn("summary.draft", "", marks, number, len(turned)),
        action_set(back(marks)),
    ]
    title = words.DRAFT_TITLE if view.draft else words.APPROVED_TITLE
    return framed(title, body, fallback=words.DRAFT_FALLBACK, faults=faults, notice=notice)


def summary_card(view: SummaryView, marks: Marks | None = None, *, notice: str = "", page: int = 1) -> Card:
    """The approved summary as it reaches somebody. Without `marks` it has no buttons, and everything on one card."""
    turned = pages_of(view) if marks else [list(units(view))]
    number = nearest(page, turned)
    body = [
        *page_body(turned, number),
        *(turn("summary.show", "", marks, number, len(turned)) if marks else []),
    ]
    return framed(summary_words.title(view, lay=False), body, fallback=words.SUMMARY_FALLBACK, notice=notice)


def copy_card(view: CopyView, marks: Marks, *, faults: Faults = EMPTY, notice: str = "", page: int = 1) -> Card:
    """For whoever carries it: one person's copy, in letter form (A3, trap 8)."""
    turned = pages_of(view.summary, lay=view.lay, to=view.name)
    number = len(turned) if faults else nearest(page, turned)
    giving = [
        *field(faults, text_input("how", words.how(view.name), value=view.how, multiline=False, hint=words.HOW_HINT)),
        action_set(execute("copy.give", words.GIVE, marks.stamp(f"copy/{view.person}"), main=True)),
    ]
    body = [
        *([fact(words.GIVEN, view.how)] if view.given else [text(words.ONE_PERSON, bold=True)]),
        heading(summary_words.title(view.summary, lay=view.lay), size="medium"),
        *page_body(turned, number),
        *([box(giving, separator=True)] if number == len(turned) and not view.given else []),
        *turn("copy.show", view.person, marks, number, len(turned)),
    ]
    title = words.copy_title(view.name, view.relation)
    return framed(title, body, fallback=words.COPY_FALLBACK, faults=faults, notice=notice)


def _missing(view: SummaryView) -> list[Element]:
    """What the chair has still to decide, or has left out of the letter; and what no letter can do for them."""
    bare = [one.called for one in view.children if not one.outline]
    lines = [fact(words.NOT_ALL, summary_words.together(view.undecided))] if view.undecided else []
    if bare:
        lines += [fact(words.NO_OUTLINE, summary_words.together(bare)), text(words.NO_OUTLINE_WHY)]
    return [box(lines, style="warning")] if lines and view.draft else []


def _state(view: SummaryView) -> list[Element]:
    if view.approved_at is None:
        return [text(words.DRAFT)]
    chat = [text(words.IN_CHAT)] if view.in_meeting_chat else []
    return [text(words.approved(view.approved_by, at_time(view.approved_at)), bold=True), *chat]


def _clocks(view: SummaryView) -> list[Element]:
    if view.clocks is None:
        return []
    hours, days, still = chair_words.clocks(view.clocks, Stage.DECIDED if view.draft else Stage.APPROVED)
    return [box([text(chair_words.CLOCKS, bold=True), *close(text(hours), text(days)), text(still, quiet=True)])]


def _approve(view: SummaryView, marks: Marks, faults: Faults) -> list[Element]:
    """Out of the meeting chat unless the chair chooses otherwise, knowing who may be in it (trap 9)."""
    told = any(one.status is not Status.PLAN for one in view.children)
    return [
        box(
            [
                *field(faults, text_input("note", words.NOTE, value=view.note)),
                text(words.CHAT_WHY),
                toggle("in_meeting_chat", words.CHAT, words.CHAT_TITLE, value="true" if view.in_meeting_chat else ""),
                *([text(words.TELL)] if told else []),
                text(words.APPROVE_WHY),
                action_set(execute("summary.approve", words.APPROVE, marks.stamp("summary"), main=True)),
            ],
            separator=True,
        )
    ]
