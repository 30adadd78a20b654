"""Contests of matches: for every sport that has any, of players or teams, and of team ties."""

from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct

from scoring.contest.formats import Groups
from scoring.contest.ids import SeatId
from scoring.contest.plan import Plan, PlayedStage, Seat
from scoring.presets.answers import Answers
from scoring.presets.entrants import Sides
from scoring.presets.fields import Field, Option, Section, When, options
from scoring.presets.layouts import (
    Matches,
    court_seats,
    court_section,
    layout_section,
    leader_seats,
    played_stages,
    remembered_layout,
)
from scoring.presets.match_numbers import (
    period_fields,
    period_rules,
    rally_fields,
    rally_rules,
    remembered_periods,
    remembered_rally,
)
from scoring.presets.team_events import remembered_ties, team_event, team_section, tie_rules
from scoring.rules.counting import RallyRules
from scoring.rules.periods import PeriodRules
from scoring.rules.ties import TieRules
from scoring.sport import Edition, Players, Sport, SportId
from scoring.sports import SPORTS
from scoring.wording import Label

_RALLY_MINUTES, _TIE_MINUTES, _BREAKS = 30, 90, 20
_COURT = ("{}号场地", "Court {}")
_COURTS = {"table-tennis": ("{}号球台", "Table {}")}
_BY_RALLY = Label(
    zh="淘汰赛、小组赛、循环赛、瑞士轮或双败淘汰赛；裁判在平板上逐分记分，发球、换边、局点自动提示。",
    en="Knock-out, groups, round robin, Swiss or double elimination; umpired point by point on a"
    " tablet that knows service, ends and game points.",
)
_BY_PERIOD = Label(
    zh="淘汰赛、小组赛、循环赛、瑞士轮或双败淘汰赛；记录台在平板上记得分、犯规和每节比分。",
    en="Knock-out, groups, round robin, Swiss or double elimination; points, fouls and periods"
    " are entered on a tablet.",
)
_BY_RUBBER = Label(
    zh="队对队，一场打几盘单打、双打；出场名单保密交换，每人最多打几盘可以设定。",
    en="Team against team in singles and doubles; line-ups are handed in secretly, with a limit"
    " of rubbers for each player.",
)
_NOBODY = (Seat(id=SeatId("court-1"), name=Label(zh="1号场地", en="Court 1")),)
"""Where no court was named, which is wrong and said so."""
_ENTRANTS: dict[Sides, Label] = {
    "single": Label(
        zh="列：编号、姓名、单位。双打把两人写在姓名里：“王芳/李娜”，或另设“搭档”一列。"
        "可识别表头；没有编号的依次编号。",
        en="Columns: number, name, unit. For doubles write both into the name, “Ann Lee/Bea Wu”,"
        " or have a column “partner”. Headings are recognised; whoever has no number gets the"
        " next one.",
    ),
    "team": Label(
        zh="列：编号、队名、单位、队员。一格里的队员用顿号或斜杠隔开，后面可写性别和球衣号："
        "“王刚 男 7、李娜 女 12”。也可以每名队员一行，另设“性别”“球衣号”两列。",
        en="Columns: number, name, unit, members. Several members in one cell are separated by"
        " a slash, each with gender and shirt number behind the name: “Ann Lee f 7 / Bo Wu m 12”."
        " Or one line for each member, with columns “gender” and “shirt”.",
    ),
}


