"""The letters that are shipped, and a council's own in their place, read from their folders."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bot.letters.proofs import Fault, faults
from bot.letters.stationery import Stationery

SHIPPED = Path(__file__).parents[1] / "data" / "letters"
_NOTES = ("README", ".")
"""How the names of files begin that are for whoever keeps the folder."""


class TemplatesError(ValueError):
    """All that is wrong with a folder of letters, a line each."""

    def __init__(self, found: Sequence[Fault]) -> None:
        super().__init__("\n".join(map(str, found)))
        self.faults = tuple(found)


def stationery(folder: Path | None, boroughs: Sequence[str]) -> Stationery:
    """Raises TemplatesError with every fault in `folder`, and OSError. Takes a moment: for a thread."""
    shipped, _ = read(SHIPPED)
    if folder is None:
        return Stationery(shipped)
    own, broken = read(folder)
    found = sorted((*broken, *faults(own, shipped, boroughs)))
    if found:
        raise TemplatesError(found)
    return Stationery(shipped, own)


def copy(folder: Path) -> tuple[str, ...]:
    """The shipped letters, to be edited there. Raises OSError, and before it writes anything for a folder that holds some."""
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty")
    shipped, _ = read(SHIPPED)
    for name, text in shipped.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tuple(shipped)


def read(folder: Path) -> tuple[Mapping[str, str], Sequence[Fault]]:
    """Every file by its path in the folder, and those that are no text."""
    texts: dict[str, str] = {}
    broken: list[Fault] = []
    for path in sorted(_files(folder)):
        name = path.relative_to(folder).as_posix()
        try:
            texts[name] = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            broken.append(Fault(name, error.object[: error.start].count(b"\n") + 1, "is no UTF-8 text"))
    return texts, broken


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        inside = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(_NOTES) for part in inside.parts):
            yield path
