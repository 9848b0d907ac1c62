"""The settings of Microsoft Graph: off unless they say otherwise, and every fault in words."""

import pytest

from bot.config import Settings, SettingsError, load

SOUND = {
    "CHAIRSIDE_APP_ID": "aaaaaaaa-0000-4000-8000-000000000001",
    "CHAIRSIDE_APP_SECRET": "fictional",
    "CHAIRSIDE_TENANT": "11111111-1111-4111-8111-111111111111",
}
GROUP = "33333333-3333-4333-8333-33333333ABCD"


def _loaded(monkeypatch: pytest.MonkeyPatch, **given: str) -> Settings:
    for name, value in (SOUND | {f"CHAIRSIDE_{name.upper()}": value for name, value in given.items()}).items():
        monkeypatch.setenv(name, value)
    return load()


def test_graph_is_off_and_nothing_more_need_be_said(monkeypatch: pytest.MonkeyPatch) -> None:
    found = _loaded(monkeypatch)
    assert (found.graph, found.meeting_kind, found.meeting_organiser, found.app_catalog_id) == ("off", "event", "", "")


def test_on_needs_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _loaded(monkeypatch, graph="on").graph == "on"


def test_ids_and_addresses_are_taken_as_they_are_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    found = _loaded(
        monkeypatch,
        graph="on",
        app_catalog_id=f" {GROUP} ",
        meeting_organiser=" conferences@council.example ",
        group_chairs=GROUP,
        meeting_kind="standalone",
    )
    assert (found.app_catalog_id, found.group_chairs) == (GROUP.lower(), GROUP.lower())
    assert found.meeting_organiser == "conferences@council.example"
    assert _loaded(monkeypatch, meeting_organiser=GROUP).meeting_organiser == GROUP.lower()


@pytest.mark.feature("M1")
def test_administrators_are_named_by_object_id_or_address(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _loaded(monkeypatch).administrators == ()
    found = _loaded(monkeypatch, administrators=f" {GROUP} , Sam.Example@Council.example,")
    assert found.administrators == (GROUP.lower(), "sam.example@council.example")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("graph", "yes", "off|on"),
        ("administrators", f"{GROUP}, the office", "CHAIRSIDE_ADMINISTRATORS: must be an object id"),
        ("app_catalog_id", "chairside", "CHAIRSIDE_APP_CATALOG_ID: must be a GUID"),
        ("meeting_organiser", "the office", "CHAIRSIDE_MEETING_ORGANISER: must be an object id"),
        ("meeting_organiser", "a@b@c", "CHAIRSIDE_MEETING_ORGANISER: must be an object id"),
        ("meeting_kind", "channel", "event|standalone"),
        ("group_administrators", GROUP, "CHAIRSIDE_GROUP_ADMINISTRATORS: needs CHAIRSIDE_GRAPH=on"),
        ("group_chairs", GROUP, "CHAIRSIDE_GROUP_CHAIRS: needs CHAIRSIDE_GRAPH=on"),
        ("group_managers", GROUP, "CHAIRSIDE_GROUP_MANAGERS: needs CHAIRSIDE_GRAPH=on"),
        ("graph_base", "http://graph.example/v1.0", "CHAIRSIDE_GRAPH_BASE: must be an https://"),
    ],
)
def test_a_fault_is_said_in_words(monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        _loaded(monkeypatch, **{name: value})
    assert len(caught.value.faults) == 1
    assert said in caught.value.faults[0]


def test_a_group_that_is_none_is_said_too(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError, match="CHAIRSIDE_GROUP_CHAIRS: must be a GUID"):
        _loaded(monkeypatch, graph="on", group_chairs="the chairs")
