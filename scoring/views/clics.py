"""A judged contest as the Contest API (CLICS) has it, drawn of what the public knows.

A stage is a problem, an entrant a team, a turn a submission, and its public result a judgement.
"""

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import Literal, TypeAlias

import msgspec
from msgspec import Raw
from msgspec.structs import replace

from scoring.contest.ids import GroupId
from scoring.contest.plan import Entrant, JudgedStage
from scoring.contest.stage_result import Rank, Standing
from scoring.contest.standings import standings
from scoring.contest.state import Contest
from scoring.rules.exact import decimal_text
from scoring.sports import find_sport
from scoring.views import clics_shapes as shapes
from scoring.views.clics_shapes import SHAPES, SINGLE, Kind, Notification, Shape
from scoring.views.clics_times import Moment, Times, Turn
from scoring.views.head import has_field, stage_in_progress
from scoring.views.words import Words
from scoring.wording import say

Objects: TypeAlias = dict[Kind, dict[str, Shape]]
"""Every object by its type and id; the only one of its type by an empty id."""
Verdict: TypeAlias = Literal["AC", "RE"]

_LONGEST = 36
_SECOND = 1000
_MINUTE = 60 * _SECOND
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR
_NULL = Raw(b"null")
_NOTHING = Raw(b"0")
_MADE: tuple[Kind, ...] = tuple(one for one in SHAPES if one != "state")


def identifier(*parts: str) -> str:
    """An id as the specification wants it: up to 36 characters, and always the same."""
    whole = ".".join(parts)
    return whole if len(whole) <= _LONGEST else blake2b(whole.encode(), digest_size=16).hexdigest()


def organization_id(unit: str) -> str:
    """The id of a unit, which has only a name, in whatever script."""
    return f"unit-{blake2b(unit.encode(), digest_size=12).hexdigest()}"


def reltime(milliseconds: int) -> str:
    """A duration: ``reltime(3723004) == "1:02:03.004"``."""
    seconds, rest = divmod(abs(milliseconds), _SECOND)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    sign = "-" if milliseconds < 0 else ""
    return f"{sign}{hours}:{minutes:02}:{seconds:02}.{rest:03}"


def label_of(ordinal: int) -> str:
    """A, B, ..., Z, AA, AB, ..."""
    text = ""
    while ordinal >= 0:
        ordinal, letter = divmod(ordinal, 26)
        text = chr(ord("A") + letter) + text
        ordinal -= 1
    return text


def objects(shown: Contest, times: Times, words: Words, rank: Rank = standings) -> Objects:
    """Everything that the API has of a contest; `shown` is what the public knows."""
    plan = shown.plan
    units = sorted({one.unit for one in shown.entrants.values() if one.unit})
    found: dict[Kind, Iterable[Shape]] = {
        "judgement-types": _judgement_types(words),
        "languages": (),
        "problems": (
            shapes.Problem(
                id=identifier(stage.id),
                label=label_of(ordinal),
                name=words.label(stage.name),
                ordinal=ordinal,
                time_limit=0,
                test_data_count=1,
            )
            for ordinal, stage in enumerate(plan.judged)
        ),
        "groups": (
            shapes.Group(id=identifier(one.id), name=words.label(one.name)) for one in plan.groups
        ),
        "organizations": (
            shapes.Organization(id=organization_id(unit), name=unit) for unit in units
        ),
        "teams": (_team(one) for one in shown.entrants.values()),
        "submissions": (_submission(times, turn) for turn in times.called),
        "judgements": _judgements(shown, times, rank),
        "awards": _awards(shown, times, words, rank),
    }
    return {
        "contest": {"": contest_object(shown, times, words)},
        **{kind: {_id(one): one for one in made} for kind, made in found.items()},
        "state": {"": state(times)},
    }


def _id(one: Shape) -> str:
    return "" if isinstance(one, shapes.State) else one.id


def contest_object(shown: Contest, times: Times, words: Words) -> shapes.Contest:
    """The contest itself."""
    plan, sport = shown.plan, find_sport(shown.plan.sport)
    length, frozen = _length(times), times.frozen
    return shapes.Contest(
        id=plan.id,
        name=words.label(plan.name),
        formal_name=words(say("{meet}: {contest}", meet=plan.meet.name, contest=plan.name)),
        sport=words.label(sport.name) if sport else plan.sport,
        start_time=_text(times.started),
        duration=reltime(length),
        scoreboard_freeze_duration=(
            None if frozen is None else reltime(max(0, length - _elapsed(times, frozen)))
        ),
        scoreboard_type="score",
    )


def state(times: Times) -> shapes.State:
    """How far the contest is. What is official is not kept back, so that updates end with it."""
    return shapes.State(
        started=_text(times.started),
        frozen=_text(times.frozen),
        ended=_text(times.ended),
        thawed=_text(times.thawed),
        finalized=_text(times.finalized),
        end_of_updates=_text(times.finalized),
    )


def scoreboard(
    shown: Contest,
    times: Times,
    rank: Rank = standings,
    stage: JudgedStage | None = None,
    group: GroupId | None = None,
) -> shapes.Scoreboard:
    """The public standings of a stage, of the one in progress unless another is named."""
    chosen = stage or stage_in_progress(shown)
    lines = [
        one
        for one in rank(shown, chosen).standings
        if group is None or shown.entrants[one.entrant].group == group
    ]
    counted = [one.place for one in lines if one.place is not None and not one.guest]
    unplaced = len(counted) + 1

    def place(one: Standing) -> int:
        if one.place is None:
            return unplaced
        return one.place if group is None else 1 + sum(1 for n in counted if n < one.place)

    return shapes.Scoreboard(
        time=times.last.text,
        contest_time=reltime(_elapsed(times, times.last)),
        state=state(times),
        rows=tuple(_row(shown, times, chosen, one, place(one)) for one in lines),
    )


