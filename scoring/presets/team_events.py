"""Team against team: which rubbers, in what order, who may play how often, and when it is over."""

from collections.abc import Iterable
from typing import Literal, TypeAlias

from scoring.presets.answers import Answers
from scoring.presets.fields import Field, Option, Section, When, options
from scoring.rules.counting import RallyRules
from scoring.rules.ties import RubberPlan, TieRules
from scoring.sport import Sport, TeamEvent, TeamRubber
from scoring.wording import Label, say

Pairing: TypeAlias = Literal["m", "f", "mixed"] | None

_KINDS: tuple[tuple[str, Label, Literal[1, 2], Pairing], ...] = (
    ("MS", Label(zh="男单", en="Men's singles"), 1, "m"),
    ("WS", Label(zh="女单", en="Women's singles"), 1, "f"),
    ("MD", Label(zh="男双", en="Men's doubles"), 2, "m"),
    ("WD", Label(zh="女双", en="Women's doubles"), 2, "f"),
    ("XD", Label(zh="混双", en="Mixed doubles"), 2, "mixed"),
    ("S", Label(zh="单打", en="Singles"), 1, None),
    ("D", Label(zh="双打", en="Doubles"), 2, None),
)
"""What a line of an own list may say; "WS" before "S", which it contains."""
_MOST = 25
_NO_LIMIT = 60


def team_section(sport: Sport) -> Section:
    """Everything about the rubbers of a tie, but the numbers of their games."""
    own = When("team", ("own",))
    first = sport.teams[0]
    return Section(
        Label(zh="团体赛", en="Team ties"),
        (
            Field(
                id="team", name=Label(zh="打哪几盘", en="Rubbers"), kind="choice",
                default=first.id,
                options=(
                    *(Option(one.id, one.name) for one in sport.teams),
                    *options(("own", "自己列出", "An own list")),
                ),
            ),
            Field(
                id="rubbers", name=Label(zh="各盘，按出场顺序", en="Rubbers, in order"),
                kind="lines", when=(own,),
                default=Label(
                    zh="\n".join(kind.zh for kind in _LISTED),
                    en="\n".join(kind.en for kind in _LISTED),
                ),
                hint=Label(
                    zh="每行一盘：男单、女单、男双、女双、混双、单打、双打。",
                    en="One a line: MS, WS, MD, WD, XD, or singles and doubles.",
                ),
            ),
            Field(
                id="squad", name=Label(zh="每队至少几人", en="Players of a team, at least"),
                kind="whole", default=str(first.squad), least=1, most=50, when=(own,),
            ),
            Field(
                id="per-player", name=Label(zh="每人最多打几盘", en="Rubbers of one player"),
                kind="choice", default="usual",
                options=options(
                    ("usual", "按该赛制", "As is usual there"), ("1", "1盘", "One"),
                    ("2", "2盘", "Two"), ("3", "3盘", "Three"), ("60", "不限", "No limit"),
                ),
            ),
            Field(
                id="play-all", name=Label(zh="打满还是决出即止", en="When a tie is decided"),
                kind="choice", default="groups",
                options=options(
                    ("groups", "循环赛打满，淘汰赛决出即止",
                     "Groups play on, knock-outs stop"),
                    ("always", "全部打满", "All rubbers are played"),
                    ("never", "决出即止", "The others are not played"),
                ),
            ),
            Field(
                id="rest", kind="switch", default="no",
                name=Label(
                    zh="按出场名单调整盘序，避免连场",
                    en="Rubbers are reordered so that nobody plays twice in a row",
                ),
            ),
        ),
    )  # fmt: skip


_LISTED = tuple(label for _, label, _, pairing in _KINDS if pairing)


def team_event(answers: Answers, sport: Sport) -> TeamEvent:
    """The one chosen, or the own list with the tables of the sport's first."""
    chosen, first = answers.choice("team"), sport.teams[0]
    found = next((one for one in sport.teams if one.id == chosen), None)
    if found is not None:
        return found
    return TeamEvent(
        id="own",
        name=Label(zh="自己列出", en="An own list"),
        rubbers=_own(answers) or first.rubbers,
        per_player=_NO_LIMIT,
        squad=answers.whole("squad"),
        book=first.book,
    )


def _own(answers: Answers) -> tuple[TeamRubber, ...]:
    lines = [one for one in answers.lines("rubbers") if one]
    if len(lines) > _MOST:
        text = say("{count} rubbers are too many; at most {most}.", count=len(lines), most=_MOST)
        answers.wrong("rubbers", text)
    kinds = [_kind(answers, line) for line in lines[:_MOST]]
    codes = [code for code, _, _, _ in kinds]
    seen: dict[str, int] = {}
    found: list[TeamRubber] = []
    for code, label, players, pairing in kinds:
        seen[code] = seen.get(code, 0) + 1
        number = seen[code] if codes.count(code) > 1 else None
        found.append(_numbered(code, label, players, pairing, number))
    return tuple(found)


def _numbered(
    code: str, label: Label, players: Literal[1, 2], pairing: Pairing, number: int | None
) -> TeamRubber:
    """Two of a kind are told apart by a number."""
    if number is None:
        return TeamRubber(code, label, players, pairing)
    name = Label(zh=f"{label.zh}{number}", en=f"{label.en} {number}")
    return TeamRubber(f"{code}{number}", name, players, pairing)


def _kind(answers: Answers, line: str) -> tuple[str, Label, Literal[1, 2], Pairing]:
    """What a line says, with or without a number of its own behind it."""
    typed = line.rstrip("0123456789 ").casefold()
    for one in _KINDS:
        if typed in {one[0].casefold(), one[1].zh, one[1].en.casefold()}:
            return one
    text = say("“{given}” is none of {known}.",
               given=line[:20], known=tuple(label for _, label, _, _ in _KINDS))  # fmt: skip
    answers.wrong("rubbers", text)
    return _KINDS[0]


def tie_rules(
    answers: Answers,
    event: TeamEvent,
    games: dict[Literal[1, 2], RallyRules],
    *,
    knock_out: bool,
) -> TieRules:
    """A tie of these rubbers; `games` are the numbers of singles and of doubles."""
    limit, until = answers.choice("per-player"), answers.choice("play-all")
    return TieRules(
        rubbers=tuple(
            RubberPlan(
                id=one.id,
                name=one.name,
                players=one.players,
                pairing=one.pairing,
                rules=games[one.players],
            )
            for one in event.rubbers
        ),
        play_all=until == "always" or (until == "groups" and not knock_out),
        per_player=event.per_player if limit == "usual" else int(limit),
        squad=event.squad,
        order="rest" if answers.yes("rest") else "fixed",
    )


def remembered_ties(sport: Sport, rules: Iterable[TieRules], language: str) -> dict[str, str]:
    """The answers that the ties of all stages came from."""
    every = list(rules)
    first = every[0]
    rubbers = tuple(
        TeamRubber(one.id, one.name, one.players, one.pairing) for one in first.rubbers
    )
    known = (one for one in sport.teams if (one.rubbers, one.squad) == (rubbers, first.squad))
    event = next(known, None)
    usual = first.per_player == (event.per_player if event else _NO_LIMIT)
    return {
        "team": event.id if event else "own",
        "rubbers": "\n".join(one.name.spoken(language) for one in rubbers),
        "squad": str(first.squad),
        "per-player": "usual" if usual else str(first.per_player),
        "play-all": _until(every),
        "rest": "yes" if first.order == "rest" else "no",
    }


def _until(every: list[TieRules]) -> str:
    if len({one.play_all for one in every}) > 1:
        return "groups"
    return "always" if every[0].play_all else "never"
