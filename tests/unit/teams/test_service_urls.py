import pytest

from bot.teams.service_urls import ServiceUrls

LIVE = "https://smba.trafficmanager.net/teams/"
HERE = "http://127.0.0.1:4978/teams"


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        (LIVE, True),
        ("https://smba.trafficmanager.net/teams", True),
        ("https://SMBA.trafficmanager.net/teams/", True),
        ("https://smba.trafficmanager.net:443/teams/", True),
        ("https://smba.trafficmanager.net/teams/uk/", True),
        (HERE, True),
        (f"{HERE}/v3", True),
        ("http://smba.trafficmanager.net/teams/", False),
        ("https://smba.trafficmanager.net:8443/teams/", False),
        ("https://smba.trafficmanager.net/", False),
        ("https://smba.trafficmanager.net/teamsters/", False),
        ("https://smba.trafficmanager.net/teams/../other/", False),
        ("https://smba.trafficmanager.net/teams/%2e%2e/other/", False),
        ("https://smba.trafficmanager.net.evil.example/teams/", False),
        ("https://smba.trafficmanager.net@evil.example/teams/", False),
        ("https://evil.example/teams/?x=https://smba.trafficmanager.net/teams/", False),
        ("https://evil.example\\@smba.trafficmanager.net/teams/", False),
        ("https://smba.trafficmanager.net/teams/#x", False),
        ("https://smba.trafficmanager.net/teams/\r\nHost: evil.example", False),
        ("https://ѕmba.trafficmanager.net/teams/", False),  # noqa: RUF001 - the first letter is Cyrillic: that is the attack
        ("http://127.0.0.1:4979/teams", False),
        ("http://localhost:4978/teams", False),
        ("file:///etc/passwd", False),
        ("//smba.trafficmanager.net/teams/", False),
        ("https://[::1", False),
        ("https://smba.trafficmanager.net:99999/teams/", False),
        ("", False),
    ],
)
def test_only_what_is_listed_is_allowed(address: str, allowed: bool) -> None:
    assert ServiceUrls([LIVE, HERE]).allows(address) is allowed


def test_this_machine_is_allowed_only_when_listed() -> None:
    assert not ServiceUrls([LIVE]).allows(HERE)


@pytest.mark.parametrize(
    "entries", [[], ["smba.trafficmanager.net"], ["http://smba.trafficmanager.net/"], ["https://"]]
)
def test_an_unusable_list_is_refused_at_start(entries: list[str]) -> None:
    with pytest.raises(ValueError, match=r"service address|nothing could be answered"):
        ServiceUrls(entries)
