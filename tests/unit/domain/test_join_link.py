from urllib.parse import quote

import pytest

from bot.domain.join_link import thread_of

THREAD = "19:meeting_RklDVC0yMDI3LTAwMQ@thread.v2"
SMALL = (
    "https://teams.microsoft.com/l/meetup-join/19%3ameeting_RklDVC0yMDI3LTAwMQ%40thread.v2/0?context=%7b%22Tid%22%7d"
)
WRAPPED = f"https://filter.example/?url={quote(SMALL, safe='')}&data=05"


@pytest.mark.parametrize(
    ("link", "thread"),
    [
        pytest.param(SMALL, THREAD, id="as Teams writes it"),
        pytest.param(SMALL.replace("%3a", "%3A"), THREAD, id="in capitals"),
        pytest.param(SMALL.replace("%3a", ":").replace("%40", "@"), THREAD, id="not encoded"),
        pytest.param(WRAPPED, THREAD, id="wrapped by a mail filter"),
        pytest.param(f"https://two.example/?u={quote(WRAPPED, safe='')}", THREAD, id="wrapped twice"),
        pytest.param("https://teams.microsoft.com/meet/1234567890?p=abc", "", id="Teams' short link"),
        pytest.param(SMALL.replace("meeting_", ""), "", id="a chat that is no meeting's"),
        pytest.param(SMALL.replace("thread.v2", "thread.v21"), "", id="another kind of thread"),
        pytest.param(SMALL.replace("thread.v2", "thread.v2.example"), "", id="only the beginning of one"),
        pytest.param("", "", id="no link"),
        pytest.param("%" * 5000, "", id="nothing but per cent signs"),
    ],
)
def test_the_chat_is_read_from_the_link(link: str, thread: str) -> None:
    assert thread_of(link) == thread
