"""Who is surely among the best on one place of several groups, or surely not."""

from collections.abc import Mapping

from msgspec import Struct

from scoring.contest.formats import Groups
from scoring.contest.group_lines import RouteLine
from scoring.contest.group_outlook import GroupOutlook
from scoring.contest.ids import EntrantId
from scoring.contest.tables import PlayedStandings
from scoring.rules.chances import Chance
from scoring.rules.outcomes import Unplayed
from scoring.rules.wildcards import compared


class Wild(Struct, frozen=True, kw_only=True):
    """One entrant and the wildcards that go by a place."""

    place: int
    count: int
    own: Chance[EntrantId]
    """Of the places above, which go on in any case."""
    within: Chance[EntrantId]
    """Of the places down to this one."""
    ahead: tuple[str, ...]
    """The groups whose one on the place is ahead for certain."""
    behind: tuple[str, ...]
    """And those whose one is behind for certain."""
    groups: int
    """How many groups have such a place."""

    @property
    def goes(self) -> bool | None:
        """Whether it goes on for certain, or not for certain; None for neither."""
        if self.own.state == "qualified":
            return True
        rivals = self.groups - 1 - len(self.behind)
        if self.within.state == "qualified" and rivals < self.count:
            return True
        if self.own.state != "eliminated":
            return None
        lower = self.within.state == "eliminated" and self.count <= self.groups
        return False if lower or len(self.ahead) >= self.count else None


def wild(
    result: PlayedStandings,
    groups: Mapping[str, GroupOutlook],
    name: str,
    line: RouteLine,
    entrant: EntrantId,
) -> Wild | None:
    """What the other groups leave to one; None where they cannot be compared beforehand."""
    layout, last = result.stage.format, line.own[name].last
    if not isinstance(layout, Groups) or not _comparable(layout, groups, last + 1):
        return None
    mine = groups[name].levels[last + 1].own[entrant]
    found = {
        other: compared(mine, group.levels[last + 1].at)
        for other, group in groups.items()
        if other != name
    }
    return Wild(
        place=last + 1,
        count=line.wildcards,
        own=groups[name].chances[last][entrant],
        within=groups[name].chances[last + 1][entrant],
        ahead=tuple(one for one, order in found.items() if order == "behind"),
        behind=tuple(one for one, order in found.items() if order == "ahead"),
        groups=len(groups),
    )


def _comparable(layout: Groups, groups: Mapping[str, GroupOutlook], place: int) -> bool:
    """Whether all groups are alike, and lots part equals in the end."""
    lots = any(
        clause.measure == "lots" for block in layout.book.blocks for clause in block.clauses
    )
    sizes = {len(level.own) for one in groups.values() for level in one.levels.values()}
    everything_played = not any(
        isinstance(match.outcome, Unplayed)
        for one in groups.values()
        for match in one.pool.results
    )
    return (
        lots
        and everything_played
        and all(place in one.levels and not one.aside for one in groups.values())
        and len(sizes) == 1
        and min(sizes) >= place
    )
