"""People's words made inert: what somebody typed is shown as they typed it, and does nothing."""

import re

# Teams' controls and the half characters that cannot be sent at all; what turns the reading direction of a whole line
# round (Unicode's "Trojan source"). A tab and a new line are left, in every spelling of a new line.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff]")
_NEW_LINES = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_ANYWHERE = re.compile(r"[\\`*_\[\]<>&~|]")
_AT_LINE_START = re.compile(r"^(\s*)([#+\-!=])", re.MULTILINE)
_NUMBERED = re.compile(r"^(\s*\d{1,9})([.)])", re.MULTILINE)
_FUNCTION = re.compile(r"\{(?=\{)")


def clean(words: str) -> str:
    """The same words without what cannot be seen but acts. Every new line becomes a plain one."""
    return _UNSEEN.sub("", _NEW_LINES.sub("\n", words))


def plain(words: str) -> str:
    """The same words for a place that reads Markdown (TextBlock, title of a toggle), so that they stay just words.

    A name of letters, spaces, hyphens and apostrophes comes out untouched: not every client unescapes alike.
    """
    shown = _ANYWHERE.sub(r"\\\g<0>", clean(words))
    shown = _NUMBERED.sub(r"\1\\\2", _AT_LINE_START.sub(r"\1\\\2", shown))
    return _FUNCTION.sub("{\u2060", shown)
