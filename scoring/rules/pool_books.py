"""The rule books of groups; a contest may edit every one of them."""

from scoring.rules.outcomes import (
    BWF_GROUP,
    BWF_TEAM_POOL,
    FIBA_GROUP,
    ITTF_GROUP,
    Policy,
    Treatment,
)
from scoring.rules.pool_rules import Block, Clause, LeaguePoints, Measure, Narrow, RuleBook
from scoring.wording import Label


def _all(text: str, measure: Measure) -> Clause:
    return Clause(text=text, measure=measure)


def _more(text: str, measure: Measure) -> Clause:
    return Clause(text=text, measure=measure, tied="more")


def _two(text: str) -> Clause:
    return Clause(text=text, measure="wins", over="tied", tied="two")


def _mini(text: str, measure: Measure) -> Clause:
    return Clause(text=text, measure=measure, over="tied")


def _each(*clauses: Clause) -> tuple[Block, ...]:
    return tuple(Block((one,)) for one in clauses)


BWF = RuleBook(
    name=Label(zh="世界羽联竞赛总则16.2", en="BWF GCR 16.2"),
    points=LeaguePoints(win=1),
    blocks=_each(
        _all("16.2.1", "wins"),
        _two("16.2.2"),
        _more("16.2.3", "game_difference"),
        _two("16.2.3.1"),
        _more("16.2.4", "point_difference"),
        _two("16.2.4.1"),
        _all("16.2.4.2", "lots"),
    ),
    # The GCR compares nobody across groups: a stated convention, in the same order.
    across=(
        _all("16.2.1", "wins"),
        _all("16.2.3", "game_difference"),
        _all("16.2.4", "point_difference"),
        _all("16.2.4.2", "lots"),
    ),
    policy=BWF_GROUP,
)

BWF_TEAM = RuleBook(
    name=Label(zh="世界羽联竞赛总则16.1", en="BWF GCR 16.1"),
    points=LeaguePoints(win=1),
    blocks=_each(
        _all("16.1", "wins"),
        _two("16.1"),
        _more("16.1", "rubber_difference"),
        _two("16.1"),
        _more("16.1", "game_difference"),
        _two("16.1"),
        _more("16.1", "point_difference"),
        _two("16.1"),
        _all("16.1", "lots"),
    ),
    across=(
        _all("16.1", "wins"),
        _all("16.1", "rubber_difference"),
        _all("16.1", "game_difference"),
        _all("16.1", "point_difference"),
        _all("16.1", "lots"),
    ),
    # 16.1: a team that is disqualified or withdraws is taken out; a tie it gave up is not enough.
    policy={**BWF_TEAM_POOL, "disqualified": BWF_GROUP["disqualified"]},
)

FIBA = RuleBook(
    name=Label(zh="国际篮联规则附录D", en="FIBA Official Basketball Rules, Appendix D"),
    points=LeaguePoints(win=2, loss=1),
    blocks=(
        Block((_all("D.1.1", "league_points"),)),
        Block(
            (
                _mini("D.1.3", "league_points"),
                _mini("D.1.3", "point_difference"),
                _mini("D.1.3", "points_scored"),
                _all("D.1.3", "point_difference"),
                _all("D.1.3", "points_scored"),
            ),
            restart="after_each",  # D.1.4
        ),
        Block((_all("D.1.3", "lots"),)),
    ),
    across=(
        _all("D.1.1", "league_points"),
        _all("D.1.3", "point_difference"),
        _all("D.1.3", "points_scored"),
        _all("D.1.3", "lots"),
    ),
    policy=FIBA_GROUP,
)


def _table_tennis(name: Label, *, team: bool) -> RuleBook:
    ratios: tuple[Measure, ...] = ("game_ratio", "point_ratio")
    if team:
        ratios = ("rubber_ratio", *ratios)
    return RuleBook(
        name=name,
        points=LeaguePoints(win=2, loss=1),
        blocks=(
            Block((_all("3.7.5.1", "league_points"),)),
            Block(
                (
                    _mini("3.7.5.2", "league_points"),
                    *(_mini("3.7.5.2", ratio) for ratio in ratios),
                ),
                restart="after_each",  # 3.7.5.3
            ),
            Block((_all("3.7.5.4", "lots"),)),
        ),
        across=(
            _all("3.7.5.1", "league_points"),
            *(_all("3.7.5.2", ratio) for ratio in ratios),
            _all("3.7.5.4", "lots"),
        ),
        policy=ITTF_GROUP,
    )


