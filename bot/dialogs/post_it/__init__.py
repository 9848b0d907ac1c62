"""The post-it: one's own, or one taken down for somebody heard (J10)."""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from functools import lru_cache

from bot.cards.components import NO_ANSWER, Card
from bot.cards.post_it import post_it_card, receipt_card
from bot.dialogs.flow import Change, Pressed, on_change, on_show
from bot.domain.ids import ChildId, SeatId
from bot.domain.outcome import Refused
from bot.domain.post_it import Draft
from bot.domain.verbs.hand_in_post_it import HandInPostIt, SavePostIt
from bot.domain.verbs.read_out import ConfirmReadBack, EnterPostIt
from bot.domain.views.post_it import PostItView, post_it_view, read_out_view, receipt_of, receipt_view


def _own(pressed: Pressed) -> PostItView | Refused:
    return post_it_view(pressed.look.state, pressed.look.who, pressed.look.now)


def write(pressed: Pressed, faults: Mapping[str, StrEnum], notice: str) -> Card | Refused:
    """One's own; with a seat named, the one being written down for its holder, to be written once more."""
    if pressed.subject and pressed.press.verb == "post_it.change":
        return _write_down(pressed, faults, notice)
    view = _own(pressed)
    return view if isinstance(view, Refused) else post_it_card(view, pressed.marks, faults=faults, notice=notice)


def own_post_it(pressed: Pressed, faults: Mapping[str, StrEnum], notice: str) -> Card | Refused:
    """Handed in: the receipt, which says nothing of what (V29). Else the post-it with whatever was saved."""
    look = pressed.look
    receipt = receipt_view(look.state, look.who, look.now)
    return receipt_card(receipt, pressed.marks, notice=notice) if receipt else write(pressed, faults, notice)


def read_out(pressed: Pressed, faults: Mapping[str, StrEnum], notice: str) -> Card | Refused:
    look = pressed.look
    view = read_out_view(look.state, look.who, SeatId(pressed.subject), look.now)
    return view if isinstance(view, Refused) else post_it_card(view, pressed.marks, faults=faults, notice=notice)


def _write_down(pressed: Pressed, faults: Mapping[str, StrEnum], notice: str) -> Card | Refused:
    """The form even where a view waits to be read back, so that a refused press costs nobody their words."""
    look = pressed.look
    view = read_out_view(look.state, look.who, SeatId(pressed.subject), look.now)
    if isinstance(view, Refused):
        return view
    return post_it_card(replace(view, read_back=False), pressed.marks, faults=faults, notice=notice)


def _taken_down(pressed: Pressed, _faults: Mapping[str, StrEnum], notice: str) -> Card | Refused:
    look = pressed.look
    view = read_out_view(look.state, look.who, SeatId(pressed.subject), look.now)
    return view if isinstance(view, Refused) else receipt_card(receipt_of(view), pressed.marks, notice=notice)


def drafts(pressed: Pressed) -> Mapping[ChildId, Draft]:
    """What was typed for each child of the conference; inputs for any other child are passed over."""
    typed = {name: one for name, one in pressed.press.data.items() if type(one) is str}
    return {child.id: draft_of(typed, child.id) for child in pressed.look.state.particulars.children}


def draft_of(typed: Mapping[str, str], child: ChildId) -> Draft:
    """What is chosen in a drop-down, then what is typed or ticked."""
    names = _inputs(child)
    scale, recommendation, category, likelihood, reason, cannot, unable = [typed.get(name, "") for name in names]
    return Draft(
        scale="" if scale == NO_ANSWER else scale,
        recommendation="" if recommendation == NO_ANSWER else recommendation,
        category="" if category == NO_ANSWER else category,
        likelihood="" if likelihood == NO_ANSWER else likelihood,
        reason=reason,
        cannot=cannot,
        unable=unable,
    )


@lru_cache(maxsize=1024)
def _inputs(child: ChildId) -> tuple[str, ...]:
    """Their names on the card."""
    names = ("scale", "recommendation", "category", "likelihood", "reason", "cannot", "unable")
    return tuple(f"{child}.{name}" for name in names)


on_show("post_it.show", own_post_it)
on_show("post_it.change", write)
on_show("post_it.read_out", read_out)
on_change(
    "post_it.hand_in",
    Change(
        scope="post_it",
        command=lambda pressed: HandInPostIt(views=drafts(pressed)),
        form=write,
        after=own_post_it,
    ),
)
on_change(
    "post_it.save",
    Change(scope="post_it", command=lambda pressed: SavePostIt(views=drafts(pressed)), form=write, after=write),
)
on_change(
    "post_it.enter",
    Change(
        scope="post_it",
        command=lambda pressed: EnterPostIt(seat=SeatId(pressed.subject), views=drafts(pressed)),
        form=_write_down,
        after=read_out,
    ),
)
on_change(
    "post_it.confirm_read_back",
    Change(
        scope="post_it",
        command=lambda pressed: ConfirmReadBack(seat=SeatId(pressed.subject)),
        form=read_out,
        after=_taken_down,
    ),
)
