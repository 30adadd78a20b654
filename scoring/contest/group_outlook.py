"""What can still happen in the groups of a stage: every ending looked at, as far as that goes."""

from collections.abc import Mapping

from msgspec import Struct

from scoring.contest.encounters import gone
from scoring.contest.formats import Groups
from scoring.contest.group_lines import RouteLine, route_lines
from scoring.contest.ids import EntrantId
from scoring.contest.plan import MatchRules
from scoring.contest.tables import PlayedStandings, pool_of
from scoring.rules.chances import Chance, Question, chances
from scoring.rules.counting import RallyRules
from scoring.rules.endings import by_games, by_goals, by_rubbers
from scoring.rules.periods import PeriodRules
from scoring.rules.pool_gains import Ending
from scoring.rules.pools import Pool
from scoring.rules.ties import TieRules
from scoring.rules.wildcards import Level, level

_EFFORT, _LEAST_EFFORT = 4000, 1200
"""For one group: at most some 15 ms. Where there are many, less is given to each."""
_GOALS, _BASKETS = 6, 30
"""Up to this margin each is looked at by itself."""


class GroupOutlook(Struct, frozen=True, kw_only=True):
    """One group: what may become of each of its members."""

    pool: Pool[EntrantId]
    aside: frozenset[EntrantId]
    chances: Mapping[int, Mapping[EntrantId, Chance[EntrantId]]]
    """For each number of places from the top that some route asks for."""
    levels: Mapping[int, Level[EntrantId]] = {}
    """For each place from which the best of all groups go on."""


def lines_of(result: PlayedStandings) -> tuple[RouteLine | None, ...]:
    """What each route of a stage of groups takes."""
    entered = len(result.contest.field(result.stage))
    return route_lines(result.stage, [*result.encounters.members], entered)


def group_outlooks(
    result: PlayedStandings, layout: Groups, before: Mapping[str, GroupOutlook]
) -> dict[str, GroupOutlook]:
    """Every group; one in which nothing has changed is taken from before."""
    found: dict[str, GroupOutlook] = {}
    for name in result.encounters.members:
        pool, aside = group_facts(result, name)
        earlier = before.get(name)
        same = earlier is not None and (earlier.pool, earlier.aside) == (pool, aside)
        found[name] = earlier if earlier and same else _looked_at(result, layout, name)
    return found


def group_facts(
    result: PlayedStandings, group: str
) -> tuple[Pool[EntrantId], frozenset[EntrantId]]:
    """A group as its rule book sees it, and who left it and makes room for the next."""
    contest, stage = result.contest, result.stage
    pool = pool_of(contest, stage, result.encounters, group)
    return pool, gone(contest, stage).intersection(pool.members)


def group_question(
    result: PlayedStandings, layout: Groups, group: str, spots: int
) -> Question[EntrantId]:
    """Who comes to be among the first so many of a group."""
    pool, aside = group_facts(result, group)
    endings = endings_of(result.stage.match) or ()
    return Question(
        pool=pool, book=layout.book, spots=spots, endings=lambda _: endings, aside=aside
    )


def _looked_at(result: PlayedStandings, layout: Groups, group: str) -> GroupOutlook:
    pool, aside = group_facts(result, group)
    left = sum(one.outcome is None for one in pool.results)
    spots = _spots(result, group) if endings_of(result.stage.match) or not left else ()
    effort = max(_EFFORT // max(1, len(layout.names) // 4), _LEAST_EFFORT)
    return GroupOutlook(
        pool=pool,
        aside=aside,
        chances={
            one: chances(
                group_question(result, layout, group, one),
                effort // len(spots),
                cases=left <= len(pool.members),
            )
            for one in spots
        },
        levels={
            one: level(group_question(result, layout, group, one), one)
            for one in (_wild_places(result, group) if spots else ())
        },
    )


def _spots(result: PlayedStandings, group: str) -> tuple[int, ...]:
    """Of how many first places it matters who is among them."""
    spots: set[int] = set()
    for line in lines_of(result):
        if line is not None:
            first, last = line.own[group]
            spots |= {first - 1, last, last + bool(line.wildcards)}
    return tuple(sorted(spots - {0}))


def _wild_places(result: PlayedStandings, group: str) -> tuple[int, ...]:
    wild = [line for line in lines_of(result) if line is not None and line.wildcards]
    return tuple(line.own[group].last + 1 for line in wild)


def endings_of(match: MatchRules) -> tuple[Ending, ...]:
    """In how many ways a match may end; empty where they are not known well enough."""
    match match:
        case RallyRules():
            return by_games(match)
        case PeriodRules():
            decided = match.shootout is not None or (match.overtime and match.overtime.repeated)
            up_to = _GOALS if set(match.points) == {1} else _BASKETS
            return by_goals(up_to, draws=not decided, shootout=match.shootout is not None)
        case TieRules():
            rules = match.rubbers[0].rules
            alike = all(_counting(one.rules) == _counting(rules) for one in match.rubbers)
            if not alike or any(one.game.level == "draw" for one in [rules]):
                return ()
            count = len(match.rubbers)
            return by_rubbers(count, rules, all_played=match.play_all, beside=True)


def _counting(rules: RallyRules) -> object:
    """What the scores of a match depend on."""
    return rules.best_of, rules.game, rules.last
