"""The chat of a meeting, read from the link that people join by."""

import re
from functools import lru_cache
from urllib.parse import unquote

_THREAD = re.compile(r"19:meeting_[A-Za-z0-9_=-]+@thread\.v2(?![\w.-])")
_WRAPPINGS = 3
"""A link is percent-encoded once, and once more by each mail filter that wraps it in a link of its own."""


def is_shared(chat: str) -> bool:
    """Whether a chat has several people in it, told by its id: shared ones begin with 19:, private ones never do."""
    return chat.startswith("19:")


@lru_cache(maxsize=4096)
def thread_of(join_link: str) -> str:
    """The id of the meeting's chat, as `19:meeting_...@thread.v2`; "" where the link has none, as Teams' short links."""
    for _ in range(_WRAPPINGS + 1):
        found = _THREAD.search(join_link)
        if found:
            return found.group()
        join_link = unquote(join_link)
    return ""
