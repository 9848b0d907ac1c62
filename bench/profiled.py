"""The bot with a profiler in it: SIGUSR1 begins, SIGUSR2 ends and writes. `python -m bench.profiled KIND FILE serve ...`.

`sampled` looks a thousand times a second of processor time and changes nothing; `counted` (cProfile) knows how often each
function ran, and makes small functions look dearer than they are.
"""

import cProfile
import pstats
import signal
import sys
from collections import Counter
from pathlib import Path
from types import CodeType, FrameType

_EVERY = 0.001
_SHOWN = 90


class _Sampled:
    """Where the main thread was: by function itself, by line, and by all that were waiting for it to return."""

    def __init__(self) -> None:
        self._own: Counter[CodeType] = Counter()
        self._below: Counter[CodeType] = Counter()
        self._lines: Counter[tuple[CodeType, int]] = Counter()

    def begin(self) -> None:
        signal.signal(signal.SIGPROF, self._look)
        signal.setitimer(signal.ITIMER_PROF, _EVERY, _EVERY)

    def end(self) -> str:
        signal.setitimer(signal.ITIMER_PROF, 0)
        total = sum(self._own.values()) or 1
        lines = Counter({f"{_name(code)}:{line}": many for (code, line), many in self._lines.items()})
        out = [f"{total} samples"]
        for title, counted in (
            ("itself", _named(self._own)),
            ("with all it called", _named(self._below)),
            ("lines", lines),
        ):
            out += ["", title, *(f"{count / total:6.1%}  {name}" for name, count in counted.most_common(_SHOWN))]
        return "\n".join(out)

    def _look(self, _number: int, frame: FrameType | None) -> None:
        if frame is None:
            return
        self._own[frame.f_code] += 1
        self._lines[frame.f_code, frame.f_lineno] += 1
        seen = set()
        at: FrameType | None = frame
        while at is not None:
            seen.add(at.f_code)
            at = at.f_back
        self._below.update(seen)


def _named(counted: Counter[CodeType]) -> Counter[str]:
    found: Counter[str] = Counter()
    for code, many in counted.items():
        found[_name(code)] += many
    return found


class _Counted:
    def __init__(self) -> None:
        self._profile = cProfile.Profile()

    def begin(self) -> None:
        self._profile.enable()

    def end(self) -> str:
        self._profile.disable()
        where = Path("/dev/null")
        with where.open("w") as nowhere:
            stats = pstats.Stats(self._profile, stream=nowhere)
        rows = [(own, below, calls, name) for name, (_, calls, own, below, _) in stats.stats.items()]  # type: ignore[attr-defined]
        out = [f"{'own s':>8} {'all s':>8} {'calls':>9}"]
        for order in (0, 1):
            best = sorted(rows, key=lambda row: -row[order])[:_SHOWN]
            out += ["", "by itself" if not order else "with all it called"]
            out += [f"{own:8.3f} {below:8.3f} {calls:9}  {_place(name)}" for own, below, calls, name in best]
        return "\n".join(out)


def _name(code: CodeType) -> str:
    return f"{code.co_qualname} ({_short(code.co_filename)})"


def _place(name: tuple[str, int, str]) -> str:
    return f"{name[2]} ({_short(name[0])}:{name[1]})"


def _short(path: str) -> str:
    parts = Path(path).parts
    return "/".join(parts[-3:])


def main() -> None:
    kind, where = sys.argv[1], Path(sys.argv[2])
    sys.argv[1:3] = []
    work = _Sampled() if kind == "sampled" else _Counted()
    signal.signal(signal.SIGUSR1, lambda *_: work.begin())
    signal.signal(signal.SIGUSR2, lambda *_: where.write_text(work.end()) and None)
    from bot.__main__ import app  # noqa: PLC0415 - nothing of the bot before the profiler is in place

    app(prog_name="python -m bot")


if __name__ == "__main__":
    main()
