"""What is wrong with a conference file: apart from what reads one, which a start without files does not load."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileFault:
    """One thing wrong. `line` and `column` count from 1. `path` names the place, lists counted from 1 and with the id of
    what stands there ("conference.children[2 robin].born"); "" for the file as a whole.

    `says` may quote the file: it is for whoever wrote it, never for a log.
    """

    line: int
    column: int
    path: str
    says: str

    def __str__(self) -> str:
        return ": ".join(part for part in (f"{self.line}:{self.column}", self.path, self.says) if part)


class ConferenceFileError(Exception):
    """Nothing was made of the file. `faults` are all there are, from its top to its end."""

    def __init__(self, faults: Collection[FileFault], name: str = "") -> None:
        self.faults = tuple(faults)
        self.name = name
        before = f"{name}:" if name else ""
        super().__init__("\n".join(f"{before}{fault}" for fault in self.faults))
