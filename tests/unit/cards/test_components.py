"""Words stay words, whoever typed them; a choice, a button and a fault are always made the same way."""

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.cards.components import (
    NO_ANSWER,
    action_set,
    card,
    choice,
    choices,
    date_input,
    error_for,
    execute,
    fact,
    field,
    heading,
    notice,
    own_words,
    problems,
    text,
    text_input,
    time_input,
    toggle,
)
from bot.cards.safe import plain
from bot.domain.refusals import Fault
from bot.words.typed import clean
from tests.unit.cards.checks import check, parts
from tests.unit.cards.nasty import NASTY

_READER = MarkdownIt("commonmark").enable(["strikethrough", "table"])
_JUST_WORDS = {"text", "softbreak", "text_special"}


def _read(shown: str) -> tuple[set[str], str]:
    """What a Markdown reader makes of it: the kinds of things it finds, and the words a person then sees."""
    blocks = _READER.parse(shown)
    kinds = {block.type for block in blocks} - {"inline", "paragraph_open", "paragraph_close"}
    inline = [one for block in blocks for one in block.children or ()]
    kinds |= {one.type for one in inline} - _JUST_WORDS
    return kinds, " ".join(one.content for one in inline)


def _squeezed(words: str) -> str:
    return "".join(words.replace("\u2060", "").split())


@pytest.mark.parametrize("typed", NASTY)
def test_what_was_typed_means_nothing_to_a_markdown_reader(typed: str) -> None:
    kinds, seen = _read(plain(typed))
    assert not kinds
    assert _squeezed(seen) == _squeezed(clean(typed))


@given(st.text(st.characters(codec="utf-8"), max_size=60) | st.text("*_[]()#+-.!>`~<&|=\\1 a\n", max_size=30))
def test_no_text_at_all_means_anything_to_a_markdown_reader(typed: str) -> None:
    """But for four spaces at the start of a line (shown as they are) and two at its end (a new line)."""
    kinds, _ = _read(plain(typed))
    assert kinds <= {"code_block", "hardbreak"}


@pytest.mark.parametrize("name", ["Amal Sample", "Anne-Marie O'Sample", "Łukasz Przykład", "Siân Sample-Jones"])
def test_an_ordinary_name_is_not_touched(name: str) -> None:
    assert plain(name) == name


@pytest.mark.parametrize("typed", NASTY)
def test_every_part_takes_any_words_and_can_be_sent(typed: str) -> None:
    whole = card(
        [
            heading(typed),
            text(typed),
            own_words(typed, lead=typed),
            fact(typed, typed),
            text_input("a", typed, value=typed, hint=typed),
            choice("b", typed, [("x", typed)], value=typed, placeholder=typed),
            choices("c", typed, [("x", typed)], value=[typed]),
            toggle("d", typed, typed, value=typed),
            date_input("e", typed, value=typed),
            time_input("f", typed, value=typed),
            action_set(execute("help.show", typed, {})),
        ],
        typed,
    )
    check(whole)
    assert b"\\u202e" not in orjson.dumps(whole)
    links = {str(part["type"]) for part in parts(whole) if "type" in part} & {"Action.OpenUrl", "Image", "Media"}
    assert not links


def test_what_people_typed_has_no_markdown_at_all_and_keeps_its_lines() -> None:
    shown = own_words("**one**\n\n  two\r\nthree", lead="Reason:")
    assert [run["text"] for part in parts(shown) for run in part.get("inlines", ())] == [
        "Reason: ",
        "**one**",
        "  two",
        "three",
    ]


def test_a_thousand_lines_do_not_make_a_thousand_parts() -> None:
    shown = own_words("\n".join(str(number) for number in range(1000)))
    assert len(shown["items"]) == 20
    assert shown["items"][-1]["inlines"][0]["text"].endswith("998 999")


def test_no_words_are_still_something_a_client_can_draw() -> None:
    check(card([own_words(""), own_words("", lead="Reason:"), fact("Note", "  \n ")], "A card."))


def test_a_choice_taken_back_can_be_sent() -> None:
    shown = choice("a", "A", [("1", "One")], clearable=True)
    assert [one["value"] for one in shown["choices"]] == ["1", NO_ANSWER]
    assert "value" not in shown


@pytest.mark.parametrize(("value", "kept"), [("1", "1"), ("", None), ("7", None), ("1,2", None)])
def test_a_choice_shows_only_what_it_offers(value: str, kept: str | None) -> None:
    assert choice("a", "A", [("1", "One"), ("2", "Two")], value=value).get("value") == kept


def test_several_choices_keep_the_order_of_the_offer() -> None:
    assert choices("a", "A", [("1", "One"), ("2", "Two")], value=["2", "9", "1"])["value"] == "1,2"


@pytest.mark.parametrize(("value", "kept"), [("2026-12-03", "2026-12-03"), ("3 Dec", None), ("20261203", None)])
def test_a_date_is_shown_or_left_out(value: str, kept: str | None) -> None:
    assert date_input("a", "A", value=value).get("value") == kept


def test_a_button_sends_the_same_from_an_old_client() -> None:
    shown = execute("post_it.save", "Save for later", {"v": 1}, main=True)
    assert shown["style"] == "positive"
    assert shown["fallback"] == {
        "type": "Action.Submit",
        "title": "Save for later",
        "data": {"v": 1, "verb": "post_it.save"},
    }
    assert execute("round.close", "Close the round for good", {}, grave=True)["style"] == "destructive"


def test_more_buttons_than_teams_shows_is_a_bug() -> None:
    with pytest.raises(ValueError, match="Teams shows 6"):
        action_set(*(execute("help.show", "Help", {}) for _ in range(7)))


@pytest.mark.feature("V30")
def test_a_fault_is_said_in_words_directly_above_its_input() -> None:
    faults = {"a": Fault.REASON_MISSING}
    above, below = field(faults, text_input("a", "A"))
    assert above["text"] == "Error: Give your reason."
    assert below["id"] == "a"
    assert field(faults, text_input("b", "B"))[0]["id"] == "b"
    assert error_for({}, "a") == []


@pytest.mark.parametrize(
    ("faults", "said"),
    [
        ({}, []),
        ({"a": Fault.MISSING}, ['There is 1 thing to put right. It is marked with "Error:".']),
        (
            {"a": Fault.MISSING, "b": Fault.MISSING},
            ['There are 2 things to put right. Each is marked with "Error:".'],
        ),
    ],
)
def test_the_top_says_how_many_things_are_to_be_put_right(faults: dict[str, Fault], said: list[str]) -> None:
    assert [part["text"] for part in parts(problems(faults)) if "text" in part] == said


def test_a_notice_is_one_sentence_or_nothing() -> None:
    found: list[dict[str, Any]] = list(parts(notice("Already recorded.")))
    assert found[-1]["text"] == "Already recorded."
    assert notice("") == []
