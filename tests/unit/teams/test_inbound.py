"""Who acts, and what they did, from a verified activity alone."""

from typing import Any

import pytest

from bot.domain.actor import Account, Actor, Standing
from bot.teams.activity import Fault, MalformedError, Person
from bot.teams.inbound import actor_of, is_submit, press_of_execute, press_of_submit, said_of
from bot.teams.meetings import read_comers, read_span
from tests.unit.teams.wire import (
    ADA,
    ADA_MRI,
    APP,
    BEN,
    ELSEWHERE,
    HOME,
    Json,
    Microsoft,
    activity_of,
    body,
    invoke,
    personal,
)

HERE = Microsoft(url="http://127.0.0.1:1")
ACTOR = Actor(standing=Standing.MEMBER, account=Account(tenant=HOME, oid=ADA), mri=ADA_MRI)
SENT = Person(id=ADA_MRI, name="Ada Example", aad_object_id=ADA)


def _listed(**change: Any) -> Person:
    usual: Json = {
        "id": ADA_MRI,
        "object_id": ADA,
        "tenant_id": HOME,
        "user_role": "user",
        "email": "Ada@council.example",
    }
    return Person(**(usual | change))


@pytest.mark.parametrize(
    ("sent", "listed", "standing", "account", "address"),
    [
        pytest.param(SENT, _listed(), Standing.MEMBER, (HOME, ADA), "ada@council.example", id="one of ours"),
        pytest.param(SENT, None, Standing.MEMBER, (HOME, ADA), "", id="the roster is silent"),
        pytest.param(
            SENT,
            _listed(tenant_id=ELSEWHERE, email="chief@police.example"),
            Standing.OTHER_TENANT,
            (ELSEWHERE, ADA),
            "",
            id="another organisation's e-mail is not believed",
        ),
        pytest.param(
            SENT,
            _listed(tenant_id=ELSEWHERE, user_principal_name="Bo@police.example"),
            Standing.OTHER_TENANT,
            (ELSEWHERE, ADA),
            "bo@police.example",
            id="another organisation's sign-in name is",
        ),
        pytest.param(
            SENT, _listed(user_role="Guest"), Standing.GUEST, (HOME, ADA), "ada@council.example", id="a guest by role"
        ),
        pytest.param(
            SENT,
            _listed(user_role=None, email=None, user_principal_name="x_gp.example#EXT#@council.example"),
            Standing.GUEST,
            (HOME, ADA),
            "",
            id="a guest by sign-in name",
        ),
        pytest.param(
            SENT,
            _listed(object_id=BEN, tenant_id=ELSEWHERE),
            Standing.MEMBER,
            (HOME, ADA),
            "",
            id="a roster entry of somebody else is ignored",
        ),
        pytest.param(
            Person(id=ADA_MRI, aad_object_id=ADA, tenant_id=ELSEWHERE),
            None,
            Standing.OTHER_TENANT,
            (ELSEWHERE, ADA),
            "",
            id="the activity itself names another directory",
        ),
        pytest.param(
            Person(id=ADA_MRI, aad_object_id=ADA.upper()),
            None,
            Standing.MEMBER,
            (HOME, ADA),
            "",
            id="ids are compared in lower case",
        ),
        pytest.param(Person(id="x", name="Zoe (Guest)"), None, Standing.ANONYMOUS, None, "", id="no object id"),
        pytest.param(Person(id="x", aad_object_id="28:me"), None, Standing.ANONYMOUS, None, "", id="no GUID"),
        pytest.param(
            Person(id="x", aad_object_id=f"{{{ADA}}}"), None, Standing.ANONYMOUS, None, "", id="not quite a GUID"
        ),
        pytest.param(SENT, _listed(user_role="anonymous"), Standing.ANONYMOUS, None, "", id="anonymous by the roster"),
    ],
)
def test_who_somebody_is(
    sent: Person, listed: Person | None, standing: Standing, account: tuple[str, str] | None, address: str
) -> None:
    actor = actor_of(sent, listed, held_by=HOME, home=HOME.upper())
    found = (actor.account.tenant, actor.account.oid) if actor.account else None
    assert (actor.standing, found, actor.address) == (standing, account, address)
    assert actor.mri == sent.id


def test_without_any_directory_nobody_has_an_account() -> None:
    assert actor_of(SENT, None, held_by="", home=HOME).standing is Standing.ANONYMOUS


def test_a_press() -> None:
    press = press_of_execute(activity_of(invoke(HERE)), ACTOR)
    assert (press.verb, dict(press.data), press.message) == (
        "checklist.acknowledge",
        {"n": "abc", "item": "true"},
        "m-1",
    )
    assert (press.automatic, press.in_place, press.actor) == (False, True, ACTOR)


