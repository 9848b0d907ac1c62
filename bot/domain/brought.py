"""What becomes of a conference that a file or a program brings."""

from enum import StrEnum


class Became(StrEnum):
    """SAME: it was set up before, as it was brought now. OTHER: under its reference there is one that began differently.
    Of neither is anything changed: what is set up is changed in chat, where everybody is told. TOO_LATE: it is over.
    NOT_CONVENED: it is set up, and something is missing without which nobody can be asked.
    """

    SET_UP = "set_up"
    SAME = "same"
    OTHER = "other"
    TOO_LATE = "too_late"
    NOT_CONVENED = "not_convened"
