"""The checker itself: each thing that must not be on a card makes it fail."""

from typing import Any

import pytest

from bot.cards.components import Card, action_set, card, execute, text, text_input
from tests.unit.cards import samples
from tests.unit.cards.checks import check


def _sound() -> Card:
    button = execute("post_it.save", "Save for later", samples.MARKS.stamp("post_it/health"))
    return card([text("Robin"), text_input("a", "Reason"), action_set(button)], "A card.")


def _button(whole: Card) -> dict[str, Any]:
    found: dict[str, Any] = whole["body"][2]["actions"][0]
    return found


def test_a_sound_card_passes() -> None:
    check(_sound(), names=samples.NAMES)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda whole: whole.update(fallbackText="Robin's post-it"), "a summary names Robin"),
        (lambda whole: whole.update(version="1.6"), "is not 1.0 to 1.5"),
        (lambda whole: whole.pop("fallbackText"), "no fallbackText"),
        (lambda whole: whole["body"][0].pop("wrap"), "does not wrap"),
        (lambda whole: whole["body"][0].update(text="Your vote"), "not our word"),
        (lambda whole: whole["body"][0].update(text="x" * 26_000), "must be under"),
        (lambda whole: whole["body"][1].pop("label"), "without a label"),
        (lambda whole: whole["body"][1].update(isRequired=True), "could not be saved"),
        (lambda whole: whole["body"][1].pop("maxLength"), "no end to what can be typed"),
        (lambda whole: _button(whole).update(verb="post_it.shred"), "no such verb"),
        (lambda whole: _button(whole).update(data={"v": 1}), "does something else"),
        (lambda whole: _button(whole).pop("title"), "without a title"),
        (lambda whole: whole["body"].append({"type": "FactSet", "facts": []}), "does not fit a phone"),
        (lambda whole: whole["msteams"].update(width="wide"), "microsoft-teams-cards"),
    ],
)
def test_a_spoilt_card_fails(spoil: Any, said: str) -> None:
    whole = _sound()
    spoil(whole)
    with pytest.raises(AssertionError, match=said):
        check(whole, names=samples.NAMES)