ITTF = _table_tennis(Label(zh="国际乒联规则3.7.5", en="ITTF 3.7.5"), team=False)
ITTF_TEAM = _table_tennis(
    Label(zh="国际乒联规则3.7.5（团体）", en="ITTF 3.7.5, team event"), team=True
)

_FORFEIT = Treatment(score="completed", loss="forfeit")
_NOTHING_FOR_STAYING_AWAY: Policy = {"walkover": _FORFEIT, "forfeit": _FORFEIT}

FIFA = RuleBook(
    name=Label(zh="2018年世界杯规程第32条第5款", en="FIFA World Cup 2018, Article 32.5"),
    points=LeaguePoints(win=3, draw=1),
    blocks=(
        *_each(
            _all("a", "league_points"),
            _all("b", "point_difference"),
            _all("c", "points_scored"),
        ),
        Block(
            (
                _mini("d", "league_points"),
                _mini("e", "point_difference"),
                _mini("f", "points_scored"),
            )
        ),
        *_each(_all("g", "conduct"), _all("h", "lots")),
    ),
    across=(
        _all("a", "league_points"),
        _all("b", "point_difference"),
        _all("c", "points_scored"),
        _all("g", "conduct"),
        _all("h", "lots"),
    ),
    policy=_NOTHING_FOR_STAYING_AWAY,
)

UEFA = RuleBook(
    name=Label(
        zh="2020年欧洲足球锦标赛规程第20、21条",
        en="UEFA European Football Championship 2020, Articles 20 and 21",
    ),
    points=LeaguePoints(win=3, draw=1),
    blocks=(
        Block((_all("20", "league_points"),)),
        Block(
            (
                _mini("20.01 a", "league_points"),
                _mini("20.01 b", "point_difference"),
                _mini("20.01 c", "points_scored"),
            ),
            restart="after_all",  # 20.01 d
        ),
        # 20.01 h, penalty kicks on the spot, is recorded like a lot.
        *_each(
            _all("20.01 e", "point_difference"),
            _all("20.01 f", "points_scored"),
            _all("20.01 g", "wins"),
            _all("20.01 h", "lots"),
            _all("20.01 i", "conduct"),
            _all("20.01 j", "ranking"),
        ),
    ),
    across=(
        _all("21.03 a", "league_points"),
        _all("21.03 b", "point_difference"),
        _all("21.03 c", "points_scored"),
        _all("21.03 d", "wins"),
        _all("21.03 e", "conduct"),
        _all("21.03 f", "ranking"),
        _all("21.03", "lots"),
    ),
    policy=_NOTHING_FOR_STAYING_AWAY,
)

VOLLEYBALL = RuleBook(
    name=Label(zh="国际排联小组排名办法", en="FIVB pool ranking criteria"),
    points=LeaguePoints(win=3, narrow=Narrow(win=2, loss=1)),
    blocks=(
        *_each(
            _all("1", "wins"),
            _all("2", "league_points"),
            _all("3.1", "game_ratio"),
            _all("3.2", "point_ratio"),
        ),
        Block(
            (
                _mini("3.3", "wins"),
                _mini("3.3", "league_points"),
                _mini("3.3", "game_ratio"),
                _mini("3.3", "point_ratio"),
            )
        ),
        Block((_all("lots", "lots"),)),
    ),
    across=(
        _all("1", "wins"),
        _all("2", "league_points"),
        _all("3.1", "game_ratio"),
        _all("3.2", "point_ratio"),
        _all("lots", "lots"),
    ),
    policy=_NOTHING_FOR_STAYING_AWAY,
)

# No rule book of the federation on tables of net shuttlecock is known; this is how regulations
# of Chinese meets put it, and the numbers of the clauses are its own.
NET_SHUTTLECOCK = RuleBook(
    name=Label(zh="网毽地方规程", en="net shuttlecock, by local regulations"),
    points=LeaguePoints(win=2, loss=1),
    blocks=_each(
        _all("1", "league_points"),
        _two("2"),
        _more("3", "game_difference"),
        _two("3.1"),
        _more("4", "point_difference"),
        _two("4.1"),
        _all("5", "lots"),
    ),
    across=(
        _all("1", "league_points"),
        _all("3", "game_difference"),
        _all("4", "point_difference"),
        _all("5", "lots"),
    ),
    policy=_NOTHING_FOR_STAYING_AWAY,
)