@pytest.mark.parametrize(("trigger", "automatic"), [("automatic", True), ("manual", False), (None, False)])
def test_a_card_that_asks_to_refresh_itself(trigger: str | None, automatic: bool) -> None:
    value = {"action": {"type": "Action.Execute", "verb": "see"}, "trigger": trigger}
    press = press_of_execute(activity_of(invoke(HERE, value=value)), ACTOR)
    assert (press.automatic, dict(press.data)) == (automatic, {})


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        (None, Fault.NO_ACTION),
        ("x", Fault.NO_ACTION),
        ([], Fault.NO_ACTION),
        ({}, Fault.NO_ACTION),
        ({"action": None}, Fault.NO_ACTION),
        ({"action": "x"}, Fault.NO_ACTION),
        ({"action": {"type": "Action.Submit", "verb": "x"}}, Fault.NO_ACTION),
        ({"action": {"type": "Action.Execute", "verb": 7}}, Fault.NO_ACTION),
        ({"action": {"type": "Action.Execute", "verb": "x", "data": "x"}}, Fault.NO_ACTION),
        ({"action": {"type": "Action.Execute", "verb": "x"}, "trigger": 7}, Fault.NO_ACTION),
        ({"action": {"type": "Action.Execute", "verb": ""}}, Fault.NO_VERB),
        ({"action": {"type": "Action.Execute"}}, Fault.NO_VERB),
    ],
)
def test_a_press_that_teams_would_not_send(value: object, fault: Fault) -> None:
    with pytest.raises(MalformedError) as caught:
        press_of_execute(activity_of(invoke(HERE) | {"value": value}), ACTOR)
    assert caught.value.fault is fault


def test_an_old_clients_press_is_a_press_that_cannot_be_answered_in_place() -> None:
    value = {"verb": "checklist.acknowledge", "n": "abc", "msteams": {"type": "x"}}
    activity = activity_of(personal(HERE, text=None, value=value, replyToId="m-1"))
    press = press_of_submit(activity, ACTOR)
    assert is_submit(activity)
    assert (press.verb, dict(press.data), press.in_place) == ("checklist.acknowledge", {"n": "abc"}, False)


@pytest.mark.parametrize("value", ["x", [], {"n": "abc"}, {"verb": 7}, {"verb": ""}])
def test_a_value_that_is_no_press(value: object) -> None:
    with pytest.raises(MalformedError):
        press_of_submit(activity_of(personal(HERE, text=None, value=value)), ACTOR)


def _mention(text: str, who: str) -> Json:
    return {"type": "mention", "text": text, "mentioned": {"id": who, "name": "x"}}


@pytest.mark.parametrize(
    ("text", "entities", "words"),
    [
        ("help", None, "help"),
        ("<at>Chairside</at> help", [_mention("<at>Chairside</at>", f"28:{APP}")], "help"),
        ("<at>Chairside</at>\u00a0status\n", [_mention("<at>Chairside</at>", f"28:{APP}")], "status"),
        ("ask <at>Ben</at>", [_mention("<at>Ben</at>", "29:1ben")], "ask <at>Ben</at>"),
        ("<at>Chairside</at>", [_mention("<at>Chairside</at>", f"28:{APP}"), {"type": "clientInfo"}], ""),
    ],
)
def test_what_was_typed(text: str, entities: list[Json] | None, words: str) -> None:
    said = said_of(activity_of(body(HERE, text=text, entities=entities)), ACTOR)
    assert (said.text, said.private) == (words, False)


def test_a_personal_chat_is_private() -> None:
    assert said_of(activity_of(personal(HERE)), ACTOR).private


@pytest.mark.parametrize("cased", [str, str.lower, str.upper])
def test_meeting_events_are_read_whatever_the_case_of_their_keys(cased: type[str]) -> None:
    span = read_span({cased("JoinUrl"): "https://teams.example/j", cased("StartTime"): "2026-11-19T10:00:00Z"})
    assert (span.join_url, span.start_time) == ("https://teams.example/j", "2026-11-19T10:00:00Z")
    user = {cased("id"): ADA_MRI, cased("aadObjectId"): ADA, cased("tenantId"): HOME, cased("userRole"): "user"}
    (comer,) = read_comers({cased("members"): [{cased("user"): user, cased("meeting"): {cased("inMeeting"): True}}]})
    assert (comer.oid, comer.tenant_id, comer.user_role) == (ADA, HOME, "user")


@pytest.mark.parametrize(
    "value", [None, "x", 7, [], {"members": None}, {"members": ["x"]}, {"members": [{"user": {}}]}]
)
def test_join_events_that_teams_would_not_send(value: object) -> None:
    with pytest.raises(MalformedError):
        read_comers(value)
