"""Events as stored: tags and fields never change meaning, so these lines never change."""

import msgspec
import pytest

from scoring.contest.events import (
    AmendmentAnswered,
    AmendmentRequested,
    ContestRegistered,
    CutSealed,
    Disqualified,
    EntrantEntered,
    EntrantReinstated,
    EntrantReplaced,
    EntrantsAdvanced,
    EntrantsReceived,
    EntrantWithdrawn,
    Event,
    MarksEntered,
    NoShowRecorded,
    OrderDrawn,
    OrderSet,
    PanelsAssigned,
    PerformanceCalled,
    PerformanceClosed,
    PerformanceReopened,
    PlanRevised,
    SheetAmended,
    SheetContested,
    SheetsMoved,
    StageClosed,
    StageReopened,
    TieSettled,
    Undone,
    decode,
    encode,
)
from scoring.contest.ids import ContestId, MemberId, PanelId, StageId
from scoring.contest.match_commands import Tap
from scoring.contest.match_events import (
    Booking,
    DrawAnnounced,
    LinesDrawn,
    LinesSet,
    LinesSwapped,
    LineupHandedIn,
    LineupsRevealed,
    MatchesScheduled,
    MatchEvent,
    MatchOpened,
    MatchReopened,
    ResultConfirmed,
    ResultEntered,
    RoundPaired,
    TapContested,
    TapRecorded,
    ValuesRecorded,
)
from scoring.contest.paper_events import (
    PaperEntered,
    PaperEvent,
    PaperResultEntered,
    RecordedKept,
    RecordedResultKept,
)
from scoring.contest.plan import Entrant, Origin
from scoring.contest.release_events import (
    ResultRevealed,
    ResultsApproved,
    StageFrozen,
    StageThawed,
)
from scoring.rules.cards import ShowCard
from scoring.rules.outcomes import BothOut, Conceded, Score, Stop, Unplayed
from scoring.rules.period_match import Begin, Foul, Goal, Kick, PeriodOver, SetScore
from scoring.rules.periods import PeriodScore
from scoring.rules.rally_state import (
    Expedite,
    Rally,
    SetGames,
    SetService,
    Start,
    SwapEnds,
    TimeUp,
)
from scoring.rules.service import Player
from scoring.rules.undo import Redo
from scoring.rules.undo import Undo as TakeBack
from tests.contest.given import ANN, BEN, CAI, HEATS, J1, J2, PLAN, SONG, STYLE

RENHE = ContestId("renhe")
M1 = MemberId("m1")
COMES = Entrant(
    id=BEN,
    number=2,
    name="Ben",
    guest=True,
    origin=Origin(contest=RENHE, stage=StageId("s1"), entrant=ANN, number=7, place=1, score="9.5"),
)

PAPER: list[tuple[PaperEvent, str]] = [
    (
        PaperEntered(HEATS, ANN, J1, {SONG: 9550}, 2),
        (
            '{"type":"paper_entered","stage":"heats","entrant":"ann","seat":"J1",'
            '"marks":{"song":9550},"attempt":2}'
        ),
    ),
    (
        PaperResultEntered(HEATS, "main-1-1", (ANN, BEN), (SetGames((Score(21, 18),)),), 1),
        (
            '{"type":"paper_result_entered","stage":"heats","match":"main-1-1",'
            '"sides":["ann","ben"],"result":[{"type":"set_games","games":[[21,18]],'
            '"handicap":null}],"rubber":1}'
        ),
    ),
    (
        RecordedKept(HEATS, ANN, J1, 3, "Misread"),
        (
            '{"type":"recorded_kept","stage":"heats","entrant":"ann","seat":"J1","revision":3,'
            '"reason":"Misread"}'
        ),
    ),
    (
        RecordedResultKept(HEATS, "main-1-1", 3, "Misread", 1),
        (
            '{"type":"recorded_result_kept","stage":"heats","match":"main-1-1","revision":3,'
            '"reason":"Misread","rubber":1}'
        ),
    ),
]

