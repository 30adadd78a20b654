"""Results of matches written short, for tests of tables."""

from collections.abc import Sequence

from scoring.rules.outcomes import Conceded, Drawn, How, Outcome, Played, Score
from scoring.rules.pool_results import Result, Scored
from scoring.rules.pool_rules import RuleBook
from scoring.rules.pool_values import Recorded
from scoring.rules.pools import Pool, Table, table


def score(text: str) -> Score:
    a, b = text.split("-")
    return Score(int(a), int(b))


def total(scores: Sequence[Score]) -> Score:
    return Score(sum(one.a for one in scores), sum(one.b for one in scores))


def outcome(units: Score) -> Outcome:
    leading = units.leader()
    return Played(leading) if leading else Drawn()


def games(a: str, b: str, text: str) -> Result[str]:
    """Games as "2-0", or points of each game as "21-10 21-15"."""
    scores = [score(one) for one in text.split()]
    if len(scores) == 1 and max(scores[0]) < 6:
        return Result(a=a, b=b, outcome=outcome(scores[0]), scored=Scored(games=scores[0]))
    won = Score(sum(one.a > one.b for one in scores), sum(one.b > one.a for one in scores))
    scored = Scored(games=won, points=total(scores))
    return Result(a=a, b=b, outcome=outcome(won), scored=scored)


def goals(a: str, b: str, text: str) -> Result[str]:
    scored = Scored(points=score(text))
    return Result(a=a, b=b, outcome=outcome(scored.points), scored=scored)


def ties(a: str, b: str, rubbers: str, won: str = "0-0", points: str = "0-0") -> Result[str]:
    scored = Scored(rubbers=score(rubbers), games=score(won), points=score(points))
    return Result(a=a, b=b, outcome=outcome(scored.rubbers), scored=scored)


def conceded(a: str, b: str, how: How, published: Scored | None = None) -> Result[str]:
    """A gave it up."""
    return Result(a=a, b=b, outcome=Conceded(by="a", how=how), published=published)


def of(book: RuleBook, *results: Result[str], recorded: Recorded[str] | None = None) -> Table[str]:
    members = tuple(sorted({side for one in results for side in (one.a, one.b)}))
    return table(Pool(members=members, results=results, recorded=recorded or Recorded()), book)


def order(found: Table[str]) -> str:
    """Best first, equals joined: "A B=C"."""
    return " ".join("=".join(sorted(group)) for group in found.groups)


def clauses(found: Table[str]) -> list[str]:
    return [one.clause.text for one in found.partings]


def all_goals(text: str) -> tuple[Result[str], ...]:
    """Several matches as "A-B 2-1, B-C 0-0"."""
    found: list[Result[str]] = []
    for one in text.split(", "):
        pair, points = one.split()
        a, b = pair.split("-")
        found.append(goals(a, b, points))
    return tuple(found)
