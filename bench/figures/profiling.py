"""Where the time of a press goes."""

import signal

from bench.figures.press import World, shot
from bench.presses import Post, opened
from bench.product import Microsoft


async def profiled(there: Microsoft, at: World, duties: str) -> str:
    """One shot under each profiler, on a server of its own; only the shot is looked at. `duties`: "here" sends fifty a second."""
    said = []
    for kind in ("sampled", "counted"):
        where = at.folder / f"{kind}.txt"
        with at.bot(("-m", "bench.profiled", kind, str(where)), CHAIRSIDE_DUTIES=duties) as bot:
            requests = await opened(Post(address=bot.address, there=there), at.person_by_person)
            cpu = bot.cpu()
            bot.tell(signal.SIGUSR1)
            one = await shot(bot, requests)
            bot.tell(signal.SIGUSR2)
            each = (bot.cpu() - cpu) / len(requests)
        said.append(f"{kind}: {one.rate:.0f} presses/s, {each * 1e6:.0f} us of processor each, {len(requests)} presses")
        said.append(where.read_text())
    return "\n".join(said)