MATCHES: list[tuple[MatchEvent, str]] = [
    (
        DrawAnnounced(HEATS, (BEN,), "terms", "00ff"),
        (
            '{"type":"draw_announced","stage":"heats","seeded":["ben"],"terms":"terms",'
            '"commitment":"00ff"}'
        ),
    ),
    (
        LinesDrawn(HEATS, (BEN,), "secret", "hall", ((BEN, None, ANN, CAI),)),
        (
            '{"type":"lines_drawn","stage":"heats","seeded":["ben"],"secret":"secret",'
            '"word":"hall","lines":[["ben",null,"ann","cai"]]}'
        ),
    ),
    (
        LinesSet(HEATS, ((BEN,), (ANN, CAI)), "Lots"),
        '{"type":"lines_set","stage":"heats","lines":[["ben"],["ann","cai"]],"reason":"Lots"}',
    ),
    (
        LinesSwapped(HEATS, 1, 3, "Read wrongly"),
        '{"type":"lines_swapped","stage":"heats","first":1,"second":3,"reason":"Read wrongly"}',
    ),
    (
        RoundPaired(HEATS, ((BEN, ANN),), CAI),
        '{"type":"round_paired","stage":"heats","pairs":[["ben","ann"]],"bye":"cai"}',
    ),
    (
        MatchesScheduled(HEATS, {"A-1-1": Booking(J1, "2024-07-06T09:00"), "A-1-2": Booking()}),
        (
            '{"type":"matches_scheduled","stage":"heats","bookings":{"A-1-1":'
            '{"court":"J1","start":"2024-07-06T09:00"},"A-1-2":{}}}'
        ),
    ),
    (
        MatchOpened(HEATS, "main-1-1", (ANN, BEN), J1),
        (
            '{"type":"match_opened","stage":"heats","match":"main-1-1","sides":["ann","ben"],'
            '"court":"J1"}'
        ),
    ),
    (
        LineupHandedIn(HEATS, "main-1-1", ANN, {"MS": (M1,)}),
        (
            '{"type":"lineup_handed_in","stage":"heats","match":"main-1-1","side":"ann",'
            '"lineup":{"MS":["m1"]}}'
        ),
    ),
    (
        LineupsRevealed(HEATS, "main-1-1", (2, 1), "Late"),
        (
            '{"type":"lineups_revealed","stage":"heats","match":"main-1-1","order":[2,1],'
            '"reason":"Late"}'
        ),
    ),
    (
        TapContested(HEATS, "main-1-1", 0, 1, 2, Rally("b"), "tablet"),
        (
            '{"type":"tap_contested","stage":"heats","match":"main-1-1","rubber":0,"after":1,'
            '"revision":2,"tap":{"type":"rally","winner":"b"},"device":"tablet"}'
        ),
    ),
    (
        ResultConfirmed(HEATS, "main-1-1", 1),
        '{"type":"result_confirmed","stage":"heats","match":"main-1-1","rubber":1}',
    ),
    (
        ResultEntered(
            HEATS,
            "main-1-1",
            0,
            3,
            (SetGames((Score(21, 18), Score(11, 3))), Stop(Conceded("b", "retired"))),
            "desk",
            "Paper",
        ),
        (
            '{"type":"result_entered","stage":"heats","match":"main-1-1","rubber":0,'
            '"revision":3,"result":[{"type":"set_games","games":[[21,18],[11,3]],"handicap":null},'
            '{"type":"stop","outcome":{"type":"conceded","by":"b","how":"retired"}}],'
            '"device":"desk","reason":"Paper"}'
        ),
    ),
    (
        MatchReopened(HEATS, "main-1-1", "Sides mixed up"),
        ('{"type":"match_reopened","stage":"heats","match":"main-1-1","reason":"Sides mixed up"}'),
    ),
    (
        ValuesRecorded(HEATS, "conduct", {ANN: -3}, "Cards"),
        (
            '{"type":"values_recorded","stage":"heats","measure":"conduct","values":{"ann":-3},'
            '"reason":"Cards"}'
        ),
    ),
]

