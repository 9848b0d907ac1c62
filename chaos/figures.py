"""What a run comes to, and the bar it has to clear."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class Figures:
    """`late`: by the conference's own clock, more than a day after its end. `alarmed`: late, and loud before it was.

    `duplicates` are shells shown twice; `causes`, how often something happened that can make one.
    """

    seed: str
    name: str
    acknowledged: int = 0
    owed: int = 0
    delivered: int = 0
    late: int = 0
    alarmed: int = 0
    duplicates: int = 0
    causes: int = 0
    duplicates_with_content: int = 0
    not_confirmed: int = 0
    seconds: float = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    leaked: list[str] = field(default_factory=list)
    misled: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    diary: list[str] = field(default_factory=list)
    happened: Counter[str] = field(default_factory=Counter)

    @property
    def undelivered(self) -> int:
        return self.owed - self.delivered

    def reasons(self) -> Iterator[str]:
        """Why the bar is not cleared, worst first."""
        yield from (f"lost: {one}" for one in self.lost)
        yield from (f"counted double: {one}" for one in self.doubled)
        yield from (f"leaked: {one}" for one in self.leaked)
        yield from (f"misled: {one}" for one in self.misled)
        if self.undelivered:
            yield f"undelivered: {self.undelivered} of {self.owed}"
        if self.late > self.alarmed:
            yield f"late without an alarm: {self.late - self.alarmed}"
        if self.duplicates_with_content:
            yield f"duplicates with content: {self.duplicates_with_content}"
        if self.duplicates > self.causes:
            yield f"duplicates that nothing explains: {self.duplicates - self.causes}"
        yield from self.wrong

    def lines(self) -> Iterator[str]:
        yield (
            f"seed {self.seed} {self.name} ({self.seconds:.0f} s): acknowledged {self.acknowledged}, lost {len(self.lost)}, "
            f"double counted {len(self.doubled)}, misled {len(self.misled)}, owed {self.owed}, delivered {self.delivered}, "
            f"late {self.late} (alarmed {self.alarmed}), duplicates {self.duplicates} (with content "
            f"{self.duplicates_with_content}), leaked {len(self.leaked)}, not confirmed shown {self.not_confirmed}"
        )
        happened = ", ".join(f"{name} {number}" for name, number in sorted(self.happened.items()) if number)
        yield f"  {happened}"
        if any(self.reasons()):
            yield f"  in this order: {', '.join(self.diary)}"
