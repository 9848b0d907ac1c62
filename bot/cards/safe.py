"""People's words made inert where a client reads Markdown: shown as they were typed, and doing nothing."""

import re
from functools import lru_cache

from bot.words.typed import clean

_ANYWHERE = re.compile(r"[\\`*_\[\]<>&~|]")
_AT_LINE_START = re.compile(r"^(\s*)([#+\-!=])", re.MULTILINE)
_NUMBERED = re.compile(r"^(\s*\d{1,9})([.)])", re.MULTILINE)
_NOT_JUST_WORDS = re.compile(r"[\\`*_\[\]<>&~|{#+\-!=\d]")
_FUNCTION = re.compile(r"\{(?=\{)")


@lru_cache(maxsize=2048)
def plain(words: str) -> str:
    """The same words for a place that reads Markdown (TextBlock, title of a toggle), so that they stay just words.

    A name of letters, spaces, hyphens and apostrophes comes out untouched: not every client unescapes alike. Two opening
    braces are parted by a character without width, since Teams would read "{{DATE(...)}}" as a date.
    """
    words = clean(words)
    if not _NOT_JUST_WORDS.search(words):
        return words
    shown = _ANYWHERE.sub(r"\\\g<0>", words)
    shown = _NUMBERED.sub(r"\1\\\2", _AT_LINE_START.sub(r"\1\\\2", shown))
    return _FUNCTION.sub("{\u2060", shown)