TAPS: list[tuple[Tap, str]] = [
    (
        Start(server=Player("a", 1), receiver=Player("b", 2), left="b", handicap=Score(3, 0)),
        ('{"type":"start","server":["a",1],"receiver":["b",2],"left":"b","handicap":[3,0]}'),
    ),
    (Rally("a"), '{"type":"rally","winner":"a"}'),
    (SetService(Player("a", 1)), '{"type":"set_service","server":["a",1],"receiver":null}'),
    (SwapEnds(), '{"type":"swap_ends"}'),
    (Expedite(), '{"type":"expedite"}'),
    (TimeUp(), '{"type":"time_up"}'),
    (SetGames((Score(21, 5),)), '{"type":"set_games","games":[[21,5]],"handicap":null}'),
    (Begin(), '{"type":"begin"}'),
    (Goal("a", 3, "00"), '{"type":"goal","side":"a","points":3,"player":"00"}'),
    (Foul("b", "7"), '{"type":"foul","side":"b","player":"7"}'),
    (PeriodOver(), '{"type":"period_over"}'),
    (Kick("a", scored=False), '{"type":"kick","side":"a","scored":false}'),
    (
        SetScore(PeriodScore(regular=Score(1, 1), overtime=Score(0, 0), shootout=Score(4, 2))),
        ('{"type":"set_score","score":{"regular":[1,1],"overtime":[0,0],"shootout":[4,2]}}'),
    ),
    (ShowCard("b", "red", "1"), '{"type":"card","side":"b","card":"red","player":"1"}'),
    (
        Stop(Conceded("a", "walkover")),
        '{"type":"stop","outcome":{"type":"conceded","by":"a","how":"walkover"}}',
    ),
    (Stop(BothOut()), '{"type":"stop","outcome":{"type":"both_out"}}'),
    (
        Stop(Unplayed("called_off")),
        '{"type":"stop","outcome":{"type":"unplayed","why":"called_off"}}',
    ),
    (TakeBack(), '{"type":"undo"}'),
    (Redo(), '{"type":"redo"}'),
]
MATCHES += [
    (
        TapRecorded(HEATS, "A-1-1", 2, 5, tap, "tablet"),
        (
            '{"type":"tap_recorded","stage":"heats","match":"A-1-1","rubber":2,"revision":5,'
            f'"tap":{stored},"device":"tablet"}}'
        ),
    )
    for tap, stored in TAPS
]

