"""A view that was given by voice, in words to read back before it counts (J10)."""

from collections.abc import Iterator

from bot.cards.components import (
    Card,
    Element,
    Marks,
    action_set,
    box,
    execute,
    heading,
    own_words,
    text,
)
from bot.cards.frame import framed
from bot.domain.post_it import Category, Likelihood, Recommendation
from bot.domain.views.post_it import PostItChild, PostItView
from bot.words import post_it as words
from bot.words.labels import label
from bot.words.shells import title

_CODES = {str(code): label(code) for kind in (Recommendation, Category, Likelihood) for code in kind}


def read_back_card(view: PostItView, marks: Marks, *, notice: str = "") -> Card:
    """No inputs, so that nothing can be changed by mistake between the reading and the yes."""
    body = [
        text(title(view.reference), quiet=True),
        text(words.read_back_ask(view.entered_for)),
        own_words(view.zero, lead=words.anchor(0)),
        own_words(view.ten, lead=words.anchor(10)),
        *(_child(view, one) for one in view.children),
        action_set(
            execute("post_it.confirm_read_back", words.CONFIRM, marks.stamp(f"post_it/{view.seat}"), main=True),
            execute("post_it.change", words.CHANGE_IT, marks.see(view.seat)),
        ),
    ]
    return framed(words.read_back_title(view.entered_for), body, fallback=words.FALLBACK, notice=notice)


def _child(view: PostItView, child: PostItChild) -> Element:
    return box([heading(child.called, size="medium"), *_lines(view, child)], separator=True)


def _lines(view: PostItView, child: PostItChild) -> Iterator[Element]:
    typed = child.typed
    if typed.cannot == "true":
        yield own_words(typed.unable, lead=words.CANNOT_SAID)
        return
    yield own_words(typed.scale or words.NOTHING_SAID, lead=view.question)
    if not view.scales_only:
        if view.asks_likelihood:
            yield own_words(_said(typed.likelihood), lead=words.LIKELIHOOD_SAID)
        yield own_words(_said(typed.recommendation), lead=words.RECOMMENDATION_SAID)
        if typed.category:
            yield own_words(_said(typed.category), lead=words.CATEGORY_SAID)
    yield own_words(typed.reason or words.NOTHING_SAID, lead=words.REASON_SAID)


def _said(code: str) -> str:
    return _CODES.get(code, words.NOTHING_SAID)
