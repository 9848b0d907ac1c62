"""Each thing that can be wrong with a card or an answer is found, and a sound card is left alone."""

from collections.abc import Callable
from typing import Any

import pytest
from aiohttp import web

from bot.rehearsal.people import Client
from bot.rehearsal.teams import Json, SeenKind
from bot.rehearsal.teams.card_check import card_faults
from tests.rehearsal_teams.stage import CARD, Stage, card, card_answer, execute, text_answer

SCALE = {"type": "Input.Number", "id": "scale", "label": "Scale for Child A", "min": 0, "max": 10, "isRequired": True}
CHOICE = {
    "type": "Input.ChoiceSet",
    "id": "view",
    "label": "Recommendation",
    "style": "expanded",
    "choices": [{"title": "Child in Need plan", "value": "cin"}, {"title": "No plan", "value": "none"}],
}
LINE = {"type": "TextBlock", "text": "Child A"}
MANY = [execute(f"Button {n}") for n in range(7)]
RATING = {"type": "Input.Rating", "id": "r", "label": "Scale"}


def _sound() -> Json:
    """Something of everything that 1.5 has."""
    table = {"type": "Table", "columns": [{"width": 1}], "rows": [{"type": "TableRow", "cells": [{"items": [LINE]}]}]}
    columns = {"type": "ColumnSet", "columns": [{"type": "Column", "width": "auto", "items": [LINE], "style": "good"}]}
    inner = {"type": "AdaptiveCard", "body": [LINE, RATING | {"fallback": {**SCALE, "id": "r"}}]}
    return card(
        LINE | {"size": "Large", "weight": "bolder", "style": "heading", "isVisible": False, "id": "line"},
        {"type": "RichTextBlock", "inlines": ["a", {"type": "TextRun", "text": "b"}]},
        {"type": "Container", "items": [columns, table], "style": "emphasis", "selectAction": execute("Open")},
        {"type": "FactSet", "facts": [{"title": "Chair", "value": "Ada Fiction"}]},
        {"type": "Image", "url": "https://example.org/a.png", "altText": "A scale", "size": "auto"},
        SCALE,
        CHOICE | {"value": "cin"},
        {"type": "Input.Toggle", "id": "t", "label": "Confidential", "title": "I can do this", "value": "false"},
        {"type": "Chart.Donut", "data": [], "fallback": LINE},
        {"type": "Chart.Line", "fallback": "drop"},
        {"type": "ActionSet", "actions": [execute("Hand in", id="in")]},
        actions=[
            {"type": "Action.ShowCard", "title": "More", "card": inner},
            {"type": "Action.OpenUrl", "title": "Guide", "url": "https://example.org/"},
            {"type": "Action.ToggleVisibility", "title": "Show", "targetElements": ["line", {"elementId": "in"}]},
            *[button | {"mode": "secondary"} for button in MANY],
        ],
        refresh={"action": {"type": "Action.Execute", "verb": "look"}, "userIds": ["29:1abc"]},
        msteams={"width": "full"},
        lang="en",
    )


def test_a_sound_card_has_no_fault() -> None:
    assert card_faults(_sound()) == []


def _bare(**changes: Any) -> Json:
    return {name: value for name, value in (execute("Go") | changes).items() if value is not None}


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (card(version="1.6"), "version '1.6'"),
        (card(version=1.5), "version 1.5 is not"),
        (card(version="1.3", actions=[execute("Go")]), "need version 1.4"),
        (card(fallbackText=""), "no fallbackText"),
        (card(LINE | {"text": "x" * 26_000}), "must be under 25600"),
        (card(background="x"), "AdaptiveCard has no 'background'"),
        (card({"type": "TextBlok", "text": "x"}), "'TextBlok' is not a type that belongs here"),
        (card({"text": "x"}), "None is not a type that belongs here"),
        (card("x"), "is not an object"),
        (card(body=LINE), "body: is not a list"),
        (card({"type": "TextBlock"}), "TextBlock has no 'text' and needs one"),
        (card(LINE | {"colour": "good"}), "TextBlock has no 'colour'"),
        (card(LINE | {"size": "huge"}), "size cannot be 'huge'"),
        (card(LINE | {"style": "emphasis"}), "style cannot be 'emphasis'"),
        (card(LINE | {"text": 7}), "text is not text"),
        (card(LINE | {"wrap": "true"}), "wrap is not true or false"),
        (card(SCALE | {"max": "10"}), "max is not a number"),
        (card({"type": "Image", "url": "https://example.org/a.png"}), "Image has no 'altText'"),
        (card({"type": "Container", "items": [{"type": "Column"}]}), "'Column' is not a type that belongs here"),
        (card({"type": "Chart.Donut", "data": []}), "needs a fallback"),
        (card(RATING | {"fallback": {"type": "Nothing"}}), "fallback: 'Nothing'"),
        (card(RATING | {"fallback": {**SCALE, "label": ""}}), "Input.Number without a label"),
        (card({**SCALE, "label": " "}), "without a label"),
        (card({**SCALE, "id": ""}), "without an id"),
        (card(SCALE, SCALE), "the id 'scale' is used 2 times"),
        (card(CHOICE | {"choices": []}), "a choice of nothing"),
        (card(CHOICE | {"choices": [*CHOICE["choices"], CHOICE["choices"][0]]}), "the choice 'cin' is there 2 times"),
        (card(CHOICE | {"value": "cpp"}), "value 'cpp' is not among the choices"),
        (card(CHOICE | {"isMultiSelect": True, "choices": [{"title": "A", "value": "a,b"}]}), "has a comma"),
        (card({"type": "Input.Toggle", "id": "t", "label": "L", "title": "T", "value": True}), "value is not text"),
        (card(actions=[_bare(fallback=None)]), "without an Action.Submit to fall back to"),
        (card(actions=[_bare(fallback="drop")]), "without an Action.Submit to fall back to"),
        (card(actions=[_bare(verb=None)]), "without a verb"),
        (card(actions=[_bare(title=None)]), "without a title"),
        (card(actions=[_bare(style="accent")]), "style cannot be 'accent'"),
        (card(actions=[{"type": "Action.Http", "title": "Go"}]), "'Action.Http' is not a type"),
        (card(actions=MANY), "7 buttons in a row"),
        (card({"type": "Container", "items": [], "selectAction": {"type": "Action.ShowCard"}}), "belongs here"),
        (card(actions=[{"type": "Action.ToggleVisibility", "title": "T", "targetElements": ["x"]}]), "has the id 'x'"),
        (card(refresh={"action": execute("x"), "userIds": ["ada@council.example"]}), "not Teams ids"),
        (card(refresh={"action": execute("x"), "userIds": ["29:1"] * 61}), "names 61 people"),
        (card(refresh={"userIds": []}), "Refresh has no 'action'"),
        ({"type": "Card"}, "is not an AdaptiveCard"),
        ([], "is not an AdaptiveCard"),
    ],
)
def test_a_fault_is_found_and_it_is_the_only_one(bad: Any, said: str) -> None:
    found = card_faults(bad)
    assert any(said in fault for fault in found), found
    assert len(found) <= 2, found


