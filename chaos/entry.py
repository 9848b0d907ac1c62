"""`python -m chaos.entry [SABOTAGE] serve|worker ...`: the product's own command line, in a hurry; for controls, sabotaged.

In a hurry: its rehearsal clock flows (chaos/times.py), and what it waits for after a kill -9, a lease of a minute, is
short, so that a run is not mostly waiting. No promise rests on how long that is. Nothing else differs from `python -m bot`.
"""

import sys

from bot import bootstrap
from bot.__main__ import app
from bot.adapters import sweep
from bot.adapters.leases import Leases
from chaos import sabotage
from chaos.times import FlowingClock

_LEASE = 5.0
_SWEEP = 6.0


def hurry() -> None:
    Leases.__init__.__defaults__ = (_LEASE,)
    sweep.EVERY = _SWEEP
    sabotage.put(bootstrap, "MovableClock", FlowingClock)


if __name__ == "__main__":
    hurry()
    if sys.argv[1] in sabotage.KINDS:
        sabotage.KINDS[sys.argv.pop(1)]()
    app(prog_name="python -m bot")
