"""The rules of a stage of matches in plain sentences: who meets whom, tables, who goes on."""

from collections.abc import Iterator
from typing import TypeAlias, assert_never

from scoring.contest.advancement import Advancement, Quota
from scoring.contest.advancement_words import rule_text, tie_text
from scoring.contest.formats import (
    Crossed,
    DoubleElimination,
    Drawn,
    Entry,
    Groups,
    KnockOut,
    Swiss,
    Written,
)
from scoring.contest.match_why import measure_text, tie_break_text
from scoring.contest.plan import Plan, PlayedStage
from scoring.rules.outcomes import How
from scoring.rules.pool_rules import Block, Clause, LeaguePoints, RuleBook
from scoring.rules.thirds import Unequal
from scoring.views.game_words import Line, match_lines
from scoring.wording import Message, say

Paragraph: TypeAlias = tuple[Message, tuple[Line, ...]]
"""A title, and what there is to say."""


def played_paragraphs(plan: Plan, number: int) -> Iterator[Paragraph]:
    """Everything that the plan says about one of its stages of matches."""
    stage = plan.played[number]
    before = plan.played[number - 1] if number else None
    yield say("Format"), (tuple(_format(stage)),)
    if before is not None and before.match == stage.match:
        yield say("A match"), ((say("As in {stage}.", stage=before.name),),)
    else:
        yield say("A match"), tuple(match_lines(stage.match))
    match stage.format:
        case Groups():
            brought = tuple((one,) for one in _brought(plan, stage.format))
            yield say("Table"), (*_table(stage, stage.format), *brought)
        case Swiss():
            yield say("Table"), (tuple(_swiss(stage.format)),)
        case _:
            pass
    yield say("Going on"), tuple(_onward(stage))
    if before is None or (before.courts, before.minutes) != (stage.courts, stage.minutes):
        yield say("Courts"), (tuple(_courts(plan, stage)),)


def _format(stage: PlayedStage) -> Iterator[Message]:
    match stage.format:
        case KnockOut():
            yield from _knock_out(stage.format)
        case DoubleElimination():
            yield from _double(stage.format)
        case Groups():
            yield from _groups(stage.format)
        case Swiss(rounds=rounds):
            yield say("{count} rounds: equals meet equals, and nobody meets twice.", count=rounds)
        case _:
            assert_never(stage.format)


def _knock_out(layout: KnockOut) -> Iterator[Message]:
    yield say("Knock-out: who loses is out.")
    yield from _entry(layout.entry)
    match layout.playing:
        case "none":
            yield say("Those who lose the semi-finals share the third place.")
        case "third":
            yield say("Those who lose the semi-finals play for the third place.")
        case "all":
            yield say("Who loses plays on for the places below, until every place is decided.")
    match layout.consolation:
        case "first_round":
            yield say("Who loses in the first round plays on in a consolation bracket.")
        case "first_match":
            yield say("Who loses the first match played goes on in a consolation bracket.")
        case "none":
            pass


def _double(layout: DoubleElimination) -> Iterator[Message]:
    yield say("Double elimination: who loses twice is out.")
    yield from _entry(layout.entry)
    match layout.grand_final:
        case "double":
            yield say("If the unbeaten lose the grand final, it is played once more.")
        case "single":
            yield say("One grand final decides.")
        case "none":
            yield say("Who wins all matches is the winner; there is no grand final.")


def _entry(entry: Entry) -> Iterator[Message]:
    match entry:
        case Drawn(separate_units=apart):
            yield say("Seeds are placed apart, everybody else is drawn by lot.")
            if apart:
                yield say("Entrants of one unit meet as late as possible.")
        case Crossed(places=places, best=best):
            yield say("The first {count} of each group are in it, the winners of groups apart.",
                      count=places)  # fmt: skip
            if best:
                yield say("The {count} best of those in place {place} join them.",
                          count=best, place=places + 1)  # fmt: skip
        case Written():
            yield say("The plan says which place of which group stands on which line.")


def _groups(layout: Groups) -> Iterator[Message]:
    if len(layout.names) > 1:
        yield say("{count} groups, seeds apart and everybody else drawn by lot.",
                  count=len(layout.names))  # fmt: skip
        if layout.separate_units:
            yield say("Entrants of one unit are divided evenly.")
    if layout.meetings:
        yield say("Who meets whom is listed: {count} matches.",
                  count=sum(one.times for one in layout.meetings))  # fmt: skip
    elif len(layout.names) > 1:
        if layout.legs == 1:
            yield say("In a group everybody meets everybody.")
        else:
            yield say("In a group everybody meets everybody {count} times.", count=layout.legs)
    elif layout.legs == 1:
        yield say("Everybody meets everybody.")
    else:
        yield say("Everybody meets everybody {count} times.", count=layout.legs)


def _brought(plan: Plan, layout: Groups) -> Iterator[Message]:
    names = {one.id: one.name for one in plan.entrants}
    for one in layout.brought:
        if one.won or one.drawn or one.lost:
            yield say(
                "{name} begins with {won} won, {drawn} drawn, {lost} lost; points: {points}.",
                name=names[one.entrant], won=one.won, drawn=one.drawn, lost=one.lost,
                points=one.league_points,
            )  # fmt: skip
        else:
            yield say("{name} begins with {points} points.",
                      name=names[one.entrant], points=one.league_points)  # fmt: skip


