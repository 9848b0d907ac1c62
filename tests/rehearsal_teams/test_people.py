"""People press the buttons and fill the fields of cards that they were shown, and nothing else."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.rehearsal.people import CannotDoThis, Client, Entry, NotSent
from bot.rehearsal.teams import Chat, Json, Kind, Person, SeenKind
from tests.rehearsal_teams.stage import Stage, card, card_answer, execute, text_answer

SCALE = {"type": "Input.Number", "id": "scale_a", "label": "Scale for Child A", "min": 0, "max": 10}
PLAN = {
    "type": "Input.ChoiceSet",
    "id": "plan_a",
    "label": "Recommendation for Child A",
    "choices": [{"title": "Child in Need plan", "value": "cin"}, {"title": "No plan", "value": "none"}],
}
WHY = {"type": "Input.Text", "id": "why_a", "label": "Reason", "isMultiline": True, "maxLength": 20}
ALONE = {"type": "Input.Toggle", "id": "alone", "label": "Nobody can hear", "title": "I am alone"}


@pytest.fixture
def ada(stage: Stage) -> Person:
    return stage.person("Ada", installed=True)


@pytest.fixture
def chat(stage: Stage, ada: Person) -> Chat:
    return stage.teams.world.personal_chat(ada)


@pytest.fixture
def client(stage: Stage, ada: Person) -> Client:
    return Client(stage.teams, ada)


def _refreshing(stage: Stage, *people: Person, title: str = "Go") -> Json:
    ids = [stage.teams.mri(person) for person in people]
    action = {"type": "Action.Execute", "verb": "look", "data": {"nonce": "n"}}
    return card(actions=[execute(title)], refresh={"action": action, "userIds": ids})


async def test_a_press_sends_the_filled_fields_as_text(stage: Stage, client: Client, chat: Chat) -> None:
    message_id = await stage.post(chat, card(SCALE, PLAN, WHY, ALONE, actions=[execute("Hand in", id="in")]))
    fill: dict[str, Entry] = {"Scale for Child A": 7, "plan_a": "No plan", "Reason": "One\nTwo", "I am alone": True}
    seen = await client.press("Hand in", fill)
    (invoke,) = stage.bot.of("invoke")
    assert invoke["name"] == "adaptiveCard/action"
    assert invoke["replyToId"] == message_id
    assert invoke["value"]["trigger"] == "manual"
    action = invoke["value"]["action"]
    assert (action["type"], action["id"], action["verb"]) == ("Action.Execute", "in", "go")
    assert action["data"] == {"verb": "go", "scale_a": "7", "plan_a": "none", "why_a": "One\nTwo", "alone": "true"}
    assert (seen.kind, seen.text) == (SeenKind.TEXT, "Noted")


async def test_an_untouched_field_is_not_sent_and_a_toggle_always_is(stage: Stage, client: Client, chat: Chat) -> None:
    await stage.post(chat, card(SCALE, PLAN, WHY | {"value": "Kept"}, ALONE, actions=[execute("Save")]))
    await client.press("Save")
    assert stage.bot.got[-1]["value"]["action"]["data"] == {"verb": "go", "why_a": "Kept", "alone": "false"}


@pytest.mark.parametrize(
    ("fill", "said"),
    [
        ({"Scale for Child B": 7}, "no field 'Scale for Child B'"),
        ({"Hidden": "x"}, "no field 'Hidden'"),
        ({"Scale for Child A": "seven"}, "'seven' is not a number"),
        ({"Recommendation for Child A": "Child Protection Plan"}, "not among"),
        ({"Recommendation for Child A": ["cin", "none"]}, "one choice is to be made"),
        ({"Reason": "x" * 21}, "21 characters do not fit"),
        ({"I am alone": "yes"}, "on or off"),
        ({"When": "31/01/2030"}, "not a date"),
        ({"At": "9:30"}, "not a time"),
        ({"Twice": "x"}, "2 fields are called 'Twice'"),
        ({"Name": "a\nb"}, "one line only"),
    ],
)
async def test_what_cannot_be_entered(
    stage: Stage, client: Client, chat: Chat, fill: dict[str, Any], said: str
) -> None:
    others = [
        {"type": "Input.Text", "id": "hidden", "label": "Hidden", "isVisible": False},
        {"type": "Input.Date", "id": "when", "label": "When"},
        {"type": "Input.Time", "id": "at", "label": "At"},
        {"type": "Input.Text", "id": "name", "label": "Name"},
        {"type": "Input.Text", "id": "t1", "label": "Twice"},
        {"type": "Input.Text", "id": "t2", "label": "Twice"},
    ]
    await stage.post(chat, card(SCALE, PLAN, WHY, ALONE, *others, actions=[execute("Save")]))
    with pytest.raises(CannotDoThis, match=said):
        await client.press("Save", fill)
    assert not stage.bot.got


@pytest.mark.parametrize(
    ("field", "fill"),
    [
        (SCALE | {"isRequired": True}, {}),
        (SCALE, {"scale_a": 11}),
        (SCALE, {"scale_a": -1}),
        (PLAN | {"isRequired": True}, {}),
        (WHY | {"isRequired": True}, {"why_a": "  "}),
        (WHY | {"regex": "^[A-Z]"}, {"why_a": "small"}),
        (ALONE | {"isRequired": True}, {"alone": False}),
        ({"type": "Input.Date", "id": "d", "label": "Day", "min": "2030-01-02"}, {"d": "2030-01-01"}),
        ({"type": "Input.Time", "id": "t", "label": "Time", "max": "17:00"}, {"t": "17:30"}),
    ],
)
async def test_the_clients_own_checks_stop_a_press_with_words_beside_the_field(
    stage: Stage, client: Client, chat: Chat, field: Json, fill: dict[str, Any]
) -> None:
    await stage.post(chat, card(field | {"errorMessage": "Please look again"}, actions=[execute("Hand in")]))
    with pytest.raises(NotSent) as refused:
        await client.press("Hand in", fill)
    assert refused.value.errors == {field["label"]: "Please look again"}
    assert not stage.bot.got


async def test_a_button_that_checks_nothing_sends_nothing_typed(stage: Stage, client: Client, chat: Chat) -> None:
    button = execute("I cannot do this", associatedInputs="none")
    await stage.post(chat, card(SCALE | {"isRequired": True}, actions=[button]))
    await client.press("I cannot do this")
    assert stage.bot.got[-1]["value"]["action"]["data"] == {"verb": "go"}


def _in_container(button: Json) -> Json:
    return card({"type": "Container", "items": [{"type": "ActionSet", "actions": [button]}]}, SCALE)


def _in_column(button: Json) -> Json:
    column = {"type": "Column", "items": [{"type": "TextBlock", "text": "x"}], "selectAction": button}
    return card(SCALE, {"type": "ColumnSet", "columns": [column]})


def _in_table(button: Json) -> Json:
    cell = {"type": "TableCell", "items": [{"type": "ActionSet", "actions": [button]}]}
    return card(SCALE, {"type": "Table", "columns": [{"width": 1}], "rows": [{"type": "TableRow", "cells": [cell]}]})


def _in_show_card(button: Json) -> Json:
    inner = {"type": "AdaptiveCard", "body": [WHY], "actions": [button]}
    return card(SCALE, actions=[{"type": "Action.ShowCard", "title": "More", "card": inner}, execute("Outside")])


def _in_fallback(button: Json) -> Json:
    return card(SCALE, {"type": "Carousel", "pages": [], "fallback": {"type": "ActionSet", "actions": [button]}})


@pytest.mark.parametrize("built", [_in_container, _in_column, _in_table, _in_show_card, _in_fallback])
async def test_a_button_is_found_wherever_it_lies(
    stage: Stage, client: Client, chat: Chat, built: Callable[[Json], Json]
) -> None:
    await stage.post(chat, built(execute("Hand in")))
    await client.press("Hand in", {"Scale for Child A": 4})
    assert stage.bot.got[-1]["value"]["action"]["data"]["scale_a"] == "4"
    assert stage.teams.card_faults == []


async def test_a_card_inside_a_card_sends_more_than_the_card_around_it(
    stage: Stage, client: Client, chat: Chat
) -> None:
    await stage.post(chat, _in_show_card(execute("Inside")))
    await client.press("Inside", {"Reason": "Because", "scale_a": 1})
    assert stage.bot.got[-1]["value"]["action"]["data"] == {"verb": "go", "why_a": "Because", "scale_a": "1"}
    with pytest.raises(CannotDoThis, match="no field 'Reason'"):
        await client.press("Outside", {"Reason": "Because"})


async def test_buttons_that_cannot_be_pressed(stage: Stage, client: Client, chat: Chat) -> None:
    hidden = {"type": "ActionSet", "actions": [execute("Hidden")], "isVisible": False}
    off = execute("Off") | {"isEnabled": False}
    page = {"type": "Action.OpenUrl", "title": "Guide", "url": "https://example.org/guide"}
    await stage.post(chat, card(hidden, actions=[off, page, execute("Same"), execute("Same", verb="other")]))
    with pytest.raises(CannotDoThis, match="sees no button 'Hidden'"):
        await client.press("Hidden")
    with pytest.raises(CannotDoThis, match="sees no button 'Off'"):
        await client.press("Off")
    with pytest.raises(CannotDoThis, match="sends nothing"):
        await client.press("Guide")
    with pytest.raises(CannotDoThis, match="2 buttons are called"):
        await client.press("Same")
    with pytest.raises(CannotDoThis, match="there are 2 buttons"):
        await client.press("Same", nth=3)
    with pytest.raises(CannotDoThis, match="pressed nothing"):
        await client.press_again()
    assert client.link("Guide") == "https://example.org/guide"
    await stage.post(chat, card(actions=[execute("Go")]))
    with pytest.raises(CannotDoThis, match="opens no page"):
        client.link("Go")


async def test_showing_and_hiding_parts(stage: Stage, client: Client, chat: Chat) -> None:
    more = {"type": "Container", "id": "more", "isVisible": False, "items": [WHY]}
    targets = ["more", {"elementId": "less", "isVisible": False}]
    less = {"type": "TextBlock", "id": "less", "text": "Less"}
    show = {"type": "Action.ToggleVisibility", "title": "Show", "targetElements": targets}
    await stage.post(chat, card(more, less, actions=[show, execute("Save")]))
    assert "Less" in client.drawn(client.cards()[0]).words
    client.toggle("Show")
    assert "Less" not in client.drawn(client.cards()[0]).words
    await client.press("Save", {"Reason": "Shown"})
    client.toggle("Show")
    with pytest.raises(CannotDoThis, match="no field 'Reason'"):
        await client.press("Save", {"Reason": "Hidden"})


async def test_an_answered_card_is_shown_to_the_presser_alone(stage: Stage, ada: Person) -> None:
    bea = stage.person("Bea")
    meeting = stage.meeting(ada, bea)
    await stage.teams.add_bot(meeting, ada)
    one, other = Client(stage.teams, ada), Client(stage.teams, bea)
    message_id = await stage.post(meeting, card(actions=[execute("Open my post-it")]))
    stage.bot.behave = lambda _: card_answer(card(SCALE, actions=[execute("Hand in")]))
    seen = await one.press("Open my post-it")
    assert seen.private
    assert one.buttons(one.cards()[0]) == ["Hand in"]
    assert other.buttons(other.cards()[0]) == ["Open my post-it"]
    await one.press("Hand in", {"scale_a": 3})
    assert stage.bot.got[-1]["replyToId"] == message_id
    await stage.edit(meeting, message_id, card())
    assert one.buttons(one.cards()[0]) == []


async def test_pressing_again_is_another_activity_with_the_same_data(stage: Stage, client: Client, chat: Chat) -> None:
    await stage.post(chat, card(SCALE, actions=[execute("Save")]))
    await client.press("Save", {"scale_a": 5})
    await client.press_again()
    first, second = stage.bot.of("invoke")
    assert first["id"] != second["id"]
    assert first["value"] == second["value"]


async def test_an_older_card_can_still_be_pressed_where_it_lies(stage: Stage, client: Client, chat: Chat) -> None:
    message_id = await stage.post(chat, card(actions=[execute("Old", verb="old")]))
    old = client.card_with("Old")
    await stage.edit(chat, message_id, card(actions=[execute("New")]))
    with pytest.raises(CannotDoThis, match="sees no button 'Old', only \\['New'\\]"):
        await client.press("Old")
    await client.press("Old", on=old)
    assert stage.bot.got[-1]["value"]["action"]["verb"] == "old"


async def test_nobody_presses_a_card_that_they_were_not_shown(stage: Stage, client: Client, chat: Chat) -> None:
    await stage.post(chat, card(actions=[execute("Go")]))
    other = Client(stage.teams, stage.person("Bea", installed=True))
    with pytest.raises(CannotDoThis, match="was not shown this card"):
        await other.press("Go", on=client.cards()[0])
    with pytest.raises(CannotDoThis, match="sees no button"):
        await other.press("Go")


async def test_an_old_client_sends_a_message_with_a_value(stage: Stage, ada: Person, chat: Chat) -> None:
    old = Client(stage.teams, ada, supports_execute=False)
    message_id = await stage.post(chat, card(SCALE, actions=[execute("Hand in")]))
    seen = await old.press("Hand in", {"scale_a": 2})
    (got,) = stage.bot.of("message")
    assert got["value"] == {"verb": "go", "scale_a": "2"}
    assert got["replyToId"] == message_id
    assert "text" not in got
    assert seen is old.cards()[0]
    await old.press_again()
    assert len(stage.bot.of("message")) == 2
    await stage.post(chat, card(actions=[{"type": "Action.Execute", "title": "No way", "verb": "x"}]))
    with pytest.raises(CannotDoThis, match="sees no button 'No way'"):
        await old.press("No way")


async def test_a_card_refreshes_itself_for_the_people_it_names(stage: Stage, ada: Person) -> None:
    bea, cat = stage.person("Bea"), stage.person("Cat")
    meeting = stage.meeting(ada, bea, cat)
    await stage.teams.add_bot(meeting, ada)
    named, unnamed = Client(stage.teams, ada), Client(stage.teams, bea)
    stage.bot.behave = lambda activity: card_answer(card({"type": "TextBlock", "text": activity["from"]["name"]}))
    message_id = await stage.post(meeting, _refreshing(stage, ada, cat))
    await stage.teams.settled()
    (invoke,) = stage.bot.of("invoke")
    assert invoke["from"]["aadObjectId"] == ada.oid
    assert invoke["value"] == {
        "action": {"type": "Action.Execute", "verb": "look", "data": {"nonce": "n"}},
        "trigger": "automatic",
    }
    assert named.drawn(named.cards()[0]).words == ["Ada Fiction"]
    assert unnamed.buttons(unnamed.cards()[0]) == ["Go"]
    await stage.edit(meeting, message_id, _refreshing(stage, ada, title="Edited"))
    await stage.teams.settled()
    assert len(stage.bot.of("invoke")) == 2


async def test_looking_again_refreshes_only_after_a_minute(
    stage: Stage, client: Client, chat: Chat, ada: Person
) -> None:
    await stage.post(chat, _refreshing(stage, ada))
    await stage.teams.settled()
    for seconds, asked in ((30, 1), (31, 2)):
        stage.later(seconds=seconds)
        client.close()
        client.open()
        await stage.teams.settled()
        assert len(stage.bot.of("invoke")) == asked


async def test_a_closed_client_does_not_refresh_and_a_person_may_ask(
    stage: Stage, client: Client, chat: Chat, ada: Person
) -> None:
    client.close()
    await stage.post(chat, _refreshing(stage, ada))
    await stage.teams.settled()
    assert not stage.bot.got
    await client.refresh(client.cards()[0])
    assert stage.bot.got[-1]["value"]["trigger"] == "manual"
    await stage.post(chat, card())
    with pytest.raises(CannotDoThis, match="offers no refresh"):
        await client.refresh(client.cards()[0])


@pytest.mark.parametrize(("ids", "asked"), [("left out", 1), ([], 0)])
async def test_whom_an_unaddressed_refresh_is_for(
    stage: Stage, client: Client, chat: Chat, ids: Any, asked: int
) -> None:
    shown = _refreshing(stage)
    if ids == "left out":
        del shown["refresh"]["userIds"]
    await stage.post(chat, shown)
    await stage.teams.settled()
    assert len(stage.bot.of("invoke")) == asked


async def test_a_refresh_that_fails_changes_nothing_on_the_screen(
    stage: Stage, client: Client, chat: Chat, ada: Person
) -> None:
    stage.bot.behave = lambda _: {
        "statusCode": 500,
        "type": "application/vnd.microsoft.error",
        "value": {"code": "Bug", "message": "Reference 7"},
    }
    await stage.post(chat, _refreshing(stage, ada))
    await stage.teams.settled()
    assert [seen.kind for seen in client.timeline()] == [SeenKind.MESSAGE]


async def test_typing(stage: Stage, client: Client, ada: Person) -> None:
    meeting = stage.meeting(ada)
    await stage.teams.add_bot(meeting, ada)
    await client.type("help")
    await client.type("status", meeting)
    await client.type("good morning all", meeting, mention=False)
    private, public = stage.bot.of("message")
    assert (private["text"], private["conversation"]["conversationType"]) == ("help", "personal")
    assert public["text"] == "<at>Chairside</at> status"
    stranger = Client(stage.teams, stage.person("Ned"))
    with pytest.raises(CannotDoThis, match="no chat with the bot"):
        await stranger.type("help")
    with pytest.raises(CannotDoThis, match="not in this chat"):
        await stranger.type("help", meeting)


async def test_a_caller_has_no_client(stage: Stage, ada: Person) -> None:
    pat = stage.person("Pat", Kind.PHONE)
    meeting = stage.meeting(ada)
    await stage.teams.add_bot(meeting, ada)
    await stage.teams.meetings.join(meeting, pat)
    await stage.post(meeting, card(actions=[execute("Go")]))
    assert meeting.meeting is not None
    assert pat.id in meeting.meeting.in_call
    assert stage.teams.screens.of(pat) == []
    assert meeting.audience == {"ada"}
    with pytest.raises(CannotDoThis, match="on the telephone"):
        Client(stage.teams, pat)


async def test_an_anonymous_joiner_presses_in_the_meetings_chat_until_they_leave(stage: Stage, ada: Person) -> None:
    ann = stage.person("Ann", Kind.ANONYMOUS)
    meeting = stage.meeting(ada)
    await stage.teams.add_bot(meeting, ada)
    await stage.post(meeting, card(actions=[execute("Go")]))
    client = Client(stage.teams, ann)
    assert client.cards() == []
    await stage.teams.meetings.join(meeting, ann)
    await client.press("Go")
    sender = stage.bot.of("invoke")[-1]["from"]
    assert sender["name"] == "Ann Fiction (Guest)"
    assert "aadObjectId" not in sender
    held = client.cards()[0]
    await stage.teams.meetings.leave(meeting, ann)
    assert client.cards() == []
    with pytest.raises(CannotDoThis, match="no longer in this chat"):
        await client.press("Go", on=held)
    with pytest.raises(CannotDoThis, match="no longer in this chat"):
        await client.press_again()


async def test_words_in_answer_leave_the_card_as_it_is(stage: Stage, client: Client, chat: Chat) -> None:
    await stage.post(chat, card(actions=[execute("Go")]))
    stage.bot.behave = lambda _: text_answer("Recorded")
    await client.press("Go")
    assert client.timeline()[-1].text == "Recorded"
    assert client.cards(chat)[0].kind is SeenKind.MESSAGE
