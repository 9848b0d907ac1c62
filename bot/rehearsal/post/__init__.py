"""A post office to rehearse with: a mail server and a GOV.UK Notify on 127.0.0.1, which know nothing of the bot and deliver
nothing to anybody.
"""

from bot.rehearsal.post.faults import Fault, Faults, Step, cut_off, lost_reply, refused, slow
from bot.rehearsal.post.office import PostOffice, Shut
from bot.rehearsal.post.received import Received, Way

__all__ = [
    "Fault",
    "Faults",
    "PostOffice",
    "Received",
    "Shut",
    "Step",
    "Way",
    "cut_off",
    "lost_reply",
    "refused",
    "slow",
]
