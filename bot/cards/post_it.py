"""The post-it: one card, every child on it (V2, S4 9.6). Nothing chosen beforehand (V3); half of it can be saved (V4)."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache

from bot.cards.components import (
    EMPTY,
    Card,
    Element,
    Marks,
    action_set,
    box,
    choice,
    execute,
    field,
    fixed,
    heading,
    own_words,
    text,
    text_input,
    toggle,
)
from bot.cards.frame import framed
from bot.cards.read_back import read_back_card
from bot.cards.safe import plain
from bot.domain.ids import SeatId
from bot.domain.post_it import LONGEST_TEXT, SCALE, Category, Likelihood, Recommendation
from bot.domain.views.post_it import PostItChild, PostItView, Receipt
from bot.words import post_it as words
from bot.words.labels import label
from bot.words.shells import title
from bot.words.times import on_day

_ROOM_FOR_TEXT = 6000
"""Characters of reasons that fit a card under 25 KB beside the forms and errors of six children. Fewer, more room each."""

_SCALE_WORDS_EACH = 3
"""Up to so many children, the words of 0 and 10 stand by each; with more, once above them all."""


def post_it_card(view: PostItView, marks: Marks, *, faults: Mapping[str, StrEnum] = EMPTY, notice: str = "") -> Card:
    """The form; for a view given by voice and written down, first the form and then the lines to read back (J10)."""
    if view.read_back:
        return read_back_card(view, marks, notice=notice)
    said = words.read_out_title(view.entered_for) if view.entered_for else words.TITLE
    body = [*_head(view), *_scale_words_if(view, each=False), *(child_form(view, one, faults) for one in view.children)]
    body.append(action_set(*_buttons(view, marks)))
    return framed(said, body, fallback=words.FALLBACK, faults=faults, notice=notice)


def receipt_card(receipt: Receipt, marks: Marks, *, notice: str = "") -> Card:
    """That it is handed in, never what it said: somebody may be looking over a shoulder (V29)."""
    name = receipt.entered_for
    own = not name and not receipt.written_by
    said = _own(receipt.reference, receipt.children, sees=receipt.chair_sees_now) if own else _said(receipt)
    again = ("post_it.read_out", words.AGAIN, receipt.seat) if name else ("post_it.change", words.CHANGE, "")
    body = [*said, action_set(execute(again[0], again[1], marks.see(again[2])))]
    return framed(words.RECEIPT_TITLE, body, fallback=words.FALLBACK, notice=notice)


def _said(receipt: Receipt) -> list[Element]:
    name = receipt.entered_for
    return [
        text(title(receipt.reference), quiet=True),
        text(words.read_out_receipt(name), bold=True) if name else fixed(words.receipt(receipt.children), bold=True),
        fixed(words.CHANGE_UNTIL_CLOSE),
        *who_sees(receipt),
    ]


@lru_cache(maxsize=512)
def _own(reference: str, children: int, *, sees: bool) -> Sequence[Element]:
    """The same for every seat of a conference: sixty people are shown it within a minute. It names nobody."""
    return _said(Receipt(reference=reference, seat=SeatId(""), children=children, chair_sees_now=sees))


def who_sees(view: PostItView | Receipt) -> list[Element]:
    """Exactly who and when, without promising anonymity (trap 35)."""
    own = words.AS_HANDED_IN if view.chair_sees_now else words.SEALED
    if view.written_by:
        own = words.WRITTEN_DOWN_WHO.format(name=plain(view.written_by))
    said = words.READ_OUT_WHO if view.entered_for else own
    line = text if view.written_by else fixed
    return [box([fixed(words.WHO_TITLE, bold=True), line(f"{said} {words.DISCLOSURE}")], style="emphasis")]


def _head(view: PostItView) -> list[Element]:
    out = [text(title(view.reference), quiet=True)]
    so_far = "" if view.entered_for else _so_far(view)
    return [*out, *([text(so_far, bold=True)] if so_far else []), *who_sees(view)]


def _so_far(view: PostItView) -> str:
    """What has become of it: saved is not handed in, and a handed-in one counts until another is (V4, V8)."""
    if view.saved:
        return words.SAVED_CHANGES if view.handed_in else words.SAVED
    return words.HANDED_IN_BEFORE if view.handed_in else ""


def _scale_words(view: PostItView) -> Element:
    """The chair's words for this family (D4). Which end is which is said as well: boroughs differ (trap 4)."""
    return box(
        [
            own_words(view.zero, lead=words.anchor(0)),
            own_words(view.ten, lead=words.anchor(10)),
            text(words.HIGH_IS_SAFE if view.ten_is_safe else words.HIGH_IS_WORRY, quiet=True),
        ]
    )


def _scale_words_if(view: PostItView, *, each: bool) -> list[Element]:
    return [_scale_words(view)] if each == (len(view.children) <= _SCALE_WORDS_EACH) else []


def _born(child: PostItChild) -> list[Element]:
    if child.born:
        return [_under(words.born(on_day(child.born)))]
    return [_under(words.expected(on_day(child.expected)))] if child.expected else []


def _under(said: str) -> Element:
    return {**text(said, quiet=True), "spacing": "none"}


def child_form(view: PostItView, child: PostItChild, faults: Mapping[str, StrEnum]) -> Element:
    inputs = [_scale(view, child), *_judgement(view, child), *_texts(view, child)]
    scale = _scale_words_if(view, each=True) if view.zero or view.ten else []
    items = [heading(child.called, size="medium"), *_born(child), *scale]
    return box([*items, *(part for one in inputs for part in field(faults, one))], separator=True)


def _pick(child: PostItChild, name: str, asked: str, codes: Iterable[StrEnum]) -> Element:
    return choice(
        f"{child.id}.{name}",
        asked,
        [(code, label(code)) for code in codes],
        value=getattr(child.typed, name),
        placeholder=words.HINT,
        clearable=True,
    )


def _scale(view: PostItView, child: PostItChild) -> Element:
    return choice(
        f"{child.id}.scale",
        words.scale(child.called, view.question),
        [(str(point), str(point)) for point in SCALE],
        value=child.typed.scale,
        placeholder=words.SCALE_HINT,
        clearable=True,
    )


def _judgement(view: PostItView, child: PostItChild) -> list[Element]:
    """What a core group is never asked (S0, trap 33)."""
    if view.scales_only:
        return []
    called = child.called
    likelihood = [_pick(child, "likelihood", words.likelihood(called), Likelihood)] if view.asks_likelihood else []
    return [
        *likelihood,
        _pick(child, "recommendation", words.recommendation(called), Recommendation),
        _pick(child, "category", words.category(called), Category),
    ]


def _texts(view: PostItView, child: PostItChild) -> list[Element]:
    longest = min(LONGEST_TEXT, _ROOM_FOR_TEXT // len(view.children))
    called, typed = child.called, child.typed
    return [
        text_input(
            f"{child.id}.reason",
            words.reason(called, optional=view.scales_only),
            value=typed.reason,
            longest=longest,
        ),
        toggle(f"{child.id}.cannot", words.cannot_label(called), words.cannot(called), value=typed.cannot),
        text_input(f"{child.id}.unable", words.unable(called), value=typed.unable, longest=longest),
    ]


def _buttons(view: PostItView, marks: Marks) -> list[Element]:
    data = marks.stamp(f"post_it/{view.seat}")
    if view.entered_for:
        return [execute("post_it.enter", words.ENTER, data, main=True)]
    return [execute("post_it.hand_in", words.HAND_IN, data, main=True), execute("post_it.save", words.SAVE, data)]