class PlayedPreset(Struct, frozen=True, kw_only=True):
    """One kind of contest of matches that an organizer can choose and adjust."""

    id: str
    sport: SportId
    name: Label
    description: Label
    played: Sport
    ties: bool = False
    """Of team ties instead of single matches."""

    @property
    def sections(self) -> tuple[Section, ...]:
        """What is asked about the matches, who meets whom, and the courts."""
        sport = self.played
        game = Section(Label(zh="一场比赛", en="A match"), tuple(_match_fields(self)))
        return (
            *((team_section(sport),) if self.ties else ()),
            *((game,) if game.fields else ()),
            layout_section(),
            court_section(self._minutes, _COURTS.get(sport.id, _COURT), ties=self.ties),
        )

    @property
    def _minutes(self) -> int:
        rules = self.played.matches[0].rules
        if isinstance(rules, PeriodRules):
            return rules.periods * rules.seconds // 60 + _BREAKS
        return _TIE_MINUTES if self.ties else _RALLY_MINUTES

    @property
    def entrants_hint(self) -> Label:
        return _ENTRANTS["team" if self.in_teams else "single"]

    @property
    def decider(self) -> str:
        """The field that says whether every match has a winner."""
        if self.ties:
            return "team"
        return "level" if isinstance(self.played.matches[0].rules, RallyRules) else "overtime"

    @property
    def in_teams(self) -> bool:
        """Whether a side is a team, with members."""
        return self.ties or self.played.matches[0].players == "team"

    def sides(self, answers: Answers) -> Sides:
        """Who a line of the list of entrants is about."""
        if self.in_teams:
            return "team"
        return "pair" if _players(self, answers) == 2 else "single"  # noqa: PLR2004 - a pair

    def laid(self, answers: Answers) -> tuple[tuple[Seat, ...], tuple[PlayedStage, ...]]:
        """The seats and the stages that the answers describe."""
        courts = court_seats(answers) or _NOBODY
        leaders = leader_seats(answers) if self.ties else ()
        return (*courts, *leaders), played_stages(answers, _matches(self, answers), courts)

    def remembered(self, plan: Plan, language: str) -> dict[str, str]:
        """The answers that such a plan came from; for another, whatever they look like."""
        return {
            **remembered_layout(plan.played, plan.seats, language),
            **_remembered_match(self, plan.played, language),
        }


def _kinds(sport: Sport) -> tuple[Literal[1, 2], ...]:
    """Singles, doubles, or both; neither where teams meet."""
    return tuple(sorted({one.players for one in sport.matches if one.players != "team"}))


def _match_fields(preset: PlayedPreset) -> Iterator[Field]:
    sport = preset.played
    kinds = _kinds(sport)
    if len(kinds) > 1 and not preset.ties:
        yield Field(
            id="players", name=Label(zh="单打还是双打", en="Singles or doubles"), kind="choice",
            default="1", options=options(("1", "单打", "Singles"), ("2", "双打", "Doubles")),
        )  # fmt: skip
    first = sport.matches[0]
    offered = list(sport.editions(first.players))
    rally = isinstance(first.rules, RallyRules)
    if rally or len(offered) > 1:
        yield _edition_field(offered, own=rally)
    if isinstance(first.rules, RallyRules):
        yield from rally_fields(first.rules, When("edition", ("own",)))
    else:
        yield from period_fields(first, first.rules)


def _edition_field(offered: list[Edition], *, own: bool) -> Field:
    dated = [one for one in offered if one.since]
    usual: tuple[Option, ...] = ()
    if len(dated) > 1:
        zh = "；".join(f"{one.since}起{one.name.zh}" for one in dated[1:])
        en = "; ".join(f"from {one.since} {one.name.en}" for one in dated[1:])
        usual = options(("usual", f"按比赛日期：{zh}", f"By the date: {en}"))
    return Field(
        id="edition", name=Label(zh="规则", en="Rules"), kind="choice",
        default="usual" if usual else offered[0].id,
        options=(
            *usual,
            *(Option(one.id, one.name) for one in offered),
            *(options(("own", "自定数字", "Own numbers")) if own else ()),
        ),
    )  # fmt: skip


def _players(preset: PlayedPreset, answers: Answers) -> Players:
    """Who meets whom in a match, or in a rubber of singles."""
    kinds = _kinds(preset.played)
    if preset.ties or not kinds:
        return preset.played.matches[0].players
    if len(kinds) == 1:
        return kinds[0]
    return 1 if answers.choice("players") == "1" else 2