def _table(stage: PlayedStage, layout: Groups) -> Iterator[Line]:
    """The rule book clause by clause, each a line."""
    book = layout.book
    yield tuple(_league_points(book.points))
    yield (say("Places are decided in this order, by {book}:", book=book.name),)
    for block in book.blocks:
        yield from ((_clause(one),) for one in block.clauses)
        if block.restart != "never" and len(block.clauses) > 1:
            yield (_restart(block),)
    yield from ((one,) for one in _not_played_out(book))
    if _compares_groups(stage, layout):
        yield tuple(_across(book, layout.unequal))


def _league_points(points: LeaguePoints) -> Iterator[Message]:
    if points == LeaguePoints(win=1):
        yield say("Matches won count.")
        return
    if points.draw:
        yield say("A win is worth {win}, a draw {draw}, a loss {loss}.",
                  win=points.win, draw=points.draw, loss=points.loss)  # fmt: skip
    else:
        yield say("A win is worth {win}, a loss {loss}.", win=points.win, loss=points.loss)
    if points.narrow is not None:
        yield say("If the loser was one game short, it is {win} and {loss}.",
                  win=points.narrow.win, loss=points.narrow.loss)  # fmt: skip


def _clause(clause: Clause) -> Message:
    measure = measure_text(clause.measure)
    if clause.text == clause.measure:
        return measure
    if clause.tied == "two":
        return say("{clause} if exactly two are equal: the match between them", clause=clause.text)
    if clause.over == "tied":
        return say("{clause} {measure} in the matches between those equal",
                   clause=clause.text, measure=measure)  # fmt: skip
    if clause.tied == "more":
        return say("{clause} if three or more are equal: {measure}",
                   clause=clause.text, measure=measure)  # fmt: skip
    return say("{clause} {measure}", clause=clause.text, measure=measure)


def _restart(block: Block) -> Message:
    first = block.clauses[0].text
    if block.restart == "after_each":
        return say("Once some are told apart, those still equal begin again at {clause}.",
                   clause=first)  # fmt: skip
    return say("After all of these, those still equal begin again at {clause}.", clause=first)


def _not_played_out(book: RuleBook) -> Iterator[Message]:
    for how, treatment in book.policy.items():
        times = treatment.deleted_after
        if times == 1:
            yield say("{how}: all results of that side in the group are deleted.",
                      how=_how(how))  # fmt: skip
        elif times is not None:
            yield say("{how}, {count} times: all results of that side in the group are deleted.",
                      how=_how(how), count=times)  # fmt: skip
        elif treatment.loss == "unplayed":
            yield say("{how}: {points} points.", how=_how(how), points=book.points.unplayed)
        elif treatment.loss == "forfeit":
            yield say("{how}: {points} points.", how=_how(how), points=book.points.forfeit)


def _how(how: How) -> Message:
    match how:
        case "retired":
            return say("Retired during a match")
        case "disqualified":
            return say("Disqualified")
        case "walkover":
            return say("Did not come to a match")
        case "forfeit":
            return say("Match forfeited")
        case "default":
            return say("Too few players left")


def _compares_groups(stage: PlayedStage, layout: Groups) -> bool:
    wild = any(
        isinstance(rule, Quota) and rule.wildcards
        for route in stage.advancement
        for rule in route.rules
    )
    return wild and len(layout.names) > 1


def _across(book: RuleBook, unequal: Unequal) -> Iterator[Message]:
    yield say("Those on the same place of different groups are compared by: {measures}.",
              measures=tuple(measure_text(one.measure) for one in book.across))  # fmt: skip
    match unequal:
        case "as_played":
            pass
        case "per_match":
            yield say("If groups differ in size, the average of a match counts.")
        case "without_last":
            yield say("If groups differ in size, matches against the last of the larger ones do"
                      " not count.")  # fmt: skip


def _swiss(layout: Swiss) -> Iterator[Message]:
    yield say("A win is worth {win}, a draw {draw}, a loss {loss}.",
              win=layout.win, draw=layout.draw, loss=0)  # fmt: skip
    if layout.tie_breaks:
        yield say("Equals are compared by: {measures}.",
                  measures=tuple(tie_break_text(one) for one in layout.tie_breaks))  # fmt: skip


def _onward(stage: PlayedStage) -> Iterator[Line]:
    if not stage.advancement:
        yield (say("This is the final ranking; nobody goes on from here."),)
    for route in stage.advancement:
        yield tuple(_route(route))


def _route(route: Advancement) -> Iterator[Message]:
    rules = tuple(rule_text(rule) for rule in route.rules)
    yield say("To {to}: {rules}.", to=route.to, rules=rules)
    yield tie_text(route.tie)


def _courts(plan: Plan, stage: PlayedStage) -> Iterator[Message]:
    names = tuple(seat.name for seat in plan.seats if seat.id in stage.courts)
    if names:
        yield say("Played on: {courts}.", courts=names)
    yield say("A match takes about {count} minutes.", count=stage.minutes)
