"""Every obstacle tells the administrator what to do, and every option how it is to be."""

import re

import pytest

from bot.config import Settings
from bot.domain.microsoft import Obstacle, Option
from bot.words.graph import LOOK, option, what_to_do

_NEXT_STEP = re.compile(r"\b(?:Ask|Check|ask|tell|Delete|Do it|Make it|There is nothing to do|They can)\b")
_JARGON = re.compile(
    r"\b(?:API|Graph|HTTP|OAuth|token|null|invalid|error|user|click|403|404|tenant id)\b", re.IGNORECASE
)


@pytest.mark.parametrize("code", Obstacle)
def test_every_obstacle_says_what_is_wrong_and_what_to_do(code: Obstacle) -> None:
    said = what_to_do(code)
    assert said[0].isupper()
    assert said.endswith(".")
    assert len(re.findall(r"[.:] ", said)) >= 1, "what is wrong, and then what to do"
    assert _NEXT_STEP.search(said)
    assert not _JARGON.search(said)


def test_no_two_obstacles_are_told_the_same() -> None:
    assert len({what_to_do(code) for code in Obstacle}) == len(Obstacle)


def test_a_setting_that_is_named_is_there() -> None:
    named = {name for code in Obstacle for name in re.findall(r"CHAIRSIDE_[A-Z_]+", what_to_do(code))}
    settings = {f"CHAIRSIDE_{name.upper()}" for name in Settings.model_fields}
    assert {name for name in named if name not in settings} == {"CHAIRSIDE_GROUP"}, "the beginning of three"


@pytest.mark.parametrize("one", Option)
def test_every_option_says_how_it_is_to_be(one: Option) -> None:
    assert re.fullmatch(r"[A-Z][\w, -]+: [^_]+\.", option(one))
    assert not _JARGON.search(option(one))


def test_the_options_have_a_heading() -> None:
    assert LOOK.endswith(":")