STORED: list[tuple[Event, str]] = [
    (
        EntrantEntered(Entrant(id=ANN, number=1, name="陈大叔", work="《画你》")),
        (
            '{"type":"entrant_entered","entrant":{"id":"ann","number":1,"name":"陈大叔","unit":"",'
            '"group":null,"work":"《画你》","guest":false,"origin":null,"members":[]}}'
        ),
    ),
    (
        EntrantsReceived(RENHE, (COMES,), "Came late"),
        (
            '{"type":"entrants_received","contest":"renhe","entrants":[{"id":"ben","number":2,'
            '"name":"Ben","unit":"","group":null,"work":"","guest":true,"origin":'
            '{"contest":"renhe","stage":"s1","entrant":"ann","number":7,"place":1,"score":"9.5"},'
            '"members":[]}],'
            '"reason":"Came late"}'
        ),
    ),
    (
        EntrantWithdrawn(ANN, "Ill"),
        '{"type":"entrant_withdrawn","entrant":"ann","reason":"Ill"}',
    ),
    (
        EntrantReinstated(ANN, "Well again"),
        '{"type":"entrant_reinstated","entrant":"ann","reason":"Well again"}',
    ),
    (
        OrderDrawn(HEATS, "seed-2024", (BEN, ANN)),
        '{"type":"order_drawn","stage":"heats","seed":"seed-2024","order":["ben","ann"]}',
    ),
    (
        OrderSet(HEATS, (BEN, ANN), "Lots"),
        '{"type":"order_set","stage":"heats","order":["ben","ann"],"reason":"Lots"}',
    ),
    (
        PanelsAssigned(HEATS, {PanelId("A"): (BEN,), PanelId("B"): (ANN,)}, "seed-2024"),
        (
            '{"type":"panels_assigned","stage":"heats","panels":{"A":["ben"],"B":["ann"]},'
            '"seed":"seed-2024"}'
        ),
    ),
    (
        CutSealed(HEATS, "00ff", "seed-2024"),
        '{"type":"cut_sealed","stage":"heats","digest":"00ff","seed":"seed-2024"}',
    ),
    (
        PerformanceCalled(HEATS, ANN),
        '{"type":"performance_called","stage":"heats","entrant":"ann"}',
    ),
    (
        MarksEntered(HEATS, ANN, J1, 1, {SONG: 9599, STYLE: 0}),
        (
            '{"type":"marks_entered","stage":"heats","entrant":"ann","seat":"J1","revision":1,'
            '"marks":{"song":9599,"style":0}}'
        ),
    ),
    (
        MarksEntered(HEATS, ANN, J1, 1, {}, 2, "dnf"),
        (
            '{"type":"marks_entered","stage":"heats","entrant":"ann","seat":"J1","revision":1,'
            '"marks":{},"attempt":2,"outcome":"dnf"}'
        ),
    ),
    (
        SheetContested(HEATS, ANN, J1, 0, 1, {SONG: 5999}),
        (
            '{"type":"sheet_contested","stage":"heats","entrant":"ann","seat":"J1","after":0,'
            '"revision":1,"marks":{"song":5999}}'
        ),
    ),
    (
        SheetAmended(HEATS, ANN, J1, 2, {SONG: 9599}, "Swapped"),
        (
            '{"type":"sheet_amended","stage":"heats","entrant":"ann","seat":"J1","revision":2,'
            '"marks":{"song":9599},"reason":"Swapped"}'
        ),
    ),
    (
        AmendmentRequested(HEATS, ANN, J1, "95, not 59", 2),
        (
            '{"type":"amendment_requested","stage":"heats","entrant":"ann","seat":"J1",'
            '"reason":"95, not 59","attempt":2}'
        ),
    ),
    (
        AmendmentAnswered(HEATS, ANN, J1, granted=False, reason="Too late"),
        (
            '{"type":"amendment_answered","stage":"heats","entrant":"ann","seat":"J1",'
            '"granted":false,"reason":"Too late"}'
        ),
    ),
    (
        SheetsMoved(HEATS, ANN, BEN, (J1, J2), "Wrong singer"),
        (
            '{"type":"sheets_moved","stage":"heats","entrant":"ann","to":"ben",'
            '"seats":["J1","J2"],"reason":"Wrong singer"}'
        ),
    ),
    (
        Disqualified(HEATS, ANN, "Playback"),
        '{"type":"disqualified","stage":"heats","entrant":"ann","reason":"Playback"}',
    ),
    (NoShowRecorded(HEATS, ANN), '{"type":"no_show_recorded","stage":"heats","entrant":"ann"}'),
    (
        PerformanceClosed(HEATS, ANN, (J2,)),
        '{"type":"performance_closed","stage":"heats","entrant":"ann","absent":["J2"]}',
    ),
    (
        PerformanceReopened(HEATS, ANN, "Too early"),
        '{"type":"performance_reopened","stage":"heats","entrant":"ann","reason":"Too early"}',
    ),
    (StageClosed(HEATS), '{"type":"stage_closed","stage":"heats"}'),
    (
        EntrantsAdvanced(HEATS, (BEN,), (BEN, ANN), "Host"),
        (
            '{"type":"entrants_advanced","stage":"heats","entrants":["ben"],'
            '"qualifying":["ben","ann"],"reason":"Host"}'
        ),
    ),
    (
        EntrantsAdvanced(HEATS, (ANN,), (ANN,), route=1),
        (
            '{"type":"entrants_advanced","stage":"heats","entrants":["ann"],'
            '"qualifying":["ann"],"route":1}'
        ),
    ),
    (
        EntrantReplaced(HEATS, BEN, ANN, "Ill"),
        (
            '{"type":"entrant_replaced","stage":"heats","leaving":"ben","entering":"ann",'
            '"reason":"Ill"}'
        ),
    ),
    (
        StageReopened(HEATS, "A sheet was lost"),
        '{"type":"stage_reopened","stage":"heats","reason":"A sheet was lost"}',
    ),
    (
        TieSettled(HEATS, "lot", (BEN, ANN), "seed-2024", "In public"),
        (
            '{"type":"tie_settled","stage":"heats","by":"lot","order":["ben","ann"],'
            '"seed":"seed-2024","reason":"In public"}'
        ),
    ),
    (Undone(7, "Tapped"), '{"type":"undone","seq":7,"reason":"Tapped"}'),
    (
        EntrantsAdvanced(HEATS, (BEN,), (BEN,), placed={"A:1": BEN}),
        (
            '{"type":"entrants_advanced","stage":"heats","entrants":["ben"],"qualifying":["ben"],'
            '"placed":{"A:1":"ben"}}'
        ),
    ),
    (
        ResultsApproved(HEATS, (ANN, BEN)),
        '{"type":"results_approved","stage":"heats","entrants":["ann","ben"]}',
    ),
    (
        ResultsApproved(HEATS, matches=(("main-1-1", 0), ("main-1-2", 3))),
        ('{"type":"results_approved","stage":"heats","matches":[["main-1-1",0],["main-1-2",3]]}'),
    ),
    (StageFrozen(HEATS), '{"type":"stage_frozen","stage":"heats"}'),
    (StageThawed(HEATS), '{"type":"stage_thawed","stage":"heats"}'),
    (
        ResultRevealed(HEATS, ANN, seat=J1),
        '{"type":"result_revealed","stage":"heats","entrant":"ann","seat":"J1"}',
    ),
    (
        ResultRevealed(HEATS, match="main-1-1", rubber=2, last=True),
        ('{"type":"result_revealed","stage":"heats","match":"main-1-1","rubber":2,"last":true}'),
    ),
    *MATCHES,
    *PAPER,
]


@pytest.mark.parametrize(("event", "stored"), STORED, ids=lambda one: type(one).__name__)
def test_an_event_is_stored_like_this_and_read_back(event: Event, stored: str) -> None:
    assert encode(event) == stored.encode()
    assert decode(stored.encode()) == event