def _edition(preset: PlayedPreset, answers: Answers, players: Players) -> Edition:
    """The edition chosen, or the first where numbers were filled in."""
    sport = preset.played
    known = [one.id for one in sport.editions(players)]
    first = next(sport.editions(players))
    if not isinstance(first.rules, RallyRules) and len(known) == 1:
        return first
    chosen = answers.choice("edition")
    if chosen == "usual":
        return sport.usual(players, answers.text("date") or None) or first
    return sport.edition(chosen, players) or first


def _games(
    preset: PlayedPreset, answers: Answers, players: Players, *, decided: bool
) -> RallyRules | PeriodRules:
    edition = _edition(preset, answers, players)
    base = edition.rules
    if isinstance(base, RallyRules):
        return rally_rules(answers, base) if answers.choice("edition") == "own" else base
    return period_rules(answers, (edition.knock_out or base) if decided else base)


def _matches(preset: PlayedPreset, answers: Answers) -> Matches:
    if preset.ties:
        return _ties(preset, answers)
    players = _players(preset, answers)
    return Matches(
        open=_games(preset, answers, players, decided=False),
        decided=_games(preset, answers, players, decided=True),
        book=_edition(preset, answers, players).book,
    )


def _ties(preset: PlayedPreset, answers: Answers) -> Matches:
    event = team_event(answers, preset.played)
    games: dict[Literal[1, 2], RallyRules] = {
        players: found
        for players in _kinds(preset.played)
        for found in [_games(preset, answers, players, decided=False)]
        if isinstance(found, RallyRules)
    }
    return Matches(
        open=tie_rules(answers, event, games, knock_out=False),
        decided=tie_rules(answers, event, games, knock_out=True),
        book=event.book,
    )


def _remembered_match(
    preset: PlayedPreset, stages: Sequence[PlayedStage], language: str
) -> dict[str, str]:
    last = stages[-1].match
    if isinstance(last, TieRules):
        ties = [stage.match for stage in stages if isinstance(stage.match, TieRules)]
        rubber = last.rubbers[0]
        return {
            **remembered_ties(preset.played, ties, language),
            **_remembered_rally(preset, rubber.players, rubber.rules),
        }
    if isinstance(last, PeriodRules):
        # The last stage is the one that may go on after regular time.
        return {**remembered_periods(last), **_remembered_book(preset, stages)}
    players = preset.played.players(last)
    known = {} if players == "team" else {"players": str(players)}
    return {**known, **_remembered_rally(preset, players, last)}


def _remembered_rally(preset: PlayedPreset, players: Players, rules: RallyRules) -> dict[str, str]:
    """The edition with just these numbers, or the numbers."""
    for one in preset.played.editions(players):
        if one.rules == rules:
            return {"edition": one.id}
    return {"edition": "own", **remembered_rally(rules)}


def _remembered_book(preset: PlayedPreset, stages: Sequence[PlayedStage]) -> dict[str, str]:
    """The edition whose tables are used, if any are."""
    books = [stage.format.book for stage in stages if isinstance(stage.format, Groups)]
    found = [one.id for one in preset.played.matches if one.book in books]
    return {"edition": found[0]} if found else {}


def _presets(sport: Sport) -> Iterator[PlayedPreset]:
    if not sport.matches:
        return
    zh, en = sport.name.zh, sport.name.en
    both = len(_kinds(sport)) > 1
    rally = isinstance(sport.matches[0].rules, RallyRules)
    yield PlayedPreset(
        id=sport.id,
        sport=sport.id,
        played=sport,
        name=Label(zh=f"{zh}：单打、双打", en=f"{en}: singles, doubles") if both else sport.name,
        description=_BY_RALLY if rally else _BY_PERIOD,
    )
    if sport.teams:
        yield PlayedPreset(
            id=f"{sport.id}-team",
            sport=sport.id,
            played=sport,
            ties=True,
            name=Label(zh=f"{zh}：团体赛", en=f"{en}: teams"),
            description=_BY_RUBBER,
        )


PRESETS = tuple(preset for sport in SPORTS for preset in _presets(sport))
