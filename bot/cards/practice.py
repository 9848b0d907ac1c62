"""A post-it about a family that is made up, with the very questions of this borough (S0; B22)."""

from collections.abc import Mapping
from enum import StrEnum

from bot.cards.components import EMPTY, Card, Element, Marks, action_set, box, execute, heading, own_words, text
from bot.cards.frame import framed, numbered
from bot.cards.post_it import child_form
from bot.domain.ids import SeatId
from bot.domain.post_it import BLANK
from bot.domain.views.post_it import PostItChild, PostItView
from bot.domain.views.practice import CHILDREN, PracticeView
from bot.words import post_it as real
from bot.words import practice as words


def practice_card(view: PracticeView, marks: Marks, *, faults: Mapping[str, StrEnum] = EMPTY, notice: str = "") -> Card:
    form = _form(view)
    body = [
        box([text(words.KEPT, bold=True)], style="emphasis"),
        box([heading(words.STORY_TITLE, size="medium"), *(text(line) for line in words.STORY)]),
        _scale(view),
        _how(),
        *(child_form(form, child, faults) for child in form.children),
        action_set(
            execute("practice.hand_in", words.HAND_IN, marks.see(""), main=True),
            execute("invitation.show", words.BACK, marks.see("")),
        ),
    ]
    return framed(words.TITLE, body, fallback=words.FALLBACK, faults=faults, notice=notice)


def practised_card(marks: Marks) -> Card:
    """As a receipt: it repeats nothing of what was written (V29)."""
    body = [
        text(words.DONE, bold=True),
        text(words.DONE_NEXT),
        action_set(
            execute("invitation.show", words.BACK, marks.see(""), main=True),
            execute("practice.show", words.AGAIN, marks.see("")),
        ),
    ]
    return framed(words.DONE_TITLE, body, fallback=words.FALLBACK)


def _scale(view: PracticeView) -> Element:
    zero, ten = (words.NOT_SAFE, words.SAFE) if view.ten_is_safe else (words.SAFE, words.NOT_SAFE)
    return box(
        [
            text(words.ANCHORS_TITLE, bold=True),
            own_words(zero, lead=real.anchor(0)),
            own_words(ten, lead=real.anchor(10)),
            text(real.HIGH_IS_SAFE if view.ten_is_safe else real.HIGH_IS_WORRY, quiet=True),
        ]
    )


def _how() -> Element:
    return box([text(words.HOW, bold=True), *numbered(words.HOW_LINES)])


def _form(view: PracticeView) -> PostItView:
    """`zero` and `ten` are said once above, and so not by each child again."""
    children = [
        PostItChild(id=child, called=called, born=None, expected=None, typed=BLANK)
        for child, called in zip(CHILDREN, words.CALLED, strict=True)
    ]
    return PostItView(
        reference="",
        round=0,
        seat=SeatId(""),
        question=view.question,
        zero="",
        ten="",
        ten_is_safe=view.ten_is_safe,
        scales_only=view.scales_only,
        asks_likelihood=view.asks_likelihood,
        chair_sees_now=False,
        children=children,
        handed_in=False,
        saved=False,
    )
