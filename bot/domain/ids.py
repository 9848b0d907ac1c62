"""Names with types, so that a seat is never passed where a child is meant."""

from typing import NewType

ConferenceId = NewType("ConferenceId", str)
ChildId = NewType("ChildId", str)
PersonId = NewType("PersonId", str)
SeatId = NewType("SeatId", str)
OpId = NewType("OpId", str)
"""One press or one piece of the bot's own work. The same operation is recorded once, however often it arrives."""