def test_every_tap_is_listed_here() -> None:
    assert {type(tap) for tap, _ in TAPS} == set(Tap.__args__)


def test_every_event_is_listed_here() -> None:
    listed = {type(event) for event, _ in STORED} | {ContestRegistered, PlanRevised}
    assert listed == set(Event.__args__)


REGISTERED = """{
  "type": "contest_registered",
  "plan": {
    "id": "songs",
    "meet": {"id": "festival", "name": {"en": "Festival"}},
    "name": {"en": "Songs"},
    "sport": "singing",
    "groups": [
      {"id": "villagers", "name": {"en": "Villagers"}},
      {"id": "guests", "name": {"en": "Guests"}}
    ],
    "entrants": [
      {"id": "ann", "number": 1, "name": "Ann", "unit": "Renhe", "group": "villagers"},
      {"id": "ben", "number": 2, "name": "Ben"},
      {"id": "cai", "number": 3, "name": "Cai"},
      {"id": "dan", "number": 4, "name": "Dan"}
    ],
    "seats": [
      {"id": "J1", "name": {"en": "Judge 1"}},
      {"id": "J2", "name": {"en": "Judge 2"}},
      {"id": "J3", "name": {"en": "Judge 3"}},
      {"id": "chief", "name": {"en": "Head judge"}}
    ],
    "stages": [
      {
        "type": "judged",
        "id": "heats",
        "name": {"en": "Heats"},
        "panel": ["J1", "J2", "J3"],
        "scoring": {
          "criteria": [{"id": "song", "name": {"en": "Song"}}],
          "steps": [{"id": "score", "name": {"en": "Score"}, "value": {"type": "panel"}}]
        },
        "advancement": [
          {"to": {"en": "Final"}, "rules": [{"type": "top", "count": 2}], "tie": "all_in"}
        ]
      },
      {
        "type": "judged",
        "id": "final",
        "name": {"en": "Final"},
        "panel": ["J1", "J2", "J3"],
        "scoring": {
          "criteria": [{"id": "song", "name": {"en": "Song"}}],
          "steps": [{"id": "score", "name": {"en": "Score"}, "value": {"type": "panel"}}]
        }
      }
    ]
  }
}"""


@pytest.mark.parametrize("kind", [ContestRegistered, PlanRevised])
def test_a_registration_holds_the_whole_plan_and_defaults_keep_their_meaning(
    kind: type[ContestRegistered | PlanRevised],
) -> None:
    tag = {ContestRegistered: "contest_registered", PlanRevised: "plan_revised"}[kind]
    stored = REGISTERED.replace("contest_registered", tag).encode()
    assert decode(stored) == kind(PLAN)
    assert decode(encode(kind(PLAN))) == kind(PLAN)


@pytest.mark.parametrize(
    ("stored", "event"),
    [
        (
            b'{"type":"performance_closed","stage":"heats","entrant":"ann"}',
            PerformanceClosed(HEATS, ANN),
        ),
        (
            b'{"type":"entrants_advanced","stage":"heats","entrants":[],"qualifying":[]}',
            EntrantsAdvanced(HEATS, (), ()),
        ),
        (
            b'{"type":"stage_closed","stage":"heats","added_later":true}',
            StageClosed(HEATS),
        ),
        (
            '{"type":"entrant_entered","entrant":{"id":"ann","number":1,"name":"陈大叔"}}'.encode(),
            EntrantEntered(Entrant(id=ANN, number=1, name="陈大叔")),
        ),
    ],
    ids=["nobody absent", "no reason", "a field of a later version", "an entrant"],
)
def test_what_is_not_written_has_its_default(stored: bytes, event: Event) -> None:
    assert decode(stored) == event


@pytest.mark.parametrize(
    "stored",
    [
        pytest.param(b'{"type":"stage_burnt","stage":"heats"}', id="unknown tag"),
        pytest.param(b'{"stage":"heats"}', id="no tag"),
        pytest.param(b'{"type":"stage_closed"}', id="field missing"),
        pytest.param(b'{"type":"stage_closed","stage":7}', id="wrong type"),
        pytest.param(
            b'{"type":"marks_entered","stage":"heats","entrant":"ann","seat":"J1","revision":1,'
            b'"marks":{"song":95.99}}',
            id="a mark that is no integer",
        ),
        pytest.param(b"[]", id="no object"),
    ],
)
def test_what_is_no_event_is_not_read(stored: bytes) -> None:
    with pytest.raises(msgspec.ValidationError):
        decode(stored)
