"""How a play is told: in colour and with a spinner at a terminal, in plain lines everywhere else."""

import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bot.domain.calendar import LONDON
from bot.rehearsal.play import Case


class Show:
    def __init__(self, *, plain: bool = False) -> None:
        self._console = Console(highlight=False, soft_wrap=True, no_color=plain or None, file=sys.stdout)
        self._rich = self._console.is_terminal and not plain
        self._day = ""
        self._begun = time.monotonic()
        self._status = self._console.status("") if self._rich else None

    def begins(self, case: Case, seed: int) -> None:
        self._begun = time.monotonic()
        kind = case.particulars.kind.value.replace("_", " ")
        self._line(f"{case.particulars.reference}: a fictional {kind} conference in {case.profile.name}", "bold")
        self._line(f"played over HTTP through the doors that Teams uses, seed {seed}", "dim")
        if self._status:
            self._status.start()

    def tell(self, at: datetime, who: str, what: str) -> None:
        local = at.astimezone(LONDON)
        day = f"{local:%A} {local.day} {local:%B %Y}"
        if day != self._day:
            self._day = day
            self._line(day, "bold")
        if self._status:
            self._status.update(f"{local:%H:%M}  {who}")
        line = Text(f"  {local:%H:%M}  ", style="dim")
        line.append(who, style="cyan" if self._rich else "")
        line.append(f" {what}")
        self._console.print(line)

    def nothing(self, at: datetime, who: str, what: str) -> None:
        """Told, and kept to oneself."""

    def ends(self, troubles: Sequence[str], folder: Path | None) -> None:
        if self._status:
            with suppress(Exception):
                self._status.stop()
        for trouble in troubles:
            self._line(trouble, "bold red")
        if folder:
            self._line(f"Storyboard: {folder / 'index.html'}", "")
        seconds = time.monotonic() - self._begun
        verdict = f"{len(troubles)} things wrong" if troubles else "Nothing leaked, nothing late, the record whole"
        self._line(f"{verdict}. {seconds:.1f} s.", "bold red" if troubles else "bold green")

    def played(self, case: Case, seed: int, troubles: Sequence[str]) -> None:
        seconds = time.monotonic() - self._begun
        self._begun = time.monotonic()
        self._line(f"{case.name} seed {seed}: {'; '.join(troubles) or 'well'} ({seconds:.1f} s)", "")

    def _line(self, text: str, style: str) -> None:
        self._console.print(Text(text, style=style if self._rich else ""))
