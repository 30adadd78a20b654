"""What holds for every history of matches, whatever people tap, correct and take back."""

import asyncio
from collections.abc import Iterator

import msgspec
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from scoring.contest.audit import audited
from scoring.contest.commands import Command, Register
from scoring.contest.decide import decide
from scoring.contest.encounters import encounters
from scoring.contest.events import decode, encode
from scoring.contest.fold import evolve, folded
from scoring.contest.guards import Rejected
from scoring.contest.ids import CommandId, StageId
from scoring.contest.match_commands import Happening
from scoring.contest.match_why import match_why
from scoring.contest.state import Contest
from scoring.contest.tables import played_standings
from scoring.contest.undoing import OF_A_MATCH
from scoring.desk import Accepted, Answer, Desk
from scoring.languages import words
from scoring.store.memory import MemoryStore
from scoring.views.match_card import match_card
from tests.contest.playing import Wire, command, facts
from tests.contest.random_matches import WILD, Walk, walks

FEW = settings(deadline=None, max_examples=50)
DECODER: msgspec.json.Decoder[Command] = msgspec.json.Decoder(Command)
LANGUAGES = [words("zh"), words("en")]


@FEW
@given(walk=walks())
def test_a_replayed_log_gives_the_live_contest_and_stands_every_check(walk: Walk) -> None:
    stored = [encode(event) for event in walk.log]
    replayed, findings = audited(map(decode, stored))
    assert replayed == walk.contest
    assert findings == []
    assert [encode(decode(line)) for line in stored] == stored
    assert walk.contest.seq == len(stored)


@FEW
@given(walk=walks())
def test_commands_survive_the_wire_and_lead_to_the_same_log_again(walk: Walk) -> None:
    contest: Contest | None = None
    for one in (Register(id=CommandId("desk:1"), plan=walk.plan), *walk.commands):
        again = DECODER.decode(msgspec.json.encode(one))
        assert again == one
        decision = decide(contest, again)
        for event in decision.events if isinstance(decision, Rejected) else decision:
            contest = evolve(contest, event)
    assert contest == walk.contest


@FEW
@given(walk=walks())
def test_the_contest_stays_sound_and_every_place_can_be_explained(walk: Walk) -> None:
    contest: Contest | None = None
    for event in walk.log:
        contest = evolve(contest, event)
        assert list(unsound(contest)) == [], event
    assert contest is not None
    for stage in contest.plan.played:
        result = played_standings(contest, stage)
        for entrant in contest.entrants:
            assert all(str(line) for line in match_why(result, entrant))
        for one in result.encounters:
            for language in LANGUAGES:
                assert match_card(contest, stage, result.encounters, one, language).phase_text


def unsound(contest: Contest) -> Iterator[str]:
    """What cannot be, in whatever order things were recorded and taken back."""
    for stage in contest.plan.played:
        state, play = contest.stage(stage.id), contest.play[stage.id]
        found = encounters(contest, stage)
        field, present = set(contest.field(stage)), set(contest.present_field(stage))
        lines = {one for part in play.lines for one in part if one is not None}
        listed = [one.entrant for one in played_standings(contest, stage).standings]
        if sorted(listed) != sorted(field):
            yield "somebody is missing in the standings, or is there twice"
        if play.lines and not present <= lines <= field:
            yield "other people are on the lines than in the field"
        if state.closed and not found.complete:
            yield "a stage is closed with matches to be played"
        if state.advanced and not state.closed:
            yield "somebody goes on from an open stage"
        for one in found:
            if one.result is None or one.entrants is None or one.id not in play.opened:
                continue
            records = [record for (match, _), record in play.records.items() if match == one.id]
            absent = not present.issuperset(one.entrants) or set(state.disqualified) & field
            revealed = one.id in play.lineups and play.lineups[one.id].order is not None
            confirmed = any(record.confirmed for record in records)
            if not confirmed and not absent and not revealed:
                yield "a result counts that nobody confirmed"


@FEW
@given(walk=walks())
def test_no_revision_of_a_match_is_ever_used_for_two_states_of_it(walk: Walk) -> None:
    seen: dict[tuple[StageId, str, int, int], list[Happening]] = {}
    contest: Contest | None = None
    for event in walk.log:
        contest = evolve(contest, event)
        for stage, play in contest.play.items():
            for (match, rubber), record in play.records.items():
                happened = [step.happened for step in record.steps]
                key = (stage, match, rubber, record.revision)
                assert seen.setdefault(key, happened) == happened, event


@FEW
@given(walk=walks())
def test_the_last_event_is_taken_back_as_if_it_had_not_happened(walk: Walk) -> None:
    assume(walk.commands)
    last = walk.log[-1]
    decision = decide(walk.contest, command("undo", seq=walk.contest.seq, reason="Tapped"))
    if isinstance(decision, Rejected):
        assert isinstance(last, OF_A_MATCH)
        return
    assert facts(evolve(walk.contest, decision[0])) == facts(folded(walk.log[:-1]))


@FEW
@given(walk=walks(), wild=st.lists(WILD, min_size=20, max_size=20))
def test_whatever_is_asked_is_decided_or_refused_in_words(walk: Walk, wild: list[Wire]) -> None:
    contest = walk.contest
    for one in wild:
        decision = decide(contest, command(**one))
        if isinstance(decision, Rejected):
            assert all(language(decision.reason) for language in LANGUAGES)
            assert bool(decision.events) == (decision.kind == "stale" and one["kind"] == "record")
            continue
        for event in decision:
            contest = evolve(contest, event)
        assert list(unsound(contest)) == [], one


@FEW
@given(walk=walks())
def test_the_same_commands_again_are_answered_as_before_and_change_nothing(walk: Walk) -> None:
    """A tablet that has not heard an answer sends again, whatever happened meanwhile."""
    asyncio.run(_twice(walk))


def said(answer: Answer) -> Accepted | tuple[str, str]:
    if isinstance(answer, Accepted):
        return answer
    return answer.rejected.kind, str(answer.rejected.reason)


async def _twice(walk: Walk) -> None:
    numbered = [
        replace(one, id=CommandId(f"tablet:{number}"))
        for number, one in enumerate(walk.commands, start=1)
    ]
    register = Register(id=CommandId("tablet:0"), plan=walk.plan)
    store = MemoryStore()
    desk = Desk(store, lambda: "2024-07-06T20:00:00.000+00:00", lambda _: None, lambda: None)
    await desk.start()
    name = walk.plan.id

    async def answers() -> list[Accepted | tuple[str, str]]:
        return [said(await desk.submit(name, (one,), "desk")) for one in (register, *numbered)]

    first = await answers()
    contest, rows = desk.contest(name), await store.read(name)
    again = await answers()
    assert again == first
    assert desk.contest(name) == contest
    assert await store.read(name) == rows
    assert sum(isinstance(one, Accepted) for one in first) > len(first) // 2
    assert len(rows) == walk.contest.seq
    await desk.stop()
