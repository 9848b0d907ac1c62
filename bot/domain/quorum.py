"""Whether enough agencies who know each child are here to decide about that child (S4 3.10-3.12)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.domain.ids import ChildId, SeatId
from bot.domain.particulars import SOCIAL_CARE, Particulars
from bot.domain.profile import QuorumRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Quorum:
    """One child's quorum at one moment. `groups` are the other agencies present that have had direct contact with them."""

    social_care: bool
    groups: tuple[str, ...]
    needed: int

    @property
    def met(self) -> bool:
        return self.social_care and len(self.groups) >= self.needed


def quorum(particulars: Particulars, present: Collection[SeatId], rule: QuorumRule) -> Mapping[ChildId, Quorum]:
    """S4 3.10: children's social care and at least `rule.others` other agencies in direct contact, for each child.

    Counted by agency, never by people (trap 13); experts without contact attend but do not count.
    """
    seats = [(rule.groups.get(seat.agency, seat.agency), seat) for seat in particulars.seats if seat.id in present]
    social_care = any(group == SOCIAL_CARE for group, _ in seats)
    return {
        child.id: Quorum(
            social_care=social_care,
            groups=tuple(sorted({group for group, seat in seats if group != SOCIAL_CARE and child.id in seat.contact})),
            needed=rule.others,
        )
        for child in particulars.children
    }
