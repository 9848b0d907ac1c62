"""How a play is told: in colour and with a spinner at a terminal, in plain lines everywhere else."""

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, TaskID
from rich.text import Text

from bot.domain.calendar import LONDON
from bot.rehearsal.play import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """How one play of many went."""

    case: str
    seed: int
    seconds: float
    troubles: tuple[str, ...]


class Show:
    def __init__(self, *, plain: bool = False) -> None:
        self._console = Console(highlight=False, soft_wrap=True, no_color=plain or None, file=sys.stdout)
        self._rich = self._console.is_terminal and not plain
        self._day = ""
        self._begun = time.monotonic()
        self._progress = Progress(console=self._console, transient=True) if self._rich else None
        self._task: TaskID | None = None

    def begins(self, case: Case, seed: int) -> None:
        self._begun = time.monotonic()
        kind = case.particulars.kind.value.replace("_", " ")
        self._line(
            f"{case.particulars.reference}: a made-up {kind} conference, by the profile of {case.profile.name}", "bold"
        )
        self._line(f"played over HTTP through the doors that Teams uses, seed {seed}", "dim")
        if self._progress:
            self._task = self._progress.add_task("the conference", total=None)
            self._progress.start()

    def progress(self, done: int, of: int) -> None:
        if self._progress and self._task is not None:
            self._progress.update(self._task, completed=done, total=of)

    def tell(self, at: datetime, who: str, what: str) -> None:
        local = at.astimezone(LONDON)
        day = f"{local:%A} {local.day} {local:%B %Y}"
        if day != self._day:
            self._day = day
            self._line(day, "bold")
        line = Text(f"  {local:%H:%M}  ", style="dim")
        line.append(who, style="cyan" if self._rich else "")
        line.append(f" {what}")
        self._console.print(line)

    def ends(self, troubles: Sequence[str], folder: Path | None) -> None:
        if self._progress:
            self._progress.stop()
        for trouble in troubles:
            self._line(trouble, "bold red")
        if folder:
            self._line(f"Storyboard: {folder / 'index.html'}", "")
        seconds = time.monotonic() - self._begun
        verdict = f"{len(troubles)} things wrong" if troubles else "Nothing leaked, nothing late, the record whole"
        self._line(f"{verdict}. {seconds:.1f} s.", "bold red" if troubles else "bold green")

    def played(self, one: Judged) -> None:
        self._line(f"{one.case} seed {one.seed}: {'; '.join(one.troubles) or 'well'} ({one.seconds:.1f} s)", "")

    def _line(self, text: str, style: str) -> None:
        self._console.print(Text(text, style=style if self._rich else ""))