async def test_faults_of_posted_edited_and_answered_cards_are_collected(stage: Stage) -> None:
    ada = stage.person("Ada", installed=True)
    chat = stage.teams.world.personal_chat(ada)
    message_id = await stage.post(chat, card(actions=[execute("Go")]))
    assert stage.teams.card_faults == []
    await stage.edit(chat, message_id, card(SCALE | {"label": ""}, actions=[execute("Go")]))
    stage.bot.behave = lambda _: card_answer(card(version="1.9"))
    await Client(stage.teams, ada).press("Go", {"scale": 3})
    await stage.post(chat, card(fallbackText=""))
    assert [fault.split(":")[0] for fault in stage.teams.card_faults] == [
        f"edited into {message_id}",
        "answer to 'go'",
        f"posted as {int(message_id) + 1}",
    ]


def _raw(body: bytes, kind: str, status: int = 200) -> Callable[[Json], web.Response]:
    return lambda _: web.Response(body=body, content_type=kind, status=status)


@pytest.mark.parametrize(
    ("behave", "fault"),
    [
        (lambda _: web.Response(status=500), "HTTP 500"),
        (lambda _: None, "HTTP 202"),
        pytest.param(_raw(b"", "application/json"), "no JSON object", id="empty"),
        (_raw(b"Noted", "text/plain"), "the body is text/plain"),
        (_raw(b"[]", "application/json"), "no JSON object"),
        (lambda _: {"statusCode": 200, "type": "message", "value": "x"}, "'message' is not a type of answer"),
        (lambda _: card_answer(card()) | {"statusCode": 500}, "statusCode 500 does not go with"),
        (lambda _: {"statusCode": 200, "type": CARD, "value": "x"}, "a card that is not an object"),
        (lambda _: text_answer(" "), "a message without words"),
        (
            lambda _: {"statusCode": 400, "type": "application/vnd.microsoft.error", "value": {"code": "Bad"}},
            "an error without code and message",
        ),
    ],
)
async def test_an_answer_that_teams_cannot_use_is_an_error_on_the_screen(
    stage: Stage, behave: Callable[[Json], Any], fault: str
) -> None:
    ada = stage.person("Ada", installed=True)
    await stage.post(stage.teams.world.personal_chat(ada), card(actions=[execute("Go")]))
    stage.bot.behave = behave
    seen = await Client(stage.teams, ada).press("Go")
    assert (seen.kind, seen.text) == (SeenKind.ERROR, "Something went wrong. Please try again.")
    assert len(stage.teams.card_faults) == 1
    assert fault in stage.teams.card_faults[0]


@pytest.mark.parametrize(
    ("kind", "status", "value", "text"),
    [
        (
            "application/vnd.microsoft.error",
            400,
            {"code": "Closed", "message": "The round is closed"},
            "The round is closed",
        ),
        ("application/vnd.microsoft.error.preconditionFailed", 412, None, "Something went wrong. Please try again."),
        ("application/vnd.microsoft.activity.loginRequest", 401, {}, "Something went wrong. Please try again."),
    ],
)
async def test_documented_errors_are_no_fault(stage: Stage, kind: str, status: int, value: Any, text: str) -> None:
    ada = stage.person("Ada", installed=True)
    await stage.post(stage.teams.world.personal_chat(ada), card(actions=[execute("Go")]))
    stage.bot.behave = lambda _: {"statusCode": status, "type": kind, "value": value}
    seen = await Client(stage.teams, ada).press("Go")
    assert (seen.kind, seen.text) == (SeenKind.ERROR, text)
    assert stage.teams.card_faults == []
