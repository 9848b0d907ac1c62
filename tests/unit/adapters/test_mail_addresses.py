"""What the settings may say of mail, and what one address is."""

import pytest

from bot.adapters.mail_addresses import Mailbox, Place, Secured, address, mailbox, notify_key, place

SERVICE, SECRET = "5e771ce0-0000-4000-8000-000000000001", "5ec2e700-0000-4000-8000-000000000002"


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("smtp://mail.example", Place("mail.example", 587, Secured.STARTTLS)),
        ("smtp://mail.example:25", Place("mail.example", 25, Secured.STARTTLS)),
        ("smtps://mail.example/", Place("mail.example", 465, Secured.TLS)),
        ("smtps://127.0.0.1:4650", Place("127.0.0.1", 4650, Secured.TLS)),
        ("smtp://127.0.0.1:25", Place("127.0.0.1", 25, Secured.OPEN)),
        ("smtp://[::1]:25", Place("::1", 25, Secured.OPEN)),
        ("smtp://localhost", Place("localhost", 587, Secured.OPEN)),
        ("smtp://127.0.0.1.example", Place("127.0.0.1.example", 587, Secured.STARTTLS)),
    ],
)
def test_only_what_does_not_leave_this_machine_goes_in_the_clear(url: str, found: Place) -> None:
    assert place(url) == found


@pytest.mark.parametrize(
    "url",
    (
        "mail.example http://mail.example smtp:// smtp://:25 smtp://h:0x smtp://h:99999 smtp://h/box smtp://h?tls=no"
        " smtp://h#x smtp://bot:pw@h smtp://bot@h smtp://[::1"
    ).split(),
)
def test_what_is_no_mail_server_is_refused_without_quoting_it(url: str) -> None:
    with pytest.raises(ValueError, match=r"must be smtp|holds a name") as caught:
        place(url)
    assert "pw" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("c@council.example", Mailbox("", "c@council.example")),
        (" Council <c@council.example> ", Mailbox("Council", "c@council.example")),
        ('"Council, of X" <c@council.example>', Mailbox("Council, of X", "c@council.example")),
        ("<c@council.example>", Mailbox("", "c@council.example")),
    ],
)
def test_a_sender_may_have_a_name(text: str, found: Mailbox) -> None:
    assert mailbox(text) == found
    assert found.domain == "council.example"


@pytest.mark.parametrize(
    "text",
    ["", "Council", "C <c@d.example>, E <e@f.example>", "C <c@d.example", "C\nX <c@d.example>", "C <c@d.example> x"],
)
def test_what_is_no_sender_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="one address"):
        mailbox(text)


@pytest.mark.parametrize(
    "text", ["a@b", "a.b+c@d-e.example", "o'brien@nhs.example", "a@b.c.d.example", "A_1@B.example"]
)
def test_ordinary_addresses_are_taken(text: str) -> None:
    assert address(text) == text


def test_an_endless_address_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="one address"):
        address("a." * 500_000 + "@b.example")


@pytest.mark.parametrize("key", [f"name-{SERVICE}-{SECRET}", f"a-b-{SERVICE}-{SECRET}\n", f"{SERVICE}-{SECRET}"])
def test_a_key_of_notify_is_read_from_its_end(key: str) -> None:
    found = notify_key(key)
    assert (found.service, found.secret) == (SERVICE, SECRET)
    assert SECRET not in repr(found)


@pytest.mark.parametrize("key", ["", "name", SECRET, f"{SERVICE}_{SECRET}", f"name-{SERVICE[:-1]}-{SECRET}", "x" * 73])
def test_what_is_no_key_is_refused_without_quoting_it(key: str) -> None:
    with pytest.raises(ValueError, match="ends in two ids") as caught:
        notify_key(key)
    assert SECRET not in str(caught.value)