def _row(
    shown: Contest, times: Times, stage: JudgedStage, one: Standing, place: int
) -> shapes.ScoreboardRow:
    turn = (stage.id, one.entrant)
    score, verdict = _score(one), _verdict(shown, stage, one)
    settled = times.settled.get(turn)
    minutes = _elapsed(times, settled) // _MINUTE if score and settled else None
    return shapes.ScoreboardRow(
        rank=place,
        team_id=identifier(one.entrant),
        score=shapes.TotalScore(score=score or _NOTHING, time=minutes),
        problems=(
            shapes.ProblemScore(
                problem_id=identifier(stage.id),
                num_judged=int(verdict is not None),
                num_pending=int(verdict is None and turn in times.called),
                score=score or _NOTHING,
                time=minutes,
            ),
        ),
    )


def changes(before: Objects, after: Objects) -> Iterator[Notification]:
    """What to tell: what is new or other in the order of references, what is gone against it."""
    for kind in _MADE:
        yield from _updates(kind, before, after)
    for kind in reversed(_MADE):
        for one in before.get(kind, {}):
            if one not in after[kind]:
                yield Notification(type=kind, id=one, data=_NULL)
    yield from _updates("state", before, after)


def _updates(kind: Kind, before: Objects, after: Objects) -> Iterator[Notification]:
    known = before.get(kind, {})
    for name, one in after[kind].items():
        if known.get(name) != one:
            told = None if kind in SINGLE else name
            yield Notification(type=kind, id=told, data=Raw(msgspec.json.encode(one)))


def with_token(told: Iterable[Notification], token: str) -> list[Notification]:
    """The last line says what to come back with: whoever has it has all the others."""
    *others, last = told
    return [*others, replace(last, token=token)]


# The parts.


def _judgement_types(words: Words) -> Iterator[shapes.JudgementType]:
    scored, without = words(say("Has a score")), words(say("No result"))
    yield shapes.JudgementType(id="AC", name=scored, penalty=False, solved=True)
    yield shapes.JudgementType(id="RE", name=without, penalty=False, solved=False)


def _team(one: Entrant) -> shapes.Team:
    return shapes.Team(
        id=identifier(one.id),
        label=str(one.number),
        name=one.name,
        organization_id=organization_id(one.unit) if one.unit else None,
        group_ids=(identifier(one.group),) if one.group else (),
    )


def _submission(times: Times, turn: Turn) -> shapes.Submission:
    stage, entrant = turn
    called = times.called[turn]
    return shapes.Submission(
        id=identifier(stage, entrant),
        team_id=identifier(entrant),
        problem_id=identifier(stage),
        time=called.text,
        contest_time=reltime(_elapsed(times, called)),
        files=(),
    )


def _judgements(shown: Contest, times: Times, rank: Rank) -> Iterator[shapes.Judgement]:
    for stage in shown.plan.judged:
        if not has_field(shown, stage):
            continue
        of = rank(shown, stage).by_entrant
        for entrant in shown.stages[stage.id].performances:
            one = of.get(entrant)
            verdict = None if one is None else _verdict(shown, stage, one)
            if one is not None and verdict is not None:
                yield _judgement(times, (stage.id, entrant), verdict, _score(one))


def _judgement(times: Times, turn: Turn, verdict: Verdict, score: Raw | None) -> shapes.Judgement:
    name, called, settled = identifier(*turn), times.called[turn], times.settled[turn]
    return shapes.Judgement(
        id=name,
        submission_id=name,
        judgement_type_id=verdict,
        score=score,
        start_time=called.text,
        start_contest_time=reltime(_elapsed(times, called)),
        end_time=settled.text,
        end_contest_time=reltime(_elapsed(times, settled)),
    )


def _verdict(shown: Contest, stage: JudgedStage, one: Standing) -> Verdict | None:
    """What came of a turn, as far as the public knows; None if nothing has yet."""
    performance = shown.stages[stage.id].performances.get(one.entrant)
    if performance is None or performance.phase == "open":
        return None
    if one.score is not None:
        return "AC"
    return "RE" if one.outcome is not None or performance.phase != "closed" else None


def _score(one: Standing) -> Raw | None:
    if one.score is None:
        return None
    return Raw(decimal_text(one.score.published, one.score.decimals).encode())


def _awards(shown: Contest, times: Times, words: Words, rank: Rank) -> Iterator[shapes.Award]:
    last = shown.plan.judged[-1]
    won = None
    if times.finalized is not None:
        lines = rank(shown, last).standings
        won = tuple(identifier(one.entrant) for one in lines if one.place == 1 and not one.guest)
    yield shapes.Award(id="winner", citation=words(say("Winner of the contest")), team_ids=won)
    for stage in shown.plan.judged:
        recorded = shown.stages[stage.id].advanced
        for number, route in enumerate(stage.advancement):
            going = recorded.get(number)
            yield shapes.Award(
                id=identifier("onward", stage.id, str(number)),
                citation=words(say("{stage}: goes on to {to}", stage=stage.name, to=route.to)),
                team_ids=None if going is None else tuple(map(identifier, going.entrants)),
            )


def _text(moment: Moment | None) -> str | None:
    return None if moment is None else moment.text


def _elapsed(times: Times, moment: Moment) -> int:
    """Milliseconds from the start; before it, none have passed."""
    return 0 if times.started is None else moment.milliseconds - times.started.milliseconds


def _length(times: Times) -> int:
    """Nobody plans how long a contest takes: whole days, until it is known."""
    if times.ended is not None:
        return max(0, _elapsed(times, times.ended))
    return (max(0, _elapsed(times, times.last)) // _DAY + 1) * _DAY
