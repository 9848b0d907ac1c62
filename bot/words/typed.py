"""What people typed, without what cannot be seen but acts. Cards and letters show the same words."""

import re

# Teams' controls and the half characters that cannot be sent at all; what turns the reading direction of a whole line
# round (Unicode's "Trojan source"). A tab and a new line are left, in every spelling of a new line.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff]")
_ANY = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff]")
_NEW_LINES = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def clean(words: str) -> str:
    """The same words without what cannot be seen but acts. Every new line becomes a plain one."""
    if not _ANY.search(words):
        return words
    return _UNSEEN.sub("", _NEW_LINES.sub("\n", words))
